"""Cells of spreadsheets and CSV files, before anything is known of their meaning."""

import re
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from secscan.base.text import clean

MAX_CELL = 32_767
"""Characters of a cell: Excel's own limit."""
MAX_ROWS = 200_000
"""Rows of a table, far beyond any register."""

_FORMULA_LIKE = re.compile(r"'*[=+\-@\t\r]")
_QUOTED_FORMULA = re.compile(r"'+[=+\-@\t\r]")
_NO_CHARACTERS = str.maketrans("", "", "\ufffe\uffff")  # XML can't hold them
_DASHES = frozenset({"-", "–", "—"})


class Unreadable(NamedTuple):
    """A formula or an Excel error such as #REF!: it shows no value that can be trusted."""

    text: str


Cell = str | int | float | bool | date | datetime | time | timedelta | Unreadable | None


class Grid(NamedTuple):
    """A sheet or CSV file. `rows` are pairs of the number that Excel shows and the cells; empty rows are left out."""

    file: str
    sheet: str
    rows: list[tuple[int, tuple[Cell, ...]]]


def guard(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet might take it for a formula (CWE-1236)."""
    return f"'{text}" if _FORMULA_LIKE.match(text) else text


def unguard(text: str) -> str:
    """The inverse of `guard`."""
    return text[1:] if _QUOTED_FORMULA.match(text) else text


def raw_text(cell: Cell) -> str:
    """The text of a cell, its line breaks kept: whole numbers without decimals, dates in ISO form."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return "" if cell.strip() in _DASHES else cell
    if isinstance(cell, Unreadable):
        return cell.text
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time.min else cell.isoformat(sep=" ")
    return str(cell)


def text_of(cell: Cell) -> str:
    """The text of a cell on one line, without control characters, its formula guard taken off."""
    return unguard(clean(raw_text(cell).translate(_NO_CHARACTERS), MAX_CELL))


def is_empty(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())
