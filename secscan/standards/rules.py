"""What a standard must hold beyond its form: numbers that add up, and names that exist."""

from collections import Counter
from collections.abc import Iterator

from secscan.base.errors import UsageError
from secscan.model.enums import Criticality, Outcome, Severity
from secscan.model.standard import Scoring, Standard

_MAX_SCORE = 100.0
_UNRATED = "-"
_VALUED = (Outcome.PASS, Outcome.PARTIAL, Outcome.FAIL)


def check_standard(standard: Standard, file: str) -> None:
    """Raises UsageError with every fault of the standard."""
    faults = [*_domains(standard), *_controls(standard), *_scoring(standard.scoring), *_mandatory(standard)]
    if faults:
        more = "".join(f"\n  {fault}" for fault in faults[1:])
        raise UsageError(faults[0] + more, where=file, advice="correct the standard's file")


def _domains(standard: Standard) -> Iterator[str]:
    total = sum(domain.weight for domain in standard.domains.values())
    if abs(total - _MAX_SCORE) > 1e-6:
        yield f"domains: the weights sum to {total:g}, not to 100"
    for name, domain in standard.domains.items():
        if domain.weight < 0:
            yield f"domains.{name}.weight: {domain.weight:g} is negative"


def _controls(standard: Standard) -> Iterator[str]:
    counts = Counter(control.id for control in standard.controls)
    yield from (f"controls: {control} stands here {count} times" for control, count in counts.items() if count > 1)
    for control in standard.controls:
        if control.domain not in standard.domains:
            yield f"{control.id}: there is no domain {control.domain!r}"
        if control.bssn_class is not None and control.bssn_class not in standard.bssn_classes:
            yield f"{control.id}: there is no bssn_class {control.bssn_class!r}"
        for reference in control.references:
            if reference.source not in standard.sources:
                yield f"{control.id}: there is no source {reference.source!r}"
    for question in standard.questions:
        if question.source not in standard.sources:
            yield f"{question.id}: there is no source {question.source!r}"


def _mandatory(standard: Standard) -> Iterator[str]:
    controls = {control.id: control for control in standard.controls}
    for name in standard.scoring.mandatory:
        if name not in controls:
            yield f"scoring.mandatory: there is no control {name!r}"
        elif not controls[name].checks:
            yield f"scoring.mandatory: {name} has no check"
    for name in standard.scoring.compromise_controls:
        if name not in controls:
            yield f"scoring.compromise_controls: there is no control {name!r}"


def _scoring(scoring: Scoring) -> Iterator[str]:
    values = scoring.outcome_values
    if set(values) != set(_VALUED) or not 1 >= values["pass"] >= values["partial"] >= values["fail"] >= 0:
        yield "scoring.outcome_values: pass, partial and fail, from 1 down to 0, are needed"
    for name, given, wanted in (
        ("severity_weights", scoring.severity_weights, Severity),
        ("sla_days", scoring.sla_days, set(Severity) - {Severity.INFO}),
        ("criticality_weights", scoring.criticality_weights, Criticality),
    ):
        missing = sorted(set(wanted) - set(given))
        if missing:
            yield f"scoring.{name}: {', '.join(missing)} missing"
        if any(number < 0 for number in given.values()):
            yield f"scoring.{name}: a number is negative"
    minima = [rating.minimum for rating in scoring.ratings]
    if not minima or minima != sorted(minima, reverse=True) or minima[-1] != 0:
        yield "scoring.ratings: the minima must fall, and end at 0"
    yield from _limits(scoring)


def _limits(scoring: Scoring) -> Iterator[str]:
    """Caps, gates and steps: ratings that exist, and numbers that can be reached."""
    letters = {rating.letter for rating in scoring.ratings}
    for cap in scoring.caps:
        if not 0 <= cap.max_score <= _MAX_SCORE or cap.count < 1:
            yield f"scoring.caps: {cap.name} needs a score of 0 to 100 and a count of at least 1"
        elif cap.max_rating not in letters:
            yield f"scoring.caps: {cap.name} names the unknown rating {cap.max_rating!r}"
        if any(
            cap.severity == other.severity and cap.count > other.count and cap.max_score > other.max_score
            for other in scoring.caps
        ):
            yield f"scoring.caps: {cap.name} is milder than a cap for fewer findings"
    for gate in scoring.coverage_gates:
        if not 0 <= gate.below <= 1 or gate.max_rating not in letters | {_UNRATED}:
            yield f"scoring.coverage_gates: below {gate.below:g} needs a share of 0 to 1 and a known rating"
    if scoring.mandatory_untested_max_rating not in letters:
        yield f"scoring.mandatory_untested_max_rating: {scoring.mandatory_untested_max_rating!r} is no rating"
    if scoring.freshness_days < 1 or not 0 <= scoring.asset_coverage_minimum <= 1 or scoring.strategic_steps < 0:
        yield "scoring: freshness_days, asset_coverage_minimum or strategic_steps is out of range"
