"""Using secscan as its users do: the real program in a process of its own, on a workspace of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl

ROOT = Path(__file__).parents[2]
SHEETS = {"opd": "OPD", "apps": "Aplikasi", "permits": "Izin", "hosts": "Host"}
Row = Mapping[str, str]


@dataclass
class Desk:
    """One workspace and the program's environment. `clean` leaves out what the caller's shell sets."""

    folder: Path
    env: dict[str, str] = field(default_factory=dict)

    def command(self, *words: str | Path) -> list[str]:
        return [sys.executable, "-m", "secscan", "-w", str(self.folder), *map(str, words)]

    def environment(self) -> dict[str, str]:
        inherited = {key: value for key, value in os.environ.items() if not key.startswith("SECSCAN_")}
        return {**inherited, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", **self.env}

    def run(self, *words: str | Path, code: int | None = 0, seconds: float = 240) -> subprocess.CompletedProcess[str]:
        """One call of secscan; fails unless it ends with that code. No call may end in a traceback."""
        done = subprocess.run(
            self.command(*words),
            env=self.environment(),
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=seconds,
        )
        told = f"secscan {' '.join(map(str, words))} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
        assert "Traceback" not in done.stderr, told
        assert code is None or done.returncode == code, told
        return done

    def start(self, *words: str | Path) -> subprocess.Popen[str]:
        """A call of secscan that goes on in the background."""
        return subprocess.Popen(
            self.command(*words),
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            text=True,
        )

    def init(self, **settings: Mapping[str, object]) -> None:
        """`secscan init`, and these sections of `secscan.toml` in place of what it wrote."""
        self.run("init")
        lines = []
        for section, values in settings.items():
            lines.append(f"[{section}]")
            lines += [f"{key} = {json.dumps(value)}" for key, value in values.items()]
        (self.folder / "secscan.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")

    def register(self, **tables: Sequence[Row]) -> None:
        """Fill in the template as an officer does in a spreadsheet program, and import it."""
        book = self.folder.parent / f"{self.folder.name}-register.xlsx"
        self.run("register", "template", "-o", book, "--force")
        fill_in(book, tables)
        self.run("register", "import", book)

    def report(self, *words: str) -> dict[str, Any]:
        """The JSON report of the newest evidence."""
        path = self.folder.parent / f"{self.folder.name}.json"
        self.run("report", "--format", "json", "-o", path, *words)
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return found


def fill_in(path: Path, tables: Mapping[str, Sequence[Row]]) -> None:
    """Write rows over the examples of a register template, by its column titles."""
    book = openpyxl.load_workbook(path)
    for table, rows in tables.items():
        sheet = book[SHEETS[table]]
        columns = {str(cell.value): cell.column for cell in sheet[1] if cell.value}
        for row in range(2, 5):
            for column in columns.values():
                sheet.cell(row=row, column=column).value = None
        for number, values in enumerate(rows, start=2):
            for key, value in values.items():
                sheet.cell(row=number, column=columns[key]).value = value
    book.save(path)


def day(offset: int) -> str:
    """The date that many days from today, as permits say it."""
    return f"{datetime.now(UTC) + timedelta(days=offset):%Y-%m-%d}"


def permit(letter: str, targets: str, **changes: str) -> dict[str, str]:
    """A permit row that holds today."""
    return {
        "nomor": letter,
        "penandatangan": "Kepala Dinas Komunikasi dan Informatika",
        "berlaku_dari": day(-2),
        "berlaku_sampai": day(30),
        "target": targets,
        "intensitas": "standard",
        **changes,
    }


def outcomes(report: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    """The outcome of each (app, control) of a report."""
    return {(row["app"], row["control"]): row["outcome"] for row in report["results"]}
