"""Writing reports: one assessment, as many files as asked for."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path

from secscan.base.errors import UsageError
from secscan.model.assessment import Assessment
from secscan.model.enums import Language
from secscan.model.ids import OpdId
from secscan.reports.html import opd_report, overview
from secscan.reports.json_report import to_json
from secscan.reports.junit import to_junit
from secscan.reports.sarif import to_sarif
from secscan.reports.tables import to_csv, to_xlsx
from secscan.reports.tlp import Tlp
from secscan.reports.write import file_name, write_private


class ReportFormat(StrEnum):
    """The formats of reports; each but the first is one file for everything."""

    HTML = "html"
    JSON = "json"
    SARIF = "sarif"
    JUNIT = "junit"
    CSV = "csv"
    XLSX = "xlsx"


SUFFIXES = {
    ".html": ReportFormat.HTML,
    ".json": ReportFormat.JSON,
    ".sarif": ReportFormat.SARIF,
    ".xml": ReportFormat.JUNIT,
    ".csv": ReportFormat.CSV,
    ".xlsx": ReportFormat.XLSX,
}


def format_of(path: Path) -> ReportFormat:
    """The format that a file's suffix asks for. Raises UsageError with the suffixes that are known."""
    try:
        return SUFFIXES[path.suffix.lower()]
    except KeyError:
        values = {"suffix": path.suffix, "known": " ".join(SUFFIXES)}
        raise UsageError("unknown_suffix", where=str(path), values=values) from None


def render(assessment: Assessment, form: ReportFormat, language: Language, tlp: Tlp, opd: OpdId | None) -> str | bytes:
    """One report as text or bytes; HTML of one OPD, or the overview of all."""
    if form is ReportFormat.HTML:
        return overview(assessment, language, tlp) if opd is None else opd_report(assessment, opd, language, tlp)
    if form is ReportFormat.JSON:
        return to_json(assessment)
    translated: dict[ReportFormat, Callable[[Assessment, Language], bytes]] = {
        ReportFormat.SARIF: to_sarif,
        ReportFormat.JUNIT: to_junit,
        ReportFormat.CSV: to_csv,
        ReportFormat.XLSX: to_xlsx,
    }
    return translated[form](assessment, language)


def write_all(
    assessment: Assessment, folder: Path, language: Language, tlp: Tlp, opds: Iterable[OpdId]
) -> tuple[Path, ...]:
    """The overview, one HTML file for each of these OPDs, and the JSON: the paths written."""
    written = [
        write_private(folder / "ringkasan.html", overview(assessment, language, tlp)),
        write_private(folder / "laporan.json", to_json(assessment)),
    ]
    for opd in opds:
        path = folder / f"opd-{file_name(opd, '.html')}"
        written.append(write_private(path, opd_report(assessment, opd, language, tlp)))
    return tuple(written)
