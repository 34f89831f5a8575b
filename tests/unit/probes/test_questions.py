import struct

import dns.message
import pytest

from secscan.model.observations import Access
from secscan.probes.questions import QUESTIONS


def read(port: int, data: bytes) -> tuple[str, Access] | None:
    answer = QUESTIONS[port].read(data)
    return (answer.service, answer.access) if answer is not None else None


def mongo(document: bytes) -> bytes:
    return struct.pack("<iiiiIB", 21 + len(document), 7, 1, 2013, 0, 0) + document


MONGO_OK = b"\x1a\x00\x00\x00\x04databases\x00\x05\x00\x00\x00\x00\x01ok\x00" + struct.pack("<d", 1.0) + b"\x00"
MONGO_NO = b"\x01ok\x00" + struct.pack("<d", 0.0) + b"\x10code\x00" + struct.pack("<i", 13) + b"\x00" * 8


@pytest.mark.parametrize(
    ("port", "data", "verdict"),
    [
        (6379, b"+PONG\r\n", ("redis", Access.OPEN)),
        (6379, b"-NOAUTH Authentication required.\r\n", ("redis", Access.AUTHENTICATED)),
        (6379, b"-DENIED Redis is running in protected mode\r\n", ("redis", Access.AUTHENTICATED)),
        (6379, b"-LOADING Redis is loading the dataset in memory\r\n", ("redis", Access.UNKNOWN)),
        (6379, b"HTTP/1.1 400 Bad Request\r\n", None),
        (11211, b"VERSION 1.6.18\r\n", ("memcached", Access.OPEN)),
        (11211, b"CLIENT_ERROR unauthenticated\r\n", ("memcached", Access.AUTHENTICATED)),
        (11211, b"", None),
        (27017, mongo(MONGO_OK), ("mongodb", Access.OPEN)),
        (27017, mongo(MONGO_NO), ("mongodb", Access.AUTHENTICATED)),
        (27017, b"HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nIt looks like you are trying", None),
        (5432, b"S", ("postgresql", Access.AUTHENTICATED)),
        (5432, b"N", ("postgresql", Access.AUTHENTICATED)),
        (5432, b"SSH-2.0-OpenSSH", None),
        (1883, b"\x20\x02\x00\x00", ("mqtt", Access.OPEN)),
        (1883, b"\x20\x02\x00\x05", ("mqtt", Access.AUTHENTICATED)),
        (1883, b"\x20\x02\x00\x02", ("mqtt", Access.UNKNOWN)),
        (2181, b"imok", ("zookeeper", Access.OPEN)),
        (2181, b"ruok is not executed because it is not in the whitelist.", ("zookeeper", Access.UNKNOWN)),
        (9042, b"\x84\x00\x00\x01\x02\x00\x00\x00\x00", ("cassandra", Access.OPEN)),
        (9042, b"\x84\x00\x00\x01\x03\x00\x00\x00\x31", ("cassandra", Access.AUTHENTICATED)),
        (3389, bytes.fromhex("030000130ed000001234000209080002000000"), ("rdp", Access.UNKNOWN)),
        (5672, b"AMQP\x00\x00\x09\x01", ("amqp", Access.UNKNOWN)),
    ],
)
def test_answers(port: int, data: bytes, verdict: tuple[str, Access] | None) -> None:
    assert read(port, data) == verdict


def test_postgresql_says_whether_it_offers_tls() -> None:
    offered, refused = QUESTIONS[5432].read(b"S"), QUESTIONS[5432].read(b"N")
    assert offered is not None
    assert refused is not None
    assert (offered.starttls, refused.starttls) == (True, False)


def test_questions_are_what_the_protocols_say() -> None:
    assert QUESTIONS[5432].send == bytes.fromhex("0000000804d2162f")  # PostgreSQL manual: SSLRequest
    message = QUESTIONS[27017].send
    assert struct.unpack_from("<i", message)[0] == len(message)
    assert struct.unpack_from("<i", message, 21)[0] == len(message) - 21  # one BSON document
    mqtt = QUESTIONS[1883].send
    assert mqtt[1] == len(mqtt) - 2
    prelogin = QUESTIONS[1433].send
    assert int.from_bytes(prelogin[2:4], "big") == len(prelogin)
    for at in range(8, 8 + 5 * 5, 5):  # option: token, offset, length (MS-TDS 2.2.6.5)
        offset, length = (
            int.from_bytes(prelogin[at + 1 : at + 3], "big"),
            int.from_bytes(prelogin[at + 3 : at + 5], "big"),
        )
        assert 8 + offset + length <= len(prelogin)


def dns_reply(text: bytes, *, records: int = 1) -> bytes:
    """A message over TCP as RFC 1035 has it: header, the question repeated, a TXT record in class CHAOS."""
    question = b"\x07version\x04bind\x00" + struct.pack("!HH", 16, 3)
    record = b"\xc0\x0c" + struct.pack("!HHIH", 16, 3, 0, len(text) + 1) + bytes([len(text)]) + text
    message = struct.pack("!HHHHHH", 0x7363, 0x8480, 1, records, 0, 0) + question + record * records
    return struct.pack("!H", len(message)) + message


@pytest.mark.parametrize(
    ("text", "product", "version"),
    [
        (b"9.18.33-1~deb12u2-Debian", "BIND", "9.18.33"),
        (b"unbound 1.13.1", "", ""),
        (b"tidak ada", "", ""),
    ],
)
def test_a_name_server_tells_its_version(text: bytes, product: str, version: str) -> None:
    answer = QUESTIONS[53].read(dns_reply(text))
    assert answer is not None
    assert (answer.service, answer.product, answer.version, answer.banner) == (
        "domain",
        product,
        version,
        text.decode(),
    )


def test_a_name_server_that_refuses_is_still_one() -> None:
    answer = QUESTIONS[53].read(dns_reply(b"", records=0))
    assert answer is not None
    assert (answer.service, answer.version) == ("domain", "")


def test_the_question_to_a_name_server_is_one_of_class_chaos() -> None:
    sent = QUESTIONS[53].send
    assert struct.unpack("!H", sent[:2])[0] == len(sent) - 2
    message = dns.message.from_wire(sent[2:])
    (question,) = message.question
    assert question.to_text() == "version.bind. CH TXT"


def test_the_version_of_sql_server_stands_in_its_prelogin() -> None:
    options = bytes.fromhex("00 0006 0006 ff".replace(" ", ""))
    data = b"\x04\x01\x00\x14\x00\x00\x01\x00" + options + bytes([15, 0]) + (4335).to_bytes(2, "big") + b"\x00\x00"
    answer = QUESTIONS[1433].read(data)
    assert answer is not None
    assert (answer.service, answer.version) == ("mssql", "15.0.4335")


@pytest.mark.parametrize("port", sorted(QUESTIONS))
def test_garbage_is_nobody_s_answer(port: int) -> None:
    for data in (b"", b"\x00" * 64, b"\xff" * 64, b"GET / HTTP/1.1", b"A" * 16384):
        assert QUESTIONS[port].read(data) is None
