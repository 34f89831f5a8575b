"""Certificates made for tests: roots, intermediates and leaves with every fault that the checks know."""

import ipaddress
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import NameOID

NOW = datetime.now(UTC).replace(microsecond=0)
Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey


@dataclass(frozen=True)
class Pair:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: Key

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def key_pem(self) -> bytes:
        return self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )


def rsa_key(bits: int = 2048) -> Key:
    return rsa.generate_private_key(65537, bits)


def ec_key(curve: ec.EllipticCurve | None = None) -> Key:
    return ec.generate_private_key(curve or ec.SECP256R1())


def authority(name: str, issuer: Pair | None = None, *, days: tuple[int, int] = (-400, 3650), ca: bool = True) -> Pair:
    """A root, or an intermediate of `issuer`; without `ca` one that must not issue."""
    return _issue(name, issuer, ec_key(), days=days, ca=ca)


def leaf(
    issuer: Pair | None,
    *names: str,
    days: tuple[int, int] = (-30, 60),
    key: Key | None = None,
    common_name: str = "uji",
    timestamps: bool = False,
) -> Pair:
    """A server's certificate; `days` are counted from now. Without issuer it signs itself."""
    return _issue(common_name, issuer, key or ec_key(), names=names, days=days, timestamps=timestamps)


def _issue(
    name: str,
    issuer: Pair | None,
    key: Key,
    *,
    names: tuple[str, ...] = (),
    days: tuple[int, int],
    ca: bool = False,
    timestamps: bool = False,
) -> Pair:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW + timedelta(days=days[0]))
        .not_valid_after(NOW + timedelta(days=days[1]))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    )
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName([_general(entry) for entry in names]), False)
    if timestamps:
        oid = x509.ObjectIdentifier("1.3.6.1.4.1.11129.2.4.2")
        builder = builder.add_extension(x509.UnrecognizedExtension(oid, b"\x04\x02\x00\x00"), False)
    signer = issuer.key if issuer else key
    chosen = None if isinstance(signer, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    return Pair(builder.sign(signer, chosen), key)  # type: ignore[arg-type]


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def write(folder: Path, pair: Pair, *chain: Pair, name: str = "server") -> tuple[Path, Path]:
    """The files of a server: leaf and chain in one, and the key."""
    certificate, key = folder / f"{name}.crt", folder / f"{name}.key"
    certificate.write_bytes(pair.pem + b"".join(link.pem for link in chain))
    key.write_bytes(pair.key_pem)
    return certificate, key


def sha1_leaf(folder: Path, issuer: Pair, name: str) -> Pair:
    """A leaf signed with SHA-1, made by the openssl program: our library no longer signs so."""
    pair = leaf(issuer, name, key=rsa_key())
    (folder / "ca.crt").write_bytes(issuer.pem)
    (folder / "ca.key").write_bytes(issuer.key_pem)
    (folder / "leaf.key").write_bytes(pair.key_pem)
    (folder / "san.cnf").write_text(f"subjectAltName=DNS:{name}\n")
    for command in (
        "req -new -key leaf.key -subj /CN=uji -out leaf.csr",
        "x509 -req -sha1 -days 60 -set_serial 5 -CA ca.crt -CAkey ca.key -extfile san.cnf -in leaf.csr -out leaf.crt",
    ):
        subprocess.run(["openssl", *command.split()], cwd=folder, check=True, capture_output=True)
    return Pair(x509.load_pem_x509_certificate((folder / "leaf.crt").read_bytes()), pair.key)
