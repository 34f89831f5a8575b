"""`secscan doctor`: is this machine fit to scan, and if not, what to do."""

import click

from secscan.cli.exit_codes import ExitCode
from secscan.cli.output import Cell, Format, Said, format_option
from secscan.cli.session import Session, pass_session

COLUMNS = ("check", "health", "message", "advice")


@click.command()
@format_option
@pass_session
def doctor(session: Session, output_format: str) -> None:
    """Memeriksa apakah mesin ini siap memindai, dan apa yang perlu dibenahi.

    Tidak mengirim apa pun selain pertanyaan DNS. Kode keluar 1 bila ada yang gagal.
    """
    from secscan.model.settings import Settings
    from secscan.registry.folder import load_register
    from secscan.workflows.doctor import Health, diagnose

    opened = session.open_if_there()
    settings = opened.settings if opened is not None else Settings()
    permits = load_register(opened.workspace.register).permits if opened is not None else ()
    wording = session.wording("doctor")
    found = diagnose(settings, session.folder, session.clock, permits)
    rows: list[dict[str, Cell]] = [
        {
            "check": one.check,
            "health": Said(one.health.value, wording.text(f"health.{one.health}")),
            "message": wording.text(f"{one.check}.{one.code}.message", one.values),
            "advice": wording.text(f"{one.check}.{one.code}.advice", one.values),
        }
        for one in found
    ]
    titles = {key: wording.text(f"columns.{key}") for key in COLUMNS}
    session.output.rows(titles, rows, Format(output_format))
    if any(one.health is Health.FAIL for one in found):
        raise SystemExit(ExitCode.FAILED)
