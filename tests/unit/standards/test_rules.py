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
    assert error.value.where.startswith("own.yaml: ")
    return str(error.value)


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("weight: 20}", "weight: 21}", "domains: weights_sum: total=101"),
        ("weight: 20}", "weight: -20}", "domains.KOM.weight: negative: value=-20"),
        ("- id: SS-TLS-02", "- id: SS-TLS-01", "control_twice: control=SS-TLS-01, count=2"),
        ("    domain: KOM", "    domain: KOMM", "SS-TLS-01: unknown_domain: word=KOMM"),
        ("    bssn_class: h", "    bssn_class: z", "SS-TLS-01: unknown_class: word=z"),
        ("{source: BSSN-4-2021", "{source: BSSN-4", "SS-TLS-01: unknown_source: word=BSSN-4"),
        ("mandatory: [SS-TLS-01", "mandatory: [SS-TLS-99", "unknown_control: word=SS-TLS-99"),
        ("    checks: [https-redirect]\n", "", "control_without_check: word=SS-TLS-01"),
        ("compromise_controls: [SS-INT-01", "compromise_controls: [SS-INT-09", "unknown_control: word=SS-INT-09"),
        ("partial: 0.5", "partial: 1.5", "outcome_values"),
        ("partial: 0.5, ", "", "outcome_values"),
        ("rendah: 2, info: 0", "rendah: 2", "severity_weights: missing_names: missing=info"),
        ("kritis: 10", "kritis: -10", "severity_weights: negative: value=-10"),
        ("strategis: 3, ", "", "criticality_weights: missing_names: missing=strategis"),
        ("kritis: 3, ", "", "sla_days: missing_names: missing=kritis"),
        ("letter: E, minimum: 0", "letter: E, minimum: 10", "ratings_fall"),
        ("letter: B, minimum: 80", "letter: B, minimum: 95", "ratings_fall"),
        ("max_score: 39", "max_score: 139", "cap_range: cap=kritis"),
        ("count: 3", "count: 0", "cap_range: cap=tinggi-3"),
        ("max_score: 64", "max_score: 84", "milder_cap: cap=tinggi-3"),
        ("      max_rating: E", "      max_rating: F", "kritis: unknown_rating: word=F"),
        ("below: 0.60", "below: 60", "gate_range: below=60"),
        ("mandatory_untested_max_rating: B", "mandatory_untested_max_rating: Z", "unknown_rating: word=Z"),
        ("freshness_days: 90", "freshness_days: 0", "scoring_range"),
    ],
)
def test_a_fault_is_named(before: str, after: str, message: str) -> None:
    assert message in fault(before, after)


def test_all_faults_are_named_at_once() -> None:
    message = fault("weight: 20}", "weight: -20}")
    assert "total=60" in message
    assert "negative" in message
