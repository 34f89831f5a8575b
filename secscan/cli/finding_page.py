"""One finding as a page for a terminal: what, why, how to fix it here, how to verify, evidence and history."""

import re
from collections.abc import Iterator

from secscan.model.assessment import Assessment, Software
from secscan.model.enums import Language
from secscan.model.findings import Finding
from secscan.reports.finding_view import finding_view, owner_name
from secscan.reports.servers import fitted
from secscan.reports.wording import Wording

_BLANK_LINES = re.compile("\n{3,}")
"""What the cases of a write-up leave that do not apply."""


def finding_page(finding: Finding, assessment: Assessment, language: Language) -> str:
    """The page as plain text, in which what came from a target is on single lines without control characters."""
    words = Wording(assessment, language)
    software = tuple(seen for app in finding.apps if (entry := assessment.app(app)) for seen in entry.software)
    page = "\n".join([*_head(finding, assessment, words), *_body(finding, software, words), *_tail(finding, words)])
    return _BLANK_LINES.sub("\n\n", page)


def _head(finding: Finding, assessment: Assessment, words: Wording) -> Iterator[str]:
    view = finding_view(finding, words, as_of=assessment.as_of)
    yield view.title
    yield "=" * len(view.title)
    yield f"{view.severity_label} · {view.confidence} · {words.state(finding)}"
    yield view.subject
    if finding.app is None:
        yield f"{words.t('finding.owner')}: {owner_name(assessment, finding, words)}"
    yield words.t("finding.apps", apps=", ".join(finding.apps) or "-")
    yield f"{words.t('finding.controls')}: " + ", ".join(f"{control} {title}" for control, title in view.controls)
    if view.due:
        yield f"{words.t('finding.due')}: {view.due}" + (f" {words.t('finding.overdue')}" if view.overdue else "")
    if view.indication:
        yield f"{words.t('finding.indication')} {words.t('finding.indication_note')}"


def _body(finding: Finding, software: tuple[Software, ...], words: Wording) -> Iterator[str]:
    """The write-up filled in; of the fixes those that fit what was detected, or else the general one."""
    writeup, facts = words.writeup(finding.check), finding.facts
    yield from ("", words.prose.text(writeup.found, facts))
    yield from _section(words.t("finding.why"), words.prose.text(writeup.why, facts))
    yield from _section(words.t("finding.fix"), words.prose.text(writeup.before_fixes, facts))
    fixes = fitted(writeup.fixes, software, facts)
    for one in fixes:
        if one.fits or one.open:
            yield from ("", f"### {one.fix.heading}", "", words.prose.text(one.fix.source, facts))
    others = [one.fix.heading for one in fixes if not (one.fits or one.open)]
    if others:
        yield from ("", words.t("finding.other_fixes", servers=", ".join(others)))
    yield from _section(words.t("finding.verify"), words.prose.text(writeup.verify, facts))


def _tail(finding: Finding, words: Wording) -> Iterator[str]:
    view = finding_view(finding, words, as_of=finding.last_seen.date())
    facts = [f"- {name}: {value}" for name, value in view.facts]
    yield from _section(words.t("finding.evidence"), "\n".join(facts))
    yield f"- {words.t('finding.first_seen')}: {view.first_seen}"
    yield f"- {words.t('finding.last_seen')}: {view.last_seen}"
    if view.review:
        yield f"- {view.review}"
    yield from (f"- {line}" for line in view.history)
    yield f"- {words.t('finding.fingerprint')}: {view.fingerprint}"


def _section(title: str, text: str) -> Iterator[str]:
    yield from ("", f"## {title}")
    if text:
        yield from ("", text)
