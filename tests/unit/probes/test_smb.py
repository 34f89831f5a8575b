"""The messages of SMB 2 by MS-SMB2 and MS-NLMP; a real Samba answers them in tests/integration/test_guests.py."""

import struct

import pytest

from secscan.model.observations import Access
from secscan.probes import smb


def message(status: int, body: bytes = b"") -> bytes:
    header = struct.pack("<4sHHIHHIIQIIQ16s", b"\xfeSMB", 64, 0, status, 1, 1, 1, 0, 1, 0xFEFF, 0, 77, b"\0" * 16)
    return struct.pack(">I", len(header) + len(body)) + header + body


def challenge() -> bytes:
    target = b"\0\0\0\0"
    head = b"NTLMSSP\0\x02\0\0\0" + b"\0" * 8 + struct.pack("<I", 1) + b"12345678" + b"\0" * 8
    return head + struct.pack("<HHI", len(target), len(target), 56) + b"\0" * 8 + target


def test_requests_are_framed_by_their_length() -> None:
    for data in (smb.negotiate(), smb.ask_for_challenge()):
        assert int.from_bytes(data[:4], "big") == len(data) - 4
        assert smb.speaks_smb2(data)


def test_a_challenge_is_answered_in_its_session_for_the_guest_without_password() -> None:
    answer = smb.guest_log_in(message(0xC0000016, b"\0" * 8 + challenge()))
    assert answer is not None
    assert struct.unpack("<Q", answer[44:52]) == (77,)
    assert "Guest".encode("utf-16-le") in answer


@pytest.mark.parametrize(
    "data", [b"", b"\0" * 100, message(0, challenge()), message(0xC0000016), message(0xC0000022), b"\xff" * 400]
)
def test_no_challenge_is_not_answered(data: bytes) -> None:
    assert smb.guest_log_in(data) is None


@pytest.mark.parametrize(
    ("status", "access"),
    [
        (0, Access.OPEN),
        (0xC000006D, Access.AUTHENTICATED),  # STATUS_LOGON_FAILURE
        (0xC0000072, Access.AUTHENTICATED),  # STATUS_ACCOUNT_DISABLED
        (0xC0000016, Access.UNKNOWN),  # STATUS_MORE_PROCESSING_REQUIRED
        (0x00000103, Access.UNKNOWN),  # STATUS_PENDING
    ],
)
def test_what_an_answer_says(status: int, access: Access) -> None:
    assert smb.guest_access(message(status)) is access
    assert smb.guest_access(b"SMB?") is Access.UNKNOWN
