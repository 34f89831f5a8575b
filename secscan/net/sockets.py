"""Sockets to authorised endpoints: a TCP connection to the pinned address, and TLS as lenient as OpenSSL can be.

Nothing here resolves a name: the address is a literal, and IPv6 and IPv4 are told apart by its form.
"""

import errno
import os
import select
import socket
import ssl
from collections.abc import Callable
from enum import Enum
from functools import lru_cache

from requests.utils import DEFAULT_CA_BUNDLE_PATH

from secscan.base.clock import Clock
from secscan.model.enums import Reason, Status
from secscan.net.budget import Cancelled
from secscan.net.guard import AuthorisedEndpoint

CONNECT_SECONDS = 8.0
_SLICE_MS = 100
_LEGACY_CONNECT = 0x4  # SSL_OP_LEGACY_SERVER_CONNECT, named in Python's ssl since 3.12


class LookFailed(Exception):  # noqa: N818 - an outcome that becomes an observation
    """A look came to nothing. `dropped`: the peer closed or reset the connection before any byte of an answer."""

    def __init__(self, status: Status, reason: Reason, detail: str, *, dropped: bool = False) -> None:
        super().__init__(detail)
        self.status = status
        self.reason = reason
        self.detail = detail
        self.dropped = dropped


class TlsMode(Enum):
    """How much a handshake asks of the server, strictest first."""

    VERIFIED = 1
    UNVERIFIED = 2
    LEGACY = 3  # a small hello without TLS 1.3, for servers that choke on a modern one


class _TlsSocket(ssl.SSLSocket):
    """A socket that leaves a timeout as it is when it is told the same again, as with each request: to set one is a
    system call, for which other threads take over."""

    def settimeout(self, value: float | None) -> None:
        if value != self.gettimeout():
            super().settimeout(value)


@lru_cache(maxsize=16)
def tls_context(mode: TlsMode, extra_ca: tuple[str, ...]) -> ssl.SSLContext:
    """A client context. All modes accept old protocols, small keys and legacy renegotiation; only VERIFIED checks
    certificate and name.

    `extra_ca` are PEM files trusted besides the public roots. Raises OSError when one cannot be read.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.sslsocket_class = _TlsSocket
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.set_ciphers("ALL:@SECLEVEL=0" if mode is not TlsMode.LEGACY else "DEFAULT:@SECLEVEL=0")
    context.options |= _LEGACY_CONNECT
    context.set_alpn_protocols(["http/1.1"])
    if mode is TlsMode.LEGACY:
        context.maximum_version = ssl.TLSVersion.TLSv1_2
    if mode is TlsMode.VERIFIED:
        context.load_verify_locations(DEFAULT_CA_BUNDLE_PATH)
        for path in extra_ca:
            context.load_verify_locations(path)
        context.check_hostname = True
        context.verify_mode = ssl.CERT_REQUIRED
    return context


def open_socket(
    endpoint: AuthorisedEndpoint, deadline: float, clock: Clock, cancelled: Callable[[], bool], port: int | None = None
) -> socket.socket:
    """A TCP connection to the endpoint's address, blocking. `deadline` is in monotonic seconds.

    `port` is for endpoints with port 0 only: an address whose every port may be asked (a port scan's).
    Raises LookFailed (refused, timeout, no route) and, within a tenth of a second, Cancelled.
    """
    target = endpoint.port or port
    if not target or not 0 < target < 65536 or (port is not None and port != target):
        raise ValueError(f"not a port to connect to: {endpoint.port}, {port}")
    family = socket.AF_INET6 if ":" in endpoint.ip else socket.AF_INET
    try:
        sock = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:
        raise _failure(error.errno or 0) from None
    try:
        sock.setblocking(False)
        _await_connection(sock, sock.connect_ex((endpoint.ip, target)), deadline, clock, cancelled)
        sock.setblocking(True)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except BaseException:
        sock.close()
        raise
    return sock


def _await_connection(
    sock: socket.socket, code: int, deadline: float, clock: Clock, cancelled: Callable[[], bool]
) -> None:
    if code not in (0, errno.EINPROGRESS):
        raise _failure(code)
    poll = select.poll()
    poll.register(sock, select.POLLOUT)
    until = min(deadline, clock.monotonic() + CONNECT_SECONDS)
    while not poll.poll(_SLICE_MS):
        if cancelled():
            raise Cancelled
        if clock.monotonic() >= until:
            raise LookFailed(Status.TIMEOUT, Reason.TIMEOUT, "no answer to the connection attempt")
    code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if code:
        raise _failure(code)


def _failure(code: int) -> LookFailed:
    if code == errno.ECONNREFUSED:
        return LookFailed(Status.REFUSED, Reason.UNREACHABLE, "connection refused")
    if code == errno.ETIMEDOUT:
        return LookFailed(Status.TIMEOUT, Reason.TIMEOUT, "no answer to the connection attempt")
    return LookFailed(Status.ERROR, Reason.UNREACHABLE, f"cannot connect: {os.strerror(code)}")
