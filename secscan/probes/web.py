"""The web probe: one request, one observation, whatever the server does."""

import contextlib
import http.client
import re
from collections.abc import Iterator
from typing import NamedTuple

import msgspec
import requests
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from secscan.analysis.documents import PURPOSE
from secscan.analysis.reading import ReadBody, read_here
from secscan.analysis.readings import Readings
from secscan.analysis.responses import read_response
from secscan.base.clock import Clock
from secscan.model.enums import Reason, Status
from secscan.model.observations import Cost, Exchange, Observation
from secscan.model.requests import Request
from secscan.model.runs import Bodies
from secscan.model.subjects import Endpoint, Site
from secscan.net.budget import Budget, Cancelled, Stopped, TooLate
from secscan.net.connector import SOCKET_SECONDS, Call, PinnedPool
from secscan.net.guard import AuthorisedEndpoint
from secscan.net.head import Headers
from secscan.net.kept import KeptConnections, Place, drop
from secscan.net.sockets import LookFailed, TlsMode
from secscan.net.watchdog import Watchdog
from secscan.probes.bodies import CHUNK, Body, BodyError, coding, read_body
from secscan.probes.body_readers import BodyReaders, Unread
from secscan.probes.documents import with_people
from secscan.probes.headers import PREFIX_BYTES, is_whole, request_headers, retry_after
from secscan.probes.patience import Patience

METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_ORDINARY = re.compile(r"(?!.*/\.{1,2}(?:[/?]|$))/[\w/.~=&?+,:@-]*(?<!\?)", re.ASCII)
"""Paths that nothing in requests or urllib3 would write in another way."""

LONGEST_RETRY = 10.0
"""A Retry-After above this many seconds is not waited for."""


class Response(NamedTuple):
    """A response as it came, its body decoded and bounded."""

    status: int
    http_version: str
    headers: Headers
    body: Body
    tls_verified: bool | None


class Tally:
    """What the attempts of one look cost together."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._start = clock.monotonic()
        self._calls: list[Call] = []

    def add(self, call: Call) -> None:
        self._calls.append(call)

    def cost(self) -> Cost:
        return Cost(
            requests=sum(call.requests for call in self._calls),
            connections=sum(call.connections for call in self._calls),
            bytes_received=sum(call.received for call in self._calls),
            bytes_sent=sum(call.sent for call in self._calls),
            seconds=self._clock.monotonic() - self._start,
        )


class WebClient:
    """Fetches over HTTP and HTTPS, with keep-alive per address, port and name. Thread-safe.

    `contact` stands in the User-Agent; `extra_ca` are PEM files that count as trusted besides the public roots. Bodies
    are read by `readers`, or without them in this process.
    """

    def __init__(
        self, contact: str, clock: Clock, extra_ca: tuple[str, ...] = (), readers: BodyReaders | None = None
    ) -> None:
        self._contact = contact
        self._clock = clock
        self._extra_ca = extra_ca
        self._watchdog = Watchdog(clock)
        self._readers = readers
        self._readings = Readings()
        self._kept = KeptConnections()
        self._modes: dict[Place, TlsMode] = {}
        self._patience = Patience()

    def fetch(
        self, request: Request, endpoint: AuthorisedEndpoint, budget: Budget, deadline: float
    ) -> tuple[Observation, Bodies]:
        """Send one request (and at most one retry after 429 or 503) and observe what comes.

        `deadline` is in the clock's monotonic seconds. Raises Cancelled when the budget was cancelled, and ValueError
        for requests that must never be sent; never for anything that a target does.
        """
        if request.method not in METHODS:
            raise ValueError(f"method {request.method!r} is never sent")
        if (endpoint.host, endpoint.port) != (request.host, request.port):
            raise ValueError(f"{request.url} is not what {endpoint.host}:{endpoint.port} was authorised for")
        place = Place(endpoint.ip, endpoint.port, endpoint.host, request.scheme)
        tally = Tally(self._clock)
        try:
            self._patience.check(place, request)
            response = self._persist(request, endpoint, budget, deadline, place, tally)
        except Stopped as stop:
            return self._failed(request, endpoint, tally, Status.SKIPPED, stop.reason, "the address was given up"), {}
        except TooLate:
            detail = "no turn before the deadline"
            return self._failed(request, endpoint, tally, Status.TIMEOUT, Reason.TIMEOUT, detail), {}
        except LookFailed as failure:
            self._patience.failed(place, failure)
            return self._failed(request, endpoint, tally, failure.status, failure.reason, failure.detail), {}
        try:
            seen, bodies = self._seen(request, endpoint, tally, response, self._reader(budget, deadline))
        except Unread as unread:
            return self._failed(request, endpoint, tally, Status.ERROR, Reason.ERROR, str(unread)), {}
        self._patience.answered(place, seen)
        return seen, bodies

    def release(self, budget: Budget, host: str | None = None) -> None:
        """Close the idle connections of an address whose batch, or the part of it that asks `host`, is done."""
        self._kept.release(budget, host)

    def close(self) -> None:
        """Close all idle connections."""
        self._kept.release(None)

    # ---- attempts ----------------------------------------------------------------------------------------------

    def _persist(
        self,
        request: Request,
        endpoint: AuthorisedEndpoint,
        budget: Budget,
        deadline: float,
        place: Place,
        tally: Tally,
    ) -> Response:
        """One attempt; another when a kept connection had died, or when the server asked to come again shortly."""
        try:
            response = self._attempt(request, endpoint, budget, deadline, place, tally, fresh=False)
        except LookFailed as failure:
            if not failure.dropped:
                raise
            response = self._attempt(request, endpoint, budget, deadline, place, tally, fresh=True)
        if response.status not in (429, 503):
            self._patience.forgive(place)
            return response
        wish = retry_after(dict(response.headers).get("retry-after"), self._clock.now())
        budget.back_off(wish)
        pause = wish if wish is not None else 1.0
        if self._patience.is_tried(place) or pause > LONGEST_RETRY or self._clock.monotonic() + pause >= deadline:
            again = response
        else:
            again = self._attempt(request, endpoint, budget, deadline, place, tally, fresh=False)
        if again.status in (429, 503):
            self._patience.failed(place, LookFailed(Status.BLOCKED, Reason.BLOCKED, f"status {again.status} again"))
        return again

    def _attempt(
        self,
        request: Request,
        endpoint: AuthorisedEndpoint,
        budget: Budget,
        deadline: float,
        place: Place,
        tally: Tally,
        *,
        fresh: bool,
    ) -> Response:
        """Exactly one request on one connection, kept or new."""
        mode = self._modes.get(place, TlsMode.VERIFIED) if request.scheme == "https" else None
        call = Call(endpoint, budget, self._clock, deadline, self._watchdog, mode, self._extra_ca)
        tally.add(call)
        kept = None if fresh else self._kept.take(place, budget)
        pool = kept or PinnedPool(call)
        pool.serve(call)
        try:
            response = self._exchange(request, call, pool)
            if call.mode is not None:
                self._modes[place] = call.mode
        except (LookFailed, Stopped, Cancelled, TooLate) as failure:
            drop(pool)
            if isinstance(failure, LookFailed) and failure.dropped and not call.reused:
                budget.back_off(None)
                failure.dropped = False
            raise
        except BaseException:
            drop(pool)
            raise
        finally:
            call.disarm()
        self._kept.put(place, pool, budget)
        return response

    def _exchange(self, request: Request, call: Call, pool: PinnedPool) -> Response:
        prepared = _prepared(request, self._contact)
        try:
            answer = pool.adapter.send(prepared, stream=True, timeout=SOCKET_SECONDS)
        except (requests.RequestException, HTTPError, http.client.HTTPException, OSError) as error:
            raise call.failure(error, "the request") from None
        call.budget.answered(call.clock.monotonic() - call.sent_at)
        raw = answer.raw
        call.received += sum(len(name) + len(value) + 4 for name, value in call.headers)
        body = self._body(request, raw, call.headers, call)
        call.received += body.wire
        call.budget.received(call.received)
        if body.truncated and not body.data and call.expired:
            raise call.failure(TimeoutError(), "the wait for a body")
        version = "1.0" if raw.version == 10 else "1.1"
        verified = {TlsMode.VERIFIED: True, TlsMode.UNVERIFIED: False}.get(call.mode) if call.mode else None
        return Response(raw.status, version, call.headers, body, verified)

    @staticmethod
    def _body(request: Request, raw: BaseHTTPResponse, headers: Headers, call: Call) -> Body:
        if request.method != "GET":
            if request.method == "HEAD" or raw.length_remaining == 0:
                _finish(raw)
            return Body(b"", 0, False)
        cap = min(request.max_bytes, PREFIX_BYTES) if request.prefix_only else request.max_bytes
        encoding = ",".join(value for name, value in headers if name == "content-encoding")
        body = read_body(_chunks(raw), coding(encoding), cap)
        if call.budget.cancelled:
            raise Cancelled
        if raw.status == 206 and not is_whole(headers, len(body.data)):
            body = Body(body.data, body.wire, True)
        return body

    # ---- observations ------------------------------------------------------------------------------------------

    def _seen(
        self, request: Request, endpoint: AuthorisedEndpoint, tally: Tally, response: Response, read: ReadBody
    ) -> tuple[Observation, Bodies]:
        exchange, kept = read_response(
            request,
            endpoint.ip,
            response.status,
            response.headers,
            response.body.data,
            truncated=response.body.truncated,
            http_version=response.http_version,
            tls_verified=response.tls_verified,
            readings=self._readings,
            read=read,
        )
        if request.purpose == PURPOSE and response.status == 200:
            return with_people(self._observation(request, endpoint, tally, exchange), response.body), {}
        bodies = {exchange.body: kept} if kept is not None and exchange.body else {}
        blocked = bool(exchange.challenge) or response.status == 429
        seen = self._observation(request, endpoint, tally, exchange)
        if blocked:
            detail = exchange.challenge or "too many requests"
            seen = msgspec.structs.replace(seen, status=Status.BLOCKED, reason=Reason.BLOCKED, detail=detail)
        return seen, bodies

    def _reader(self, budget: Budget, deadline: float) -> ReadBody:
        """Who reads the bodies of an address, and until when."""
        readers = self._readers
        if readers is None:
            return read_here
        return lambda body, url, manner: readers.read(body, url, manner, deadline, lambda: budget.cancelled)

    def _failed(
        self,
        request: Request,
        endpoint: AuthorisedEndpoint,
        tally: Tally,
        status: Status,
        reason: Reason,
        detail: str,
    ) -> Observation:
        seen = self._observation(request, endpoint, tally, None)
        return msgspec.structs.replace(seen, status=status, reason=reason, detail=detail)

    def _observation(
        self, request: Request, endpoint: AuthorisedEndpoint, tally: Tally, payload: Exchange | None
    ) -> Observation:
        return Observation(
            job_key=request.key,
            subject=Site(request.scheme, request.host, request.port, "/"),
            via=Endpoint(endpoint.ip, endpoint.port),
            taken_at=self._clock.now(),
            probe="web",
            status=Status.OK,
            payload=payload,
            cost=tally.cost(),
        )


class _Ordinary(requests.PreparedRequest):
    """A request whose path needs no quoting."""

    path_url = ""


def _prepared(request: Request, contact: str) -> requests.PreparedRequest:
    """The request for requests, which takes half as long to make an ordinary address of itself as to send it."""
    headers = request_headers(request, contact)
    if not _ORDINARY.fullmatch(request.path):
        return requests.Request(request.method, request.url, headers=headers).prepare()
    prepared = _Ordinary()
    prepared.method, prepared.url, prepared.path_url = request.method, request.url, request.path
    prepared.headers = headers  # type: ignore[assignment] # a mapping of ours, that is read and no more
    return prepared


def _chunks(raw: BaseHTTPResponse) -> Iterator[bytes]:
    """The body as it comes off the wire, without transfer coding. Raises BodyError when it breaks."""
    while True:
        try:
            chunk = raw.read1(CHUNK, decode_content=False)
        except (HTTPError, http.client.HTTPException, OSError, ValueError, AttributeError) as error:
            raise BodyError from error
        if not chunk:
            return
        yield chunk


def _finish(raw: BaseHTTPResponse) -> None:
    """Read the end of a response without body, so that its connection can be kept."""
    with contextlib.suppress(HTTPError, http.client.HTTPException, OSError):
        raw.read(1, decode_content=False)
        raw.release_conn()
