"""`secscan checks`: what is checked, and for which controls."""

from collections.abc import Mapping
from typing import ClassVar

import click

from secscan.base.errors import UsageError
from secscan.base.text import nearest
from secscan.cli.groups import LazyGroup, Verb
from secscan.cli.options import standard_option
from secscan.cli.output import Cell, Format, Said, format_option
from secscan.cli.session import Session, pass_session

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
    """Semua pemeriksaan dengan tingkat keparahan, kontrol, dan profilnya."""
    from secscan.checks.catalogue import CHECKS
    from secscan.reports.writeups import load_writeup
    from secscan.standards.load import load_profile, load_standard, profile_names

    known = load_standard(standard)
    profiles = [load_profile(name) for name in profile_names()]
    wording, words = session.wording("verbs"), session.wording("report")
    rows: list[dict[str, Cell]] = [
        {
            "check": check.spec.id,
            "title": load_writeup(check.spec.id, session.language).title,
            "severity": Said(check.spec.severity, words.text(f"severity.{check.spec.severity}").lower()),
            "confidence": check.spec.confidence,
            "controls": known.controls_of(check.spec.id),
            "profiles": tuple(profile.name for profile in profiles if check.spec.id in profile.checks),
        }
        for check in CHECKS
    ]
    columns = {key: wording.text(f"checks.{key}") for key in COLUMNS}
    session.output.rows(columns, rows, Format(output_format), hidden=("confidence",))


@click.command()
@click.argument("check_id", metavar="CHECK")
@pass_session
def show(session: Session, check_id: str) -> None:
    """Penjelasan lengkap satu pemeriksaan: apa, mengapa, cara memperbaiki, cara memeriksa."""
    from secscan.base.resources import read_text
    from secscan.checks.catalogue import CHECKS

    known = [check.spec.id for check in CHECKS]
    if check_id not in known:
        raise UsageError("unknown_check", values={"word": check_id, "near": nearest(check_id, known)})
    session.output.line(read_text("findings", f"{check_id}.{session.language}.md"))
