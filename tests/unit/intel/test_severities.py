import pytest

from secscan.intel.severities import severity_of_score, severity_of_word
from secscan.model.enums import Severity


@pytest.mark.parametrize(("word", "severity"), [
    ("critical", Severity.KRITIS), ("High", Severity.TINGGI), ("important", Severity.TINGGI),
    ("major", Severity.TINGGI), ("moderate", Severity.SEDANG), ("low", Severity.RENDAH), ("minor", Severity.RENDAH),
    ("unknown", None), ("n/a", None), ("", None),
])  # fmt: skip
def test_words_of_publishers(word: str, severity: Severity | None) -> None:
    assert severity_of_word(word) is severity


@pytest.mark.parametrize(("score", "severity"), [  # CVSS v3.1, section 5
    (0.0, Severity.INFO), (0.1, Severity.RENDAH), (3.9, Severity.RENDAH), (4.0, Severity.SEDANG),
    (6.9, Severity.SEDANG), (7.0, Severity.TINGGI), (8.9, Severity.TINGGI), (9.0, Severity.KRITIS),
    (10.0, Severity.KRITIS),
])  # fmt: skip
def test_scores(score: float, severity: Severity) -> None:
    assert severity_of_score(score) is severity
