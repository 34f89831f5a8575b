"""The head of a response, kept as it came. Python's parser gets what frames the message, and no more: to it a malformed
line is the end of the head, an end of the stream too, and each header takes it as long as all of them take here."""

import http.client
from typing import Any

MOST_LINES = 100
LONGEST_LINE = 65_536

_FRAMING = frozenset((b"transfer-encoding", b"content-length", b"connection", b"keep-alive", b"proxy-connection"))
"""Headers that tell where a message ends and whether the connection stays (RFC 9112 sections 6 and 9)."""

Headers = tuple[tuple[str, str], ...]
"""Names in lower case, with their values, in the order in which they came."""


class Head:
    """The stream while a head is read: it stands in for the socket's file, and keeps the header lines of the last head
    (after 100 Continue comes another)."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream
        self.lines: list[bytes] = []
        self._inside = False

    def readline(self, limit: int = -1) -> bytes:
        """The status line, each line of a framing header, and the empty line at the end.

        Raises ConnectionResetError for a head that breaks off: a header that did not arrive must not seem to be missing
        from the server's configuration.
        """
        if not self._inside:
            self._inside, self.lines = True, []
            return self._line(limit)
        while True:
            line = self._line(limit)
            if not line:
                raise ConnectionResetError("closed within the head")
            if line in (b"\r\n", b"\n"):
                self._inside = False
                return line
            if len(line) > LONGEST_LINE:
                raise http.client.LineTooLong("header line")
            if len(self.lines) >= MOST_LINES:
                raise http.client.HTTPException(f"got more than {MOST_LINES} headers")
            self.lines.append(line)
            if line.partition(b":")[0].lower() in _FRAMING:
                return line

    def close(self) -> None:
        """Close the socket's file, as Python's parser does with one that speaks no HTTP."""
        self.stream.close()

    def _line(self, limit: int) -> bytes:
        line: bytes = self.stream.readline(limit)
        return line


def headers_of(lines: list[bytes]) -> Headers:
    """The headers of these lines. One that begins with a blank goes on with the line before it (RFC 9112 section 5.2);
    one that is no header is skipped, as browsers do."""
    found: list[tuple[str, str]] = []
    for line in lines:
        text = line.decode("iso-8859-1")
        if text[0] in " \t":
            if found:
                found[-1] = (found[-1][0], f"{found[-1][1]} {text.strip()}".strip())
            continue
        name, colon, value = text.partition(":")
        if colon and name and " " not in name:
            found.append((name.lower(), value.strip()))
    return tuple(found)
