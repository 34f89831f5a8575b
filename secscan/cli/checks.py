"""`secscan checks`: what is checked, and for which controls."""

from collections.abc import Mapping
from typing import ClassVar

import click

from secscan.base.errors import UsageError
from secscan.base.text import nearest
from secscan.checks.catalogue import CHECKS
from secscan.cli.desk import profile
from secscan.cli.groups import LazyGroup, Verb
from secscan.cli.options import standard_option
from secscan.cli.output import Cell, Format, format_option
from secscan.cli.session import Session, pass_session
from secscan.model.checks import Check
from secscan.model.standard import Standard
from secscan.reports.writeups import load_writeup
from secscan.standards.load import load_standard, profile_names

COLUMNS = ("check", "title", "severity", "confidence", "controls", "profiles")


class Checks(LazyGroup):
    """The verbs of checks."""

    verbs: ClassVar[Mapping[str, Verb]] = {
        "list": Verb("secscan.cli.checks:list_", "Daftar pemeriksaan."),
        "show": Verb("secscan.cli.checks:show", "Satu pemeriksaan dan penjelasannya."),
    }


@click.group(cls=Checks)
def checks() -> None:
    """Pemeriksaan yang ada."""


@click.command("list")
@standard_option
@format_option
@pass_session
def list_(session: Session, standard: str, output_format: str) -> None:
    """Semua pemeriksaan dengan tingkat keparahan, kendali, dan profilnya."""
    known = load_standard(standard)
    wording = session.wording("verbs")
    columns = {key: wording.text(f"checks.{key}") for key in COLUMNS}
    session.output.rows(columns, [_row(session, check, known) for check in CHECKS], Format(output_format))


@click.command()
@click.argument("check_id", metavar="CHECK")
@pass_session
def show(session: Session, check_id: str) -> None:
    """Penjelasan lengkap satu pemeriksaan: apa, mengapa, cara memperbaiki, cara memeriksa."""
    from secscan.base.resources import read_text

    if not any(check.spec.id == check_id for check in CHECKS):
        near = nearest(check_id, [check.spec.id for check in CHECKS])
        raise UsageError("unknown_check", values={"word": check_id, "near": near})
    session.output.line(read_text("findings", f"{check_id}.{session.language}.md"))


def _row(session: Session, check: Check, standard: Standard) -> dict[str, Cell]:
    spec = check.spec
    return {
        "check": spec.id,
        "title": load_writeup(spec.id, session.language).title,
        "severity": spec.severity,
        "confidence": spec.confidence,
        "controls": standard.controls_of(spec.id),
        "profiles": tuple(name for name in profile_names() if spec.id in profile(name).checks),
    }
