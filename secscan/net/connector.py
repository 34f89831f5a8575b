"""HTTP over requests, on connections that go to the authorised address and nowhere else.

A `PinnedPool` is one connection with its adapter, and serves one call at a time. The connection asks the budget when it
really opens a socket and again before it sends a request, so that keep-alive costs a request only, and a reconnect
costs both.
"""

import http.client
import socket
import ssl
from collections.abc import Mapping
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection
from urllib3.connectionpool import HTTPConnectionPool
from urllib3.response import HTTPResponse

from secscan.base.clock import Clock
from secscan.base.text import clean
from secscan.model.enums import Reason, Status
from secscan.net.budget import Budget, Cancelled, Slot
from secscan.net.guard import AuthorisedEndpoint
from secscan.net.head import Head, Headers, headers_of
from secscan.net.sockets import LookFailed, TlsMode, open_socket, tls_context
from secscan.net.watchdog import Watch, Watchdog

EXCHANGE_SECONDS = 20.0
"""The longest that one connection attempt with handshake, and then one exchange, may take."""

SOCKET_SECONDS = EXCHANGE_SECONDS + 1
"""The timeout of all sockets: the watchdog comes first."""


class Call:
    """One exchange in the making: where to, under which budget, until when, and what it has cost so far.

    `deadline` (monotonic seconds) bounds everything, waiting for the budget included. `mode` is the TLS mode to begin
    with, and afterwards the one that worked; None for plain HTTP. `headers` are those of the answer, all of them: the
    HTTP library is told only what frames the message.
    """

    def __init__(
        self,
        endpoint: AuthorisedEndpoint,
        budget: Budget,
        clock: Clock,
        deadline: float,
        watchdog: Watchdog,
        mode: TlsMode | None,
        extra_ca: tuple[str, ...],
    ) -> None:
        self.endpoint = endpoint
        self.budget = budget
        self.clock = clock
        self.deadline = deadline
        self.mode = mode
        self.extra_ca = extra_ca
        self.requests = self.connections = self.received = self.sent = 0
        self.headers: Headers = ()
        self.reused = False
        self.sent_at = 0.0
        self._watchdog = watchdog
        self._watch: Watch | None = None

    def arm(self, sock: socket.socket) -> None:
        """From now, the connection has at most EXCHANGE_SECONDS, and never longer than the deadline."""
        limit = min(self.deadline, self.clock.monotonic() + EXCHANGE_SECONDS)
        self.disarm()
        self._watch = self._watchdog.begin(sock, limit, lambda: self.budget.cancelled)

    def disarm(self) -> None:
        """The connection idles, or is closed."""
        if self._watch is not None:
            self._watchdog.end(self._watch)

    @property
    def expired(self) -> bool:
        """Whether the watchdog ended the connection."""
        return self._watch is not None and self._watch.fired

    def failure(self, error: Exception, during: str) -> Exception:
        """The exception to raise for an error of the connection: Cancelled or LookFailed."""
        if self.budget.cancelled:
            return Cancelled()
        if self.expired or isinstance(error, TimeoutError):
            return LookFailed(Status.TIMEOUT, Reason.TIMEOUT, f"deadline passed during {during}")
        if isinstance(error, ssl.SSLError):
            return LookFailed(Status.ERROR, Reason.ERROR, f"tls: {clean(error.reason or str(error), 120)}")
        if isinstance(error, (ConnectionError, ssl.SSLEOFError)):
            return LookFailed(Status.ERROR, Reason.ERROR, f"connection closed during {during}", dropped=True)
        if isinstance(error, http.client.BadStatusLine):
            return LookFailed(Status.ERROR, Reason.ERROR, f"not HTTP: {clean(str(error), 60)}")
        return LookFailed(Status.ERROR, Reason.ERROR, f"{during}: {clean(str(error), 120)}")


class _Response(http.client.HTTPResponse):
    """A response that tells its call the headers as they came."""

    def __init__(self, sock: socket.socket, *rest: Any, call: Call, **options: Any) -> None:
        super().__init__(sock, *rest, **options)
        self._call = call

    def begin(self) -> None:
        stream: Any = self.fp
        head: Any = Head(stream)
        self.fp = head
        try:
            super().begin()
        finally:
            self.fp = stream if self.fp is head else self.fp
        self._call.headers = headers_of(head.lines)


class PinnedConnection(HTTPConnection):
    """A connection that opens its socket to the authorised address. `host` is for show only."""

    call: Call
    slot: Slot | None = None

    def connect(self) -> None:
        """Open the socket and, for https, make TLS of it, with fallbacks for old servers."""
        call = self.call
        sock = self._open(call)
        while call.mode is not None:
            try:
                context = tls_context(call.mode, call.extra_ca)
                sock = tls = context.wrap_socket(
                    sock, server_hostname=call.endpoint.host, do_handshake_on_connect=False
                )
                call.arm(tls)
                tls.do_handshake()
                break
            except (OSError, ValueError) as error:
                sock.close()
                self._free()
                failure = call.failure(error, "tls: the handshake")
                following = _next_mode(call.mode, error)
                if following is None or call.expired or isinstance(failure, Cancelled):
                    raise _as_tls(failure) from None
                call.mode = following
                sock = self._open(call)
        self.sock = sock

    def request(self, method: str, url: str, *args: Any, **options: Any) -> None:
        """Send a request once the budget allows it."""
        if self.sock is None:
            self.connect()
        call = self.call
        call.budget.request(call.deadline)
        call.requests += 1
        call.sent_at = call.clock.monotonic()
        call.arm(self.sock)
        super().request(method, url, *args, **options)

    def send(self, data: Any) -> None:
        """Send and count."""
        super().send(data)
        self.call.sent += len(data)
        self.call.budget.sent(len(data))

    def response_class(self, *given: Any, **options: Any) -> _Response:  # type: ignore[override]
        """The response that is read next."""
        return _Response(*given, call=self.call, **options)

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]
        """The response's head. Raises LookFailed or Cancelled."""
        try:
            return super().getresponse()
        except (http.client.HTTPException, OSError, ValueError) as error:
            raise self.call.failure(error, "the wait for an answer") from None

    def end(self) -> None:
        """Close for good and free the place in the budget."""
        self.close()
        self._free()

    def _open(self, call: Call) -> socket.socket:
        port = call.endpoint.port
        self.slot = call.budget.open(call.deadline, port)
        call.connections += 1
        call.reused = False
        try:
            sock = open_socket(call.endpoint, call.deadline, call.clock, lambda: call.budget.cancelled)
        except LookFailed as failure:
            self._free()
            call.budget.failed(port, failure.reason)
            raise
        except BaseException:
            self._free()
            raise
        call.budget.connected(port)
        sock.settimeout(SOCKET_SECONDS)
        call.arm(sock)
        return sock

    def _free(self) -> None:
        if self.slot is not None:
            self.slot.close()
            self.slot = None


class PinnedPool(HTTPConnectionPool):
    """One connection, and the requests adapter that sends over it; `call` is the exchange that it serves now."""

    ConnectionCls = PinnedConnection

    def __init__(self, call: Call) -> None:
        super().__init__("[" + call.endpoint.host + "]" if ":" in call.endpoint.host else call.endpoint.host, maxsize=1)
        self.call = call
        self.connection: PinnedConnection | None = None
        self.adapter = PinnedAdapter(self)
        self.finished = False

    def serve(self, call: Call) -> None:
        """Serve a further exchange."""
        self.call = call
        self.finished = False

    def _get_conn(self, timeout: float | None = None) -> PinnedConnection:  # noqa: ARG002 - urllib3's signature
        if self.connection is None:
            self.connection = PinnedConnection(self.host, self.call.endpoint.port)
        else:
            self.call.reused = True
        self.connection.call = self.call
        return self.connection

    def _put_conn(self, conn: Any) -> None:
        """Called when the response was read to its end (or with None when the connection failed)."""
        self.finished = conn is not None


class PinnedAdapter(HTTPAdapter):
    """A requests adapter for one pool: no proxies, no redirects, no retries, no resolving, no cookies."""

    def __init__(self, pool: PinnedPool) -> None:
        self._pool = pool
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        """There is one pool, and it is given."""

    def get_connection_with_tls_context(self, *_args: Any, **_options: Any) -> PinnedPool:
        """The given pool, whatever the URL says."""
        return self._pool

    def cert_verify(self, *args: Any, **options: Any) -> None:
        """TLS is the connection's own business."""

    def request_url(self, request: Any, proxies: Mapping[str, str] | None = None) -> str:  # noqa: ARG002
        """Always the path: there are no proxies."""
        return str(request.path_url)

    def build_response(self, req: requests.PreparedRequest, resp: Any) -> requests.Response:
        """The response as it came: no cookie jar is filled, as none is ever sent."""
        response = requests.Response()
        response.raw, response.status_code, response.request = resp, resp.status, req
        return response

    def close(self) -> None:
        """Nothing is held here."""


def _next_mode(mode: TlsMode, error: Exception) -> TlsMode | None:
    if isinstance(error, ssl.SSLCertVerificationError):
        return TlsMode.UNVERIFIED
    return TlsMode.LEGACY if mode is not TlsMode.LEGACY and isinstance(error, OSError) else None


def _as_tls(failure: Exception) -> Exception:
    """A peer that drops the connection in the handshake is a TLS failure, not a dropped request."""
    if isinstance(failure, LookFailed) and failure.dropped:
        return LookFailed(failure.status, failure.reason, "tls: connection closed during the handshake")
    return failure
