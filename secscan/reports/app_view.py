"""One app as an OPD's report shows it: its score explained, its findings, every control, and what was not tested."""

from collections.abc import Iterable

import msgspec

from secscan.model.assessment import AppAssessment, Software
from secscan.model.enums import Confidence, Outcome, Review, Severity
from secscan.model.findings import Finding
from secscan.model.ids import ControlId
from secscan.model.register import Permit
from secscan.model.score import ControlResult
from secscan.reports.finding_view import FindingView, anchor
from secscan.reports.wording import Wording

_UNSEEN = (Outcome.NOT_TESTED, Outcome.INCONCLUSIVE)


class Count(msgspec.Struct, frozen=True):
    """Open findings of one severity: those that count, and those that are only indications yet."""

    severity: Severity
    label: str
    sure: int
    indications: int


class ScoreView(msgspec.Struct, frozen=True, kw_only=True):
    """A score for bars and boxes. `low`, `high` and `value` are 0-100, for drawing."""

    letter: str
    label: str
    line: str
    value: float | None
    low: float
    high: float


class AppRow(msgspec.Struct, frozen=True, kw_only=True):
    """An app in a table; `brief` is the status without reasons, for long tables."""

    id: str
    name: str
    opd: str
    anchor: str
    score: ScoreView
    counts: tuple[Count, ...]
    status: str
    brief: str
    incident: bool


class DomainRow(msgspec.Struct, frozen=True):
    """A scoring domain; `share` is 0-100, None where nothing was tested."""

    name: str
    share: float | None
    value: str
    coverage: str


class ControlRow(msgspec.Struct, frozen=True):
    """A control: outcome in words, the reason, and the findings behind a failure as (place in the page, title)."""

    id: str
    title: str
    severity: str
    key: str
    outcome: str
    reason: str
    findings: tuple[tuple[str, str], ...]


class Untested(msgspec.Struct, frozen=True):
    """Controls that were not tested for the same reason."""

    reason: str
    controls: tuple[tuple[str, str], ...]


class AppView(msgspec.Struct, frozen=True, kw_only=True):
    """All that the template prints of an app."""

    row: AppRow
    urls: tuple[str, ...]
    traits: tuple[tuple[str, str], ...]
    domains: tuple[DomainRow, ...]
    caps: tuple[tuple[str, str], ...]
    uncapped: str
    unseen: str
    conditions: tuple[tuple[str, str], ...]
    mandatory: tuple[tuple[str, str], ...]
    open_findings: tuple[FindingView, ...]
    settled: tuple[FindingView, ...]
    host_findings: tuple[tuple[str, str], ...]
    controls: tuple[tuple[str, tuple[ControlRow, ...]], ...]
    untested: tuple[Untested, ...]
    permits: tuple[tuple[str, str, str, str], ...]
    software: tuple[tuple[str, str, str], ...]


def open_counts(findings: Iterable[Finding], words: Wording) -> tuple[Count, ...]:
    """The open findings by severity, worst first, without `info`."""
    kept = [finding for finding in findings if finding.is_open]
    rows = []
    for severity in (Severity.KRITIS, Severity.TINGGI, Severity.SEDANG, Severity.RENDAH):
        these = [finding for finding in kept if finding.severity is severity]
        indications = sum(is_indication(finding) for finding in these)
        rows.append(Count(severity, words.t(f"severity.{severity}"), len(these) - indications, indications))
    return tuple(rows)


def is_indication(finding: Finding) -> bool:
    """Whether a finding still needs a reviewer before anybody is blamed."""
    return finding.confidence is Confidence.INDIKASI and finding.review is Review.NONE


def score_view(entry: AppAssessment, words: Wording) -> ScoreView:
    """The score of an app, for drawing and printing; a dash for an app that could not be looked at, of which at most
    the register's own entries were judged."""
    score = entry.score
    seen = entry.unseen is None
    return ScoreView(
        letter=score.rating,
        label=words.rating(score.rating),
        line=words.score(score) if seen else "–",
        value=score.value if seen else None,
        low=score.low or 0.0,
        high=score.high if score.high is not None else 100.0,
    )


def app_row(entry: AppAssessment, findings: Iterable[Finding], words: Wording) -> AppRow:
    """The app as a row of a table."""
    return AppRow(
        id=entry.app.id,
        name=entry.app.name,
        opd=entry.opd.name,
        anchor=f"a-{entry.app.id}",
        score=score_view(entry, words),
        counts=open_counts(findings, words),
        status=words.status(entry),
        brief=words.status(entry, brief=True),
        incident=entry.score.incident,
    )


def app_view(
    entry: AppAssessment, findings: tuple[Finding, ...], views: dict[str, FindingView], words: Wording
) -> AppView:
    """The whole section of an app. `views` holds the rendered findings by fingerprint, hosts' ones among them."""
    own = [views[finding.fingerprint] for finding in findings if finding.app == entry.app.id]
    shared = [finding for finding in findings if finding.app is None and finding.is_open]
    own.sort(key=lambda view: (view.severity.rank, view.title, view.subject))
    score = entry.score
    return AppView(
        row=app_row(entry, findings, words),
        urls=tuple(site.url for site in entry.app.sites),
        traits=_traits(entry, words),
        domains=tuple(
            DomainRow(
                words.domain(part.domain),
                None if part.value is None else part.value * 100,
                words.points(None if part.value is None else part.value * 100),
                words.coverage(part.coverage),
            )
            for part in score.domains
        ),
        caps=tuple(
            (words.cap(cap.name), "; ".join(f"{control} {words.control(control)}" for control in cap.controls))
            for cap in score.caps
        ),
        uncapped=words.points(score.uncapped) if score.uncapped is not None and score.caps else "",
        unseen=words.reason(entry.unseen) if entry.unseen is not None else "",
        conditions=_titles([result.control for result in entry.results if result.condition], words),
        mandatory=_titles(score.mandatory_untested, words),
        open_findings=tuple(view for view in own if not view.settled),
        settled=tuple(view for view in own if view.settled),
        host_findings=tuple((views[one.fingerprint].anchor, views[one.fingerprint].title) for one in shared),
        controls=_controls(entry, findings, views, words) if entry.unseen is None else (),
        untested=_untested(entry.results, words),
        permits=tuple(permit_row(permit, words) for permit in entry.permits),
        software=tuple(
            (
                words.prose.printed(seen.label),
                words.prose.printed(seen.versions) if seen.versions else words.t("word.version_hidden"),
                _shown_by(seen, words),
            )
            for seen in entry.software
        ),
    )


def _shown_by(seen: Software, words: Wording) -> str:
    """What tells a product: the evidence, or the register's word and the day that it is of."""
    if not seen.attested:
        return words.prose.printed(seen.evidence)
    if seen.attested_on is None:
        return words.t("word.attested_undated")
    return words.t("word.attested", day=words.figures.day(seen.attested_on))


def permit_row(permit: Permit, words: Wording) -> tuple[str, str, str, str]:
    """Letter, signer, validity and intensity. The targets stay out: they may name other OPDs' apps."""
    valid = words.t(
        "permit.validity", start=words.figures.day(permit.valid_from), end=words.figures.day(permit.valid_until)
    )
    if permit.hours is not None:
        valid += " " + words.t("permit.hours", start=f"{permit.hours.start:%H.%M}", end=f"{permit.hours.end:%H.%M}")
    return (permit.letter, permit.signer, valid, words.t(f"intensity.{permit.intensity}"))


def _traits(entry: AppAssessment, words: Wording) -> tuple[tuple[str, str], ...]:
    app = entry.app
    pairs = [
        (words.t("trait.criticality"), words.t(f"criticality.{app.criticality}")),
        (words.t("trait.environment"), words.t(f"environment.{app.environment}")),
        (words.t("trait.kind"), words.t(f"app_kind.{app.kind}")),
        (words.t("trait.addresses"), ", ".join(map(words.address, entry.addresses))),
        (words.t("trait.front"), words.fronts(entry.addresses)),
    ]
    if entry.run is not None:
        pairs.append((words.t("trait.looked_at"), words.figures.moment(entry.run.started_at)))
    return tuple(pair for pair in pairs if pair[1])


def _titles(controls: Iterable[ControlId], words: Wording) -> tuple[tuple[str, str], ...]:
    found = (words.standard.control(control) for control in controls)
    return tuple((control.id, words.t.pick(control.title_id, control.title_en)) for control in found if control)


def _controls(
    entry: AppAssessment, findings: tuple[Finding, ...], views: dict[str, FindingView], words: Wording
) -> tuple[tuple[str, tuple[ControlRow, ...]], ...]:
    results = {result.control: result for result in entry.results}
    groups: dict[str, list[ControlRow]] = {}
    for control in words.standard.controls:
        result = results.get(control.id)
        if result is None:
            continue
        links = tuple(
            (anchor(finding), views[finding.fingerprint].subject)
            for finding in findings
            if finding.is_open and finding.check in control.checks
        )
        row = ControlRow(
            control.id,
            words.t.pick(control.title_id, control.title_en),
            words.t(f"severity.{control.severity}"),
            "planned" if result.planned else str(result.outcome),
            words.outcome(result),
            words.result(result),
            links,
        )
        groups.setdefault(words.domain(control.domain), []).append(row)
    return tuple((domain, tuple(rows)) for domain, rows in groups.items())


def _untested(results: Iterable[ControlResult], words: Wording) -> tuple[Untested, ...]:
    groups: dict[str, list[ControlId]] = {}
    for result in results:
        if result.planned or result.outcome in _UNSEEN:
            groups.setdefault(words.result(result), []).append(result.control)
    return tuple(Untested(reason, _titles(controls, words)) for reason, controls in groups.items())
