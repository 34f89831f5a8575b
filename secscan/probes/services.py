"""The service probe: what listens on an open port, found out by its greeting or one harmless read-only question.

At most three connections. Nothing is logged into: FTP's anonymous mode is known only from what the banner announces,
mail servers are asked for their capabilities and no more.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain

import msgspec

from secscan.analysis.ports import CLEARTEXT, CONSOLES, DATABASE, OTHER, REMOTE_ADMIN
from secscan.base.clock import Clock
from secscan.base.text import clean
from secscan.base.urls import server_name
from secscan.model.enums import Reason, Status
from secscan.model.ids import JobKey
from secscan.model.observations import Access, Cost, Observation, ServiceAnswer
from secscan.model.subjects import Endpoint
from secscan.net.budget import Budget, Cancelled, TooLate
from secscan.net.guard import AuthorisedEndpoint
from secscan.net.sockets import LookFailed
from secscan.net.watchdog import Watchdog
from secscan.probes.consoles import PATHS, SECOND_LOOKS, http_question, judge_http, read_http
from secscan.probes.greetings import read_greeting
from secscan.probes.headers import AGENT
from secscan.probes.questions import QUESTIONS
from secscan.probes.talk import Talk, talk

SERVICE_SECONDS = 15.0
_GREETING = 1.5
_SHORT = 0.5
_ANSWER = 2.5
_MAX_CONNECTIONS = 3

TLS_PORTS = frozenset(
    (443, 465, 636, 853, 990, 993, 995, 2083, 2087, 2096, 2376, 5061, 5671, 5986, 6443, 8006, 8443, 8883, 9443, 10250)
)
"""Ports on which TLS is tried first."""

_GREET_IN_TLS = frozenset((465, 990, 993, 995))
_NAMES = dict(chain.from_iterable(group.items() for group in (OTHER, CONSOLES, CLEARTEXT, REMOTE_ADMIN, DATABASE)))
_TLS_WANTED = (b"\x15\x03", b"\x16\x03")
_PLAIN_TO_TLS = re.compile(
    r"plain HTTP request was sent to HTTPS|speaking plain HTTP to an SSL|HTTP request to an HTTPS", re.IGNORECASE
)


def ask_service(endpoint: AuthorisedEndpoint, budget: Budget, clock: Clock, deadline: float) -> Observation:
    """Find out what listens on the endpoint. `deadline` is in monotonic seconds.

    Raises Cancelled or Stopped, as the budget does; never for anything that the service does.
    """
    look = _Look(endpoint, budget, clock, min(deadline, clock.monotonic() + SERVICE_SECONDS))
    try:
        answer = look.find_out()
    except TooLate:
        return look.observation(Status.TIMEOUT, Reason.TIMEOUT, "no turn before the deadline", None)
    except LookFailed as failure:
        return look.observation(failure.status, failure.reason, failure.detail, None)
    named = msgspec.structs.replace(answer, assumed=_NAMES.get(endpoint.port, ""))
    return look.observation(Status.OK, None, "", named)


class _Look:
    """One look at one port."""

    def __init__(self, endpoint: AuthorisedEndpoint, budget: Budget, clock: Clock, deadline: float) -> None:
        self._endpoint, self._budget, self._clock, self._deadline = endpoint, budget, clock, deadline
        self._watchdog = Watchdog(clock)
        self._start = clock.monotonic()
        self._connections = self._requests = self._received = self._sent = 0
        self._tls_wanted = False

    def find_out(self) -> ServiceAnswer:
        """TLS first where it is usual, plain first elsewhere; then the other; then plain HTTP to a silent port.

        A console whose first answer does not tell whether it is open is asked once more.
        """
        asked = self._endpoint.port in QUESTIONS
        if self._endpoint.port in TLS_PORTS:
            answer = self._inside_tls() or self._plainly()
        else:
            answer = self._plainly()
            if answer is None and (self._tls_wanted or not asked):
                answer = self._inside_tls()
            if answer is None and asked:
                answer = self._over_http()
        return self._second_look(answer) if answer is not None else ServiceAnswer(service="")

    def _second_look(self, answer: ServiceAnswer) -> ServiceAnswer:
        asked = SECOND_LOOKS.get(answer.service)
        if asked is None or answer.access is not Access.UNKNOWN or self._connections >= _MAX_CONNECTIONS:
            return answer
        path, read = asked
        try:
            with self._talk() as conversation:
                if answer.tls and not conversation.start_tls(server_name(self._endpoint.host) or self._endpoint.ip):
                    return answer
                response = read_http(self._get(conversation, path))
        except (LookFailed, TooLate):
            return answer  # what is known of it stays known
        return msgspec.structs.replace(answer, access=read(response)) if response is not None else answer

    def _plainly(self) -> ServiceAnswer | None:
        silent = self._endpoint.port in QUESTIONS or self._endpoint.port in PATHS  # usually waits for its client
        with self._talk() as conversation:
            greeting = conversation.hear(_SHORT if silent else _GREETING)
            if greeting:
                answer = read_greeting(greeting, self._endpoint.port)
                return self._follow_up(answer, greeting, conversation) if answer else _unknown(greeting)
            return self._question(conversation)

    def _inside_tls(self) -> ServiceAnswer | None:
        with self._talk() as conversation:
            if not conversation.start_tls(server_name(self._endpoint.host) or self._endpoint.ip):
                self._check_deadline()
                return None
            answer: ServiceAnswer | None = None
            if self._endpoint.port in _GREET_IN_TLS:
                greeting = conversation.hear(_GREETING)
                answer = read_greeting(greeting, self._endpoint.port) if greeting else None
            else:
                answer = self._question(conversation)
            return msgspec.structs.replace(answer or ServiceAnswer(service=""), tls=True)

    def _over_http(self) -> ServiceAnswer | None:
        """A port that answered neither its own protocol's question nor TLS may still speak HTTP."""
        with self._talk() as conversation:
            return self._http(conversation)

    def _question(self, conversation: Talk) -> ServiceAnswer | None:
        """The port's own question, or an HTTP GET where it has none."""
        question = QUESTIONS.get(self._endpoint.port)
        if question is None:
            return self._http(conversation)
        conversation.say(question.send)
        data = conversation.hear(_ANSWER)
        self._tls_wanted = data.startswith(_TLS_WANTED)
        return question.read(data) or read_greeting(data, self._endpoint.port)

    def _get(self, conversation: Talk, path: str = "") -> bytes:
        """What comes on a GET of the port's usual path, or of this one."""
        self._budget.request(self._deadline)
        self._requests += 1
        conversation.say(http_question(self._endpoint.host, self._endpoint.port, AGENT, path))
        return conversation.hear(_ANSWER)

    def _http(self, conversation: Talk) -> ServiceAnswer | None:
        data = self._get(conversation)
        self._tls_wanted = data.startswith(_TLS_WANTED)
        response = read_http(data)
        if response is None:
            return read_greeting(data, self._endpoint.port) if data else None
        if response.status == 400 and _PLAIN_TO_TLS.search(response.body):
            self._tls_wanted = True
            return None
        return judge_http(response, self._endpoint.port)

    def _follow_up(self, answer: ServiceAnswer, greeting: bytes, conversation: Talk) -> ServiceAnswer:
        """Ask file and mail services whether they offer, or insist on, TLS."""
        if answer.service == "ftp" and greeting.startswith(b"220"):
            conversation.say(b"FEAT\r\n")
            features = conversation.hear(_ANSWER).upper()
            if not features.startswith(b"211"):  # asks for a log-in first: then the offer itself is the question
                conversation.say(b"AUTH TLS\r\n")
                return msgspec.structs.replace(answer, starttls=conversation.hear(_ANSWER).startswith(b"234"))
            return msgspec.structs.replace(answer, starttls=re.search(rb"AUTH[^\r\n]*(TLS|SSL)", features) is not None)
        if answer.service == "smtp" and greeting.startswith(b"220"):
            conversation.say(b"EHLO secscan.invalid\r\n")
            said = conversation.hear(_ANSWER).upper()
            conversation.say(b"QUIT\r\n")
            return msgspec.structs.replace(answer, starttls=b"STARTTLS" in said if said.startswith(b"250") else None)
        if answer.service == "pop3":
            conversation.say(b"CAPA\r\n")
            said = conversation.hear(_ANSWER).upper()
            conversation.say(b"QUIT\r\n")
            plain = re.search(rb"^(USER|SASL[^\r\n]*(PLAIN|LOGIN))\b", said, re.MULTILINE) is not None
            return _offers(answer, said.startswith(b"+OK"), b"STLS" in said, required=not plain)
        if answer.service == "imap":
            conversation.say(b"a1 CAPABILITY\r\n")
            said = conversation.hear(_ANSWER).upper()
            conversation.say(b"a2 LOGOUT\r\n")
            listed = re.search(rb"^\* CAPABILITY[^\r\n]*", said, re.MULTILINE)
            words = listed[0] if listed else b""
            plain = b"LOGINDISABLED" not in words
            return _offers(answer, listed is not None, b"STARTTLS" in words, required=not plain)
        return answer

    def _check_deadline(self) -> None:
        if self._budget.cancelled:
            raise Cancelled
        if self._clock.monotonic() >= self._deadline:
            raise LookFailed(Status.TIMEOUT, Reason.TIMEOUT, "the service did not answer before the deadline")

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
            job_key=JobKey(f"service|{place.ip}|{place.port}"),
            subject=place,
            via=place,
            taken_at=self._clock.now(),
            probe="services",
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


def _offers(answer: ServiceAnswer, known: bool, offered: bool, *, required: bool) -> ServiceAnswer:
    if not known:
        return answer
    return msgspec.structs.replace(answer, starttls=offered, tls_required=offered and required)


def _unknown(greeting: bytes) -> ServiceAnswer:
    """A greeting in no protocol known here: kept, cleaned, as the banner."""
    return ServiceAnswer(service="", banner=clean(greeting.decode("latin-1"), 200))
