"""The report of one OPD as data for its template."""

import msgspec

from secscan.model.assessment import Assessment
from secscan.model.enums import Confidence
from secscan.model.findings import Finding
from secscan.model.ids import OpdId
from secscan.model.impact import Impact
from secscan.model.standard import Certainty
from secscan.reports.actions import Action, useful_actions
from secscan.reports.app_view import AppView, Count, app_view, open_counts
from secscan.reports.confine import Confined
from secscan.reports.finding_view import FindingView, anchor, finding_view, owner_entry, owner_name
from secscan.reports.wording import Wording

_ACTIONS = 3
_VERIFYING = 30
"""Minutes to look at an indication together; the effort of its check is that of a repair."""


class ActionView(msgspec.Struct, frozen=True):
    """A thing to do, in plain words: what, where and about which finding, by whom, what it brings and takes."""

    anchor: str
    severity: str
    severity_label: str
    what: str
    place: str
    who: str
    gain: str
    time: str


class ImpactRow(msgspec.Struct, frozen=True, kw_only=True):
    """What the scan sent to one address, as texts."""

    ip: str
    neighbours: int
    requests: str
    connections: str
    port_probes: str
    size: str
    peak: str
    times: str
    backoffs: str
    stopped: str


class Annex(msgspec.Struct, frozen=True, kw_only=True):
    """The technical annex: controls with their references, the standard, versions, data packs."""

    controls: tuple[tuple[str, str, tuple[str, ...], str], ...]
    standard: str
    digest: str
    version: str
    vantage: str
    packs: tuple[tuple[str, str, bool], ...]
    stale: tuple[str, ...]
    runs: tuple[tuple[str, str, str], ...]
    disclaimers: tuple[str, ...]
    lettering: bool


class OpdView(msgspec.Struct, frozen=True, kw_only=True):
    """All that the template prints of an OPD."""

    name: str
    letter: str
    label: str
    status: str
    value: str
    low: str
    counts: tuple[Count, ...]
    apps: tuple[AppView, ...]
    actions: tuple[ActionView, ...]
    incidents: tuple[str, ...]
    awaiting: tuple[str, ...]
    planned: int
    unscanned: tuple[tuple[str, str], ...]
    host_findings: tuple[FindingView, ...]
    refusals: tuple[tuple[str, str], ...]
    impact: tuple[ImpactRow, ...]
    annex: Annex


def opd_view(confined: Confined, opd: OpdId, words: Wording) -> OpdView:
    """The view of an OPD; `confined` holds nothing of any other."""
    assessment = confined.assessment
    views = _finding_views(confined, words)
    apps = tuple(app_view(entry, assessment.findings_of(entry.app.id), views, words) for entry in assessment.apps)
    shared = [finding for finding in assessment.findings if finding.app is None]
    score = next((one for one in assessment.opds if one.opd == opd), None)
    return OpdView(
        name=words.opd_name(opd),
        letter=score.rating if score is not None else "-",
        label=words.rating(score.rating if score is not None else "-"),
        status=words.opd_status(score) if score is not None else "",
        value=words.points(score.value if score is not None else None),
        low=words.points(score.low if score is not None else None),
        counts=open_counts(assessment.findings, words),
        apps=apps,
        actions=actions_view(assessment, tuple(assessment.findings), words, _ACTIONS),
        incidents=incidents(assessment),
        awaiting=awaiting(assessment),
        planned=planned(assessment),
        unscanned=tuple(
            (entry.app.name, words.unseen(entry))
            for entry in assessment.apps
            if score is not None and entry.app.id in score.unscanned
        ),
        host_findings=tuple(
            sorted(
                (views[one.fingerprint] for one in shared),
                key=lambda view: (view.settled, view.severity.rank, view.title),
            )
        ),
        refusals=tuple((words.prose.printed(one.target), words.refusal(one)) for one in assessment.refusals),
        impact=tuple(
            impact_row(receipt, confined.neighbours.get(receipt.ip, 0), words) for receipt in assessment.impact
        ),
        annex=annex(assessment, words),
    )


def incidents(assessment: Assessment) -> tuple[str, ...]:
    """The names of the apps with a confirmed compromise."""
    return tuple(entry.app.name for entry in assessment.apps if entry.score.incident)


def awaiting(assessment: Assessment) -> tuple[str, ...]:
    """The names of the apps whose rating waits for a reviewer."""
    return tuple(
        entry.app.name for entry in assessment.apps if entry.score.awaiting_review and not entry.score.incident
    )


def planned(assessment: Assessment) -> int:
    """How many controls of the standard have no check yet."""
    return sum(not control.checks for control in assessment.standard.controls)


def actions_view(
    assessment: Assessment, findings: tuple[Finding, ...], words: Wording, limit: int
) -> tuple[ActionView, ...]:
    """The most useful things to do, in words for a head of agency."""
    return tuple(_action(action, assessment, words) for action in useful_actions(assessment, findings, limit))


def impact_row(receipt: Impact, neighbours: int, words: Wording) -> ImpactRow:
    """One line of the impact receipt."""
    figures = words.figures
    times = "–"
    if receipt.started_at is not None and receipt.ended_at is not None:
        times = f"{figures.moment(receipt.started_at)} – {figures.clock(receipt.ended_at)}"
    stopped = receipt.stopped_because
    return ImpactRow(
        ip=receipt.ip,
        neighbours=neighbours,
        requests=figures.number(receipt.requests),
        connections=figures.number(receipt.connections),
        port_probes=figures.number(receipt.port_probes),
        size=figures.size(receipt.bytes),
        peak=words.t("impact.per_second", n=figures.number(receipt.peak_per_second)),
        times=times,
        backoffs=figures.number(receipt.backoffs),
        stopped=words.reason(stopped) if stopped is not None else words.t("word.no"),
    )


def annex(assessment: Assessment, words: Wording) -> Annex:
    """The technical annex: the only place where articles of law stand."""
    standard = assessment.standard
    references = [reference for control in standard.controls for reference in control.references]
    return Annex(
        controls=tuple(
            (
                control.id,
                words.t.pick(control.title_id, control.title_en),
                tuple(words.reference(reference) for reference in control.references),
                ", ".join(control.crossref),
            )
            for control in standard.controls
        ),
        standard=f"{words.t.pick(standard.name_id, standard.name_en)} ({standard.id} {standard.version})",
        digest=standard.digest,
        version=assessment.secscan_version,
        vantage=words.t(f"vantage.{assessment.vantage}"),
        packs=tuple(
            (pack.name, words.figures.day(pack.data_date), pack.stale(assessment.as_of)) for pack in assessment.packs
        ),
        stale=tuple(pack.name for pack in assessment.packs if pack.stale(assessment.as_of)),
        runs=tuple((run.id, run.profile, words.figures.moment(run.started_at)) for run in assessment.runs),
        disclaimers=standard.disclaimers_id if words.t.pick("id", "en") == "id" else standard.disclaimers_en,
        lettering=any(
            reference.certainty is not Certainty.TEXT and _lettered(reference.article) for reference in references
        ),
    )


def _lettered(article: str | None) -> bool:
    return article is not None and article.startswith(("26", "27"))


def _finding_views(confined: Confined, words: Wording) -> dict[str, FindingView]:
    assessment = confined.assessment
    by_app = {entry.app.id: entry for entry in assessment.apps}
    views: dict[str, FindingView] = {}
    for finding in assessment.findings:
        concerned = [by_app[app] for app in finding.apps if app in by_app]
        views[finding.fingerprint] = finding_view(
            finding,
            words,
            as_of=assessment.as_of,
            software=[seen for entry in concerned for seen in entry.software],
            apps=tuple(entry.app.name for entry in concerned) if finding.app is None else (),
            others=confined.others.get(finding.fingerprint, 0) if finding.app is None else 0,
            owner=owner_name(assessment, finding, words) if finding.app is None else "",
        )
    return views


def _action(action: Action, assessment: Assessment, words: Wording) -> ActionView:
    first = action.findings[0]
    verify = action.to_verify and first.confidence is Confidence.INDIKASI
    what = words.t("action.verify", title=words.title(first)) if verify else words.action(first)
    if len(action.findings) > 1:
        what += " " + words.t("action.more", n=len(action.findings) - 1)
    return ActionView(
        anchor=anchor(first),
        severity=str(action.severity),
        severity_label=words.t(f"severity.{action.severity}"),
        what=what,
        place=words.t("action.place", place=_place(first, assessment, words), title=words.title(first)),
        who=_who(first, assessment, words),
        gain=words.t("action.held_rating") if verify else _gain(action, words),
        time=words.duration(_VERIFYING if verify else action.minutes),
    )


def _place(finding: Finding, assessment: Assessment, words: Wording) -> str:
    entry = assessment.app(finding.app) if finding.app is not None else None
    if entry is not None:
        return words.t("action.on_app", app=entry.app.name)
    return words.t("action.on_server", place=words.subject(finding.subject), n=len(finding.apps))


def _who(finding: Finding, assessment: Assessment, words: Wording) -> str:
    """Who does it, with the contact that the register holds."""
    entry = assessment.app(finding.app) if finding.app is not None else None
    if entry is not None:
        own = len(assessment.opds) == 1
        who = words.t("action.by_admin") if own else words.t("action.by_app", opd=entry.opd.name)
        contact = entry.opd.contact.name
    else:
        host = owner_entry(assessment, finding)
        who = words.t("action.by_owner", owner=owner_name(assessment, finding, words))
        contact = host.contact if host is not None else ""
    return f"{who} ({contact})" if contact else who


def _gain(action: Action, words: Wording) -> str:
    if action.gain >= 0.5:
        return words.t("action.gain", n=words.figures.number(action.gain))
    return words.t("action.held" if action.held else "action.no_gain")
