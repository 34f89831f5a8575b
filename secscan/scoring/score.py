"""The score of one app (SKE, Skor Keamanan Eksternal): 0-100, higher is better.

For a domain d: cov_d = tested weight / applicable weight, S_d = sum(w*r) / sum(w) over what was tested. With W_d the
weight of the domain: value = 100 * sum(W*cov*S) / sum(W*cov), coverage = sum(W*cov) / sum(W), low = 100 * sum(W*cov*S)
/ sum(W), high = low + 100 * (1 - coverage). Caps, gates and ratings come after, on unrounded values; sums are exact
fractions, so that a score that is 80 never becomes 79.999... and another letter.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import TypeVar

import msgspec

from secscan.base.once import once
from secscan.model.enums import Outcome
from secscan.model.findings import Finding
from secscan.model.ids import ControlId
from secscan.model.score import Contribution, ControlResult, DomainScore, Score
from secscan.model.standard import Scoring, Standard
from secscan.scoring.caps import Limits, limits
from secscan.scoring.ratings import UNRATED, rating_of, worse

K = TypeVar("K")

_UNTESTED = (Outcome.NOT_TESTED, Outcome.INCONCLUSIVE)


class _Line(msgspec.Struct, frozen=True):
    """One control in the base. `share` is its part of all weights, `worth` what its outcome is worth, None while
    untested: whole numbers, in the units of `_Base`."""

    result: ControlResult
    domain: str
    weight: float
    share: int
    worth: int | None


class _Base(msgspec.Struct, frozen=True):
    """The controls that count. `whole` is the sum of all shares, `full` the worth of 1: the denominators that the exact
    fractions have in common, because sums of whole numbers take a tenth of the time."""

    lines: tuple[_Line, ...]
    whole: int
    full: int

    @property
    def tested(self) -> int:
        """The shares of what was tested."""
        return sum(line.share for line in self.lines if line.worth is not None)

    @property
    def earned(self) -> int:
        """Share by worth of what was tested."""
        return sum(line.share * line.worth for line in self.lines if line.worth is not None)


def score(standard: Standard, results: Sequence[ControlResult], findings: Iterable[Finding]) -> Score:
    """The score from the results of all controls and the findings that count for the app (open ones cap it)."""
    base = _base(standard, results)
    conditions = {result.control for result in results if result.condition}
    held = limits(standard, findings, conditions)
    tested, earned, everything = base.tested, base.earned, base.full * base.whole
    mandatory = _mandatory_untested(standard.scoring, results)
    raw = Score(
        value=100 * earned / (base.full * tested) if tested else None,
        low=100 * earned / everything if base.lines else None,
        high=100 * (earned + everything - base.full * tested) / everything if base.lines else None,
        coverage=tested / base.whole if base.lines else 0.0,
        rating=UNRATED,
        caps=held.caps,
        domains=_domains(standard, base),
        contributions=tuple(_contribution(line, earned, tested, base.full) for line in base.lines),
        mandatory_untested=mandatory,
        incident=held.incident,
        awaiting_review=held.awaiting_review,
    )
    return _rated(standard.scoring, _capped(raw, held))


def without_value(score: Score) -> Score:
    """The score of an app of which nothing could be looked at: what its address or name alone show is no measure of it,
    and would rank it above every app that was really judged.

    Its bounds say that anything is possible below the caps of its open findings. A confirmed compromise stands.
    """
    if score.incident:
        return score
    return msgspec.structs.replace(
        score,
        value=None,
        uncapped=None,
        low=None if score.low is None else 0.0,
        rating=UNRATED,
        provisional=False,
    )


def _base(standard: Standard, results: Sequence[ControlResult]) -> _Base:
    """The controls in the base: with a check, applicable, no condition, and of a weight."""
    scoring = standard.scoring
    given = {result.control: result for result in results}
    counted: list[tuple[ControlResult, str, float]] = []
    for control in standard.controls:
        result = given.get(control.id)
        weight = scoring.severity_weights[control.severity]
        if result is None or result.planned or result.condition or result.outcome is Outcome.NOT_APPLICABLE:
            continue
        if weight > 0 and standard.domains[control.domain].weight > 0:
            counted.append((result, control.domain, weight))
    units = _units(standard)
    domains = dict.fromkeys(domain for _, domain, _ in counted)
    sums = dict.fromkeys(domains, 0)
    for result, domain, _ in counted:
        sums[domain] += units.controls[result.control]
    common = lcm(*sums.values())
    lines = (
        _Line(
            result,
            domain,
            weight,
            units.domains[domain] * units.controls[result.control] * (common // sums[domain]),
            units.worths.get(result.outcome),
        )
        for result, domain, weight in counted
    )
    return _Base(tuple(lines), sum(units.domains[domain] for domain in domains) * common, units.full)


class _Units(msgspec.Struct, frozen=True):
    """The weights of domains and controls, and the worths of outcomes in parts of `full`, as whole numbers."""

    domains: Mapping[str, int]
    controls: Mapping[ControlId, int]
    worths: Mapping[str, int]
    full: int


@once
def _units(standard: Standard) -> _Units:
    scoring = standard.scoring
    domains, _ = _whole({name: domain.weight for name, domain in standard.domains.items()})
    controls, _ = _whole({control.id: scoring.severity_weights[control.severity] for control in standard.controls})
    return _Units(domains, controls, *_whole(scoring.outcome_values))


def _whole(values: Mapping[K, float]) -> tuple[Mapping[K, int], int]:
    """Numbers as whole ones in the same proportions, and what 1 is among them."""
    exact = {key: Fraction(value) for key, value in values.items()}
    one = lcm(*(value.denominator for value in exact.values()))
    return {key: int(value * one) for key, value in exact.items()}, one


def _domains(standard: Standard, base: _Base) -> tuple[DomainScore, ...]:
    scores = []
    for name, domain in standard.domains.items():
        own = [line for line in base.lines if line.domain == name]
        applicable = sum(line.weight for line in own)
        tested = sum(line.weight for line in own if line.worth is not None)
        earned = sum(line.weight * (line.worth / base.full) for line in own if line.worth is not None)
        if own:
            value = earned / tested if tested else None
            scores.append(DomainScore(domain=name, weight=domain.weight, value=value, coverage=tested / applicable))
    return tuple(scores)


def _contribution(line: _Line, earned: int, tested: int, full: int) -> Contribution:
    """What the control adds to the value, and by how much passing it would raise it (by the coverage it adds, too)."""
    worth = line.worth or 0
    new_tested = tested + (line.share if line.worth is None else 0)
    new_earned = earned + line.share * (full - worth)
    return Contribution(
        control=line.result.control,
        outcome=line.result.outcome,
        weight=line.weight,
        points=100 * line.share * worth / (full * tested) if tested else 0.0,
        gain=100 * (new_earned * tested - earned * new_tested) / (full * tested * new_tested)
        if tested
        else 100 * new_earned / (full * new_tested),
    )


def _mandatory_untested(scoring: Scoring, results: Sequence[ControlResult]) -> tuple[ControlId, ...]:
    return tuple(
        result.control
        for result in results
        if result.control in scoring.mandatory and result.outcome in _UNTESTED and not result.condition
    )


def _capped(raw: Score, held: Limits) -> Score:
    most = 0.0 if held.incident else min((cap.max_score for cap in held.caps), default=100.0)
    value = 0.0 if held.incident else raw.value
    return msgspec.structs.replace(
        raw,
        uncapped=raw.value,
        value=None if value is None else min(value, most),
        low=None if raw.low is None else min(raw.low, most),
        high=None if raw.high is None else min(raw.high, most),
    )


def _rated(scoring: Scoring, capped: Score) -> Score:
    """The rating: by value, then the worst of what caps, coverage and untested mandatory controls allow.

    A confirmed compromise is the lowest rating at any coverage; a critical indication that waits for review allows
    none.
    """
    lowest = scoring.ratings[-1].letter
    if capped.incident:
        return msgspec.structs.replace(capped, rating=lowest)
    if capped.value is None or capped.awaiting_review:
        return capped
    allowed = [cap.max_rating for cap in capped.caps]
    provisional = False
    for gate in scoring.coverage_gates:
        if capped.coverage < gate.below:
            allowed.append(gate.max_rating)
            provisional = provisional or gate.provisional
    if capped.mandatory_untested:
        allowed.append(scoring.mandatory_untested_max_rating)
    letter = worse(scoring, rating_of(scoring, capped.value), *allowed)
    return msgspec.structs.replace(capped, rating=letter, provisional=provisional and letter != UNRATED)
