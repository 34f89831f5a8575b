"""The head of a response: what is kept of it, and what Python's parser is given."""

import http.client
import io

import pytest

from secscan.net.head import LONGEST_LINE, MOST_LINES, Head, headers_of


def read(data: bytes) -> tuple[list[bytes], Head]:
    """The lines that the parser is given up to the end of the head."""
    head = Head(io.BytesIO(data))
    given = [head.readline()]
    while given[-1] not in (b"\r\n", b"\n"):
        given.append(head.readline())
    return given, head


def test_the_parser_is_given_what_frames_the_message_and_all_is_kept() -> None:
    given, head = read(
        b"HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Length: 5\r\nSet-Cookie: a=1\r\nconnection: close\r\n"
        b"Set-Cookie: b=2; Path=/\r\n\r\nhalo!"
    )
    assert given == [b"HTTP/1.1 200 OK\r\n", b"Content-Length: 5\r\n", b"connection: close\r\n", b"\r\n"]
    assert headers_of(head.lines) == (
        ("server", "nginx"),
        ("content-length", "5"),
        ("set-cookie", "a=1"),
        ("connection", "close"),
        ("set-cookie", "b=2; Path=/"),
    )


def test_a_folded_header_is_one_and_a_malformed_line_none() -> None:
    """RFC 9112 section 5.2 for the fold; what browsers do for the rest."""
    lines = [
        b"X-A: one,\r\n",
        b"\ttwo\r\n",
        b"nonsense\r\n",
        b"no name: x\r\n",
        b": empty\r\n",
        b"X-B:b\n",
        b"X-C:\r\n",
    ]
    assert headers_of(lines) == (("x-a", "one, two"), ("x-b", "b"), ("x-c", ""))
    assert headers_of([b" fold of nothing\r\n"]) == ()
    assert headers_of(["X-Nama: Dinas Pé\r\n".encode("iso-8859-1")]) == (("x-nama", "Dinas Pé"),)


def test_the_head_after_a_continue_is_the_one_that_counts() -> None:
    head = Head(io.BytesIO(b"HTTP/1.1 100 Continue\r\nX-A: a\r\n\r\nHTTP/1.1 200 OK\r\nX-B: b\r\n\r\n"))
    for _ in range(4):
        head.readline()
    assert headers_of(head.lines) == (("x-b", "b"),)


@pytest.mark.parametrize("data", [b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nServer: nginx\r\n"])
def test_a_head_that_breaks_off_is_none(data: bytes) -> None:
    with pytest.raises(ConnectionResetError):
        read(data)


def test_a_connection_that_says_nothing_is_the_parsers_affair() -> None:
    assert Head(io.BytesIO(b"")).readline() == b""


def test_a_head_has_bounds() -> None:
    start = b"HTTP/1.1 200 OK\r\n"
    assert len(read(start + b"a: b\r\n" * MOST_LINES + b"\r\n")[1].lines) == MOST_LINES
    with pytest.raises(http.client.HTTPException, match="more than 100 headers"):
        read(start + b"a: b\r\n" * (MOST_LINES + 1) + b"\r\n")
    head = Head(io.BytesIO(start + b"a: " + b"b" * LONGEST_LINE + b"\r\n\r\n"))
    head.readline(LONGEST_LINE + 1)
    with pytest.raises(http.client.LineTooLong):
        head.readline(LONGEST_LINE + 1)
