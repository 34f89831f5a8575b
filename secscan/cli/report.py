"""`secscan report`: write reports from what is stored."""

from datetime import datetime
from pathlib import Path

import click

from secscan.cli.options import as_of_option, opds_option, run_option, standard_option
from secscan.cli.output import Choice
from secscan.cli.session import Session, pass_session

FORMATS = ("html", "json", "sarif", "junit", "csv", "xlsx")


@click.command()
@click.option(
    "-o", "--output", "outputs", multiple=True, type=click.Path(path_type=Path), help="Berkas tujuan; boleh berulang."
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=Choice(FORMATS),
    help="Format; bawaan menurut akhiran berkas.",
)
@opds_option
@run_option
@as_of_option
@standard_option
@click.option("--tlp", default="TLP:AMBER+STRICT", show_default=True, help="Label TLP pada laporan.")
@pass_session
def report(
    session: Session,
    outputs: tuple[Path, ...],
    formats: tuple[str, ...],
    opds: tuple[str, ...],
    run_id: str | None,
    as_of: datetime | None,
    standard: str,
    tlp: str,
) -> None:
    """Menulis laporan dari bukti terbaru setiap aplikasi.

    Tanpa -o: satu berkas HTML per OPD, ringkasan seluruh Pemda, dan laporan.json ke folder reports/. Dengan -o: format
    menurut akhiran (.html .json .sarif .xml .csv .xlsx), berpasangan dengan --format bila diberikan.
    """
    from secscan.cli.reporting import Wanted, write

    wanted = Wanted(
        outputs=outputs,
        formats=formats,
        opds=opds,
        run_id=run_id,
        as_of=as_of.date() if as_of else None,
        standard=standard,
        tlp=tlp,
    )
    write(session, wanted)
