"""The first messages of SMB 2 (MS-SMB2) and NTLM (MS-NLMP), as far as a guest's log-in needs them. No sockets here."""

import hashlib
import hmac
import os
import struct

from secscan.model.observations import Access

_HEADER = struct.Struct("<4sHHIHHIIQIIQ16s")
_NEGOTIATE, _SESSION_SETUP = 0, 1
_DIALECTS = (0x0202, 0x0210, 0x0300)
_UNICODE, _TARGET, _NTLM, _ALWAYS_SIGN, _EXTENDED, _WIDE = 0x1, 0x4, 0x200, 0x8000, 0x80000, 0x20000000
_FLAGS = _UNICODE | _TARGET | _NTLM | _ALWAYS_SIGN | _EXTENDED | _WIDE
_GUEST = "Guest"
_EMPTY_HASH = bytes.fromhex("31d6cfe0d16ae931b73c59d7e0c089c0")  # the NT hash of no password
_MORE_TO_COME = 0xC0000016
_MAX_TARGET_INFO = 2048


def negotiate() -> bytes:
    """The offer of SMB 2.0.2, 2.1 and 3.0, without security features beyond signing."""
    body = struct.pack("<HHHHI16sQ", 36, len(_DIALECTS), 1, 0, 0, b"\0" * 16, 0)
    return _framed(_NEGOTIATE, 0, 0, body + struct.pack(f"<{len(_DIALECTS)}H", *_DIALECTS))


def speaks_smb2(data: bytes) -> bool:
    """Whether an answer is of SMB 2 or 3."""
    return data[4:8] == b"\xfeSMB"


def ask_for_challenge() -> bytes:
    """The first message of a log-in."""
    token = b"NTLMSSP\0" + struct.pack("<II16s", 1, _FLAGS, b"\0" * 16)
    return _framed(_SESSION_SETUP, 1, 0, _session_setup(token))


def guest_log_in(data: bytes) -> bytes | None:
    """The answer to a challenge, for the guest account without password; None where there is no challenge.

    NTLMv2 (MS-NLMP 3.3.2): an answer that proves nothing but the empty password.
    """
    if len(data) < 68 or not speaks_smb2(data):
        return None
    header = _HEADER.unpack(data[4:68])
    at = data.find(b"NTLMSSP\0\x02\0\0\0")
    if header[3] != _MORE_TO_COME or at < 0 or len(data) < at + 48:
        return None
    challenge = data[at + 24 : at + 32]
    length, offset = struct.unpack("<H2xI", data[at + 40 : at + 48])
    target = data[at + offset : at + offset + min(length, _MAX_TARGET_INFO)]
    return _framed(_SESSION_SETUP, 2, header[11], _session_setup(_authenticate(challenge, target)))


def guest_access(data: bytes) -> Access:
    """What the answer to a guest's log-in says."""
    if len(data) < 68 or not speaks_smb2(data):
        return Access.UNKNOWN
    status = _HEADER.unpack(data[4:68])[3]
    if status == 0:
        return Access.OPEN
    refused = status >> 30 == 0b11  # an error: logon failure, account disabled, access denied ...
    return Access.AUTHENTICATED if refused and status != _MORE_TO_COME else Access.UNKNOWN


def _framed(command: int, message: int, session: int, body: bytes) -> bytes:
    header = _HEADER.pack(b"\xfeSMB", 64, 0, 0, command, 1, 0, 0, message, 0xFEFF, 0, session, b"\0" * 16)
    return struct.pack(">I", len(header) + len(body)) + header + body


def _session_setup(token: bytes) -> bytes:
    return struct.pack("<HBBIIHHQ", 25, 0, 1, 0, 0, 88, len(token), 0) + token


def _authenticate(challenge: bytes, target: bytes) -> bytes:
    key = hmac.digest(_EMPTY_HASH, _GUEST.upper().encode("utf-16-le"), hashlib.md5)
    blob = struct.pack("<BB6xQ8s4x", 1, 1, 0, os.urandom(8)) + target + b"\0" * 4
    response = hmac.digest(key, challenge + blob, hashlib.md5) + blob
    user = _GUEST.encode("utf-16-le")
    payload, fields, offset = b"", b"", 64
    for value in (b"\0" * 24, response, b"", user, b"", b""):
        fields += struct.pack("<HHI", len(value), len(value), offset)
        payload += value
        offset += len(value)
    return b"NTLMSSP\0" + struct.pack("<I", 3) + fields + struct.pack("<I", _FLAGS) + payload
