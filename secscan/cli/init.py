"""`secscan init`: make a workspace."""

from pathlib import Path

import click

from secscan.cli.session import Session, pass_session


@click.command()
@click.option("--timer", is_flag=True, help="Mencetak unit systemd dan baris cron untuk pemindaian berkala.")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@pass_session
def init(session: Session, folder: Path | None, timer: bool) -> None:
    """Membuat folder kerja: secscan.toml, register/, dan reports/, hanya terbaca oleh pemiliknya.

    Tanpa FOLDER, folder kerja dari -w. Folder yang sudah ada dilengkapi, tidak ada yang ditimpa.
    """
    from secscan.workspace.layout import create

    workspace = create(folder if folder is not None else session.folder)
    wording = session.wording("shell")
    values = {"folder": str(workspace.folder)}
    if timer:
        from secscan.cli.timer import units
        from secscan.workspace.settings import read_settings

        session.output.line(units(workspace.folder, read_settings(workspace.settings, session.environ).settings))
        return
    session.output.line(wording.text("init.made", values))
    if not workspace.private:
        session.output.say(wording.text("init.not_private", values))
    session.output.say(wording.text("init.next", values))
