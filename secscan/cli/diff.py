"""`secscan diff`: what changed between two states of the workspace, from what is stored."""

from datetime import datetime
from pathlib import Path

import click

from secscan.cli.options import apps_option, opds_option, standard_option
from secscan.cli.output import Format, format_option
from secscan.cli.session import Session, pass_session

_day = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("old", metavar="[LAMA]", required=False)
@click.argument("new", metavar="[BARU]", required=False)
@click.option("--since", type=_day, metavar="TANGGAL", help="Dari keadaan pada awal hari ini, misalnya 2026-10-01.")
@click.option("--until", type=_day, metavar="TANGGAL", help="Sampai akhir hari ini (bawaan: sekarang).")
@apps_option
@opds_option
@standard_option
@format_option
@click.option(
    "-o", "--output", "output", type=click.Path(path_type=Path, dir_okay=False), help="Berkas .csv atau .json."
)
@pass_session
def diff(
    session: Session,
    old: str | None,
    new: str | None,
    since: datetime | None,
    until: datetime | None,
    apps: tuple[str, ...],
    opds: tuple[str, ...],
    standard: str,
    output_format: str,
    output: Path | None,
) -> None:
    """Apa yang berubah antara dua pemindaian atau dua hari: temuan, aplikasi, dan nilai.

    LAMA dan BARU adalah ID pemindaian, boleh disingkat. Tanpa keduanya, keadaan sekarang dibandingkan dengan keadaan
    sebelum pemindaian terakhir. Keduanya dinilai dengan aturan dan data hari ini; tidak mengirim apa pun.
    """
    from secscan.cli.differing import Question, print_diff

    question = Question(
        old=old,
        new=new,
        since=since.date() if since is not None else None,
        until=until.date() if until is not None else None,
        apps=frozenset(apps),
        opds=frozenset(opds),
    )
    print_diff(session, question, standard, Format(output_format), output)
