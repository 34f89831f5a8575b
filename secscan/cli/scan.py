"""`secscan scan`: look at the apps that are registered and permitted, store what is seen, and print the scores."""

import click

from secscan.base.errors import UsageError
from secscan.cli.exit_codes import ExitCode
from secscan.cli.options import selection, standard_option
from secscan.cli.output import Format, format_option
from secscan.cli.session import Session, pass_session


@click.command()
@selection
@standard_option
@click.option(
    "--resume", is_flag=True, help="Melanjutkan pemindaian terakhir yang terhenti, dengan pilihannya sendiri."
)
@click.option("--due", is_flag=True, help="Hanya yang jatuh tempo menurut jadwal [schedule]; untuk cron atau systemd.")
@click.option("--dry-run", is_flag=True, help="Dengan --due: hanya menampilkan jadwal dan alasannya.")
@click.option("--run", "run_id", metavar="ID", help="Dengan --resume: pemindaian yang dilanjutkan.")
@format_option
@pass_session
def scan(
    session: Session,
    profile: str,
    apps: tuple[str, ...],
    opds: tuple[str, ...],
    rate: float | None,
    max_connections: int | None,
    hours: str | None,
    standard: str,
    resume: bool,
    due: bool,
    dry_run: bool,
    run_id: str | None,
    output_format: str,
) -> ExitCode:
    """Memindai aplikasi yang terdaftar dan berizin, menyimpan setiap pengamatan, lalu menampilkan skor.

    Dapat dihentikan kapan saja (Ctrl-C) dan dilanjutkan dengan --resume.
    """
    from secscan.cli.scanning import Scan, run, run_due

    if (due and resume) or (dry_run and not due):
        raise UsageError("due_alone", where="--dry-run" if dry_run else "--due")
    wanted = Scan(profile, apps, opds, rate, max_connections, hours, standard)
    if due:
        return run_due(session, wanted, Format(output_format), dry_run=dry_run)
    return run(session, wanted, Format(output_format), resume=resume, run_id=run_id)
