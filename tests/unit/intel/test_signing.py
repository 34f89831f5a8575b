import base64
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from secscan.base.errors import UsageError
from secscan.intel.signing import read_private_key, read_public_key, verified

# RFC 8032, section 7.1, test 2
SECRET = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
SIGNATURE = bytes.fromhex(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)
KEY = ed25519.Ed25519PrivateKey.from_private_bytes(SECRET)


def test_the_vector_of_the_rfc() -> None:
    text = base64.b64encode(SIGNATURE) + b"\n"
    assert verified(KEY.public_key(), text, b"\x72")
    assert not verified(KEY.public_key(), text, b"\x73")
    assert not verified(ed25519.Ed25519PrivateKey.generate().public_key(), text, b"\x72")


@pytest.mark.parametrize("text", [b"", b"!!", b"AAAA", base64.b64encode(bytes(64)), b"\xff"])
def test_what_is_no_signature(text: bytes) -> None:
    assert not verified(KEY.public_key(), text, b"\x72")


def test_keys_are_read_from_pem_files(tmp_path: Path) -> None:
    private, public = tmp_path / "key.pem", tmp_path / "key.pub"
    private.write_bytes(KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    public.write_bytes(KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    signature = base64.b64encode(read_private_key(private).sign(b"x"))
    assert verified(read_public_key(public), signature, b"x")


def test_other_keys_are_refused(tmp_path: Path) -> None:
    curve = ec.generate_private_key(ec.SECP256R1())
    protected = KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"x"))
    for content in (
        b"",
        b"ssh-ed25519 AAAA",
        protected,
        curve.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
    ):
        (tmp_path / "key.pem").write_bytes(content)
        for read in (read_private_key, read_public_key):
            with pytest.raises(UsageError) as refused:
                read(tmp_path / "key.pem")
            assert refused.value.code == "bad_key"
    with pytest.raises(UsageError):
        read_public_key(tmp_path / "none.pem")
