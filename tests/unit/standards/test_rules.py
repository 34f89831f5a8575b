import pytest

from secscan.base.errors import UsageError
from secscan.base.resources import read_text
from secscan.model.standard import Standard
from secscan.standards.rules import check_standard
from secscan.standards.yamlfile import decode

TEXT = read_text("profiles", "standards", "pemda-eksternal.yaml")


def fault(before: str, after: str) -> str:
    assert before in TEXT
    standard = decode(TEXT.replace(before, after, 1), "own.yaml", Standard)
    with pytest.raises(UsageError) as error:
        check_standard(standard, "own.yaml")
    assert error.value.where == "own.yaml"
    return error.value.message


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("weight: 20}", "weight: 21}", "the weights sum to 101, not to 100"),
        ("weight: 20}", "weight: -20}", "domains.KOM.weight: -20 is negative"),
        ("- id: SS-TLS-02", "- id: SS-TLS-01", "SS-TLS-01 stands here 2 times"),
        ("    domain: KOM", "    domain: KOMM", "SS-TLS-01: there is no domain 'KOMM'"),
        ("    bssn_class: h", "    bssn_class: z", "SS-TLS-01: there is no bssn_class 'z'"),
        ("{source: BSSN-4-2021", "{source: BSSN-4", "SS-TLS-01: there is no source 'BSSN-4'"),
        ("mandatory: [SS-TLS-01", "mandatory: [SS-TLS-99", "there is no control 'SS-TLS-99'"),
        ("mandatory: [SS-TLS-01", "mandatory: [SS-DOM-03", "SS-DOM-03 has no check"),
        ("compromise_controls: [SS-INT-01", "compromise_controls: [SS-INT-09", "there is no control 'SS-INT-09'"),
        ("partial: 0.5", "partial: 1.5", "outcome_values"),
        ("partial: 0.5, ", "", "outcome_values"),
        ("rendah: 2, info: 0", "rendah: 2", "severity_weights: info missing"),
        ("kritis: 10", "kritis: -10", "severity_weights: a number is negative"),
        ("strategis: 3, ", "", "criticality_weights: strategis missing"),
        ("kritis: 3, ", "", "sla_days: kritis missing"),
        ("letter: E, minimum: 0", "letter: E, minimum: 10", "the minima must fall"),
        ("letter: B, minimum: 80", "letter: B, minimum: 95", "the minima must fall"),
        ("max_score: 39", "max_score: 139", "kritis needs a score of 0 to 100"),
        ("count: 3", "count: 0", "tinggi-3 needs a score"),
        ("max_score: 64", "max_score: 84", "tinggi-3 is milder than a cap for fewer findings"),
        ("      max_rating: E", "      max_rating: F", "kritis names the unknown rating 'F'"),
        ("below: 0.60", "below: 60", "below 60 needs a share"),
        ("mandatory_untested_max_rating: B", "mandatory_untested_max_rating: Z", "'Z' is no rating"),
        ("freshness_days: 90", "freshness_days: 0", "out of range"),
    ],
)
def test_a_fault_is_named(before: str, after: str, message: str) -> None:
    assert message in fault(before, after)


def test_all_faults_are_named_at_once() -> None:
    message = fault("weight: 20}", "weight: -20}")
    assert "sum to 60" in message
    assert "is negative" in message
