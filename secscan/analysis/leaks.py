"""Files that must not be downloadable: what is asked for, and what the answers prove.

A file is proven by its content, and by paths that cannot exist being answered otherwise. Its name proves nothing, nor
does status 200.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

import msgspec

from secscan.analysis.looks import banned, below, failing
from secscan.analysis.soft404 import Presence, baselines, presence
from secscan.base.text import clean
from secscan.base.urls import resolve
from secscan.model.checks import CheckSpec, Fact, Verdict
from secscan.model.enums import Outcome, Reason, Severity, Status
from secscan.model.evidence import Context, SiteEvidence, reason_of
from secscan.model.observations import Exchange, FileKind
from secscan.model.requests import Request

_PREFIX = 4096
ARCHIVES = frozenset(
    (FileKind.ZIP, FileKind.GZIP, FileKind.TAR, FileKind.RAR, FileKind.SEVEN_ZIP, FileKind.BZIP2, FileKind.XZ)
)


class Candidate(NamedTuple):
    """A path below the site's base path that may hold something of one of these kinds.

    `thing` names what several paths are proofs of (`.git/`): one finding for all of them.
    """

    name: str
    kinds: frozenset[FileKind]
    value: float
    thing: str = ""


class State(StrEnum):
    LEAKED = "leaked"
    CLEAN = "clean"
    DOUBTFUL = "doubtful"  # the content fits, but the site answers paths that cannot exist in the same way
    UNSEEN = "unseen"


class FileLook(NamedTuple):
    """What is known of one candidate. `reason` tells why it is doubtful or unseen."""

    candidate: Candidate
    request: Request
    state: State
    exchange: Exchange | None = None
    reason: Reason | None = None

    @property
    def thing(self) -> str:
        """The path that a finding names."""
        if not self.candidate.thing:
            return self.request.path
        return self.request.path.removesuffix(self.candidate.name) + self.candidate.thing


Grade = Callable[[FileLook], tuple[Outcome, Severity]]


def still_open(
    site: SiteEvidence, context: Context, spec: CheckSpec, kinds: frozenset[FileKind], known: Iterable[Candidate]
) -> Iterator[Candidate]:
    """The paths of open findings that are not among the known candidates: they must be looked at to be closed."""
    names = {candidate.thing or candidate.name for candidate in known}
    for check, subject, path in context.open_paths:
        name = path.removeprefix(site.site.path)
        if check == spec.id and subject == site.site.key and path.startswith(site.site.path) and name not in names:
            names.add(name)
            yield Candidate(name, kinds, 25.0)


def ask_for(site: SiteEvidence, candidates: Iterable[Candidate], spec: CheckSpec) -> Iterator[Request]:
    """The first bytes of each candidate, and the baselines of those whose content fits."""
    suspicious: list[str] = []
    for candidate in candidates:
        request = _request(site, candidate, spec)
        yield request
        exchange = site.exchange(request)
        if exchange is not None and _fits(candidate, exchange):
            suspicious.append(request.path)
    for baseline in baselines(site, suspicious):
        yield msgspec.structs.replace(baseline, wanted_by=(spec.id,))


def look_at(site: SiteEvidence, candidate: Candidate, spec: CheckSpec) -> FileLook:
    """What the answer to a candidate proves."""
    request = _request(site, candidate, spec)
    seen = site.look(request)
    if seen is None or not isinstance(seen.payload, Exchange):
        reason = Reason.INTERRUPTED if seen is None else seen.reason or reason_of(seen.status)
        return FileLook(candidate, request, State.UNSEEN, None, reason)
    exchange = seen.payload
    refused = exchange.status == 429 or (exchange.status == 403 and banned(site))
    if exchange.challenge or refused or failing(site, exchange) or seen.status is Status.BLOCKED:
        reason = Reason.BLOCKED if exchange.challenge or refused else Reason.ERROR
        return FileLook(candidate, request, State.UNSEEN, exchange, seen.reason or reason)
    if _moved_away(exchange):
        return FileLook(candidate, request, State.UNSEEN, exchange, Reason.SCOPE)
    if not _fits(candidate, exchange):
        return FileLook(candidate, request, State.CLEAN, exchange)
    found = presence(site, exchange)
    if found is Presence.REAL:
        return FileLook(candidate, request, State.LEAKED, exchange)
    reason = Reason.SOFT_404 if found is Presence.SOFT_404 else Reason.BUDGET
    return FileLook(candidate, request, State.DOUBTFUL, exchange, reason)


def verdicts(spec: CheckSpec, site: SiteEvidence, candidates: Sequence[Candidate], grade: Grade) -> Iterator[Verdict]:
    """A verdict for each thing that leaked, is doubtful or could not be looked at, and a general one for the rest."""
    unreachable = site.unreachable
    if unreachable is not None:
        yield spec.verdict(site.site, Outcome.NOT_TESTED, reason=unreachable)
        return
    looks = tuple(look_at(site, candidate, spec) for candidate in candidates)
    if _refuses_everything(site, looks):
        yield spec.verdict(site.site, Outcome.NOT_TESTED, reason=Reason.BLOCKED)
        return
    if all(look.state is State.UNSEEN for look in looks):
        yield spec.verdict(site.site, Outcome.NOT_TESTED, reason=looks[0].reason if looks else Reason.PROFILE)
        return
    for thing in dict.fromkeys(look.thing for look in looks):
        verdict = _of_thing(spec, site, tuple(look for look in looks if look.thing == thing), grade)
        if verdict is not None:
            yield verdict
    seen = [look for look in looks if look.state is not State.UNSEEN]
    evidence = tuple(look.request.key for look in seen)
    yield spec.verdict(site.site, Outcome.PASS, evidence=evidence, paths=len(seen))


def _of_thing(spec: CheckSpec, site: SiteEvidence, looks: Sequence[FileLook], grade: Grade) -> Verdict | None:
    """The worst that is known of one thing; None when it is not there."""
    for state in (State.LEAKED, State.DOUBTFUL, State.UNSEEN):
        look = next((look for look in looks if look.state is state), None)
        if look is None or (state is State.UNSEEN and look.candidate.name != looks[0].candidate.name):
            continue
        here = (("path", look.thing),)
        if state is State.LEAKED:
            outcome, severity = grade(look)
            verdict = spec.verdict(
                site.site, outcome, severity=severity, discriminators=here, evidence=(look.request.key,)
            )
            return msgspec.structs.replace(verdict, facts=file_facts(look))
        outcome = Outcome.INCONCLUSIVE if state is State.DOUBTFUL else Outcome.NOT_TESTED
        return spec.verdict(site.site, outcome, discriminators=here, reason=look.reason, url=look.request.url)
    return None


def file_facts(look: FileLook) -> dict[str, Fact]:
    """What a report may say of a leaked file: where, what kind, how large, how old; never what stands in it."""
    exchange = look.exchange
    if exchange is None:
        return {}
    return {
        "url": look.request.url,
        "path": look.thing,
        "type": exchange.file_kind.value,
        "contents": exchange.contents,
        "size": total_size(exchange),
        "modified": clean(exchange.header("last-modified") or "", 60),
        "digest": exchange.raw_digest,
        "whole": not exchange.truncated,
    }


def total_size(exchange: Exchange) -> int:
    """The size of the whole file in bytes as the server states it (RFC 9110 sections 14.4 and 8.6), else what was
    read."""
    stated = (exchange.header("content-range") or "").rpartition("/")[2] or ""
    if exchange.status != 206 and not stated:
        stated = exchange.header("content-length") or ""
    digits = stated.strip()
    return (
        max(int(digits), exchange.length)
        if digits.isascii() and digits.isdigit() and len(digits) < 16
        else exchange.length
    )


def _request(site: SiteEvidence, candidate: Candidate, spec: CheckSpec) -> Request:
    return below(
        site,
        candidate.name,
        purpose="file",
        wanted_by=(spec.id,),
        value=candidate.value,
        max_bytes=_PREFIX,
        prefix_only=True,
    )


def _fits(candidate: Candidate, exchange: Exchange) -> bool:
    return exchange.status in (200, 206) and exchange.file_kind in candidate.kinds


def _moved_away(exchange: Exchange) -> bool:
    """A redirect to the same path elsewhere: what stands there was not looked at."""
    if not exchange.is_redirect:
        return False
    url = resolve(exchange.request.url, exchange.header("location") or "")
    return url is not None and url.target == exchange.request.path and str(url) != exchange.request.url


def _refuses_everything(site: SiteEvidence, looks: Sequence[FileLook]) -> bool:
    """403 for the home page and for every candidate is a ban or an allow-list, which says nothing of the files."""
    home = site.home
    answered = [look.exchange for look in looks if look.exchange is not None]
    if home is None or home.status != 403 or not answered:
        return False
    return all(exchange.status in (403, 429) or exchange.challenge for exchange in answered)
