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
    for fault in faults:
        fault.where = f"{file}: {fault.where}"
    if faults:
        first, *rest = faults
        first.also = tuple(rest)
        raise first


def _domains(standard: Standard) -> Iterator[UsageError]:
    total = sum(domain.weight for domain in standard.domains.values())
    if abs(total - _MAX_SCORE) > 1e-6:
        yield UsageError("weights_sum", where="domains", values={"total": f"{total:g}"})
    for name, domain in standard.domains.items():
        if domain.weight < 0:
            yield UsageError("negative", where=f"domains.{name}.weight", values={"value": f"{domain.weight:g}"})


def _controls(standard: Standard) -> Iterator[UsageError]:
    counts = Counter(control.id for control in standard.controls)
    for control_id, count in counts.items():
        if count > 1:
            yield UsageError("control_twice", where="controls", values={"control": control_id, "count": str(count)})
    for control in standard.controls:
        if control.domain not in standard.domains:
            yield UsageError("unknown_domain", where=control.id, values={"word": control.domain})
        if control.bssn_class is not None and control.bssn_class not in standard.bssn_classes:
            yield UsageError("unknown_class", where=control.id, values={"word": control.bssn_class})
        for reference in control.references:
            if reference.source not in standard.sources:
                yield UsageError("unknown_source", where=control.id, values={"word": reference.source})
    for question in standard.questions:
        if question.source not in standard.sources:
            yield UsageError("unknown_source", where=question.id, values={"word": question.source})


def _mandatory(standard: Standard) -> Iterator[UsageError]:
    controls = {control.id: control for control in standard.controls}
    for name in standard.scoring.mandatory:
        if name not in controls:
            yield UsageError("unknown_control", where="scoring.mandatory", values={"word": name})
        elif not controls[name].checks:
            yield UsageError("control_without_check", where="scoring.mandatory", values={"word": name})
    for name in standard.scoring.compromise_controls:
        if name not in controls:
            yield UsageError("unknown_control", where="scoring.compromise_controls", values={"word": name})


def _scoring(scoring: Scoring) -> Iterator[UsageError]:
    values = scoring.outcome_values
    if set(values) != set(_VALUED) or not 1 >= values["pass"] >= values["partial"] >= values["fail"] >= 0:
        yield UsageError("outcome_values", where="scoring.outcome_values")
    for name, given, wanted in (
        ("severity_weights", scoring.severity_weights, Severity),
        ("sla_days", scoring.sla_days, set(Severity) - {Severity.INFO}),
        ("criticality_weights", scoring.criticality_weights, Criticality),
    ):
        missing = sorted(set(wanted) - set(given))
        if missing:
            yield UsageError("missing_names", where=f"scoring.{name}", values={"missing": ", ".join(missing)})
        for number in given.values():
            if number < 0:
                yield UsageError("negative", where=f"scoring.{name}", values={"value": f"{number:g}"})
    minima = [rating.minimum for rating in scoring.ratings]
    if not minima or minima != sorted(minima, reverse=True) or minima[-1] != 0:
        yield UsageError("ratings_fall", where="scoring.ratings")
    yield from _limits(scoring)


def _limits(scoring: Scoring) -> Iterator[UsageError]:
    """Caps, gates and steps: ratings that exist, and numbers that can be reached."""
    letters = {rating.letter for rating in scoring.ratings}
    for cap in scoring.caps:
        if not 0 <= cap.max_score <= _MAX_SCORE or cap.count < 1:
            yield UsageError("cap_range", where="scoring.caps", values={"cap": cap.name})
        elif cap.max_rating not in letters:
            yield UsageError("unknown_rating", where=f"scoring.caps: {cap.name}", values={"word": cap.max_rating})
        if any(
            cap.severity == other.severity and cap.count > other.count and cap.max_score > other.max_score
            for other in scoring.caps
        ):
            yield UsageError("milder_cap", where="scoring.caps", values={"cap": cap.name})
    for gate in scoring.coverage_gates:
        if not 0 <= gate.below <= 1 or gate.max_rating not in letters | {_UNRATED}:
            values = {"below": f"{gate.below:g}", "word": gate.max_rating}
            yield UsageError("gate_range", where="scoring.coverage_gates", values=values)
    if scoring.mandatory_untested_max_rating not in letters:
        word = scoring.mandatory_untested_max_rating
        yield UsageError("unknown_rating", where="scoring.mandatory_untested_max_rating", values={"word": word})
    if scoring.freshness_days < 1 or not 0 <= scoring.asset_coverage_minimum <= 1 or scoring.strategic_steps < 0:
        yield UsageError("scoring_range", where="scoring")
