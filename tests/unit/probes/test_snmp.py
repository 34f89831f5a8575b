"""The one question by RFC 3416 and X.690; a real agent answers it in tests/integration/test_guests.py."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secscan.probes import snmp

# What snmpget -v2c -c public sends for sysDescr.0 with request id 42.
QUESTION = bytes.fromhex("302602010104067075626c6963a01902012a020100020100300e300c06082b060102010101000500")


def answer(text: bytes, community: bytes = b"public", status: int = 0) -> bytes:
    def tlv(tag: int, value: bytes) -> bytes:
        length = len(value)
        size = bytes((length,)) if length < 128 else b"\x82" + length.to_bytes(2, "big")
        return bytes((tag,)) + size + value

    binding = tlv(0x30, bytes.fromhex("06082b06010201010100") + tlv(4, text))
    pdu = tlv(0xA2, b"\x02\x01\x2a\x02\x01" + bytes((status,)) + b"\x02\x01\x00" + tlv(0x30, binding))
    return tlv(0x30, b"\x02\x01\x01" + tlv(4, community) + pdu)


def test_the_question() -> None:
    assert snmp.question() == QUESTION


@pytest.mark.parametrize("text", ["Linux ruter 6.1", "Perangkat " * 15])
def test_the_description(text: str) -> None:
    assert snmp.description(answer(text.encode())) == text.strip()[:200]


@pytest.mark.parametrize(
    "data", [b"", QUESTION, answer(b"x", community=b"lain"), answer(b"x", status=2), answer(b"panjang")[:-1]]
)
def test_what_is_no_answer(data: bytes) -> None:
    assert snmp.description(data) is None


@given(st.binary(max_size=80))
def test_any_bytes_are_survived(data: bytes) -> None:
    snmp.description(data)
    snmp.description(b"\x30" + data)
