"""The hygiene of the register as files: a page for those who decide, tables for the office, JSON for programs."""

import csv
import io
import json
from collections.abc import Sequence

import xlsxwriter

from secscan.model.enums import Language
from secscan.model.hygiene import Hygiene, Proposal, Remark
from secscan.reports.html import document
from secscan.reports.hygiene_view import HygieneView, HygieneWords
from secscan.reports.tables import harmless
from secscan.reports.tlp import Tlp

COLUMNS = ("topic", "apps", "ids", "opds", "evidence", "certainty", "proposal")
_WIDTHS = {"apps": 40, "opds": 34, "evidence": 70, "topic": 26}
_CELL = 32_000


def hygiene_html(report: Hygiene, lang: Language, tlp: Tlp) -> str:
    """One self-contained page."""
    words = HygieneWords(report, lang)
    return document(
        "hygiene.html.j2",
        words.t,
        words.figures.moment(report.generated_at),
        tlp,
        office=report.office,
        as_of=words.figures.day(report.as_of),
        view=words.view(),
        proposal_keys=tuple(Proposal),
    )


def hygiene_rows(report: Hygiene, lang: Language) -> list[dict[str, str]]:
    """One row for each remark, by COLUMNS."""
    words = HygieneWords(report, lang)
    rows = []
    for remark in report.remarks:
        row = words.remark(remark)
        cells = (
            words.topic(remark.topic),
            "; ".join(name for name, _, _ in row.apps),
            " ".join(app for _, app, _ in row.apps),
            "; ".join(row.opds),
            row.evidence,
            row.certainty,
            row.proposal,
        )
        rows.append(dict(zip(COLUMNS, cells, strict=True)))
    return rows


def hygiene_csv(report: Hygiene, lang: Language) -> bytes:
    """The remarks: UTF-8 with BOM and CRLF; semicolons in Indonesian, where the comma is the decimal sign."""
    words = HygieneWords(report, lang)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";" if lang is Language.ID else ",", lineterminator="\r\n")
    writer.writerow([words.t(f"hygiene.columns.{name}") for name in COLUMNS])
    writer.writerows([harmless(cell) for cell in row.values()] for row in hygiene_rows(report, lang))
    return b"\xef\xbb\xbf" + stream.getvalue().encode("utf-8", "replace")


def hygiene_xlsx(report: Hygiene, lang: Language) -> bytes:
    """A workbook: remarks, all apps with an empty column for the decision, names, servers. Every cell is text."""
    words = HygieneWords(report, lang)
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, options) as book:
        head = book.add_format({"bold": True, "bottom": 1})
        body = book.add_format({"text_wrap": True, "valign": "top"})
        for title, columns, rows in _sheets(report, words, words.view()):
            sheet = book.add_worksheet(title[:31])
            for index, name in enumerate(columns):
                sheet.set_column(index, index, _WIDTHS.get(COLUMNS[index], 24) if index < len(COLUMNS) else 24, body)
                sheet.write_string(0, index, name, head)
            for number, row in enumerate(rows, start=1):
                for index, cell in enumerate(row):
                    sheet.write_string(number, index, cell[:_CELL])
            sheet.autofilter(0, 0, max(1, len(rows)), len(columns) - 1)
            sheet.freeze_panes(1, 0)
    return stream.getvalue()


def _sheets(
    report: Hygiene, words: HygieneWords, view: HygieneView
) -> list[tuple[str, list[str], Sequence[tuple[str, ...]]]]:
    t = words.t

    def titles(*keys: str) -> list[str]:
        return [t(f"hygiene.{key}") for key in keys]

    remarks = [tuple(row.values()) for row in hygiene_rows(report, words.lang)]
    apps = [(one.name, one.id, one.opd, one.state, one.changed, one.proposal, "") for one in view.apps]
    names = [(one.name, one.official, one.met, one.apps) for one in view.names]
    machines = [(one.ip, one.owner, str(len(one.apps)), "; ".join(one.apps), one.note) for one in view.servers]
    return [
        (t("hygiene.sheet.remarks"), titles(*(f"columns.{name}" for name in COLUMNS)), remarks),
        (
            t("hygiene.sheet.apps"),
            titles("app", "columns.ids", "opd", "presence", "changed", "proposal", "decision"),
            apps,
        ),
        (t("hygiene.sheet.names"), titles("name", "official", "met", "met_at"), names),
        (t("hygiene.sheet.servers"), titles("address", "owner", "proposal_count", "apps", "evidence"), machines),
    ]


def hygiene_json(report: Hygiene, lang: Language) -> str:
    """The report for programs; `text` is the sentence in the language of the call. ASCII, so that it prints safely."""
    return json.dumps(hygiene_tree(report, lang), indent=2) + "\n"


def hygiene_tree(report: Hygiene, lang: Language) -> dict[str, object]:
    """The report as plain values. Days are ISO 8601, moments RFC 3339 in UTC."""
    words = HygieneWords(report, lang)
    return {
        "schema_version": report.schema_version,
        "office": report.office,
        "as_of": report.as_of.isoformat(),
        "generated_at": report.generated_at.isoformat(),
        "secscan_version": report.secscan_version,
        "runs": list(report.runs),
        "apps": [
            {
                "id": one.app.id,
                "name": one.app.name,
                "opd": one.opd.id,
                "status": one.app.status.value,
                "presence": one.presence.value,
                "since": one.since.isoformat() if one.since is not None else None,
                "runs": one.runs,
                "changed": one.changed.isoformat() if one.changed is not None else None,
                "changed_by": one.changed_by or None,
                "proposal": one.proposal.value,
            }
            for one in report.apps
        ],
        "remarks": [_remark(one, words) for one in report.remarks],
        "names": [
            {"name": one.name, "official": one.official, "met": list(one.met), "apps": list(one.apps)}
            for one in report.names
        ],
        "servers": [
            {
                "ip": one.ip,
                "owner": one.owner or None,
                "kind": one.kind.value if one.kind is not None else None,
                "apps": list(one.apps),
                "hints": list(one.hints),
            }
            for one in report.servers
        ],
    }


def _remark(remark: Remark, words: HygieneWords) -> dict[str, object]:
    return {
        "topic": remark.topic.value,
        "code": remark.code,
        "apps": list(remark.apps),
        "proposal": remark.proposal.value,
        "confidence": remark.confidence.value,
        "values": dict(remark.values),
        "text": words.evidence(remark),
    }
