"""One harmless, read-only question for each protocol that waits for its client, and how to read the answer.

Nothing is changed, no name or secret is tried. For MongoDB the question is `listDatabases` narrowed to the database
"admin": `hello` is answered with and without authentication alike, so it would prove nothing; and the narrowed list
tells us no names.
"""

import re
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from secscan.base.text import clean
from secscan.model.observations import Access, ServiceAnswer


@dataclass(frozen=True, slots=True)
class Question:
    """Bytes to send, and the reader of the answer: None when the answer is in another protocol."""

    send: bytes
    read: Callable[[bytes], ServiceAnswer | None]


def _redis(data: bytes) -> ServiceAnswer | None:
    text = clean(data.decode("latin-1"), 200)
    if data.startswith(b"+PONG"):
        return ServiceAnswer(service="redis", product="Redis", banner=text, access=Access.OPEN)
    if data.startswith((b"-NOAUTH", b"-DENIED", b"-NOPERM", b"-ERR operation not permitted", b"-WRONGPASS")):
        return ServiceAnswer(service="redis", product="Redis", banner=text, access=Access.AUTHENTICATED)
    if data.startswith((b"-ERR", b"-LOADING", b"-MASTERDOWN", b"-MISCONF")):
        return ServiceAnswer(service="redis", product="Redis", banner=text)
    return None


def _memcached(data: bytes) -> ServiceAnswer | None:
    text = clean(data.decode("latin-1"), 200)
    if data.startswith(b"VERSION "):
        version = text.split()[1] if len(text.split()) > 1 else ""
        return ServiceAnswer(service="memcached", product="Memcached", version=version, banner=text, access=Access.OPEN)
    if data.startswith(b"CLIENT_ERROR unauthenticated"):
        return ServiceAnswer(service="memcached", product="Memcached", banner=text, access=Access.AUTHENTICATED)
    return None


def _bson(**fields: object) -> bytes:
    """A BSON document of strings, integers, booleans and documents (bsonspec.org 1.1)."""
    body = b""
    for key, value in fields.items():
        name = key.replace("dollar_", "$").encode() + b"\x00"
        if isinstance(value, bool):
            body += b"\x08" + name + bytes([value])
        elif isinstance(value, int):
            body += b"\x10" + name + struct.pack("<i", value)
        elif isinstance(value, str):
            text = value.encode() + b"\x00"
            body += b"\x02" + name + struct.pack("<i", len(text)) + text
        elif isinstance(value, bytes):
            body += b"\x03" + name + value
    return struct.pack("<i", len(body) + 5) + body + b"\x00"


def _op_msg(document: bytes) -> bytes:
    return struct.pack("<iiiiIB", 21 + len(document), 1, 0, 2013, 0, 0) + document


def _mongodb(data: bytes) -> ServiceAnswer | None:
    if len(data) < 26 or struct.unpack_from("<i", data, 12)[0] != 2013:
        return None
    ok = re.search(rb"\x01ok\x00(.{8})", data, re.DOTALL)
    code = re.search(rb"\x10code\x00(.{4})", data, re.DOTALL)
    if ok is not None and struct.unpack("<d", ok[1])[0] == 1.0:
        return ServiceAnswer(service="mongodb", product="MongoDB", access=Access.OPEN)
    denied = code is not None and struct.unpack("<i", code[1])[0] in (13, 18)  # Unauthorized, AuthenticationFailed
    return ServiceAnswer(
        service="mongodb", product="MongoDB", access=Access.AUTHENTICATED if denied else Access.UNKNOWN
    )


def _postgresql(data: bytes) -> ServiceAnswer | None:
    """One byte, S or N, or an error of an old server; the protocol always begins with a log-in."""
    if data[:1] in (b"S", b"N") and len(data) == 1:
        return ServiceAnswer(
            service="postgresql", product="PostgreSQL", starttls=data == b"S", access=Access.AUTHENTICATED
        )
    if data[:1] == b"E" and b"SFATAL" in data:
        return ServiceAnswer(service="postgresql", product="PostgreSQL", access=Access.AUTHENTICATED)
    return None


def _mqtt(data: bytes) -> ServiceAnswer | None:
    """CONNACK (MQTT 3.1.1 section 3.2): 0 accepted, 4 and 5 not without credentials."""
    if len(data) < 4 or data[:2] != b"\x20\x02":
        return None
    access = {0: Access.OPEN, 4: Access.AUTHENTICATED, 5: Access.AUTHENTICATED}.get(data[3], Access.UNKNOWN)
    return ServiceAnswer(service="mqtt", access=access)


def _amqp(data: bytes) -> ServiceAnswer | None:
    if data[:1] == b"\x01" and data[7:11] == b"\x00\x0a\x00\x0a":  # method frame, Connection.Start
        version = re.search(rb"\x07versionS(.{4})([\d.]{1,20})", data, re.DOTALL)
        product = "RabbitMQ" if b"RabbitMQ" in data else ""
        return ServiceAnswer(
            service="amqp",
            product=product,
            version=version[2].decode() if version else "",
            access=Access.AUTHENTICATED,
        )
    return ServiceAnswer(service="amqp") if data.startswith((b"AMQP\x00", b"AMQP\x03")) else None


def _zookeeper(data: bytes) -> ServiceAnswer | None:
    if data.startswith(b"imok"):
        return ServiceAnswer(service="zookeeper", product="Apache ZooKeeper", access=Access.OPEN)
    if data.startswith(b"ruok is not executed"):
        return ServiceAnswer(service="zookeeper", product="Apache ZooKeeper")
    return None


def _cassandra(data: bytes) -> ServiceAnswer | None:
    """A CQL response frame: READY without log-in, AUTHENTICATE, or an error (native protocol v3-v5)."""
    if len(data) < 9 or data[0] not in (0x83, 0x84, 0x85):
        return None
    access = {0x02: Access.OPEN, 0x03: Access.AUTHENTICATED}.get(data[4], Access.UNKNOWN)
    return ServiceAnswer(service="cassandra", product="Apache Cassandra", access=access)


def _dns(data: bytes) -> ServiceAnswer | None:
    """The TXT record of `version.bind` in class CHAOS over TCP (RFC 4892, RFC 7766): BIND's own version, or the words
    of another server."""
    if len(data) < 14 or data[2:4] != _BIND_QUERY[2:4] or not data[4] & 0x80:
        return None
    found = re.search(rb"\x00\x10\x00\x03.{4}\x00.(.)", data[2 + 12 + 18 :], re.DOTALL)
    text = ""
    if found is not None:
        rest = data[2 + 12 + 18 + found.end() :]
        text = clean(rest[: found[1][0]].decode("latin-1"), 100)
    version = re.match(r"\d+\.\d+\.\d+", text)
    return ServiceAnswer(
        service="domain", product="BIND" if version else "", version=version[0] if version else "", banner=text
    )


def _mssql(data: bytes) -> ServiceAnswer | None:
    """A PRELOGIN response (MS-TDS 2.2.6.5): its first option holds the version."""
    if len(data) < 20 or data[0] != 0x04 or data[8] != 0x00:
        return None
    at = 8 + int.from_bytes(data[9:11], "big")
    raw = data[at : at + 4]
    version = f"{raw[0]}.{raw[1]}.{int.from_bytes(raw[2:4], 'big')}" if len(raw) == 4 else ""
    return ServiceAnswer(service="mssql", product="Microsoft SQL Server", version=version, access=Access.AUTHENTICATED)


def _rdp(data: bytes) -> ServiceAnswer | None:
    """An X.224 connection confirm (MS-RDPBCGR 2.2.1.2)."""
    return ServiceAnswer(service="rdp") if len(data) >= 7 and data[:2] == b"\x03\x00" and data[5] == 0xD0 else None


_BIND_QUERY = bytes.fromhex("001e73630000000100000000000007") + b"version\x04bind\x00" + bytes.fromhex("00100003")
_REDIS = Question(b"PING\r\n", _redis)
_MONGODB = Question(
    _op_msg(
        _bson(listDatabases=1, nameOnly=True, filter=_bson(name="admin"), dollar_db="admin"),
    ),
    _mongodb,
)
_POSTGRESQL = Question(struct.pack("!ii", 8, 80877103), _postgresql)
_MQTT = Question(b"\x10\x0c\x00\x04MQTT\x04\x02\x00\x0a\x00\x00", _mqtt)
_MSSQL = Question(
    bytes.fromhex("1201002f0000010000001a00060100200001020021000103002200040400260001ff")
    + bytes.fromhex("000000000000" + "02" + "00" + "00000000" + "00"),
    _mssql,
)
_RDP = Question(bytes.fromhex("030000130ee000000000000100080003000000"), _rdp)
_CASSANDRA = Question(b"\x04\x00\x00\x00\x01\x00\x00\x00\x16\x00\x01\x00\x0bCQL_VERSION\x00\x053.0.0", _cassandra)

QUESTIONS: Mapping[int, Question] = MappingProxyType(
    {
        6379: _REDIS,
        6380: _REDIS,
        11211: Question(b"version\r\n", _memcached),
        27017: _MONGODB,
        27018: _MONGODB,
        5432: _POSTGRESQL,
        5433: _POSTGRESQL,
        1433: _MSSQL,
        1434: _MSSQL,
        1883: _MQTT,
        8883: _MQTT,
        5672: Question(b"AMQP\x00\x00\x09\x01", _amqp),
        2181: Question(b"ruok", _zookeeper),
        53: Question(_BIND_QUERY, _dns),
        9042: _CASSANDRA,
        3389: _RDP,
    }
)
"""By port. A service on another port than its own is recognised only if it greets first or speaks HTTP."""
