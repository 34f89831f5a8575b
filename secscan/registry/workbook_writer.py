"""XLSX workbooks of the register: an empty one to fill in, with examples and drop-downs, or the register itself."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from io import BytesIO

import msgspec
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from secscan.model.enums import AppKind, AppStatus, Criticality, Environment, HostKind, Intensity
from secscan.registry.cells import guard
from secscan.registry.columns import COLUMNS, TITLES, Column, Table
from secscan.registry.records import Record, Value, as_text

LAST_ROW = 5_000
"""Drop-downs and formats reach this far down; longer tables are read all the same."""

_CHOICES: Mapping[tuple[Table, str], Sequence[str]] = {
    (Table.APPS, "kritikalitas"): list(Criticality),
    (Table.APPS, "lingkungan"): list(Environment),
    (Table.APPS, "jenis"): list(AppKind),
    (Table.APPS, "status"): list(AppStatus),
    (Table.PERMITS, "intensitas"): list(Intensity),
    (Table.HOSTS, "jenis"): list(HostKind),
}
_OPD_REFERENCES = frozenset({(Table.OPD, "induk"), (Table.APPS, "opd"), (Table.HOSTS, "pemilik")})
_DATES = frozenset({(Table.APPS, "versi_per"), (Table.PERMITS, "berlaku_dari"), (Table.PERMITS, "berlaku_sampai")})


class Texts(msgspec.Struct, frozen=True):
    """The workbook's prose in one language: the guidance sheet's title and lines, and what each column is for."""

    guide_title: str
    guide: tuple[str, ...]
    columns: Mapping[tuple[Table, str], str]


class _Formats(msgspec.Struct, frozen=True):
    title: Format
    line: Format
    required: Format
    optional: Format
    text: Format
    day: Format
    example: Format
    example_day: Format


def write_workbook(rows: Mapping[Table, Iterable[Record]], texts: Texts, *, examples: bool) -> bytes:
    """The bytes of a workbook with one sheet for each table and a guidance sheet; `examples` prints rows as such."""
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        formats = _formats(book)
        _write_guide(book.add_worksheet(texts.guide_title), texts, formats)
        for table in Table:
            sheet = book.add_worksheet(TITLES[table][0])
            _write_header(sheet, table, texts, formats)
            for number, record in enumerate(rows.get(table, ()), start=1):
                _write_row(sheet, table, number, record, formats, example=examples)
    return out.getvalue()


def _formats(book: Workbook) -> _Formats:
    head = {"bold": True, "border": 1, "valign": "top", "num_format": "@"}
    return _Formats(
        title=book.add_format({"bold": True, "font_size": 14}),
        line=book.add_format({"text_wrap": True, "valign": "top"}),
        required=book.add_format(head | {"bg_color": "#1F4E79", "font_color": "#FFFFFF"}),
        optional=book.add_format(head | {"bg_color": "#DDEBF7"}),
        text=book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
        day=book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
        example=book.add_format({"num_format": "@", "italic": True, "font_color": "#7F7F7F", "text_wrap": True}),
        example_day=book.add_format({"num_format": "yyyy-mm-dd", "italic": True, "font_color": "#7F7F7F"}),
    )


def _write_guide(sheet: Worksheet, texts: Texts, formats: _Formats) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 22)
    sheet.set_column(2, 2, 100)
    sheet.write_string(0, 0, texts.guide_title, formats.title)
    row = 2
    for line in texts.guide:
        sheet.merge_range(row, 0, row, 2, line, formats.line)
        sheet.set_row(row, 15 * (1 + len(line) // 130))
        row += 1
    for table, columns in COLUMNS.items():
        row += 1
        sheet.write_string(row, 0, TITLES[table][0], formats.title)
        for column in columns:
            row += 1
            sheet.write_string(row, 0, column.key, formats.required if column.required else formats.optional)
            sheet.write_string(row, 1, column.english, formats.line)
            sheet.write_string(row, 2, texts.columns[table, column.key], formats.line)
        row += 1


def _write_header(sheet: Worksheet, table: Table, texts: Texts, formats: _Formats) -> None:
    for index, column in enumerate(COLUMNS[table]):
        is_date = (table, column.key) in _DATES
        sheet.set_column(index, index, column.width, formats.day if is_date else formats.text)
        sheet.write_string(0, index, column.key, formats.required if column.required else formats.optional)
        sheet.write_comment(0, index, texts.columns[table, column.key], {"x_scale": 2, "y_scale": 1.2})
        _add_validation(sheet, table, column, index)
    sheet.freeze_panes(1, 0)


def _add_validation(sheet: Worksheet, table: Table, column: Column, index: int) -> None:
    place = (table, column.key)
    rules: dict[str, object] | None = None
    if place in _CHOICES:
        rules = {"validate": "list", "source": list(_CHOICES[place]), "error_type": "warning"}
    elif place in _OPD_REFERENCES:  # names are welcome too, so the list only offers
        source = f"={TITLES[Table.OPD][0]}!$A$2:$A${LAST_ROW}"
        rules = {"validate": "list", "source": source, "show_error": False}
    elif place in _DATES:  # dates written as text are read too
        rules = {"validate": "date", "criteria": ">=", "value": date(2000, 1, 1), "error_type": "information"}
    if rules is not None:
        sheet.data_validation(1, index, LAST_ROW, index, rules)


def _write_row(
    sheet: Worksheet, table: Table, number: int, record: Record, formats: _Formats, *, example: bool
) -> None:
    for index, column in enumerate(COLUMNS[table]):
        value: Value = record.get(column.key, "")
        if isinstance(value, date):
            midnight = datetime.combine(value, time.min)
            sheet.write_datetime(number, index, midnight, formats.example_day if example else formats.day)
        elif text := as_text(value):
            sheet.write_string(number, index, guard(text), formats.example if example else formats.text)
