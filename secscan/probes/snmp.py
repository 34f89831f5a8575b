"""One SNMP question (RFC 3416): the description of a machine, by the community that anybody knows. No sockets here."""

from secscan.base.text import clean

_SYS_DESCR = bytes.fromhex("06082b06010201010100")  # 1.3.6.1.2.1.1.1.0
_COMMUNITY = b"public"
_RESPONSE = 0xA2
_OCTETS = 0x04


def question() -> bytes:
    """A GetRequest of SNMPv2c for sysDescr.0 with the community `public`."""
    binding = _tlv(0x30, _SYS_DESCR + b"\x05\x00")
    pdu = _tlv(0xA0, b"\x02\x01\x2a\x02\x01\x00\x02\x01\x00" + _tlv(0x30, binding))
    return _tlv(0x30, b"\x02\x01\x01" + _tlv(_OCTETS, _COMMUNITY) + pdu)


def description(data: bytes) -> str | None:
    """What the machine says of itself, cleaned; None when this is no answer to the question."""
    try:
        _, message, _ = _read(data, 0x30)
        _, _, rest = _read(message, 0x02)
        _, community, rest = _read(rest, _OCTETS)
        _, pdu, _ = _read(rest, _RESPONSE)
        for _ in range(2):  # request id and error status; the error index is skipped with them
            _, status, pdu = _read(pdu, 0x02)
        _, _, pdu = _read(pdu, 0x02)
        _, bindings, _ = _read(pdu, 0x30)
        _, binding, _ = _read(bindings, 0x30)
        _, _, value = _read(binding, 0x06)
        _, text, _ = _read(value, _OCTETS)
    except ValueError:
        return None
    if community != _COMMUNITY or any(status):
        return None
    return clean(text.decode("utf-8", "replace"), 200)


def _tlv(tag: int, value: bytes) -> bytes:
    return bytes((tag, len(value))) + value


def _read(data: bytes, wanted: int) -> tuple[int, bytes, bytes]:
    """The tag, value and rest of a BER element. Raises ValueError for another tag, or one that is cut off."""
    if len(data) < 2 or data[0] != wanted:
        raise ValueError("another element")
    length, start = data[1], 2
    if length & 0x80:
        count = length & 0x7F
        if not 1 <= count <= 3 or len(data) < 2 + count:
            raise ValueError("length")
        length, start = int.from_bytes(data[2 : 2 + count], "big"), 2 + count
    if len(data) < start + length:
        raise ValueError("cut off")
    return data[0], data[start : start + length], data[start + length :]
