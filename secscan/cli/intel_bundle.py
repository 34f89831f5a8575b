"""`secscan intel import` and `export`: data packs in one file, for offices without internet."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from secscan.base.errors import UsageError
from secscan.cli.output import Cell, Format, Said, format_option
from secscan.cli.session import Session, pass_session

if TYPE_CHECKING:
    from secscan.intel.importing import Import

COLUMNS = ("pack", "status", "before", "after", "entries", "sha256", "source")
HIDDEN = ("sha256", "source")


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@format_option
@pass_session
def import_(session: Session, file: Path, output_format: str) -> None:
    """Mengambil paket data dari FILE: hasil `intel export`, atau epss_scores-*.csv(.gz) dari FIRST.

    Setiap paket diperiksa jumlah periksanya; bila [intel] public_key diatur, berkas harus bertanda tangan kunci itu.
    Berkas yang rusak, diubah, atau lebih tua ditolak seluruhnya.
    """
    from secscan.intel.importing import import_file
    from secscan.intel.signing import read_public_key
    from secscan.workspace.lock import locked

    opened = session.open()
    words = session.wording("intel")
    configured = opened.settings.intel.public_key
    key = read_public_key(Path(configured)) if configured else None
    with locked(opened.workspace, "intel import", session.clock.now()):
        done = import_file(file, opened.workspace.intel, key)
    columns = {key: words.text(f"columns.{key}") for key in COLUMNS}
    session.output.rows(columns, _rows(session, done), Format(output_format), hidden=HIDDEN, whole=("before", "after"))
    session.output.say(words.text("signed" if done.signed else "checksummed"))


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--sign", "key_file", type=click.Path(path_type=Path), help="Berkas PEM kunci privat Ed25519 untuk menandatangani."
)
@click.option("--force", is_flag=True, help="Menimpa berkas yang sudah ada.")
@pass_session
def export(session: Session, file: Path, key_file: Path | None, force: bool) -> None:
    """Menulis semua paket data yang dipakai di sini ke FILE (.zip), untuk `intel import` di kantor tanpa internet."""
    from secscan.intel.bundle import make_bundle
    from secscan.intel.shelf import open_shelf
    from secscan.intel.signing import read_private_key
    from secscan.reports.write import write_private

    if file.exists() and not force:
        raise UsageError("file_exists", where=str(file))
    opened = session.open_if_there()
    key = read_private_key(key_file) if key_file is not None else None
    shelf = open_shelf(opened.workspace.intel if opened is not None else None)
    office = opened.settings.office.name if opened is not None else ""
    contents = ((name, shelf.content(name)) for name in sorted(shelf.heads))
    data = make_bundle(contents, made=session.clock.now(), made_by=office, key=key)
    write_private(file, data)
    values = {"count": str(len(shelf.heads)), "file": str(file), "bytes": str(len(data))}
    session.output.say(session.wording("intel").text("exported_signed" if key else "exported", values))


def _rows(session: Session, done: "Import") -> list[dict[str, Cell]]:
    words = session.wording("intel")
    return [
        {
            "pack": entry.head.name,
            "status": Said(entry.taken.value, words.text(f"taken.{entry.taken.value}")),
            "before": entry.before.data_date.isoformat() if entry.before is not None else None,
            "after": entry.head.data_date.isoformat(),
            "entries": entry.head.entries,
            "sha256": entry.head.sha256,
            "source": entry.head.source,
        }
        for entry in done.entries
    ]
