"""A file of any kind that lists names: bounded, decoded, and told apart by what it holds."""

import re
from pathlib import Path

from secscan.base.errors import UsageError
from secscan.inventories.bounds import MAX_BYTES
from secscan.inventories.lists import read_certificates, read_plain
from secscan.inventories.webservers import looks_like_web, read_web
from secscan.inventories.zonefile import read_zone
from secscan.model.discovery import ListKind, NameList

_ZONE = re.compile(r"^\s*\$(?:ORIGIN|TTL)\b|\sSOA\s+\S+\s+\S+|^\S*\s+(?:\d+\w?\s+)?IN\s+(?:A|NS|CNAME)\s", re.I | re.M)
_CT_HEADER = ("name_value", "common name", "common_name", "matching identit")


def read_list(path: Path, kind: ListKind | None = None, origin: str = "") -> NameList:
    """The names in a file; `kind` where its contents leave doubts, `origin` for a zone file that doesn't name its zone.

    Raises UsageError when the file can't be read at all.
    """
    text = _text(path)
    match kind or kind_of(text):
        case ListKind.ZONE:
            return read_zone(path.name, text, origin)
        case ListKind.CERTIFICATES:
            return read_certificates(path.name, text)
        case ListKind.WEB:
            return read_web(path.name, text)
    return read_plain(path.name, text)


def kind_of(text: str) -> ListKind:
    """What a list is, by its own words."""
    start = text[:200_000].lstrip("\ufeff \t\r\n")
    header = start.partition("\n")[0].lower()
    if start.startswith(("[{", "[ {", "[\n", '{"', '{ "')) or any(word in header for word in _CT_HEADER):
        return ListKind.CERTIFICATES
    if looks_like_web(text):
        return ListKind.WEB
    return ListKind.ZONE if _ZONE.search(start) else ListKind.PLAIN


def _text(path: Path) -> str:
    if not path.is_file():
        raise UsageError("no_list", where=str(path))
    if path.stat().st_size > MAX_BYTES:
        raise UsageError("list_too_large", where=str(path), values={"size": f"{MAX_BYTES // 1024 // 1024} MB"})
    data = path.read_bytes()
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    text = data.decode(encoding, errors="replace")
    if "\0" in text:
        raise UsageError("binary_list", where=str(path))
    return text
