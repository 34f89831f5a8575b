"""`secscan report`: write reports from what is stored."""

from datetime import datetime
from pathlib import Path

import click

from secscan.base.errors import NothingLookedAtError, UsageError
from secscan.base.text import nearest
from secscan.cli.desk import open_desk
from secscan.cli.options import as_of_option, opds_option, run_option, standard_option
from secscan.cli.session import Session, pass_session
from secscan.model.assessment import Assessment
from secscan.model.ids import OpdId, RunId
from secscan.reports.tlp import Tlp, parse_tlp
from secscan.reports.write import write_private
from secscan.workflows.evaluate import evaluate
from secscan.workflows.report import ReportFormat, format_of, render, write_all


@click.command()
@click.option(
    "-o", "--output", "outputs", multiple=True, type=click.Path(path_type=Path), help="Berkas tujuan; boleh berulang."
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice([f.value for f in ReportFormat]),
    help="Format; bawaan menurut akhiran berkas.",
)
@opds_option
@run_option
@as_of_option
@standard_option
@click.option("--tlp", default=Tlp.AMBER_STRICT.value, show_default=True, help="Label TLP pada laporan.")
@pass_session
def report(
    session: Session,
    outputs: tuple[Path, ...],
    formats: tuple[str, ...],
    opds: tuple[str, ...],
    run_id: str | None,
    as_of: datetime | None,
    standard: str,
    tlp: str,
) -> None:
    """Menulis laporan dari bukti terbaru setiap aplikasi.

    Tanpa -o: satu berkas HTML per OPD, ringkasan seluruh Pemda, dan laporan.json ke folder reports/. Dengan -o: format
    menurut akhiran (.html .json .sarif .xml .csv .xlsx), berpasangan dengan --format bila diberikan.
    """
    label = _tlp(tlp)
    opened = session.open()
    with open_desk(session, opened, standard) as desk:
        assessment = evaluate(
            desk, as_of=as_of.date() if as_of else None, run_id=RunId(run_id) if run_id else None, save=False
        )
    _need_runs(assessment, run_id)
    chosen = _opds(assessment, opds)
    if outputs:
        targets = [
            (path, ReportFormat(formats[i]) if i < len(formats) else format_of(path)) for i, path in enumerate(outputs)
        ]
        for path, form in targets:
            written = write_private(
                path, render(assessment, form, session.language, label, chosen[0] if opds else None)
            )
            session.output.line(str(written))
    elif formats:
        raise UsageError("format_needs_output")
    else:
        for written in write_all(assessment, opened.workspace.reports, session.language, label, chosen):
            session.output.line(str(written))


def _tlp(text: str) -> Tlp:
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
