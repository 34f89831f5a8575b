"""SARIF 2.1.0 (OASIS): one rule for each check with findings, one result for each finding that is not fixed.

An indication that nobody has reviewed is a result of kind `review` (section 3.27.9), which has no level; accepted and
dismissed findings are kept, suppressed (section 3.35). Rules carry no text of a target, results only plain text.
"""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

import msgspec

from secscan.base.urls import bracketed
from secscan.checks.catalogue import CHECKS
from secscan.model.assessment import Assessment
from secscan.model.enums import Confidence, FindingState, Language, Outcome, Severity
from secscan.model.findings import Finding
from secscan.model.ids import CheckId
from secscan.model.subjects import Domain, Endpoint, Host, Site, Subject
from secscan.reports.app_view import is_indication
from secscan.reports.wording import Wording

Json = dict[str, Any]

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {
    Severity.KRITIS: "error",
    Severity.TINGGI: "error",
    Severity.SEDANG: "warning",
    Severity.RENDAH: "note",
    Severity.INFO: "note",
}
_PRECISION = {Confidence.PASTI: "very-high", Confidence.KUAT: "high", Confidence.INDIKASI: "medium"}
_SCORES = {
    Severity.KRITIS: "9.5",
    Severity.TINGGI: "8.0",
    Severity.SEDANG: "5.5",
    Severity.RENDAH: "2.5",
    Severity.INFO: "0.0",
}
"""The middle of the CVSS band of each severity: code-scanning platforms sort by it."""


def to_sarif(assessment: Assessment, lang: Language = Language.ID) -> bytes:
    """The findings as a SARIF log."""
    words = Wording(assessment, lang)
    kept = [
        finding
        for finding in assessment.findings
        if finding.outcome in (Outcome.FAIL, Outcome.PARTIAL) and finding.state is not FindingState.FIXED
    ]
    checks = sorted({finding.check for finding in kept})
    rules = [_rule(check, kept, words) for check in checks]
    log = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "secscan",
                        "version": assessment.secscan_version,
                        "language": str(lang),
                        "rules": rules,
                    }
                },
                "columnKind": "unicodeCodePoints",
                "automationDetails": {"id": f"secscan/{assessment.standard.id}/"},
                "properties": {"standard": assessment.standard.id, "standardVersion": assessment.standard.version},
                "results": [_result(finding, checks, words) for finding in kept],
            }
        ],
    }
    return msgspec.json.format(msgspec.json.encode(log), indent=2) + b"\n"


def _rule(check: CheckId, findings: Iterable[Finding], words: Wording) -> Json:
    writeup = words.writeup(check)
    spec = next((known.spec for known in CHECKS if known.spec.id == check), None)
    worst = min((one.severity for one in findings if one.check == check), key=lambda severity: severity.rank)
    why = words.prose.text(writeup.why, {})
    fixes = "\n\n".join(f"### {fix.heading}\n\n{words.prose.text(fix.source, {})}" for fix in writeup.fixes)
    tags = ["security", *(f"external/cwe/cwe-{number:03d}" for number in (spec.cwe if spec is not None else ()))]
    return {
        "id": check,
        "name": "".join(part.capitalize() for part in check.split("-")),
        "shortDescription": {"text": writeup.title},
        "fullDescription": {"text": words.prose.line(writeup.why, {})},
        "help": {"text": f"{why}\n\n{fixes}".strip(), "markdown": f"{why}\n\n{fixes}".strip()},
        "defaultConfiguration": {"level": _LEVELS[worst]},
        "properties": {
            "security-severity": _SCORES[worst],
            "precision": _PRECISION[spec.confidence if spec is not None else Confidence.INDIKASI],
            "tags": tags,
            "controls": list(words.standard.controls_of(check)),
        },
    }


def _result(finding: Finding, checks: list[CheckId], words: Wording) -> Json:
    writeup = words.writeup(finding.check)
    review = is_indication(finding)
    message = f"{words.title(finding)}. {words.prose.line(writeup.found, finding.facts)}"
    result: Json = {
        "ruleId": finding.check,
        "ruleIndex": checks.index(finding.check),
        "kind": "review" if review else "fail",
        "level": "none" if review else _LEVELS[finding.severity],
        "message": {"text": message},
        "locations": [_location(finding)],
        "partialFingerprints": {"secscanFingerprint/v1": str(finding.fingerprint)},
        "properties": {
            "severity": str(finding.severity),
            "confidence": str(finding.confidence),
            "state": str(finding.state),
            "retested": finding.retested,
            "security-severity": _SCORES[finding.severity],
            "apps": list(finding.apps),
        },
    }
    if isinstance(finding.subject, Site):
        result["webRequest"] = _request(finding.subject)
    if finding.state in (FindingState.ACCEPTED, FindingState.FALSE_POSITIVE):
        result["suppressions"] = [
            {
                "kind": "external",
                "status": "accepted",
                "justification": words.prose.printed(finding.review_reason) or words.state(finding),
            }
        ]
    return result


def _location(finding: Finding) -> Json:
    names = [{"name": str(app), "kind": "module"} for app in finding.apps]
    location: Json = {"physicalLocation": {"artifactLocation": {"uri": _uri(finding.subject)}}}
    return location | {"logicalLocations": names} if names else location


def _uri(subject: Subject) -> str:
    """The subject as URI. A file name is expected by some readers, so a site's is its address."""
    if isinstance(subject, Host):
        return f"ip://{bracketed(subject.ip)}/"
    if isinstance(subject, Endpoint):
        return f"tcp://{bracketed(subject.ip)}:{subject.port}/"
    if isinstance(subject, Domain):
        return f"dns:{quote(subject.name)}"
    assert isinstance(subject, Site)  # noqa: S101 - the union has no other member
    return quote(subject.url, safe=":/[]%~!$&'()*+,;=@")


def _request(site: Site) -> Json:
    return {"protocol": "HTTP", "version": "1.1", "method": "GET", "target": quote(site.path, safe="/%~!$&'()*+,;=:@")}
