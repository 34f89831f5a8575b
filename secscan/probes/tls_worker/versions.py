"""Which protocol versions a server accepts: one handshake each, the informative ones first."""

from collections.abc import Iterator, Mapping

import msgspec

from secscan.model.enums import Reason, Status
from secscan.model.observations import UNKNOWN_NAME, Answer, TlsAssessment, TlsVersion
from secscan.probes.tls_worker.handshake import Ending, Handshake, Offer, shake
from secscan.probes.tls_worker.line import Enough, Line
from secscan.probes.tls_worker.messages import Done
from secscan.probes.tls_worker.suites import offerable

OLD = (TlsVersion.TLS1_1, TlsVersion.TLS1_0, TlsVersion.SSL3, TlsVersion.SSL2)
MODERN_TLS12 = Offer(version=TlsVersion.TLS1_2, ciphers="DEFAULT:@SECLEVEL=0", modern=True)
_RESERVE = 5.0  # seconds of patience that a second look at a silent version leaves for the rest


class NoLook(Exception):  # noqa: N818 - an outcome, not a fault
    """There is nothing to assess; `done` says why."""

    def __init__(self, status: Status, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.done = Done(status=status, reason=reason, detail=detail)


class Versions(msgspec.Struct, frozen=True):
    """The handshake of each version, and whether something on the way rejects hellos with weak suites."""

    shakes: Mapping[TlsVersion, Handshake]
    careful: bool = False

    def accepted(self) -> Iterator[Handshake]:
        """The accepted handshakes, newest version first."""
        for version in reversed(TlsVersion):
            shaken = self.shakes.get(version)
            if shaken is not None and shaken.accepted:
                yield shaken

    def answers(self) -> tuple[tuple[TlsVersion, Answer], ...]:
        """What became of each version, oldest first."""
        alive = any(True for _ in self.accepted())
        return tuple((version, _answer(version, self.shakes.get(version), alive)) for version in TlsVersion)

    def errors(self) -> tuple[str, ...]:
        """Why versions are unknown, as "version: code"."""
        return tuple(
            f"{version}: {self.shakes[version].ending if version in self.shakes else 'not asked'}"
            for version, answer in self.answers()
            if answer is Answer.UNKNOWN
        )


def _answer(version: TlsVersion, shaken: Handshake | None, alive: bool) -> Answer:
    if shaken is None:
        return Answer.UNKNOWN
    if shaken.accepted:
        return Answer.ACCEPTED
    if shaken.ending is Ending.REJECTED:
        return Answer.REJECTED
    if alive and shaken.ending in (Ending.CLOSED, Ending.NO_NAME, Ending.NOT_TLS):
        return Answer.REJECTED  # it hangs up on this hello, and talks to others
    if alive and version is TlsVersion.SSL2 and shaken.ending in (Ending.SILENT, Ending.UNCLEAR):
        return Answer.REJECTED  # an SSLv2 hello is no TLS record: a server without SSLv2 may wait for the rest of it
    return Answer.UNKNOWN


def all_suites(version: TlsVersion) -> Offer:
    """The offer of everything that the legacy client knows."""
    return Offer(version=version, ciphers=":".join(offerable(version)))


def look_at_versions(line: Line, server_name: str, reference: TlsAssessment | None) -> Versions:
    """Ask for every version. With a reference, what would only refine the answer is left out.

    Raises NoLook when TLS isn't spoken there, or nothing could be found out; what is known when the line ends is kept.
    """
    shakes: dict[TlsVersion, Handshake] = {}
    careful = False
    try:
        shakes[TlsVersion.TLS1_2] = first = shake(line, all_suites(TlsVersion.TLS1_2), server_name)
        _need_tls(first)
        shakes[TlsVersion.TLS1_3] = shake(line, Offer(version=TlsVersion.TLS1_3, modern=True), server_name)
        if not first.accepted and _worth_another(first, reference):
            again = shake(line, MODERN_TLS12, server_name)
            if again.accepted:
                careful = first.ending in (Ending.CLOSED, Ending.SILENT)
                shakes[TlsVersion.TLS1_2] = again
        if first.ending is Ending.NO_NAME and not any(shaken.accepted for shaken in shakes.values()):
            raise NoLook(Status.ERROR, Reason.ERROR, UNKNOWN_NAME)
        for version in OLD:
            shakes[version] = shake(line, _old_offer(version, careful), server_name)
        _ask_silent_again(line, server_name, shakes, careful)
    except Enough:
        pass
    found = Versions(shakes, careful)
    if not any(shaken.accepted for shaken in shakes.values()):
        raise _nothing(shakes)
    return found


def newest_version(line: Line, server_name: str) -> Versions:
    """One handshake of TLS 1.3, and where that is refused one of TLS 1.2. Raises NoLook as `look_at_versions` does."""
    shakes: dict[TlsVersion, Handshake] = {}
    for offer in (Offer(version=TlsVersion.TLS1_3, modern=True), MODERN_TLS12):
        shakes[offer.version] = shaken = shake(line, offer, server_name)
        _need_tls(shaken)
        if shaken.accepted:
            return Versions(shakes)
    if shaken.ending is Ending.NO_NAME:
        raise NoLook(Status.ERROR, Reason.ERROR, UNKNOWN_NAME)
    raise _nothing(shakes)


def _need_tls(first: Handshake) -> None:
    if first.ending is Ending.REFUSED:
        raise NoLook(Status.REFUSED, Reason.UNREACHABLE, "refused")
    if first.ending is Ending.UNREACHABLE:
        raise NoLook(Status.TIMEOUT, Reason.TIMEOUT, first.detail)
    if first.ending is Ending.NOT_TLS:
        raise NoLook(Status.ERROR, Reason.ERROR, "not tls")


def _worth_another(first: Handshake, reference: TlsAssessment | None) -> bool:
    """Whether today's client may get further than the legacy one, which lacks newer curves, suites and keys."""
    if first.ending is Ending.NO_NAME or "protocol version" in first.detail:
        return False
    return reference is None or reference.answer(TlsVersion.TLS1_2) is not Answer.REJECTED


def _old_offer(version: TlsVersion, careful: bool) -> Offer:
    if careful and version is not TlsVersion.SSL2:
        return Offer(version=version, ciphers="DEFAULT")
    return all_suites(version)


def _ask_silent_again(line: Line, server_name: str, shakes: dict[TlsVersion, Handshake], careful: bool) -> None:
    """A lost packet is no answer: ask once more what was not answered, while others were."""
    if not any(shaken.accepted for shaken in shakes.values()):
        return
    for version in OLD:
        silent = shakes[version].ending in (Ending.SILENT, Ending.UNREACHABLE)
        if silent and version is not TlsVersion.SSL2 and line.patience > _RESERVE:
            shakes[version] = shake(line, _old_offer(version, careful), server_name)


def _nothing(shakes: Mapping[TlsVersion, Handshake]) -> NoLook:
    endings = {shaken.ending for shaken in shakes.values()}
    if Ending.NO_NAME in endings:
        return NoLook(Status.ERROR, Reason.ERROR, UNKNOWN_NAME)
    if not endings or endings & {Ending.SILENT, Ending.UNREACHABLE}:
        return NoLook(Status.TIMEOUT, Reason.TIMEOUT, "no answer to a TLS hello")
    if Ending.NOT_TLS in endings:
        return NoLook(Status.ERROR, Reason.ERROR, "not tls")
    if endings == {Ending.CLOSED}:
        return NoLook(Status.ERROR, Reason.ERROR, "closed without an answer")
    return NoLook(Status.ERROR, Reason.ERROR, "every handshake was refused")
