"""URLs in one canonical form: lower-case IDNA hosts, explicit ports, a base path that ends in a slash (RFC 3986, RFC
5891)."""

import contextlib
import ipaddress
import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

import idna

DEFAULT_PORTS = {"http": 80, "https": 443}
_LABEL = re.compile(r"^(?!-)[a-z0-9_-]{1,63}(?<!-)$")
_MAX_NAME = 253
_BLANK = re.compile(r"[\x00-\x20\x7f]")
_PLAIN = re.compile(
    r"(https?)://((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,5}[a-z]{2,24})(/[^\x00-\x20\x7f?#\\]*)(?:\?([^\x00-\x20\x7f#]*))?"
)
"""URLs of the most usual form, which are canonical but for dots and doubled slashes in their path."""

_ROOTED = re.compile(r"((?:/[^\x00-\x20\x7f?#/.\\][^\x00-\x20\x7f?#/\\]*)*/?)(?:\?([^\x00-\x20\x7f#]*))?")
"""References of the most usual form: a path from the root of the same origin, without dots and doubled slashes."""

_WHOLE = re.compile(r"https?://[^/?#\\]", re.IGNORECASE)
_MAYBE_ADDRESS = re.compile(r"[0-9.]+|.*:.*", re.DOTALL)
"""What an address may look like. Asking `ipaddress` about every name would take a third of an evaluation's time."""


class UrlParts(NamedTuple):
    """A URL taken apart. `host` has no brackets; `path` begins with a slash; `query` has no question mark."""

    scheme: str
    host: str
    port: int
    path: str
    query: str

    @property
    def origin(self) -> str:
        """Scheme, host and port in the form browsers print, without a default port (RFC 6454)."""
        return origin_of(self.scheme, self.host, self.port)

    @property
    def target(self) -> str:
        """Path and query, as they stand in a request line."""
        return f"{self.path}?{self.query}" if self.query else self.path

    def __str__(self) -> str:
        return self.origin + self.target


def bracketed(host: str) -> str:
    """The host as it stands in a URL: IPv6 literals in brackets."""
    return f"[{host}]" if ":" in host else host


@lru_cache(maxsize=4096)
def origin_of(scheme: str, host: str, port: int) -> str:
    """Scheme, host and port in the form browsers print, without a default port (RFC 6454)."""
    suffix = "" if DEFAULT_PORTS.get(scheme) == port else f":{port}"
    return f"{scheme}://{bracketed(host)}{suffix}"


def is_ip_literal(host: str) -> bool:
    """Whether the host is an IPv4 or IPv6 address rather than a name."""
    if not _MAYBE_ADDRESS.fullmatch(host):
        return False
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def server_name(host: str) -> str:
    """What a TLS client sends as server name: nothing for an address (RFC 6066 section 3)."""
    return "" if is_ip_literal(host) else host


def canonical_host(text: str) -> str:
    """A host name in lower-case A-label form, or an address in its canonical form.

    Raises ValueError when it is neither.
    """
    host = text.strip().rstrip(".").removeprefix("[").removesuffix("]")
    if not host:
        raise ValueError("the host is empty")
    try:
        name = host.lower() if host.isascii() else idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError as error:
        raise ValueError(f"{text!r} is not a valid host name: {error}") from None
    if _MAYBE_ADDRESS.fullmatch(name):
        with contextlib.suppress(ValueError):
            return str(ipaddress.ip_address(name))
    if re.fullmatch(r"[0-9.]+", name):
        raise ValueError(f"{text!r} is not a valid IPv4 address")
    if len(name) > _MAX_NAME or not all(_LABEL.match(label) for label in name.split(".")):
        raise ValueError(f"{text!r} is not a valid host name")
    return name


def parse_url(text: str, default_scheme: str = "https") -> UrlParts:
    """An absolute http(s) URL in canonical form; one without scheme gets `default_scheme`.

    The fragment and user information are refused or dropped: user information raises ValueError, as does any other
    scheme.
    """
    usual = _usual(text)
    if usual is not None:
        return usual
    cleaned = text.strip()
    if _BLANK.search(cleaned):
        raise ValueError(f"{text!r} holds blanks or control characters")
    if "://" not in cleaned:
        cleaned = f"{default_scheme}://{cleaned}"
    pieces = urlsplit(cleaned)
    scheme = pieces.scheme.lower()
    if scheme not in DEFAULT_PORTS:
        raise ValueError(f"scheme {scheme!r} is not http or https")
    if pieces.username is not None or pieces.password is not None:
        raise ValueError("a user name or password stands in the URL")
    if pieces.hostname is None:
        raise ValueError(f"{text!r} has no host")
    port = pieces.port if pieces.port is not None else DEFAULT_PORTS[scheme]
    if port == 0:
        raise ValueError("port 0 does not exist")
    return UrlParts(scheme, canonical_host(pieces.hostname), port, normal_path(pieces.path), pieces.query)


def normal_path(path: str) -> str:
    """A path without dot segments that begins with one slash (RFC 3986 section 5.2.4)."""
    if path.startswith("/") and "//" not in path and "/." not in path:
        return path
    trailing = path.endswith(("/", "/.", "/.."))
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            if kept:
                kept.pop()
        elif segment not in ("", "."):
            kept.append(segment)
    joined = "/" + "/".join(kept)
    return joined + "/" if trailing and kept else joined


def base_path(path: str) -> str:
    """The folder that a site lives in: `/blog` and `/blog/` are `/blog/`; `/app/index.php` is `/app/`."""
    if path.endswith("/"):
        return path
    head, _, last = path.rpartition("/")
    return f"{head}/" if "." in last else f"{path}/"


def _usual(text: str) -> UrlParts | None:
    """A URL of the most usual form; None for any other."""
    match = _PLAIN.fullmatch(text)
    if match is None:
        return None
    scheme, host, path, query = match.groups()
    return UrlParts(scheme, host, DEFAULT_PORTS[scheme], normal_path(path), query or "")


class Base:
    """What the references of a page are relative to, taken apart once for all of them."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._usual = _usual(url)

    def resolve(self, reference: str) -> UrlParts | None:
        """The http(s) URL that a link or Location points at; None for anything else or malformed."""
        wanted = reference.strip().split("#", 1)[0]
        if self._usual is not None and wanted[:1] == "/" and (rooted := _ROOTED.fullmatch(wanted)) is not None:
            return UrlParts(self._usual.scheme, self._usual.host, self._usual.port, rooted[1], rooted[2] or "")
        if (usual := _usual(wanted)) is not None:
            return usual
        try:
            whole = _WHOLE.match(wanted) and not _BLANK.search(wanted)
            joined = wanted if whole else urljoin(self._url, wanted)
            # Without a scheme test, `tel:112` would be read as the host "tel".
            return parse_url(joined) if urlsplit(joined).scheme in DEFAULT_PORTS else None
        except ValueError:
            return None


def resolve(base: str, reference: str) -> UrlParts | None:
    """The http(s) URL that a link or Location points at, seen from `base`; None for anything else or malformed."""
    return Base(base).resolve(reference)
