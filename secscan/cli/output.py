"""Results on stdout as table, JSON or CSV; talk on stderr. Whatever came from a target is harmless in all of them."""

import csv
import io
import json
import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from secscan.base.text import clean
from secscan.registry.cells import guard

Cell = str | int | float | bool | None | Sequence[str]
_WIDE = 200
_MAX_CELL = 2_000


class Format(StrEnum):
    """How a listing is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


format_option = click.option(
    "--format",
    "output_format",
    type=click.Choice([member.value for member in Format]),
    default=Format.TABLE.value,
    show_default=True,
    help="Bentuk keluaran.",
)


class Output:
    """The two streams of a call. `color` is False where the user or the terminal doesn't want it."""

    def __init__(self, *, color: bool) -> None:
        self._color = color

    def say(self, text: str) -> None:
        """Talk, on stderr: a message of one or more lines."""
        click.echo(_printable(text), err=True)

    def line(self, text: str) -> None:
        """A result in words, on stdout."""
        click.echo(_printable(text))

    def rows(self, columns: Mapping[str, str], rows: Sequence[Mapping[str, Cell]], output_format: Format) -> None:
        """A listing on stdout. `columns` maps keys to titles, in order; JSON has the keys, table and CSV the titles of
        the columns."""
        match output_format:
            case Format.TABLE:
                self._table(columns, rows)
            case Format.JSON:
                self.json([{key: row.get(key) for key in columns} for row in rows])
            case Format.CSV:
                click.echo(_csv(columns, rows), nl=False)

    def json(self, value: object) -> None:
        """JSON on stdout, in ASCII, so that no control or bidirectional character reaches the terminal."""
        click.echo(json.dumps(value, indent=2))

    def console(self, *, error: bool = False) -> Console:
        """A rich console on stdout or stderr, as wide as the terminal, or wide enough where there is none."""
        stream = sys.stderr if error else sys.stdout
        width = None if stream.isatty() else _WIDE
        return Console(file=stream, width=width, no_color=not self._color, highlight=False, markup=False, emoji=False)

    def _table(self, columns: Mapping[str, str], rows: Sequence[Mapping[str, Cell]]) -> None:
        table = Table(box=None, pad_edge=False, header_style="bold" if self._color else "")
        for title in columns.values():
            table.add_column(title, overflow="fold")
        for row in rows:
            table.add_row(*(Text(clean(_text(row.get(key)), _MAX_CELL)) for key in columns))
        self.console().print(table)


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return str(cell) if isinstance(cell, str | int | float) else " ".join(cell)


def _csv(columns: Mapping[str, str], rows: Sequence[Mapping[str, Cell]]) -> str:
    """CSV with one header row of keys; cells that a spreadsheet might take for formulas are guarded."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        cells = (row.get(key) for key in columns)
        writer.writerow([guard(_text(cell)) if isinstance(cell, str | Sequence) else cell for cell in cells])
    return out.getvalue()


def _printable(text: str) -> str:
    """Each line without control, escape and bidirectional characters; its indent is kept."""
    lines = text.split("\n")
    return "\n".join(" " * (len(line) - len(line.lstrip(" "))) + clean(line, _MAX_CELL) for line in lines)
