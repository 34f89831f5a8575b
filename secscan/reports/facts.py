"""The facts of a finding as its evidence list prints them: names and coded values in words, dates and sizes for
readers."""

from email.utils import parsedate_to_datetime

from secscan.identify import runtimes, signatures
from secscan.model.checks import Fact
from secscan.model.findings import Finding
from secscan.reports.wording import Wording

UNPRINTED = frozenset(
    (
        *("advised", "anonymous", "assumed", "by_distribution", "encrypted_action", "http_only_site", "indication"),
        *("open_access", "own", "starttls", "whole"),
        *("anywhere", "evaluated", "inline", "invalid", "no_script_rule", "report_only"),  # of a policy
        *("credentials", "detail", "faults", "limited", "mail_faults", "reflected", "shown"),
        *("baseline", "confirmed", "cut", "script_host"),
        *("max_age", "new", "newest_branch", "nosniff", "referrer", "sent", "sources", "ssl", "theme", "wordfence"),
    )
)
"""Facts that only choose a sentence of the write-up, or say what another fact says already."""

CODES = {
    "access": "access",
    "accepted": "tls",
    "attested_unused": "statement",
    "barrier": "barrier",
    "broken": "tls",
    "cause": "cause",
    "changed": "changed",
    "content": "content",
    "contents": "contents",
    "data": "data",
    "dated": "tls",
    "deed": "deed",
    "dnssec": "dnssec",
    "fate": "fate",
    "flaws": "tls",
    "kind": "kind",
    "old": "tls",
    "problems": "problem",
    "shell": "shell",
    "support": "support",
    "topics": "topic",
    "trace": "trace",
    "type": "file",
    "unknown": "tls",
    "vantage": "vantage",
    "view": "view",
    "where": "where",
    "ways": "way",
    "what": "console",
}
"""Facts whose values are codes, each with its family of words in `templates/translations/report.*.yaml` (`code.…`)."""

_PRODUCTS = {**signatures.LABELS, **runtimes.LABELS}


def fact_lines(finding: Finding, words: Wording) -> tuple[tuple[str, str], ...]:
    """The facts by name, each name and each thing once; those without a value, and zeros, are left out."""
    lines: dict[str, str] = {}
    for name, value in finding.facts.items():
        _add(lines, name, value, words)
    for name, value in finding.discriminators:
        if words.prose.printed(value) not in lines.values():
            _add(lines, name, value, words)
    return tuple(lines.items())


def fact_name(name: str, words: Wording) -> str:
    """The name of a fact in words, as far as it has a translation (an older check may have had other facts)."""
    return words.t(f"fact.{name}") if words.t.has(f"fact.{name}") else name.replace("_", " ")


def fact_value(name: str, value: Fact, words: Wording) -> str:
    """The value of a fact in words; empty where there is none."""
    if value in ((), "") or (value == 0 and not isinstance(value, bool)):
        return ""
    if name in CODES:
        codes = value if isinstance(value, tuple) else (str(value),)
        return ", ".join(_word(CODES[name], code, words) for code in codes)
    if name == "size" and isinstance(value, int):
        return words.figures.size(value)
    if name == "product":
        return words.prose.printed(_PRODUCTS.get(str(value), value))
    if name == "modified":
        return _http_date(str(value), words)
    return words.prose.printed(value)


def _add(lines: dict[str, str], name: str, value: Fact, words: Wording) -> None:
    text = fact_value(name, value, words)
    if text and name not in UNPRINTED:
        lines.setdefault(fact_name(name, words), text)


def _word(family: str, code: str, words: Wording) -> str:
    key = f"code.{family}.{code}"
    return words.t(key) if words.t.has(key) else words.prose.printed(code)


def _http_date(text: str, words: Wording) -> str:
    """The date of a Last-Modified header (RFC 9110, section 5.6.7) in words; anything else as it stands."""
    try:
        return words.figures.moment(parsedate_to_datetime(text))
    except (ValueError, OverflowError):
        return words.prose.printed(text)
