"""Results on stdout as table, JSON or CSV; talk on stderr. Whatever came from a target is harmless in all of them."""

import io
import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from secscan.base.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console, JustifyMethod

Plain = str | int | float | bool | None | Sequence[str]
_WIDE = 200
_MAX_CELL = 2_000


class Said(NamedTuple):
    """A value that people are told in words, and programs as it is."""

    value: Plain
    words: str


Cell = Plain | Said


class Format(StrEnum):
    """How a listing is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


_SUFFIXES = {".csv": Format.CSV, ".json": Format.JSON}


class Choice(click.Choice[str]):
    """A choice whose refusal names the nearest word, in the language of the call."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            from secscan.base.text import nearest

            known = [str(choice) for choice in self.choices]
            values = {"word": str(value), "near": nearest(str(value), known), "known": ", ".join(known)}
            where = param.opts[0] if param is not None else ""
            raise UsageError("unknown_choice", where=where, values=values) from None


format_option = click.option(
    "--format",
    "output_format",
    type=Choice([member.value for member in Format]),
    default=Format.TABLE.value,
    show_default=True,
    help="Bentuk keluaran.",
)


class Output:
    """The two streams of a call. `color` is False where the user or the terminal doesn't want it; `quiet` where no
    progress is wanted."""

    def __init__(self, *, color: bool, quiet: bool = False) -> None:
        self._color = color
        self.quiet = quiet

    @property
    def is_watched(self) -> bool:
        """Whether somebody sits before a terminal who wants to know."""
        return not self.quiet and sys.stderr.isatty()

    def say(self, text: str) -> None:
        """Talk, on stderr: a message of one or more lines."""
        click.echo(_printable(text), err=True)

    def line(self, text: str) -> None:
        """A result in words, on stdout."""
        click.echo(_printable(text))

    def rows(
        self,
        columns: Mapping[str, str],
        rows: Sequence[Mapping[str, Cell]],
        output_format: Format,
        *,
        hidden: Sequence[str] = (),
        whole: Sequence[str] = (),
    ) -> None:
        """A listing on stdout. `columns` maps the keys of JSON and CSV to the titles of the table, in order; the table
        leaves out those of `hidden`, so that it fits a terminal, and never breaks those of `whole`."""
        match output_format:
            case Format.TABLE:
                self._table({key: title for key, title in columns.items() if key not in hidden}, rows, whole)
            case Format.JSON:
                self.json(plain(columns, rows))
            case Format.CSV:
                click.echo(_csv(columns, plain(columns, rows)), nl=False)

    def json(self, value: object) -> None:
        """JSON on stdout, in ASCII, so that no control or bidirectional character reaches the terminal."""
        click.echo(_json(value))

    def console(self, *, error: bool = False) -> "Console":
        """A rich console on stdout or stderr, as wide as the terminal, or wide enough where there is none."""
        from rich.console import Console  # a twentieth of a second that `--help` does without

        stream = sys.stderr if error else sys.stdout
        width = None if stream.isatty() else _WIDE
        return Console(file=stream, width=width, no_color=not self._color, highlight=False, markup=False, emoji=False)

    def _table(self, columns: Mapping[str, str], rows: Sequence[Mapping[str, Cell]], whole: Sequence[str]) -> None:
        from rich.table import Table
        from rich.text import Text

        from secscan.base.text import clean

        table = Table(box=None, pad_edge=False, header_style="bold" if self._color else "")
        for key, title in columns.items():
            numbers = all(_is_number(row.get(key)) for row in rows)
            justify: JustifyMethod = "right" if numbers and rows and key not in whole else "left"
            table.add_column(title, overflow="fold", justify=justify, no_wrap=key in whole)
        for row in rows:
            table.add_row(*(Text(clean(_text(row.get(key)), _MAX_CELL)) for key in columns))
        self.console().print(table)


def file_format(path: Path) -> Format:
    """The format of a listing's file, by its suffix. Raises UsageError."""
    form = _SUFFIXES.get(path.suffix.lower())
    if form is None:
        known = " ".join(_SUFFIXES)
        raise UsageError("unknown_suffix", where=str(path), values={"suffix": path.suffix, "known": known})
    return form


def listing(columns: Mapping[str, str], rows: Sequence[Mapping[str, Cell]], form: Format) -> str:
    """A listing for a file: CSV, or else JSON."""
    values = plain(columns, rows)
    return _csv(columns, values) if form is Format.CSV else _json(values) + "\n"


def plain(columns: Mapping[str, str], rows: Sequence[Mapping[str, Cell]]) -> list[dict[str, Plain]]:
    """The rows as programs get them."""
    return [{key: _value(row.get(key)) for key in columns} for row in rows]


def _value(cell: Cell) -> Plain:
    return cell.value if isinstance(cell, Said) else cell


def _is_number(cell: Cell) -> bool:
    value = _value(cell)
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))


def _text(cell: Cell) -> str:
    if isinstance(cell, Said):
        return cell.words
    if cell is None:
        return ""
    return str(cell) if isinstance(cell, str | int | float) else " ".join(cell)


def _csv(columns: Mapping[str, str], rows: Sequence[Mapping[str, Plain]]) -> str:
    """CSV with one header row of keys; cells that a spreadsheet might take for formulas are guarded."""
    import csv

    from secscan.registry.cells import guard

    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        cells = (row.get(key) for key in columns)
        writer.writerow([guard(_text(cell)) if isinstance(cell, str | Sequence) else cell for cell in cells])
    return out.getvalue()


def _json(value: object) -> str:
    import json

    return json.dumps(value, indent=2)


def _printable(text: str) -> str:
    """Each line without control, escape and bidirectional characters; its indent is kept."""
    from secscan.base.text import clean

    lines = text.split("\n")
    return "\n".join(" " * (len(line) - len(line.lstrip(" "))) + clean(line, _MAX_CELL) for line in lines)
