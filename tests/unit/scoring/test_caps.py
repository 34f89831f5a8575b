from secscan.model.enums import Confidence, Severity
from secscan.model.ids import ControlId
from secscan.scoring.caps import limits
from tests.unit.scoring.standards import FULL, SHIPPED, finding


def test_no_findings_no_limits() -> None:
    none = limits(FULL, ())
    assert (none.caps, none.incident, none.awaiting_review) == ((), False, False)


def test_of_one_severity_the_cap_with_the_highest_count_holds() -> None:
    three = limits(FULL, [finding(control) for control in ("SS-TLS-04", "SS-TLS-01", "SS-DAT-03")])
    assert [(cap.name, cap.controls) for cap in three.caps] == [("tinggi-3", ("SS-TLS-01", "SS-TLS-04", "SS-DAT-03"))]


def test_checks_without_a_control_in_the_standard_set_no_limits() -> None:
    assert limits(SHIPPED, [finding("SS-DAT-08", Severity.KRITIS)]).caps == ()


def test_excluded_controls_neither_cap_nor_wait_for_review() -> None:
    found = [finding("SS-NET-01", Severity.KRITIS, confidence=Confidence.INDIKASI), finding("SS-TLS-01")]
    free = limits(FULL, found, {ControlId("SS-NET-01"), ControlId("SS-TLS-01")})
    assert (free.caps, free.awaiting_review) == ((), False)
    assert limits(FULL, found).awaiting_review
