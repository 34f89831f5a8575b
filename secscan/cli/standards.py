"""`secscan standards`: the standards that apps can be judged by."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

import click

from secscan.cli.groups import LazyGroup, Verb
from secscan.cli.output import Cell, Format, format_option
from secscan.cli.session import Session, pass_session
from secscan.model.enums import Language

if TYPE_CHECKING:
    from secscan.model.standard import Control, Standard

LIST_COLUMNS = ("id", "version", "name", "controls", "automated", "aliases")
SHOW_COLUMNS = ("control", "domain", "severity", "title", "checks")


class Standards(LazyGroup):
    """The verbs of standards."""

    verbs: ClassVar[Mapping[str, Verb]] = {
        "list": Verb("secscan.cli.standards:list_", "Daftar standar."),
        "show": Verb("secscan.cli.standards:show", "Kontrol sebuah standar."),
    }


@click.group(cls=Standards)
def standards() -> None:
    """Standar penilaian dan kontrolnya."""


@click.command("list")
@format_option
@pass_session
def list_(session: Session, output_format: str) -> None:
    """Semua standar yang tersedia."""
    from secscan.standards.load import load_standard, standard_names

    wording = session.wording("verbs")
    columns = {key: wording.text(f"standards.{key}") for key in LIST_COLUMNS}
    rows = [_standard(load_standard(name), session.language) for name in standard_names()]
    session.output.rows(columns, rows, Format(output_format))


@click.command()
@click.argument("name")
@format_option
@pass_session
def show(session: Session, name: str, output_format: str) -> None:
    """Semua kontrol standar NAME; yang tanpa pemeriksaan belum ada dalam profil ini."""
    from secscan.standards.load import load_standard

    wording = session.wording("verbs")
    columns = {key: wording.text(f"standards.{key}") for key in SHOW_COLUMNS}
    rows = [_control(control, session.language) for control in load_standard(name).controls]
    session.output.rows(columns, rows, Format(output_format))


def _standard(standard: "Standard", language: Language) -> dict[str, Cell]:
    return {
        "id": standard.id,
        "version": standard.version,
        "name": standard.name_en if language is Language.EN else standard.name_id,
        "controls": len(standard.controls),
        "automated": sum(1 for control in standard.controls if control.checks),
        "aliases": standard.aliases,
    }


def _control(control: "Control", language: Language) -> dict[str, Cell]:
    return {
        "control": control.id,
        "domain": control.domain,
        "severity": control.severity,
        "title": control.title_en if language is Language.EN else control.title_id,
        "checks": control.checks,
    }
