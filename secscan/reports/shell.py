"""Values put into shell commands that an admin will paste: a hostile path must not become a command.

POSIX.1-2017, Shell Command Language, section 2.2 (quoting).
"""

import re
import shlex
from collections.abc import Sequence

_IN_DOUBLE = re.compile(r'([$`"\\])')


def insert(commands: str, token: re.Pattern[str], values: Sequence[str]) -> str:
    """The commands with each token (its group 1 is an index into `values`) replaced, quoted as its place asks for."""
    parts: list[str] = []
    quote, done = "", 0
    for match in token.finditer(commands):
        before = commands[done : match.start()]
        quote = _quote_after(before, quote)
        parts += [before, quoted(values[int(match[1])], quote)]
        done = match.end()
    return "".join([*parts, commands[done:]])


def quoted(value: str, quote: str) -> str:
    """The value for a place inside the quotation mark `quote` ("" for none)."""
    if quote == "'":
        return value.replace("'", "'\\''")
    if quote == '"':
        return _IN_DOUBLE.sub(r"\\\1", value)
    return shlex.quote(value)


def _quote_after(text: str, quote: str) -> str:
    """Which quotation mark is open after the text, if `quote` was open before it. Lines begin without any."""
    escaped = False
    for char in text:
        if char == "\n":
            quote = ""
        elif escaped:
            escaped = False
        elif char == "\\" and quote != "'":
            escaped = True
        elif quote:
            quote = "" if char == quote else quote
        elif char in "'\"":
            quote = char
    return quote
