"""`secscan demo`: a fleet of demonstration apps on loopback, registered, scanned and reported like real ones."""

from pathlib import Path

import click

from secscan.cli.options import profile_option
from secscan.cli.session import Session, pass_session

FOLDER = Path("demo-workspace")


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path), default=FOLDER)
@profile_option
@click.option("--keep", is_flag=True, help="Armada tetap menyala sampai Ctrl-C, untuk dicoba sendiri.")
@pass_session
def demo(session: Session, folder: Path, profile: str, keep: bool) -> None:
    """Menyalakan armada contoh di 127.0.1.1-3, memindainya, lalu menampilkan skor dan letak laporan.

    Folder kerjanya (bawaan: demo-workspace) dapat dipakai dengan semua perintah lain selama armada menyala (--keep).
    """
    from secscan.cli.demonstrating import run

    run(session, folder, profile, keep=keep)
