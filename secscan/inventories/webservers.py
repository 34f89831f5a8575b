"""Virtual hosts: what web servers, proxies and hosting panels say that they answer for.

Read by their own words, line by line, so that a whole dump of a configuration may be handed in: nginx (`nginx -T`),
Apache (`apachectl -S`, or its files), HAProxy, Traefik, Caddy, IIS (`appcmd list site`), cPanel (`/etc/userdomains`).
"""

import re
from collections.abc import Iterator

from secscan.inventories.lists import gathered
from secscan.model.discovery import ListKind, NameList

_MAX_LINE = 20_000
_REMARK = re.compile(r"(?:^|\s)#.*")
_NGINX = re.compile(r"(?:^|[{;\s])server_name\s+([^;{}#]{1,16000})(;?)")
_NGINX_MORE = re.compile(r"^([^;{}#]{1,16000})(;?)")
_WORDS = (
    re.compile(r"^\s*Server(?:Name|Alias)\s+(.{1,16000})", re.IGNORECASE),  # Apache's files
    re.compile(r"\bnamevhost\s+(\S{1,255})"),  # apachectl -S
    re.compile(r"^\s+alias\s+(\S{1,255})"),
    re.compile(r"^\S*(?:\*|\d|\]):\d{1,5}\s+(\S{1,255})\s+\("),
    re.compile(r"default server\s+(\S{1,255})\s+\("),
    re.compile(r"\bhdr(?:_dom|_end|_reg|_beg)?\(host\)\s+(?:-\w+\s+)*(.{1,4000})"),  # HAProxy
)
_TRAEFIK = re.compile(r"Host(?:SNI)?\(([^)]{1,4000})\)")
_IIS = re.compile(r"https?/[^:\s,]{0,60}:\d{1,5}:([^,\s)]{1,255})")
_CPANEL = re.compile(r"^([a-z0-9*][a-z0-9.*-]{2,252}):\s+\S{1,64}\s*$", re.IGNORECASE)
_SIGNS = re.compile(
    r"\bserver_name\s|\bnamevhost\s|^\s*Server(?:Name|Alias)\s|\bhdr(?:_\w{2,4})?\(host\)|\bHost(?:SNI)?\(`"
    r"|bindings:https?/",
    re.IGNORECASE | re.MULTILINE,
)


def looks_like_web(text: str) -> bool:
    """Whether a text has the words of a web server's configuration."""
    lines = [line for line in text[:200_000].splitlines() if line.strip() and not line.startswith(("#", "*:"))][:200]
    return bool(_SIGNS.search(text)) or (bool(lines) and all(_CPANEL.match(line) for line in lines))


def read_web(file: str, text: str) -> NameList:
    """The names of a configuration. Patterns and catch-alls (`_`, `~^www`) name nothing, and are left out."""
    return gathered(file, ListKind.WEB, _named(text))


def _named(text: str) -> Iterator[tuple[int, str]]:
    unfinished = False
    for number, line in enumerate(text.splitlines(), start=1):
        plain = _REMARK.sub("", line[:_MAX_LINE])
        words, unfinished = _nginx(plain, unfinished)
        for pattern in _WORDS:
            words.extend(word for match in pattern.finditer(plain) for word in match[1].split())
        words.extend(word for match in _TRAEFIK.finditer(plain) for word in match[1].replace(",", " ").split())
        words.extend(match[1] for match in _IIS.finditer(plain))
        panel = _CPANEL.match(plain)
        if panel:
            words.append(panel[1])
        for word in words:
            bare = word.strip("`\"';,")
            if bare.strip(".*") and not bare.startswith("~") and "$" not in bare and "." in bare:
                yield number, bare


def _nginx(line: str, unfinished: bool) -> tuple[list[str], bool]:
    """The names of a `server_name`, which may go on over lines until its semicolon."""
    words: list[str] = []
    match = _NGINX_MORE.match(line) if unfinished else None
    if match:
        words.extend(match[1].split())
        unfinished = not match[2]
    for found in _NGINX.finditer(line):
        words.extend(found[1].split())
        unfinished = not found[2]
    return words, unfinished
