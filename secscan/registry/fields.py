"""The cells of one row as typed values. What is wrong is noted, and the old value stands in, so that all is told at
once.

A column that the file lacks keeps what the register already knows; an empty cell of a column that is there clears it.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeVar

from secscan.base.urls import normal_path, parse_url
from secscan.model.register import Hours
from secscan.model.subjects import Site
from secscan.registry.cells import Cell, Unreadable, raw_text, text_of
from secscan.registry.columns import fold
from secscan.registry.dates import parse_date, parse_hours
from secscan.registry.problems import Code, Problem, ProblemKind
from secscan.registry.tables import Row, TableRows
from secscan.registry.targets import Flaw, parse_target

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")
MAX_TEXT = 300
_SEPARATORS = re.compile(r"[\s,;]+")


class Fields:
    """One row of a table, read column by column."""

    def __init__(self, source: TableRows, row: Row, problems: list[Problem]) -> None:
        self._source = source
        self._row = row
        self._problems = problems

    @property
    def number(self) -> int:
        return self._row.number

    def has(self, key: str) -> bool:
        """Whether the file has this column."""
        return key in self._source.headers

    def unreadable(self, key: str) -> bool:
        """Whether the cell holds a formula or an Excel error."""
        return isinstance(self._row.cells.get(key), Unreadable)

    def is_number(self, key: str) -> bool:
        """Whether the cell holds a number with decimals, which a version typed into a spreadsheet becomes."""
        return isinstance(self._row.cells.get(key), float)

    def raw(self, key: str) -> str:
        """The cell's text as it stands, a formula's too; notes nothing."""
        return raw_text(self._row.cells.get(key)).strip()

    def cell(self, key: str) -> Cell:
        """The cell, None where it can't be read, which is then noted."""
        cell = self._row.cells.get(key)
        if isinstance(cell, Unreadable):
            self.error(Code.FORMULA, key, cell.text)
            return None
        return cell

    def error(self, code: Code, key: str, value: str = "", expected: str = "") -> None:
        self._note(ProblemKind.ERROR, code, key, value, expected)

    def warn(self, code: Code, key: str, value: str = "", expected: str = "") -> None:
        self._note(ProblemKind.WARNING, code, key, value, expected)

    def text(self, key: str, old: str = "") -> str:
        """A cell's text on one line."""
        if not self.has(key):
            return old
        cell = self.cell(key)
        if isinstance(cell, date | datetime):
            self.error(Code.DATE_AS_TEXT, key, raw_text(cell))
        text = text_of(cell)
        if len(text) > MAX_TEXT:
            self.error(Code.TOO_LONG, key, text, str(MAX_TEXT))
        return text

    def required(self, key: str) -> str:
        """A text that must not be empty; "" after the problem is noted."""
        text = self.text(key)
        if not text and not self.unreadable(key):
            self.error(Code.EMPTY, key)
        return text

    def words(self, key: str, old: tuple[str, ...] = ()) -> tuple[str, ...]:
        """The different words of a cell: separated by blanks, commas, semicolons or line breaks."""
        if not self.has(key):
            return old
        cell = self.cell(key)
        if isinstance(cell, date | datetime):
            self.error(Code.DATE_AS_TEXT, key, raw_text(cell))
            return old
        return tuple(dict.fromkeys(word for word in _SEPARATORS.split(text_of(cell)) if word))

    def choice(self, key: str, words: Mapping[str, E], old: E, default: E) -> E:
        """A member of a closed set, by any of its words; `default` for an empty cell."""
        if not self.has(key):
            return old
        text = text_of(self.cell(key))
        if not text:
            return default
        if (member := words.get(fold(text))) is None:
            self.error(Code.BAD_CHOICE, key, text, ", ".join(type(default)))
            return default
        return member

    def sites(self, key: str, old: tuple[Site, ...]) -> tuple[Site, ...]:
        """The sites that URLs name; https where no scheme is given."""
        return self._each(key, old, Code.BAD_URL, lambda word: Site.of(parse_url(word)))

    def ports(self, key: str, old: tuple[int, ...]) -> tuple[int, ...]:
        return self._each(key, old, Code.BAD_PORT, _port)

    def paths(self, key: str, old: tuple[str, ...]) -> tuple[str, ...]:
        return self._each(key, old, Code.BAD_PATH, _path)

    def day(self, key: str) -> date | None:
        """A day; None after the problem is noted."""
        cell = self.cell(key)
        if not raw_text(cell).strip():
            if not self.unreadable(key):
                self.error(Code.EMPTY, key)
            return None
        try:
            return parse_date(cell)
        except (ValueError, OverflowError):
            self.error(Code.BAD_DATE, key, raw_text(cell))
            return None

    def optional_day(self, key: str, old: date | None) -> date | None:
        """A day, None for an empty cell."""
        if not self.has(key):
            return old
        return self.day(key) if self.raw(key) else None

    def hours(self, key: str, old: Hours | None) -> Hours | None:
        if not self.has(key):
            return old
        text = raw_text(self.cell(key)).strip()
        try:
            return parse_hours(text)
        except ValueError:
            self.error(Code.BAD_HOURS, key, text)
            return None

    def targets(self, key: str) -> tuple[str, ...]:
        """What a permit names, in canonical form."""
        found: dict[str, None] = {}
        words = self.words(key)
        for word in words:
            target = parse_target(word)
            if isinstance(target, Flaw):
                self.error(Code.WIDE_TARGET if target is Flaw.WIDE else Code.BAD_TARGET, key, word)
            else:
                found[target] = None
        if not words and not self.unreadable(key):
            self.error(Code.EMPTY, key)
        return tuple(found)

    def _each(self, key: str, old: tuple[T, ...], code: Code, read: Callable[[str], T]) -> tuple[T, ...]:
        if not self.has(key):
            return old
        found: dict[T, None] = {}
        for word in self.words(key):
            try:
                found[read(word)] = None
            except ValueError:
                self.error(code, key, word)
        return tuple(found)

    def _note(self, kind: ProblemKind, code: Code, key: str, value: str, expected: str) -> None:
        source = self._source
        self._problems.append(
            Problem(
                kind=kind,
                code=code,
                file=source.file,
                sheet=source.sheet,
                row=self.number,
                column=source.headers.get(key, key),
                value=value,
                expected=expected,
            )
        )


def nearest(word: str, known: Mapping[str, object]) -> str:
    """The known word most like this one, or ""."""
    return next(iter(get_close_matches(word, known, n=1, cutoff=0.6)), "")


def _port(word: str) -> int:
    if not word.isascii() or not word.isdigit() or not 1 <= int(word[:6]) <= 65_535:
        raise ValueError(word)
    return int(word)


def _path(word: str) -> str:
    if not word.startswith("/"):
        raise ValueError(word)
    return normal_path(word)
