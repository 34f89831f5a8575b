"""Certificates of a chain as plain data."""

import contextlib
import ipaddress
from collections.abc import Sequence

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.hashes import SHA256

from secscan.base.text import clean
from secscan.base.urls import is_ip_literal
from secscan.model.observations import Certificate
from secscan.probes.tls_worker.trust import is_ca, issued, read_pem

_MAX_NAMES = 2000


def parse(pems: Sequence[str]) -> list[x509.Certificate]:
    """The certificates that a server sent, leaf first. Empty when the leaf itself can't be read."""
    parsed = [read_pem(pem.encode()) for pem in pems]
    if not parsed or not parsed[0]:
        return []
    return [certificate for found in parsed for certificate in found]


def describe(certificate: x509.Certificate) -> Certificate:
    """What is kept of a certificate. Raises ValueError when it is malformed beyond reading."""
    kind, bits = _key(certificate)
    return Certificate(
        subject=clean(certificate.subject.rfc4514_string(), 300),
        issuer=clean(certificate.issuer.rfc4514_string(), 300),
        names=_names(certificate),
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        key_type=kind,
        key_bits=bits,
        signature_hash=_signature_hash(certificate),
        self_signed=certificate.subject == certificate.issuer and issued(certificate, certificate),
        is_ca=is_ca(certificate),
        sha256=certificate.fingerprint(SHA256()).hex(),
    )


def _key(certificate: x509.Certificate) -> tuple[str, int]:
    """Type and size in bits of the public key; ("", 0) for what our library does not know."""
    try:
        key = certificate.public_key()
    except (ValueError, UnsupportedAlgorithm):
        return "", 0
    if isinstance(key, rsa.RSAPublicKey):
        return "RSA", key.key_size
    if isinstance(key, ec.EllipticCurvePublicKey):
        return "EC", key.key_size
    if isinstance(key, dsa.DSAPublicKey):
        return "DSA", key.key_size
    if isinstance(key, ed25519.Ed25519PublicKey):
        return "Ed25519", 256
    if isinstance(key, ed448.Ed448PublicKey):
        return "Ed448", 456
    return "", 0


def _signature_hash(certificate: x509.Certificate) -> str:
    """The hash under the signature, from its algorithm's name where our library no longer supports it (RFC 8017)."""
    with contextlib.suppress(ValueError, UnsupportedAlgorithm):
        algorithm = certificate.signature_hash_algorithm
        return algorithm.name if algorithm is not None else ""
    dotted = certificate.signature_algorithm_oid.dotted_string
    return {"1.2.840.113549.1.1.2": "md2", "1.2.840.113549.1.1.4": "md5", "1.2.840.113549.1.1.5": "sha1"}.get(
        dotted, ""
    )


def _names(certificate: x509.Certificate) -> tuple[str, ...]:
    """DNS names in lower case and IP addresses of the subject alternative name; the common name does not count."""
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (x509.ExtensionNotFound, ValueError):
        return ()
    found: list[str] = []
    for name in names:
        if isinstance(name, x509.DNSName) and not is_ip_literal(name.value):
            found.append(clean(name.value, 255).lower())
        elif isinstance(name, x509.IPAddress) and isinstance(
            name.value, (ipaddress.IPv4Address, ipaddress.IPv6Address)
        ):
            found.append(str(name.value))
    return tuple(found[:_MAX_NAMES])
