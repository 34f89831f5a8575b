"""`secscan intel`: the data packs that versions are judged by, and how old they are."""

import click

from secscan.cli.output import Cell, Format, format_option
from secscan.cli.session import Session, pass_session
from secscan.intel.packs import is_stale, load_intel
from secscan.model.settings import Settings


@click.group()
def intel() -> None:
    """Paket data kerentanan dan versi."""


@intel.command()
@format_option
@pass_session
def status(session: Session, output_format: str) -> None:
    """Tanggal dan umur setiap paket data."""
    opened = session.open_if_there()
    today = session.today(opened.settings if opened is not None else Settings())
    words = session.wording("intel")
    packs = load_intel().packs
    rows: list[dict[str, Cell]] = [
        {
            "pack": pack.name,
            "date": pack.data_date.isoformat(),
            "age_days": (today - pack.data_date).days,
            "stale": is_stale(pack, today),
            "source": pack.source,
        }
        for pack in packs
    ]
    columns = {key: words.text(f"columns.{key}") for key in ("pack", "date", "age_days", "stale", "source")}
    session.output.rows(columns, rows, Format(output_format))
    old = [pack.name for pack in packs if is_stale(pack, today)]
    if old:
        session.output.say(words.text("stale", {"packs": ", ".join(old)}))
