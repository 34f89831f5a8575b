"""docs/scoring.md: its parameters are the shipped standard's, its example is what the scoring module computes."""

from secscan.model.enums import Confidence, FindingState, Outcome, Severity
from secscan.model.findings import Finding
from secscan.model.ids import AppId, CheckId, Fingerprint
from secscan.model.score import ControlResult, Score
from secscan.model.subjects import Site
from secscan.scoring.score import score
from secscan.standards.load import load_standard
from tests.unit.builders import NOW
from tests.unit.docs.markdown import read, rows, sections

TEXT = read("docs/scoring.md")
SECTIONS = sections(TEXT)
STANDARD = load_standard("pemda-eksternal")
SCORING = STANDARD.scoring
DIFFERENT = {
    "SS-DAT-03": Outcome.FAIL,
    "SS-HDR-01": Outcome.PARTIAL,
    "SS-UPD-03": Outcome.INCONCLUSIVE,
    "SS-UPD-05": Outcome.NOT_TESTED,
    **{f"SS-NET-0{number}": Outcome.NOT_TESTED for number in range(1, 6)},
}


def example() -> Score:
    """The app of the worked example."""
    results = [
        ControlResult(
            control=control.id,
            outcome=DIFFERENT.get(control.id, Outcome.PASS) if control.checks else Outcome.NOT_TESTED,
            planned=not control.checks,
            checks=control.checks,
        )
        for control in STANDARD.controls
    ]
    finding = Finding(
        fingerprint=Fingerprint("0" * 32),
        check=CheckId("repository-metadata"),
        subject=Site("https", "simpeg.contoh.go.id", 443),
        app=AppId("simpeg"),
        apps=(AppId("simpeg"),),
        opd=None,
        outcome=Outcome.FAIL,
        severity=Severity.TINGGI,
        confidence=Confidence.PASTI,
        state=FindingState.OPEN,
        first_seen=NOW,
        last_seen=NOW,
    )
    return score(STANDARD, results, [finding])


def test_domains_of_the_example() -> None:
    table = [row for row in rows(SECTIONS["A worked example"]) if len(row) == 4]
    assert table == [
        [
            one.domain,
            f"{one.weight:g}",
            f"{one.coverage:.3f}",
            "-" if one.value is None else f"{one.value:.3f}",
        ]
        for one in example().domains
    ]


def test_results_of_the_example() -> None:
    made = example()
    assert made.value is not None
    assert made.low is not None
    assert made.high is not None
    assert made.uncapped is not None
    before = made.low + 100 * (1 - made.coverage)
    assert dict(row for row in rows(SECTIONS["A worked example"]) if len(row) == 2) == {
        "value before caps": f"{made.uncapped:.2f}",
        "coverage": f"{made.coverage:.3f}",
        "low": f"{made.low:.2f}",
        "high before caps": f"{before:.2f}",
        "value": f"{made.value:.2f}",
        "high": f"{made.high:.2f}",
        "rating": made.rating,
    }
    printed = f"`{made.value:.0f} ({made.low:.0f}-{made.high:.0f}, cakupan {made.coverage * 100:.0f} %)`"
    assert printed in SECTIONS["A worked example"]
    assert made.provisional
    assert made.mandatory_untested == ("SS-NET-01",)


def test_weights() -> None:
    table = {severity: float(weight) for severity, weight in rows(_indented("From verdicts to a value"))}
    assert table == dict(SCORING.severity_weights)


def test_caps() -> None:
    table = [
        [f"{cap.count} control{'s' if cap.count > 1 else ''} {cap.severity}", f"{cap.max_score:g}", cap.max_rating]
        for cap in SCORING.caps
    ]
    assert rows(SECTIONS["Caps"]) == table


def test_ratings_gates_and_mandatory_controls() -> None:
    section = SECTIONS["Ratings"]
    assert rows(section) == [[one.letter, f"{one.minimum:g}"] for one in SCORING.ratings]
    assert [(gate.below, gate.max_rating, gate.provisional) for gate in SCORING.coverage_gates] == [
        (0.60, "-", False),
        (0.80, "C", True),
    ]
    assert f"({', '.join(SCORING.mandatory)})" in section.replace("\n", " ")
    assert f"at most {SCORING.mandatory_untested_max_rating}" in section


def test_freshness_and_opd() -> None:
    assert f"older than {SCORING.freshness_days} days" in TEXT
    weights = ", ".join(f"{name} {weight:g}" for name, weight in SCORING.criticality_weights.items())
    assert f"({weights})" in TEXT
    assert f"fewer than {SCORING.asset_coverage_minimum * 100:g} %" in TEXT
    assert SCORING.strategic_steps == 1


def _indented(heading: str) -> str:
    """A section with its indented tables moved to the margin."""
    return "\n".join(line.strip() for line in SECTIONS[heading].splitlines())
