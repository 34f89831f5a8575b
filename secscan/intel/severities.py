"""The words and figures by which publishers rate vulnerabilities, as severities of the house."""

from secscan.model.enums import Severity

_WORDS = {
    "critical": Severity.KRITIS,
    "high": Severity.TINGGI,
    "important": Severity.TINGGI,  # Apache's second of four
    "major": Severity.TINGGI,  # nginx' first of four
    "medium": Severity.SEDANG,
    "moderate": Severity.SEDANG,
    "low": Severity.RENDAH,
    "minor": Severity.RENDAH,
    "none": Severity.INFO,  # nginx: listed, and no hole in its eyes
}
_SCORES = ((9.0, Severity.KRITIS), (7.0, Severity.TINGGI), (4.0, Severity.SEDANG), (0.1, Severity.RENDAH))


def severity_of_word(word: str) -> Severity | None:
    """A publisher's word; None for one that says nothing (unknown, n/a)."""
    return _WORDS.get(word.strip().lower())


def severity_of_score(score: float) -> Severity:
    """A CVSS base score by the qualitative scale of CVSS v3.1, section 5."""
    return next((severity for least, severity in _SCORES if score >= least), Severity.INFO)
