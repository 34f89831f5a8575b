import msgspec
import pytest

from secscan.model.enums import Confidence, FindingState, Outcome, Review, Severity
from secscan.model.findings import Finding
from secscan.model.ids import ControlId
from secscan.model.score import ControlResult, Score
from secscan.scoring.score import score, without_value
from tests.unit.scoring.standards import FULL, finding, results, untested

FAIL, PARTIAL, PASS = Outcome.FAIL, Outcome.PARTIAL, Outcome.PASS
UNKNOWN, UNTESTED, ABSENT = Outcome.INCONCLUSIVE, Outcome.NOT_TESTED, Outcome.NOT_APPLICABLE
PORTS = untested(*(f"SS-NET-0{number}" for number in range(1, 6)))

# A WordPress with poor headers, a public log-in and an old library: one set of outcomes that the worked table fits.
WORDPRESS = {
    "SS-TLS-02": PARTIAL,
    "SS-TLS-05": FAIL,
    "SS-HDR-01": FAIL,
    "SS-HDR-02": FAIL,
    "SS-HDR-03": FAIL,
    "SS-ADM-01": FAIL,
    "SS-ADM-04": FAIL,
    "SS-ADM-05": FAIL,
    "SS-SES-02": FAIL,
    "SS-UPD-04": FAIL,
}


def scored(outcomes: dict[str, Outcome], *findings: Finding, otherwise: Outcome = PASS) -> Score:
    return score(FULL, results(outcomes, otherwise), findings)


def near(number: float | None, expected: float) -> bool:
    return number is not None and round(number, 1) == expected


def test_all_pass() -> None:
    best = scored({})
    assert (best.value, best.low, best.high, best.coverage, best.rating) == (100.0, 100.0, 100.0, 1.0, "A")
    assert (best.provisional, best.caps, best.mandatory_untested) == (False, (), ())


def test_version_hidden_and_ports_not_authorised() -> None:
    hidden = scored(WORDPRESS | PORTS | {"SS-UPD-01": UNKNOWN})
    assert near(hidden.value, 83.2)
    assert near(100 * hidden.coverage, 79.4)
    assert near(hidden.low, 66.1)
    assert near(hidden.high, 86.7)
    assert (hidden.rating, hidden.provisional) == ("C", True)
    assert hidden.mandatory_untested == ("SS-NET-01", "SS-UPD-01")


def test_end_of_life_cms_is_capped_at_79() -> None:
    old = scored(WORDPRESS | {"SS-UPD-01": FAIL}, finding("SS-UPD-01", confidence=Confidence.KUAT))
    assert near(old.uncapped, 81.1)
    assert (old.value, old.low, old.high, old.coverage, old.rating) == (79.0, 79.0, 79.0, 1.0, "C")
    assert [(cap.name, cap.controls) for cap in old.caps] == [("tinggi-1", ("SS-UPD-01",))]


def test_an_open_database_port_is_capped_at_39() -> None:
    exposed = scored(WORDPRESS | {"SS-NET-01": FAIL}, finding("SS-NET-01", Severity.KRITIS))
    assert near(exposed.uncapped, 82.1)
    assert (exposed.value, exposed.rating, exposed.provisional) == (39.0, "E", False)


def test_only_tls_and_headers_tested() -> None:
    tested = [one.id for one in FULL.controls if one.domain in ("KOM", "SES")]
    little = scored(dict.fromkeys(tested, PASS), otherwise=UNTESTED)
    assert (little.value, little.high, little.rating, little.provisional) == (100.0, 100.0, "-", False)
    assert near(little.low, 30.0)
    assert near(100 * little.coverage, 30.0)


def test_nothing_tested_and_nothing_applicable() -> None:
    unseen = scored({}, otherwise=UNTESTED)
    assert (unseen.value, unseen.low, unseen.high, unseen.coverage, unseen.rating) == (None, 0.0, 100.0, 0.0, "-")
    android = scored({}, otherwise=ABSENT)
    assert (android.value, android.low, android.high, android.coverage, android.rating) == (None, None, None, 0.0, "-")


def test_an_inapplicable_domain_drops_out_of_the_weights() -> None:
    outcomes = {one.id: ABSENT for one in FULL.controls if one.domain != "INT"} | {"SS-INT-03": FAIL}
    alone = scored(outcomes)
    assert near(alone.value, round(100 * (10 + 10 + 4) / (10 + 10 + 7 + 4), 1))
    assert [domain.domain for domain in alone.domains] == ["INT"]


def test_planned_controls_are_outside_the_base() -> None:
    planned = [
        ControlResult(control=one.control, outcome=UNTESTED, planned=True) if one.control != "SS-TLS-01" else one
        for one in results({})
    ]
    assert score(FULL, planned, ()).coverage == 1.0


@pytest.mark.parametrize(
    ("count", "severity", "value", "rating"),
    [
        (1, Severity.SEDANG, 100.0, "A"),
        (1, Severity.TINGGI, 79.0, "C"),
        (2, Severity.TINGGI, 79.0, "C"),
        (3, Severity.TINGGI, 64.0, "D"),
        (4, Severity.TINGGI, 64.0, "D"),
        (1, Severity.KRITIS, 39.0, "E"),
    ],
)
def test_caps_count_distinct_controls_at_the_severity_of_the_finding(
    count: int, severity: Severity, value: float, rating: str
) -> None:
    controls = ["SS-TLS-01", "SS-HDR-02", "SS-ADM-01", "SS-DAT-03"][:count]
    capped = scored({}, *(finding(control, severity) for control in controls))
    assert (capped.value, capped.rating) == (value, rating)


def test_many_findings_of_one_control_count_once() -> None:
    many = [finding("SS-DAT-03", Severity.TINGGI, number=number) for number in range(5)]
    assert scored({}, *many).value == 79.0


def test_every_cap_that_holds_is_named_the_lowest_first() -> None:
    caps = scored({}, finding("SS-TLS-01"), finding("SS-NET-01", Severity.KRITIS)).caps
    assert [(cap.name, cap.max_score, cap.controls) for cap in caps] == [
        ("kritis", 39, ("SS-NET-01",)),
        ("tinggi-1", 79, ("SS-TLS-01",)),
    ]


@pytest.mark.parametrize(
    "harmless",
    [
        finding("SS-TLS-01", outcome=PARTIAL),
        finding("SS-TLS-01", confidence=Confidence.INDIKASI),
        finding("SS-TLS-01", state=FindingState.FIXED),
        finding("SS-TLS-01", state=FindingState.FALSE_POSITIVE),
        finding("SS-ADM-04", Severity.TINGGI),  # the control itself allows no more than an indication
    ],
)
def test_what_never_caps(harmless: Finding) -> None:
    assert scored({}, harmless).value == 100.0


def test_a_finding_that_could_not_be_retested_keeps_its_cap() -> None:
    kept = msgspec.structs.replace(finding("SS-NET-01", Severity.KRITIS), retested=False)
    blocked = scored(PORTS, kept)
    assert (blocked.value, blocked.low, blocked.high, blocked.rating) == (39.0, 39.0, 39.0, "E")


def test_a_waiver_changes_nothing() -> None:
    waived = finding("SS-NET-01", Severity.KRITIS, state=FindingState.ACCEPTED)
    assert scored({"SS-NET-01": FAIL}, waived) == scored({"SS-NET-01": FAIL}, finding("SS-NET-01", Severity.KRITIS))


def test_a_critical_indication_waits_for_a_reviewer() -> None:
    hint = finding("SS-INT-01", Severity.KRITIS, confidence=Confidence.INDIKASI)
    waiting = scored({"SS-INT-01": FAIL}, hint)
    assert (waiting.rating, waiting.awaiting_review, waiting.incident, waiting.caps) == ("-", True, False, ())
    assert waiting.value is not None
    assert waiting.value > 90
    dismissed = msgspec.structs.replace(hint, state=FindingState.FALSE_POSITIVE, review=Review.DISMISSED)
    assert scored({}, dismissed).rating == "A"


def test_a_confirmed_compromise_is_an_incident_at_any_coverage() -> None:
    confirmed = finding("SS-INT-01", Severity.KRITIS, review=Review.CONFIRMED)
    hacked = scored({"SS-INT-01": FAIL}, confirmed)
    assert (hacked.value, hacked.low, hacked.high, hacked.rating, hacked.incident) == (0.0, 0.0, 0.0, "E", True)
    blind = scored({}, confirmed, otherwise=UNTESTED)
    assert (blind.value, blind.rating, blind.incident) == (0.0, "E", True)


def test_confirming_another_indication_only_lets_it_cap() -> None:
    confirmed = finding("SS-DAT-08", Severity.KRITIS, review=Review.CONFIRMED)
    leak = scored({"SS-DAT-08": FAIL}, confirmed)
    assert (leak.value, leak.rating, leak.incident) == (39.0, "E", False)


def test_mandatory_controls_untested_allow_at_most_b() -> None:
    assert scored({"SS-INT-01": UNTESTED}).rating == "B"
    assert scored({"SS-INT-01": UNKNOWN}).rating == "B"
    assert scored({"SS-INT-01": ABSENT}).rating == "A"
    assert scored({"SS-INT-02": UNTESTED}).rating == "A"


def test_conditions_leave_the_base_and_do_not_cap() -> None:
    conditions = [
        msgspec.structs.replace(one, condition=one.control.startswith(("SS-TLS", "SS-NET"))) for one in results(PORTS)
    ]
    assert score(FULL, conditions, ()).coverage == 1.0
    deferred = score(FULL, conditions, [finding("SS-NET-01", Severity.KRITIS)])
    assert (deferred.value, deferred.rating, deferred.mandatory_untested) == (100.0, "A", ())


def test_contributions_explain_the_value() -> None:
    hidden = scored(WORDPRESS | PORTS | {"SS-UPD-01": UNKNOWN})
    assert hidden.uncapped is not None
    assert sum(one.points for one in hidden.contributions) == pytest.approx(hidden.uncapped)
    for one in hidden.contributions:
        outcomes = WORDPRESS | PORTS | {"SS-UPD-01": UNKNOWN} | {one.control: PASS}
        better = scored(outcomes).uncapped
        assert better is not None
        assert one.gain == pytest.approx(better - hidden.uncapped)


def test_ratings_are_on_unrounded_values() -> None:
    """Two domains of equal weight, five controls of equal weight each: 4 of 5 and 4 of 5 is exactly 80, and B."""
    severities = {"SS-DAT-01": FAIL}
    standard = msgspec.structs.replace(
        FULL,
        controls=tuple(
            msgspec.structs.replace(one, severity=Severity.SEDANG, domain="AKS" if number % 2 else "DAT")
            for number, one in enumerate(FULL.controls[:10])
        ),
        scoring=msgspec.structs.replace(FULL.scoring, mandatory=()),
    )
    outcomes = {"SS-TLS-01": FAIL, "SS-TLS-02": FAIL} | severities
    given = [one for one in results(outcomes) if standard.control(ControlId(one.control))]
    exact = score(standard, given, ())
    assert (exact.value, exact.rating) == (80.0, "B")


def test_an_app_that_nobody_could_look_at_has_no_value_and_any_is_possible() -> None:
    """Two controls on its address pass: that is no 100, and no letter."""
    dark = without_value(scored({"SS-NET-05": PASS, "SS-UPD-05": PASS}, otherwise=UNTESTED))
    assert (dark.value, dark.uncapped, dark.low, dark.high, dark.rating) == (None, None, 0.0, 100.0, "-")
    assert 0 < dark.coverage < 0.1
    rated = scored({})
    assert (without_value(rated).value, without_value(rated).rating) == (None, "-")


def test_what_is_open_on_a_dark_app_still_caps_it_and_a_compromise_stands() -> None:
    critical = finding("SS-DAT-01", Severity.KRITIS)
    assert without_value(scored({}, critical, otherwise=UNTESTED)).high == 39.0
    hacked = finding("SS-INT-01", Severity.KRITIS, review=Review.CONFIRMED)
    blind = without_value(scored({}, hacked, otherwise=UNTESTED))
    assert (blind.value, blind.rating, blind.incident) == (0.0, "E", True)
