"""`secscan register hygiene`: weigh the register by what is stored, without a packet."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from secscan.base.errors import UsageError
from secscan.cli.options import as_of_option
from secscan.cli.output import Format, format_option
from secscan.cli.session import Session, pass_session

if TYPE_CHECKING:
    from secscan.model.enums import Language
    from secscan.model.hygiene import Hygiene
    from secscan.reports.tlp import Tlp

_SUFFIXES = (".html", ".xlsx", ".csv", ".json")


@click.command()
@click.option(
    "-o", "--output", "outputs", multiple=True, type=click.Path(path_type=Path), help="Berkas tujuan; boleh berulang."
)
@as_of_option
@click.option("--tlp", default="TLP:AMBER+STRICT", show_default=True, help="Label TLP pada laporan.")
@format_option
@pass_session
def hygiene(session: Session, outputs: tuple[Path, ...], as_of: datetime | None, tlp: str, output_format: str) -> None:
    """Menimbang isi register dari bukti tersimpan, tanpa mengirim apa pun.

    Aplikasi yang mati, kosong, usang, kembar, mirip, di luar domain resmi, tanpa narahubung, atau berbeda dari
    keputusannya; nama yang belum terdaftar; dan server yang dipakai bersama. Dengan -o: format menurut akhiran
    (.html .xlsx .csv .json).
    """
    from secscan.cli.desk import open_desk
    from secscan.cli.reporting import tlp_of
    from secscan.reports.write import write_private
    from secscan.workflows.hygiene import hygiene as weigh

    label = tlp_of(tlp)
    writers = [(path, _writer(path)) for path in outputs]
    with open_desk(session, session.open()) as desk:
        report = weigh(desk, as_of=as_of.date() if as_of else None)
    for path, write in writers:
        session.output.line(str(write_private(path, write(report, session.language, label))))
    if not outputs:
        _print(session, report, Format(output_format))


def _writer(path: Path) -> "Callable[[Hygiene, Language, Tlp], str | bytes]":
    """How a file of that suffix is made. Raises UsageError for any other."""
    from secscan.reports.hygiene_files import hygiene_csv, hygiene_html, hygiene_json, hygiene_xlsx

    match path.suffix.lower():
        case ".html":
            return hygiene_html
        case ".xlsx":
            return lambda report, lang, _tlp: hygiene_xlsx(report, lang)
        case ".csv":
            return lambda report, lang, _tlp: hygiene_csv(report, lang)
        case ".json":
            return lambda report, lang, _tlp: hygiene_json(report, lang)
    values = {"suffix": path.suffix, "known": " ".join(_SUFFIXES)}
    raise UsageError("unknown_suffix", where=str(path), values=values)


def _print(session: Session, report: "Hygiene", form: Format) -> None:
    from secscan.reports.hygiene_files import COLUMNS, hygiene_rows, hygiene_tree
    from secscan.reports.hygiene_view import HygieneWords

    words = HygieneWords(report, session.language)
    if form is Format.JSON:
        session.output.json(hygiene_tree(report, session.language))
    else:
        titles = {name: words.t(f"hygiene.columns.{name}") for name in COLUMNS}
        rows = [{**row} for row in hygiene_rows(report, session.language)]
        session.output.rows(titles, rows, form, hidden=("ids",))
    session.output.say(words.summary())
