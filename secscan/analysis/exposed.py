"""Answers that must not be public, recognised by their structure: what is asked for, and what the answers prove.

What looks like one is a finding only where paths that cannot exist are answered otherwise.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from secscan.analysis.guesses import unanswered
from secscan.analysis.looks import below, judged_home
from secscan.analysis.soft404 import PURPOSE, Presence, baselines, presence
from secscan.base.once import once
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Confidence, Outcome, Reason, Severity
from secscan.model.evidence import SiteEvidence
from secscan.model.observations import Exchange
from secscan.model.requests import Request

_MAX_TOLD = 10

Recognise = Callable[[Exchange], str]
"""Names what an answer is; "" for anything harmless."""


class Guess(NamedTuple):
    """A path that may hold something: below the site's base path, or absolute with a leading slash."""

    path: str
    value: float


class Grade(NamedTuple):
    """What a kind of answer is worth."""

    outcome: Outcome
    severity: Severity
    confidence: Confidence = Confidence.PASTI


def guessed(site: SiteEvidence, spec: CheckSpec, guesses: Iterable[Guess]) -> tuple[Request, ...]:
    """The requests of these guesses, as far as the paths are the site's own."""
    requests = (below(site, one.path, purpose="guess", wanted_by=(spec.id,), value=one.value) for one in guesses)
    return tuple(request for request in requests if site.owns(request.path))


def ask_for(site: SiteEvidence, spec: CheckSpec, guesses: Iterable[Guess], recognise: Recognise) -> Iterator[Request]:
    """The guesses, and the baselines of all answers that are recognised."""
    yield from guessed(site, spec, guesses)
    suspicious = [exchange.request.path for exchange in _own(site) if recognise(exchange)]
    for baseline in baselines(site, suspicious):
        yield msgspec.structs.replace(baseline, wanted_by=(spec.id,))


def verdicts(
    spec: CheckSpec,
    site: SiteEvidence,
    guesses: Sequence[Guess],
    recognise: Recognise,
    grades: Mapping[str, Grade],
    registered: frozenset[str] = frozenset(),
    anywhere: frozenset[str] = frozenset(),
) -> Iterator[Verdict]:
    """A verdict for each kind in `grades` that answers show, and one for the rest of the site.

    `registered` are the paths that the register calls public. The kinds in `anywhere` prove themselves on every path,
    those that do not exist among them: a debug mode shows on error pages first.
    """
    home = judged_home(site)
    if isinstance(home, Reason):
        yield spec.verdict(site.site, Outcome.NOT_TESTED, reason=home)
        return
    found: dict[str, list[Exchange]] = {}
    for exchange in _own(site):
        kind = recognise(exchange)
        if kind:
            found.setdefault(kind, []).append(exchange)
    for kind, answers in found.items():
        open_ones = [one for one in answers if _path(one).rstrip("/") not in registered]
        real = [one for one in open_ones if kind in anywhere or _is_real(site, one)]
        if not open_ones:
            yield _of_kind(spec, site, kind, answers, grades[kind], Reason.REGISTERED)
        else:
            yield _of_kind(spec, site, kind, real or open_ones, grades[kind], None if real else Reason.SOFT_404)
    requests = guessed(site, spec, guesses)
    reason = unanswered(site, requests)
    yield spec.verdict(
        site.site,
        Outcome.PASS if reason is None else Outcome.NOT_TESTED,
        reason=reason,
        evidence=tuple(request.key for request in requests) or (home.request.key,),
        paths=len(requests),
    )


@once
def _own(site: SiteEvidence) -> tuple[Exchange, ...]:
    """The site's own answers to ordinary requests, those to paths that cannot exist left out."""
    return tuple(
        exchange
        for exchange in site.exchanges()
        if (request := exchange.request).host == site.site.host
        and request.method == "GET"
        and request.purpose != PURPOSE
        and site.owns(request.path)
        and not exchange.challenge
    )


def _of_kind(
    spec: CheckSpec,
    site: SiteEvidence,
    kind: str,
    answers: Sequence[Exchange],
    grade: Grade,
    reason: Reason | None,
) -> Verdict:
    """One thing to fix, however many paths show it: a finding unless there is a reason against it."""
    against = Outcome.NOT_APPLICABLE if reason is Reason.REGISTERED else Outcome.INCONCLUSIVE
    return spec.verdict(
        site.site,
        grade.outcome if reason is None else against,
        severity=grade.severity,
        confidence=grade.confidence,
        discriminators=(("shown", kind),),
        reason=reason,
        evidence=tuple(one.request.key for one in answers[:_MAX_TOLD]),
        url=answers[0].request.url,
        path=_path(answers[0]),
        paths=tuple(_path(one) for one in answers[:_MAX_TOLD]),
        shown=kind,
        title=answers[0].page.title if answers[0].page is not None else "",
    )


def _path(exchange: Exchange) -> str:
    return exchange.request.path.split("?", 1)[0]


def _is_real(site: SiteEvidence, exchange: Exchange) -> bool:
    home = site.home
    is_home = home is not None and home.request.key == exchange.request.key
    return is_home or exchange.request.purpose == "linked" or presence(site, exchange) is Presence.REAL
