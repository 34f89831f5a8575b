"""Certificates for the demonstration: an authority of its own, and leaves good and bad."""

import ipaddress
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


class Authority:
    """A root that signs the demonstration's certificates."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.root = (
            _builder("Otoritas Sertifikat Demo", self._key, now - timedelta(days=1), now + timedelta(days=30))
            .issuer_name(_name("Otoritas Sertifikat Demo"))
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .sign(self._key, hashes.SHA256())
        )

    def issue(self, folder: Path, host: str) -> tuple[Path, Path]:
        """A good certificate for one name: the paths of its chain and key, PEM."""
        key = ec.generate_private_key(ec.SECP256R1())
        leaf = (
            _builder(host, key, self._now - timedelta(days=1), self._now + timedelta(days=29))
            .issuer_name(self.root.subject)
            .add_extension(x509.SubjectAlternativeName([_san(host)]), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .sign(self._key, hashes.SHA256())
        )
        return _write(folder, host, leaf, key)


def self_signed_and_expired(folder: Path, host: str, now: datetime) -> tuple[Path, Path]:
    """A certificate that nobody trusts and that ran out 40 days ago."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    leaf = (
        _builder(host, key, now - timedelta(days=405), now - timedelta(days=40))
        .issuer_name(_name(host))
        .add_extension(x509.SubjectAlternativeName([_san(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    return _write(folder, host, leaf, key)


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _san(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _builder(common: str, key: Key, start: datetime, end: datetime) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(_name(common))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
    )


def _write(folder: Path, host: str, leaf: x509.Certificate, key: Key) -> tuple[Path, Path]:
    chain, secret = folder / f"{host}.pem", folder / f"{host}.key"
    chain.write_bytes(leaf.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return chain, secret
