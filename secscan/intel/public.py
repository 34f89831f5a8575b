"""The one place where secscan speaks to something that is not in the register: the public sources of its data.

Used by `secscan intel update` alone. It sends plain GETs with nothing of the workspace in them, takes no settings from
the environment, verifies certificates, and never waits longer or takes more than it was told.
"""

import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import SplitResult, urljoin, urlsplit

import urllib3
from requests.utils import DEFAULT_CA_BUNDLE_PATH
from urllib3.exceptions import (
    HTTPError,
    IncompleteRead,
    MaxRetryError,
    NewConnectionError,
    ProtocolError,
    ProxyError,
    SSLError,
)
from urllib3.exceptions import TimeoutError as SlowError
from urllib3.response import BaseHTTPResponse, HTTPResponse

from secscan.version import __version__

MAX_BYTES = 32 * 2**20
"""Of one answer, unpacked: several times the largest, endoflife.date's."""

SECONDS = 60.0
"""For one source, from the look-up of its name to the last byte."""

_STILL = 20.0  # seconds without a byte
_CHUNK = 65_536
_MAX_HOPS = 3
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_TYPES = frozenset(("", "application/json", "text/json", "text/plain", "application/octet-stream"))
_PORTS = {"http": 80, "https": 443}


class Failure(StrEnum):
    """Why a source gave nothing that can be used; the sentences stand under `failures` of `intel.*.yaml`."""

    UNREACHABLE = "unreachable"
    PROXY = "proxy"
    CERTIFICATE = "certificate"
    TOO_SLOW = "too_slow"
    STATUS = "status"
    MOVED = "moved"
    TYPE = "type"
    TOO_LARGE = "too_large"
    CUT_OFF = "cut_off"
    OTHER_FORM = "other_form"
    FEWER = "fewer"
    OLDER = "older"
    FUTURE = "future"


class SourceError(Exception):
    """A source gave nothing that can be used. `detail` may hold words of the other side."""

    def __init__(self, failure: Failure, detail: str = "") -> None:
        super().__init__(failure, detail)
        self.failure = failure
        self.detail = detail[:200]


@dataclass(frozen=True, slots=True)
class Route:
    """How to get to the sources: through `proxy` (a URL, "" for none), trusting `extra_ca` (PEM files) besides the
    public roots, in at most `seconds` for each source."""

    proxy: str = ""
    extra_ca: tuple[str, ...] = ()
    seconds: float = SECONDS


@dataclass(frozen=True, slots=True)
class Validators:
    """By which a source tells whether its data is still what was fetched (RFC 9110, section 8.8)."""

    etag: str = ""
    modified: str = ""

    def headers(self) -> dict[str, str]:
        """The headers of a conditional request."""
        wanted = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in wanted.items() if value}


@dataclass(frozen=True, slots=True)
class Download:
    """What a source sent; `body` None says that its data is as it was."""

    body: bytes | None
    validators: Validators


def download(url: str, route: Route, known: Validators | None = None) -> Download:
    """The data at a URL; with `known`, only if it changed since. Raises SourceError.

    The work is done on a thread of its own: look-ups of names and headers that drip in know no deadline.
    """
    work = _Work()
    thread = threading.Thread(target=_run, args=(work, url, route, known), name="secscan-intel", daemon=True)
    thread.start()
    if not work.done.wait(route.seconds):
        work.given_up.set()
        raise SourceError(Failure.TOO_SLOW, f"{route.seconds:g} s")
    if work.error is not None:
        raise work.error
    if work.result is None:
        raise SourceError(Failure.UNREACHABLE)
    return work.result


@dataclass(slots=True)
class _Work:
    """One download: its outcome, and whether somebody still waits for it."""

    done: threading.Event = field(default_factory=threading.Event)
    given_up: threading.Event = field(default_factory=threading.Event)
    result: Download | None = None
    error: Exception | None = None


def _run(work: _Work, url: str, route: Route, known: Validators | None) -> None:
    try:
        work.result = _get(work, url, route, known.headers() if known is not None else {})
    except Exception as error:  # told on the thread that waits
        work.error = error if isinstance(error, SourceError) else _named(error)
    finally:
        work.done.set()


def _get(work: _Work, url: str, route: Route, conditions: Mapping[str, str]) -> Download:
    headers = {"User-Agent": f"secscan/{__version__} (intel update)", "Accept-Encoding": "gzip", **conditions}
    with _pool(route) as pool:
        for _ in range(_MAX_HOPS + 1):
            response = pool.request(
                "GET",
                url,
                headers=headers,
                redirect=False,
                retries=False,
                preload_content=False,
                timeout=urllib3.Timeout(connect=min(_STILL, route.seconds), read=min(_STILL, route.seconds)),
            )
            try:
                if response.status not in _REDIRECTS:
                    return _answer(work, response, conditions)
                url = _next(url, response.headers.get("Location", ""))
            finally:
                response.close()
    raise SourceError(Failure.MOVED, url)


def _pool(route: Route) -> urllib3.PoolManager:
    context = ssl.create_default_context(cafile=DEFAULT_CA_BUNDLE_PATH)
    for path in route.extra_ca:
        context.load_verify_locations(path)
    if route.proxy:
        return urllib3.ProxyManager(route.proxy, ssl_context=context)
    return urllib3.PoolManager(ssl_context=context)


def _next(url: str, location: str) -> str:
    """Where a redirect leads, if that is the same server: a source that moved is for the user to judge."""
    target = urljoin(url, location)
    if not location or _origin(urlsplit(target)) != _origin(urlsplit(url)):
        raise SourceError(Failure.MOVED, target)
    return target


def _origin(url: SplitResult) -> tuple[str, str, int | None]:
    return url.scheme, url.hostname or "", url.port or _PORTS.get(url.scheme)


def _answer(work: _Work, response: BaseHTTPResponse, conditions: Mapping[str, str]) -> Download:
    validators = Validators(response.headers.get("ETag", "")[:200], response.headers.get("Last-Modified", "")[:100])
    if response.status == 304 and conditions:
        return Download(None, validators)
    if response.status != 200:
        raise SourceError(Failure.STATUS, str(response.status))
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind not in _TYPES and not kind.endswith("+json"):
        raise SourceError(Failure.TYPE, kind)
    return Download(_body(work, response), validators)


def _body(work: _Work, response: BaseHTTPResponse) -> bytes:
    """The body, unpacked and bounded; one that ends before its length says so raises."""
    if not isinstance(response, HTTPResponse):
        raise SourceError(Failure.UNREACHABLE)
    parts = bytearray()
    while part := response.read1(_CHUNK, decode_content=True):
        parts += part
        if len(parts) > MAX_BYTES:
            raise SourceError(Failure.TOO_LARGE, str(MAX_BYTES))
        if work.given_up.is_set():
            raise SourceError(Failure.TOO_SLOW)
    return bytes(parts)


def _named(error: Exception) -> SourceError:
    """What an error of the library means."""
    cause = error.reason if isinstance(error, MaxRetryError) and error.reason is not None else error
    if isinstance(cause, IncompleteRead) or "IncompleteRead" in str(cause):
        return SourceError(Failure.CUT_OFF)
    if isinstance(cause, ProxyError):
        return SourceError(Failure.PROXY, str(cause.args[0]) if cause.args else "")
    if isinstance(cause, SSLError | ssl.SSLError):
        return SourceError(Failure.CERTIFICATE, str(cause))
    if isinstance(cause, NewConnectionError):  # which the library counts among time-outs
        return SourceError(Failure.UNREACHABLE, str(cause.args[-1]))
    if isinstance(cause, SlowError):
        return SourceError(Failure.TOO_SLOW, f"{_STILL:g} s")
    if isinstance(cause, ProtocolError):
        return SourceError(Failure.CUT_OFF, str(cause))
    if isinstance(cause, HTTPError | OSError | ValueError):
        return SourceError(Failure.UNREACHABLE, str(cause))
    raise error
