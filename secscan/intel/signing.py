"""Ed25519 keys (RFC 8032) that bundles are signed with: PEM files, as `openssl genpkey -algorithm ed25519` makes."""

import base64
import binascii
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from secscan.base.errors import UsageError

Key = Ed25519PublicKey
PrivateKey = Ed25519PrivateKey


def read_public_key(file: Path) -> Key:
    """The key that bundles must be signed by. Raises UsageError for what is no such key."""
    try:
        key = load_pem_public_key(file.read_bytes())
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise UsageError("bad_key", where=str(file), values={"detail": str(error)}) from error
    if not isinstance(key, Ed25519PublicKey):
        raise UsageError("bad_key", where=str(file), values={"detail": type(key).__name__})
    return key


def read_private_key(file: Path) -> PrivateKey:
    """The key to sign with. Raises UsageError for what is no such key, or is protected by a password."""
    try:
        key = load_pem_private_key(file.read_bytes(), password=None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise UsageError("bad_key", where=str(file), values={"detail": str(error)}) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise UsageError("bad_key", where=str(file), values={"detail": type(key).__name__})
    return key


def verified(key: Key, signature: bytes, message: bytes) -> bool:
    """Whether a signature in base64 is the key's of that message."""
    try:
        key.verify(base64.b64decode(signature.strip(), validate=True), message)
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True
