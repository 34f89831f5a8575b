"""The overview for the Pemda as data for its template. No single grade for the whole: counts and distributions."""

from collections import Counter, defaultdict

import msgspec

from secscan.model.assessment import AppAssessment, Assessment
from secscan.model.findings import Finding
from secscan.model.ids import AppId, OpdId
from secscan.reports.app_view import AppRow, Count, app_row, open_counts
from secscan.reports.finding_view import owner_name
from secscan.reports.opd_view import (
    ActionView,
    Annex,
    ImpactRow,
    actions_view,
    annex,
    awaiting,
    impact_row,
    incidents,
    planned,
)
from secscan.reports.wording import Wording

_ACTIONS = 10


class Share(msgspec.Struct, frozen=True):
    """How many apps have a rating; `percent` of all is for the bar."""

    letter: str
    label: str
    count: int
    percent: float


class OpdRow(msgspec.Struct, frozen=True, kw_only=True):
    """An OPD in the ranking. `low_value` is what it is ranked by."""

    name: str
    letter: str
    label: str
    value: str
    low: str
    low_value: float
    status: str
    counts: tuple[Count, ...]
    incident: bool


class HostRow(msgspec.Struct, frozen=True):
    """An open finding on a server: how bad, what, where, whose, and how many apps it concerns."""

    severity: str
    severity_label: str
    title: str
    place: str
    owner: str
    apps: tuple[str, ...]
    state: str


class OverviewView(msgspec.Struct, frozen=True, kw_only=True):
    """All that the template prints."""

    apps_total: int
    rated_total: int
    shares: tuple[Share, ...]
    counts: tuple[Count, ...]
    incidents: tuple[str, ...]
    awaiting: tuple[str, ...]
    planned: int
    opds: tuple[OpdRow, ...]
    apps: tuple[AppRow, ...]
    unseen: tuple[tuple[str, str, str], ...]
    refusals: tuple[tuple[str, str, str], ...]
    hosts: tuple[HostRow, ...]
    actions: tuple[ActionView, ...]
    impact: tuple[ImpactRow, ...]
    annex: Annex


def overview_view(assessment: Assessment, words: Wording) -> OverviewView:
    """The view of the whole register."""
    by_app: dict[AppId, list[Finding]] = defaultdict(list)
    for finding in assessment.findings:
        for app in finding.apps:
            by_app[app].append(finding)
    rows = [app_row(entry, by_app[entry.app.id], words) for entry in assessment.apps]
    names = {entry.app.id: entry.app.name for entry in assessment.apps}
    return OverviewView(
        apps_total=len(assessment.apps),
        rated_total=sum(entry.score.rating != "-" for entry in assessment.apps),
        shares=_shares(assessment, words),
        counts=open_counts(assessment.findings, words),
        incidents=incidents(assessment),
        awaiting=awaiting(assessment),
        planned=planned(assessment),
        opds=_opds(assessment, by_app, words),
        apps=tuple(sorted(rows, key=_worst_first)),
        unseen=tuple(
            (entry.app.name, entry.opd.name, words.unseen(entry))
            for entry in assessment.apps
            if entry.unseen is not None
        ),
        refusals=tuple(
            (
                names.get(one.app, one.app) if one.app is not None else "–",
                one.target,
                words.refusal(one),
            )
            for one in assessment.refusals
        ),
        hosts=_hosts(assessment, names, words),
        actions=actions_view(assessment, assessment.findings, words, _ACTIONS),
        impact=tuple(impact_row(receipt, 0, words) for receipt in assessment.impact),
        annex=annex(assessment, words),
    )


def _worst_first(row: AppRow) -> tuple[bool, float, tuple[int, ...], str]:
    """Incidents, then by the lowest possible score, then by the number of grave findings."""
    low = row.score.low if row.score.value is not None else 101.0
    return (not row.incident, low, tuple(-count.sure for count in row.counts), row.name)


def _shares(assessment: Assessment, words: Wording) -> tuple[Share, ...]:
    counted = Counter(entry.score.rating for entry in assessment.apps)
    letters = [*(rating.letter for rating in assessment.standard.scoring.ratings if rating.letter != "-"), "-"]
    total = max(1, len(assessment.apps))
    return tuple(Share(one, words.rating(one), counted[one], 100 * counted[one] / total) for one in letters)


def _opds(assessment: Assessment, by_app: dict[AppId, list[Finding]], words: Wording) -> tuple[OpdRow, ...]:
    apps: dict[OpdId, list[AppAssessment]] = defaultdict(list)
    for entry in assessment.apps:
        apps[entry.opd.id].append(entry)
    rows = []
    for score in assessment.opds:
        findings = {one.fingerprint: one for entry in apps[score.opd] for one in by_app[entry.app.id]}
        rows.append(
            OpdRow(
                name=words.opd_name(score.opd),
                letter=score.rating,
                label=words.rating(score.rating),
                value=words.points(score.value),
                low=words.points(score.low),
                low_value=score.low if score.low is not None else -1.0,
                status=words.opd_status(score),
                counts=open_counts(findings.values(), words),
                incident=any(entry.score.incident for entry in apps[score.opd]),
            )
        )
    return tuple(sorted(rows, key=lambda row: (-row.low_value, row.name)))


def _hosts(assessment: Assessment, names: dict[AppId, str], words: Wording) -> tuple[HostRow, ...]:
    rows = []
    for finding in sorted(assessment.findings, key=lambda one: (one.severity.rank, one.subject.key)):
        if finding.app is not None or not finding.is_open:
            continue
        rows.append(
            HostRow(
                str(finding.severity),
                words.t(f"severity.{finding.severity}"),
                words.title(finding),
                words.subject(finding.subject),
                owner_name(assessment, finding, words),
                tuple(names.get(app, app) for app in finding.apps),
                words.state(finding),
            )
        )
    return tuple(sorted(rows, key=lambda row: row.owner))
