"""The findings as a table: CSV for programs, XLSX for the office. No cell is ever a formula."""

import csv
import io

import xlsxwriter

from secscan.model.assessment import Assessment
from secscan.model.enums import Language, Outcome
from secscan.model.findings import Finding
from secscan.model.ids import AppId
from secscan.reports.finding_view import due_day
from secscan.reports.wording import Wording

COLUMNS = (
    "severity",
    "state",
    "retested",
    "title",
    "action",
    "opd",
    "app",
    "subject",
    "outcome",
    "confidence",
    "controls",
    "first_seen",
    "last_seen",
    "due",
    "description",
    "fingerprint",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CELL = 32_000
_WIDTHS = {
    "title": 45,
    "action": 45,
    "opd": 30,
    "app": 30,
    "subject": 40,
    "controls": 20,
    "description": 70,
    "fingerprint": 24,
}


def to_csv(assessment: Assessment, lang: Language = Language.ID) -> bytes:
    """UTF-8 with BOM and CRLF, so that a spreadsheet program reads it; semicolons in Indonesian, where the comma is
    the decimal sign."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";" if lang is Language.ID else ",", lineterminator="\r\n")
    words = Wording(assessment, lang)
    writer.writerow([words.t(f"columns.{name}") for name in COLUMNS])
    writer.writerows([harmless(cell) for cell in row] for row in rows(assessment, words))
    return b"\xef\xbb\xbf" + stream.getvalue().encode("utf-8", "replace")


def to_xlsx(assessment: Assessment, lang: Language = Language.ID) -> bytes:
    """One sheet with a filter; every cell is text."""
    words = Wording(assessment, lang)
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    sheet = book.add_worksheet(words.t("app.findings"))
    head, body = book.add_format({"bold": True, "bottom": 1}), book.add_format({"text_wrap": True, "valign": "top"})
    for column, name in enumerate(COLUMNS):
        sheet.write_string(0, column, words.t(f"columns.{name}"), head)
        sheet.set_column(column, column, _WIDTHS.get(name, 16), body)
    count = 0
    for count, row in enumerate(rows(assessment, words), start=1):
        for column, cell in enumerate(row):
            sheet.write_string(count, column, cell[:_CELL])
    sheet.autofilter(0, 0, count, len(COLUMNS) - 1)
    sheet.freeze_panes(1, 0)
    book.close()
    return stream.getvalue()


def rows(assessment: Assessment, words: Wording) -> list[list[str]]:
    """One row for each finding, worst first, in the order of COLUMNS."""
    names = {entry.app.id: entry.app.name for entry in assessment.apps}
    kept = [finding for finding in assessment.findings if finding.outcome in (Outcome.FAIL, Outcome.PARTIAL)]
    kept.sort(key=lambda finding: (not finding.is_open, finding.severity.rank, finding.check, finding.subject.key))
    return [_row(finding, names, words) for finding in kept]


def harmless(cell: str) -> str:
    """A cell that no spreadsheet program takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _row(finding: Finding, names: dict[AppId, str], words: Wording) -> list[str]:
    writeup = words.writeup(finding.check)
    due = due_day(finding, words)
    return [
        words.t(f"severity.{finding.severity}"),
        words.state(finding),
        words.t("word.yes" if finding.retested else "word.no"),
        words.title(finding),
        words.action(finding),
        words.opd_name(finding.opd) if finding.opd is not None else "",
        ", ".join(names.get(app, app) for app in finding.apps),
        words.prose.printed(words.subject(finding.subject)),
        words.t(f"outcome.{finding.outcome}"),
        words.t(f"confidence.{finding.confidence}"),
        " ".join(words.standard.controls_of(finding.check)),
        words.figures.local_day(finding.first_seen),
        words.figures.local_day(finding.last_seen),
        words.figures.day(due) if due is not None else "",
        words.prose.line(writeup.found, finding.facts),
        str(finding.fingerprint),
    ]
