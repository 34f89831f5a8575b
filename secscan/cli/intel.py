"""`secscan intel`: the data packs that versions are judged by, and how old they are."""

import click

from secscan.cli.output import Cell, Format, Said, format_option
from secscan.cli.session import Session, pass_session

COLUMNS = ("pack", "date", "age_days", "stale", "source")


@click.group()
def intel() -> None:
    """Paket data kerentanan dan versi."""


@intel.command()
@format_option
@pass_session
def status(session: Session, output_format: str) -> None:
    """Tanggal dan umur setiap paket data."""
    from secscan.intel.packs import load_intel
    from secscan.model.settings import Settings

    opened = session.open_if_there()
    today = session.today(opened.settings if opened is not None else Settings())
    words = session.wording("intel")
    packs = load_intel().packs
    rows: list[dict[str, Cell]] = [
        {
            "pack": pack.name,
            "date": pack.data_date.isoformat(),
            "age_days": (today - pack.data_date).days,
            "stale": Said(pack.stale(today), words.text("old" if pack.stale(today) else "fresh")),
            "source": pack.source,
        }
        for pack in packs
    ]
    session.output.rows({key: words.text(f"columns.{key}") for key in COLUMNS}, rows, Format(output_format))
    old = [pack.name for pack in packs if pack.stale(today)]
    if old:
        session.output.say(words.text("stale", {"packs": ", ".join(old)}))
