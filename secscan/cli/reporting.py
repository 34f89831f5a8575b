"""The work of `secscan report`."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from secscan.base.errors import NothingLookedAtError, UsageError
from secscan.base.text import nearest
from secscan.cli.desk import open_desk
from secscan.cli.session import Session
from secscan.model.assessment import Assessment
from secscan.model.ids import OpdId, RunId
from secscan.reports.tlp import Tlp, parse_tlp
from secscan.reports.write import write_private
from secscan.workflows.evaluate import evaluate
from secscan.workflows.report import ReportFormat, format_of, render, write_all


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user asked for. No `outputs` means all reports into the workspace; no `opds` all OPDs."""

    outputs: tuple[Path, ...]
    formats: tuple[str, ...]
    opds: tuple[str, ...]
    run_id: str | None
    as_of: date | None
    standard: str
    tlp: str


def write(session: Session, wanted: Wanted) -> None:
    """Write the reports, and print their paths."""
    label = tlp_of(wanted.tlp)
    if wanted.formats and not wanted.outputs:
        raise UsageError("format_needs_output")
    targets = _targets(wanted)
    opened = session.open()
    with open_desk(session, opened, wanted.standard) as desk:
        run_id = RunId(wanted.run_id) if wanted.run_id else None
        assessment = evaluate(desk, as_of=wanted.as_of, run_id=run_id, save=False)
    _need_runs(assessment, wanted.run_id)
    chosen = _opds(assessment, wanted.opds)
    if not targets:
        for written in write_all(assessment, opened.workspace.reports, session.language, label, chosen):
            session.output.line(str(written))
    for path, form in targets:
        data = render(assessment, form, session.language, label, chosen[0] if wanted.opds else None)
        session.output.line(str(write_private(path, data)))


def _targets(wanted: Wanted) -> list[tuple[Path, ReportFormat]]:
    """The files asked for; a format that is named goes before the suffix."""
    formats = [ReportFormat(form) for form in wanted.formats]
    return [
        (path, formats[place] if place < len(formats) else format_of(path)) for place, path in enumerate(wanted.outputs)
    ]


def tlp_of(text: str) -> Tlp:
    """The label that an option names. Raises UsageError."""
    try:
        return parse_tlp(text)
    except ValueError:
        raise UsageError("unknown_tlp", where="--tlp", values={"word": text, "known": ", ".join(Tlp)}) from None


def _need_runs(assessment: Assessment, run_id: str | None) -> None:
    if not assessment.runs:
        if run_id:
            raise NothingLookedAtError("run_without_looks", values={"run": run_id})
        raise NothingLookedAtError("nothing_seen")


def _opds(assessment: Assessment, wanted: tuple[str, ...]) -> tuple[OpdId, ...]:
    known = tuple(entry.opd for entry in assessment.opds)
    unknown = [opd for opd in wanted if opd not in known]
    if unknown:
        raise UsageError("unknown_entry", values={"word": ", ".join(unknown), "near": nearest(unknown[0], known)})
    return tuple(map(OpdId, wanted)) or known
