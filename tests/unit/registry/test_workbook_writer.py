import io
from datetime import date

from openpyxl import load_workbook

from secscan.registry.columns import COLUMNS, Table
from secscan.registry.workbook_writer import Texts, write_workbook

TEXTS = Texts("Guide", ("a", "b" * 300), {(t, c.key): f"what {c.key} is" for t in Table for c in COLUMNS[t]})


def test_the_guide_explains_every_column() -> None:
    book = load_workbook(io.BytesIO(write_workbook({}, TEXTS, examples=False)))
    shown = [cell for row in book["Guide"].iter_rows(values_only=True) for cell in row]
    assert all(f"what {column.key} is" in shown for columns in COLUMNS.values() for column in columns)


def test_dates_are_dates_and_texts_are_texts() -> None:
    rows = {Table.PERMITS: [{"nomor": "007", "berlaku_dari": date(2026, 1, 2), "target": ("a", "b")}]}
    sheet = load_workbook(io.BytesIO(write_workbook(rows, TEXTS, examples=False)))["Izin"]
    assert sheet["A2"].value == "007"
    assert sheet["C2"].value.date() == date(2026, 1, 2)
    assert sheet["E2"].value == "a b"


def test_examples_look_like_examples() -> None:
    rows = {Table.OPD: [{"id": "x", "nama": "X"}]}
    plain = load_workbook(io.BytesIO(write_workbook(rows, TEXTS, examples=False)))["OPD"]["A2"]
    example = load_workbook(io.BytesIO(write_workbook(rows, TEXTS, examples=True)))["OPD"]["A2"]
    assert not plain.font.italic
    assert example.font.italic
