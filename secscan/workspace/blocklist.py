"""The operator's own list of hosts that no page should load scripts from: one name a line, or the lines of a hosts
file."""

from pathlib import Path

from secscan.base.errors import UsageError
from secscan.base.urls import canonical_host, is_ip_literal

_MAX_BYTES = 20_000_000


def read_blocklist(file: str) -> frozenset[str]:
    """The names in canonical form; none where no file is given. Each stands for itself and all names below it.

    `#` begins a comment; an address before a name is skipped, as is `*.` at its beginning. Raises UsageError for a file
    that cannot be read, naming the line.
    """
    if not file:
        return frozenset()
    try:
        text = Path(file).read_bytes()[:_MAX_BYTES].decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise UsageError("bad_blocklist", where=file, values={"value": file, "line": "1"}) from None
    names: set[str] = set()
    for number, line in enumerate(text.splitlines(), 1):
        words = line.partition("#")[0].split()
        try:
            names.update(canonical_host(word.removeprefix("*.")) for word in words)
        except ValueError:
            raise UsageError("bad_blocklist", where=file, values={"value": file, "line": str(number)}) from None
    return frozenset(name for name in names if "." in name and not is_ip_literal(name))
