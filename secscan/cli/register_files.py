"""`secscan register template` and `export`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from secscan.cli.session import Session, pass_session

if TYPE_CHECKING:
    from secscan.registry.workbook_writer import Texts

_target = click.option(
    "-o", "--output", "path", required=True, type=click.Path(path_type=Path), help="Berkas atau folder tujuan."
)
_force = click.option("--force", is_flag=True, help="Menimpa yang sudah ada.")


@click.command()
@_target
@_force
@pass_session
def template(session: Session, path: Path, force: bool) -> None:
    """Menulis buku kerja .xlsx dengan petunjuk, pilihan, dan baris contoh yang tidak ikut diimpor."""
    from secscan.registry.writing import write_template

    write_template(path, workbook_texts(session), replace=force)
    session.output.line(session.wording("shell").text("register.written", {"path": str(path)}))


@click.command()
@_target
@_force
@pass_session
def export(session: Session, path: Path, force: bool) -> None:
    """Menulis register ke buku kerja (-o BERKAS.xlsx) atau ke folder CSV (-o FOLDER)."""
    from secscan.registry.folder import load_register
    from secscan.registry.writing import export_register

    register = load_register(session.open().workspace.register)
    export_register(path, register, workbook_texts(session), replace=force)
    session.output.line(session.wording("shell").text("register.written", {"path": str(path)}))


def workbook_texts(session: Session) -> "Texts":
    """The prose of a workbook, in the language of the call."""
    from secscan.registry.columns import COLUMNS
    from secscan.registry.workbook_writer import Texts

    wording = session.wording("register")
    return Texts(
        guide_title=wording.text("guide.title"),
        guide=wording.lines("guide.lines"),
        columns={
            (table, column.key): wording.text(f"columns.{table}.{column.key}")
            for table, columns in COLUMNS.items()
            for column in columns
        },
    )
