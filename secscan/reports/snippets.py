"""Values put into commands and configuration that an admin will paste: a hostile path must not become a command.

POSIX.1-2017, Shell Command Language, section 2.2 (quoting); RFC 3986, section 2.1 (percent-encoding).
"""

import re
import shlex
from collections.abc import Sequence
from urllib.parse import quote

SHELLS = frozenset({"sh", "bash", "console"})
PLAIN = frozenset({"text", "txt", "http"})
"""Languages of blocks that show something and are not for pasting."""

_SAFE = "/:.,@%+=~?&*#-_[]"
_IN_DOUBLE = re.compile(r'([$`"\\])')


def insert(code: str, language: str, token: re.Pattern[str], values: Sequence[str]) -> str:
    """The code with each token (its group 1 is an index into `values`) replaced, made safe for the language.

    In shell commands a value is quoted as its place asks for; in configuration, whose quoting rules differ from server
    to server, what is neither a letter, a digit nor usual in a URL is percent-encoded.
    """
    if language in PLAIN:
        return token.sub(lambda match: values[int(match[1])], code)
    if language not in SHELLS:
        return token.sub(lambda match: quote(values[int(match[1])], safe=_SAFE), code)
    parts: list[str] = []
    mark, done = "", 0
    for match in token.finditer(code):
        before = code[done : match.start()]
        mark = _quote_after(before, mark)
        parts += [before, quoted(values[int(match[1])], mark)]
        done = match.end()
    return "".join([*parts, code[done:]])


def quoted(value: str, mark: str) -> str:
    """The value for a place inside the shell's quotation mark `mark` ("" for none)."""
    if mark == "'":
        return value.replace("'", "'\\''")
    if mark == '"':
        return _IN_DOUBLE.sub(r"\\\1", value)
    return shlex.quote(value)


def _quote_after(text: str, mark: str) -> str:
    """Which quotation mark is open after the text, if `mark` was open before it. Lines begin without any."""
    escaped = False
    for char in text:
        if char == "\n":
            mark = ""
        elif escaped:
            escaped = False
        elif char == "\\" and mark != "'":
            escaped = True
        elif mark:
            mark = "" if char == mark else mark
        elif char in "'\"":
            mark = char
    return mark
