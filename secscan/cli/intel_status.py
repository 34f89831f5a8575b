"""`secscan intel status`: the data packs that versions are judged by, and how old they are."""

import re
from datetime import date
from typing import TYPE_CHECKING

import click

from secscan.cli.output import Cell, Format, Said, format_option
from secscan.cli.session import Session, pass_session

if TYPE_CHECKING:
    from secscan.intel.shelf import Shelf
    from secscan.model.intel import Pack

COLUMNS = ("pack", "date", "age_days", "stale", "origin", "entries", "source", "licence", "sha256")
HIDDEN = ("licence", "sha256")
_COMMIT = re.compile(r"@[0-9a-f]{12,40}\b")
_SOURCE_WIDTH = 40


@click.command()
@format_option
@pass_session
def status(session: Session, output_format: str) -> None:
    """Tanggal, umur, sumber, dan asal setiap paket data.

    Paket di folder kerja dipakai bila lebih baru daripada paket bawaan secscan.
    """
    from secscan.intel.shelf import open_shelf
    from secscan.model.settings import Settings

    opened = session.open_if_there()
    today = session.today(opened.settings if opened is not None else Settings())
    shelf = open_shelf(opened.workspace.intel if opened is not None else None)
    packs = sorted(shelf.packs(), key=lambda pack: ("/" in pack.name, pack.name))
    words = session.wording("intel")
    rows = [_row(session, pack, today) for pack in packs]
    columns = {key: words.text(f"columns.{key}") for key in COLUMNS}
    session.output.rows(columns, rows, Format(output_format), hidden=HIDDEN, whole=("pack", "date"))
    tell_ignored(session, shelf)
    tell_stale(session, tuple(packs), today)


def _row(session: Session, pack: "Pack", today: date) -> dict[str, Cell]:
    words = session.wording("intel")
    stale = pack.stale(today)
    return {
        "pack": pack.name,
        "date": pack.data_date.isoformat(),
        "age_days": pack.age(today),
        "stale": Said(stale, words.text("old" if stale else "fresh")),
        "origin": Said(pack.origin.value, words.text(f"origins.{pack.origin.value}")),
        "entries": pack.entries,
        "source": Said(pack.source, brief(pack.source)),
        "licence": pack.licence,
        "sha256": pack.sha256,
    }


def brief(source: str) -> str:
    """A source as the table has room for it, 120 characters in all: of commits without their digests, of several
    repositories the first. JSON and CSV have the whole."""
    plain = _COMMIT.sub("", source)
    names = plain.split(", ")
    text = f"{names[0]} +{len(names) - 1}" if plain != source and len(names) > 1 else plain
    return text if len(text) <= _SOURCE_WIDTH else text[: _SOURCE_WIDTH - 1].rstrip() + "…"


def tell_ignored(session: Session, shelf: "Shelf") -> None:
    """Say which files of the workspace's folder are not used, and why."""
    words = session.wording("intel")
    for unused in shelf.ignored:
        session.output.say(words.text(f"ignored.{unused.why}", {"file": unused.file, "detail": unused.detail}))


def tell_stale(session: Session, packs: "tuple[Pack, ...]", today: date) -> None:
    """Say which packs are too old. Tables of digests are not named: they go on telling what they know."""
    words = session.wording("intel")
    old = [f"{pack.name} ({pack.age(today)})" for pack in packs if pack.stale(today) and "/" not in pack.name]
    if old:
        session.output.say(words.text("stale", {"packs": ", ".join(old)}))
