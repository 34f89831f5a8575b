"""`secscan config show`: the settings in force, and where each comes from."""

import click

from secscan.cli.output import Format, format_option
from secscan.cli.session import Session, pass_session


@click.group()
def config() -> None:
    """Pengaturan yang berlaku dan asalnya."""


@config.command()
@format_option
@pass_session
def show(session: Session, output_format: str) -> None:
    """Menampilkan setiap kunci, nilainya, dan asalnya: flag, env, secscan.toml, atau default.

    Nilai kosong berarti: menurut profil pemindaian.
    """
    from secscan.workspace.keys import KEYS

    configuration = session.open().configuration
    wording = session.wording("shell")
    columns = {"key": "columns.key", "value": "columns.setting", "origin": "columns.origin"}
    rows = [
        {"key": path, "value": _printed(configuration.value(path)), "origin": configuration.origins[path].value}
        for path in KEYS
    ]
    titles = {key: wording.text(title) for key, title in columns.items()}
    session.output.rows(titles, rows, Format(output_format))


def _printed(value: object) -> str:
    from secscan.model.register import Hours
    from secscan.model.settings import Exemption

    if value is None:
        return ""
    if isinstance(value, Hours):
        return value.text
    if isinstance(value, tuple):
        return ", ".join(f"{v.name} ({v.reason})" if isinstance(v, Exemption) else str(v) for v in value)
    return str(value)
