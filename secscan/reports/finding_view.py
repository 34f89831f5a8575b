"""One finding as a report shows it: what, why, how to fix it here, how to verify, and the evidence."""

from collections.abc import Iterable
from datetime import date, timedelta

import msgspec
from markupsafe import Markup

from secscan.model.assessment import Assessment, Software
from secscan.model.enums import Cause, Confidence, FindingState, Outcome, Review, Severity
from secscan.model.findings import Finding, FindingEvent
from secscan.model.ids import OpdId
from secscan.model.register import HostEntry
from secscan.model.subjects import Endpoint, Host
from secscan.planning.scope import owner_of
from secscan.reports.actions import is_compromise
from secscan.reports.facts import fact_lines
from secscan.reports.servers import fitted
from secscan.reports.wording import Wording

_HISTORY_LINES = 12


class FixView(msgspec.Struct, frozen=True):
    """One way to fix it, in HTML."""

    heading: str
    body: Markup
    fits: bool
    open: bool


class FindingView(msgspec.Struct, frozen=True, kw_only=True):
    """All that the template prints of a finding; texts are escaped there, `Markup` is safe already.

    `aside` are the headings of fixes for servers other than the one detected: on paper they are only named.
    """

    anchor: str
    title: str
    action: str
    severity: Severity
    severity_label: str
    outcome: str
    subject: str
    apps: tuple[str, ...]
    others: int
    owner: str
    state: str
    settled: bool
    indication: bool
    incident: bool
    confidence: str
    review: str
    first_seen: str
    last_seen: str
    due: str
    overdue: bool
    controls: tuple[tuple[str, str], ...]
    found: Markup
    why: Markup
    before_fixes: Markup
    fixes: tuple[FixView, ...]
    aside: tuple[str, ...]
    verify: Markup
    facts: tuple[tuple[str, str], ...]
    history: tuple[str, ...]
    fingerprint: str


def anchor(finding: Finding) -> str:
    """The name of a finding's place in a page."""
    return f"t-{''.join(char for char in finding.fingerprint if char.isalnum())[:16]}"


def due_day(finding: Finding, words: Wording) -> date | None:
    """The last day of the repair time that the standard suggests; None for what is closed or accepted."""
    days = words.standard.scoring.sla_days.get(finding.severity)
    if days is None or finding.state not in (FindingState.OPEN, FindingState.REOPENED):
        return None
    return finding.first_seen.date() + timedelta(days=days)


def owner_entry(assessment: Assessment, finding: Finding) -> HostEntry | None:
    """The register's line on the machine that a finding on a host or endpoint is on."""
    subject = finding.subject
    return owner_of(assessment.hosts, subject.ip) if isinstance(subject, Host | Endpoint) else None


def owner_name(assessment: Assessment, finding: Finding, words: Wording) -> str:
    """Whose machine a finding on a host or endpoint is on, as far as the register says."""
    if finding.opd is not None:
        return words.opd_name(finding.opd)
    entry = owner_entry(assessment, finding)
    return words.opd_name(OpdId(entry.owner)) if entry is not None and entry.owner else words.t("word.unregistered")


def finding_view(
    finding: Finding,
    words: Wording,
    *,
    as_of: date,
    software: Iterable[Software] = (),
    apps: tuple[str, ...] = (),
    others: int = 0,
    owner: str = "",
) -> FindingView:
    """The view of a finding. `software` is what was seen at its app; `apps` the names of the reader's own apps that it
    concerns, `others` the number of further apps, `owner` whose server it is on."""
    writeup = words.writeup(finding.check)
    facts = finding.facts
    fixes = fitted(writeup.fixes, software, facts)
    found = any(one.fits for one in fixes)
    due = due_day(finding, words)
    return FindingView(
        anchor=anchor(finding),
        title=words.title(finding),
        action=words.action(finding),
        severity=finding.severity,
        severity_label=words.t(f"severity.{finding.severity}"),
        outcome=words.t(f"outcome.{finding.outcome}") if finding.outcome is Outcome.PARTIAL else "",
        subject=words.prose.printed(words.subject(finding.subject)),
        apps=apps,
        others=others,
        owner=owner,
        state=words.state(finding),
        settled=not finding.is_open,
        indication=finding.confidence is Confidence.INDIKASI and finding.review is Review.NONE,
        incident=finding.is_open and finding.review is Review.CONFIRMED and is_compromise(finding.check),
        confidence=words.t(f"confidence.{finding.confidence}"),
        review=_review(finding, words),
        first_seen=words.figures.moment(finding.first_seen),
        last_seen=words.figures.moment(finding.last_seen),
        due=words.figures.day(due) if due is not None else "",
        overdue=due is not None and due < as_of,
        controls=tuple((control, words.control(control)) for control in words.standard.controls_of(finding.check)),
        found=words.prose.html(writeup.found, facts),
        why=words.prose.html(writeup.why, facts),
        before_fixes=words.prose.html(writeup.before_fixes, facts),
        fixes=tuple(
            FixView(one.fix.heading, words.prose.html(one.fix.source, facts), one.fits, one.open) for one in fixes
        ),
        aside=tuple(one.fix.heading for one in fixes if found and not one.fits),
        verify=words.prose.html(writeup.verify, facts),
        facts=fact_lines(finding, words),
        history=tuple(_event(event, words) for event in finding.history[-_HISTORY_LINES:]),
        fingerprint=str(finding.fingerprint),
    )


def _review(finding: Finding, words: Wording) -> str:
    if finding.review is Review.NONE:
        return ""
    said = words.t(f"review.{finding.review}", reviewer=words.prose.printed(finding.reviewer))
    return f"{said}: {words.prose.printed(finding.review_reason)}" if finding.review_reason else said


def _event(event: FindingEvent, words: Wording) -> str:
    key = f"event.{event.what}"
    said = words.t(key) if words.t.has(key) else event.what
    details = "; ".join(words.prose.printed(part) for part in (event.by, event.note) if part)
    line = f"{words.figures.moment(event.at)}: {said}"
    line = f"{line} ({details})" if details else line
    if event.cause in (None, Cause.SITE):
        return line
    return f"{line}; " + words.t(f"cause.{event.cause}", data=", ".join(event.data))
