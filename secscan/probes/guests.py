"""The anonymous modes of protocols: whether a service lets anybody in. Only in the deep profile, where a permit names
the protocol; nothing is listed, read or changed beyond the proof.

FTP: the log-in of RFC 1635. SMB: the guest account. rsync: whether one of its modules asks for a password. VNC: the
kinds of log-in that it offers (RFC 6143). SNMP: the description of the machine, by the community `public`.
"""

import re
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from secscan.base.clock import Clock
from secscan.base.text import clean
from secscan.model.enums import Reason, Status
from secscan.model.jobs import guest_key
from secscan.model.observations import Access, Cost, Observation, ServiceAnswer
from secscan.model.subjects import Endpoint
from secscan.net.budget import Budget, TooLate
from secscan.net.guard import AuthorisedEndpoint
from secscan.net.sockets import LookFailed
from secscan.net.watchdog import Watchdog
from secscan.probes import smb, snmp
from secscan.probes.talk import Talk, talk

GUEST_SECONDS = 15.0
_ANSWER = 3.0
_LOG_IN = 8.0  # servers take their time before they refuse one
_MAX_MODULES = 3
_MODULE = re.compile(rb"^([\w.-]{1,64}) *\t", re.MULTILINE)
_NO_LOG_IN, _TLS_KINDS = 1, frozenset((18, 19))  # security types of RFC 6143 and the IANA registry


def ask_as_guest(
    endpoint: AuthorisedEndpoint, protocol: str, budget: Budget, clock: Clock, deadline: float
) -> Observation:
    """Find out whether the service lets a guest in. `deadline` is in monotonic seconds.

    Raises Cancelled or Stopped, as the budget does; never for anything that the service does.
    """
    look = _Guest(endpoint, protocol, budget, clock, min(deadline, clock.monotonic() + GUEST_SECONDS))
    try:
        answer = look.find_out()
    except TooLate:
        return look.observation(Status.TIMEOUT, Reason.TIMEOUT, "no turn before the deadline", None)
    except LookFailed as failure:
        return look.observation(failure.status, failure.reason, failure.detail, None)
    return look.observation(Status.OK, None, "", answer)


class _Guest:
    """One look at one port in one protocol."""

    def __init__(
        self, endpoint: AuthorisedEndpoint, protocol: str, budget: Budget, clock: Clock, deadline: float
    ) -> None:
        self._endpoint, self._protocol, self._budget = endpoint, protocol, budget
        self._clock, self._deadline = clock, deadline
        self._watchdog = Watchdog(clock)
        self._start = clock.monotonic()
        self._connections = self._requests = self._received = self._sent = 0

    def find_out(self) -> ServiceAnswer:
        ways: dict[str, Callable[[], ServiceAnswer]] = {
            "ftp": self._ftp,
            "smb": self._smb,
            "rsync": self._rsync,
            "vnc": self._vnc,
            "snmp": self._snmp,
        }
        return ways[self._protocol]()

    def _ftp(self) -> ServiceAnswer:
        with self._talk() as conversation:
            if not conversation.hear(_ANSWER).startswith(b"220"):
                return self._answer(Access.UNKNOWN)
            conversation.say(b"USER anonymous\r\n")
            said = conversation.hear(_ANSWER)
            if said.startswith(b"331"):
                conversation.say(b"PASS secscan@\r\n")
                said = conversation.hear(_LOG_IN)
            conversation.say(b"QUIT\r\n")
        if said.startswith(b"230"):
            return self._answer(Access.OPEN)
        return self._answer(Access.AUTHENTICATED if re.match(rb"(?:430|530|532)[ -]", said) else Access.UNKNOWN)

    def _smb(self) -> ServiceAnswer:
        with self._talk() as conversation:
            conversation.say(smb.negotiate())
            if not smb.speaks_smb2(conversation.hear(_ANSWER)):
                return self._answer(Access.UNKNOWN)
            conversation.say(smb.ask_for_challenge())
            log_in = smb.guest_log_in(conversation.hear(_ANSWER))
            if log_in is None:
                return self._answer(Access.UNKNOWN)
            conversation.say(log_in)
            return self._answer(smb.guest_access(conversation.hear(_ANSWER)))

    def _rsync(self) -> ServiceAnswer:
        modules = [found.decode() for found in _MODULE.findall(self._rsync_says(b""))[:_MAX_MODULES]]
        if not modules:
            return self._answer(Access.UNKNOWN)
        access = Access.UNKNOWN
        for module in modules:
            said = self._rsync_says(module.encode())
            if b"@RSYNCD: OK" in said:
                return self._answer(Access.OPEN, module)
            if b"@RSYNCD: AUTHREQD" in said:
                access = Access.AUTHENTICATED
        return self._answer(access)

    def _rsync_says(self, module: bytes) -> bytes:
        """The answer to the choice of a module; to none, the list of modules."""
        with self._talk() as conversation:
            if not conversation.hear(_ANSWER).startswith(b"@RSYNCD:"):
                return b""
            conversation.say(b"@RSYNCD: 31.0 sha512 sha256 sha1 md5 md4\n" + module + b"\n")
            return conversation.hear(_ANSWER)

    def _vnc(self) -> ServiceAnswer:
        with self._talk() as conversation:
            greeting = conversation.hear(_ANSWER)
            if not greeting.startswith(b"RFB 003."):
                return self._answer(Access.UNKNOWN)
            old = greeting[8:11] == b"003"
            conversation.say(b"RFB 003.003\n" if old else b"RFB 003.008\n")
            said = conversation.hear(_ANSWER)
        if old:
            kinds = {int.from_bytes(said[:4], "big")} if len(said) >= 4 else set()
        else:
            kinds = set(said[1 : 1 + said[0]]) if said else set()
        if _NO_LOG_IN in kinds:
            return self._answer(Access.OPEN)
        told = bool(kinds - _TLS_KINDS - {0})
        return self._answer(Access.AUTHENTICATED if told else Access.UNKNOWN)

    def _snmp(self) -> ServiceAnswer:
        self._budget.request(self._deadline)
        self._requests += 1
        family = socket.AF_INET6 if ":" in self._endpoint.ip else socket.AF_INET
        data = b""
        with socket.socket(family, socket.SOCK_DGRAM) as sock:
            sock.settimeout(max(0.1, min(_ANSWER, self._deadline - self._clock.monotonic())))
            try:
                sock.connect((self._endpoint.ip, self._endpoint.port))
                self._sent += sock.send(snmp.question())
                data = sock.recv(4096)
            except TimeoutError:  # nothing listens, or it doesn't know this community
                raise LookFailed(Status.TIMEOUT, Reason.TIMEOUT, "no answer over UDP") from None
            except OSError as error:
                raise LookFailed(Status.REFUSED, Reason.UNREACHABLE, type(error).__name__) from None
        self._received += len(data)
        said = snmp.description(data)
        return self._answer(Access.UNKNOWN if said is None else Access.OPEN, said or "")

    def _answer(self, access: Access, detail: str = "") -> ServiceAnswer:
        return ServiceAnswer(service=self._protocol, access=access, banner=clean(detail, 200))

    @contextmanager
    def _talk(self) -> Iterator[Talk]:
        self._connections += 1
        with talk(self._endpoint, self._budget, self._clock, self._deadline, self._watchdog) as conversation:
            try:
                yield conversation
            finally:
                self._received += conversation.received
                self._sent += conversation.sent

    def observation(
        self, status: Status, reason: Reason | None, detail: str, payload: ServiceAnswer | None
    ) -> Observation:
        place = Endpoint(self._endpoint.ip, self._endpoint.port)
        return Observation(
            job_key=guest_key(place.ip, place.port, self._protocol),
            subject=place,
            via=place,
            taken_at=self._clock.now(),
            probe="guests",
            status=status,
            reason=reason,
            detail=detail,
            payload=payload,
            cost=Cost(
                requests=self._requests,
                connections=self._connections,
                bytes_received=self._received,
                bytes_sent=self._sent,
                seconds=self._clock.monotonic() - self._start,
            ),
        )
