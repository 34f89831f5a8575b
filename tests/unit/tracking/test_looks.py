from secscan.model.enums import Confidence, Outcome, Severity
from secscan.tracking.looks import Said, by_run, worst
from tests.unit.tracking.verdicts import look, says


def test_runs_come_oldest_first_whatever_their_names() -> None:
    looks = [look(10, app="app-1"), look(9, app="app-2"), look(10, app="app-3")]
    assert [run.run for run in by_run(looks)] == ["run-9", "run-10"]


def test_worst_goes_by_outcome_then_severity_then_confidence() -> None:
    one = look(1)
    ordered = [
        says(Outcome.FAIL, severity=Severity.TINGGI),
        says(Outcome.FAIL, severity=Severity.SEDANG, confidence=Confidence.KUAT),
        says(Outcome.FAIL, severity=Severity.SEDANG, confidence=Confidence.INDIKASI),
        says(Outcome.PARTIAL, severity=Severity.KRITIS),
        says(Outcome.INCONCLUSIVE),
        says(Outcome.NOT_TESTED),
        says(Outcome.PASS),
        says(Outcome.NOT_APPLICABLE),
    ]
    for place in range(len(ordered)):
        said = [Said(one, verdict) for verdict in reversed(ordered[place:])]
        assert worst(said).verdict is ordered[place]
