"""Looks and verdicts for the tests of tracking."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from secscan.model.checks import CheckSpec, Discriminators, Verdict
from secscan.model.enums import Confidence, Outcome, Reason, Severity
from secscan.model.findings import Finding
from secscan.model.ids import AppId, CheckId, Fingerprint, OpdId, RunId
from secscan.model.subjects import Domain, Endpoint, Host, Site, Subject
from secscan.tracking.looks import AppVerdicts
from secscan.tracking.track import track

CHECK = CheckId("framing")
SITE = Site("https", "simpeg.contoh.go.id", 443)
HOST = Host("127.0.0.2")
REDIS = Endpoint("127.0.0.2", 6379)
DOMAIN = Domain("simpeg.contoh.go.id")
SPECS = {CHECK: CheckSpec(id=CHECK, severity=Severity.SEDANG)}
CLOSING = {CHECK: CheckSpec(id=CHECK, severity=Severity.SEDANG, absence_closes=True)}
OWNERS: Mapping[str, OpdId | None] = {"127.0.0.2": OpdId("diskominfo")}
START = datetime(2026, 10, 1, 3, 0, tzinfo=UTC)


def day(number: int) -> datetime:
    return START + timedelta(days=number)


def says(
    outcome: Outcome,
    subject: Subject = SITE,
    *,
    what: Discriminators = (),
    severity: Severity = Severity.SEDANG,
    confidence: Confidence = Confidence.PASTI,
    reason: Reason | None = None,
    check: CheckId = CHECK,
    **facts: str,
) -> Verdict:
    return Verdict(
        check=check,
        subject=subject,
        outcome=outcome,
        severity=severity,
        confidence=confidence,
        discriminators=what,
        facts=dict(facts),
        reason=reason,
    )


def look(number: int, *verdicts: Verdict, app: str = "app-1", checks: tuple[CheckId, ...] = (CHECK,)) -> AppVerdicts:
    """What run `number` (one a day) says of an app."""
    return AppVerdicts(
        app=AppId(app),
        opd=OpdId(f"opd-of-{app}"),
        run=RunId(f"run-{number}"),
        at=day(number),
        checks=frozenset(checks),
        verdicts=verdicts,
    )


def after(
    *looks: AppVerdicts, start: Mapping[Fingerprint, Finding] | None = None, specs: Mapping[CheckId, CheckSpec] = SPECS
) -> dict[Fingerprint, Finding]:
    """The findings after looks tracked one by one."""
    findings = dict(start or {})
    for one in looks:
        findings = track(findings, [one], OWNERS, specs)
    return findings


def only(findings: Mapping[Fingerprint, Finding]) -> Finding:
    (finding,) = findings.values()
    return finding
