"""`secscan plan`: what a scan would send, to which address and how fast, and what is refused. Sends only DNS."""

import click

from secscan.cli.exit_codes import ExitCode
from secscan.cli.options import selection
from secscan.cli.output import Format, format_option
from secscan.cli.session import Session, pass_session


@click.command()
@selection
@click.option("--due", is_flag=True, help="Hanya yang jatuh tempo menurut jadwal [schedule].")
@format_option
@pass_session
def plan(
    session: Session,
    profile: str,
    apps: tuple[str, ...],
    opds: tuple[str, ...],
    rate: float | None,
    max_connections: int | None,
    hours: str | None,
    due: bool,
    output_format: str,
) -> ExitCode:
    """Menampilkan apa yang akan dikirim, ke alamat mana, secepat apa, selama apa, serta apa yang ditolak dan sebabnya.

    Tidak mengirim apa pun selain pertanyaan DNS. Jumlah permintaan adalah batas atas.
    """
    from secscan.cli import desk
    from secscan.cli.plan_page import print_plan
    from secscan.intel.fronts import fronts_of
    from secscan.intel.shelf import open_shelf
    from secscan.model.ids import AppId, OpdId
    from secscan.registry.folder import load_register
    from secscan.workflows.plan import plan_scan, select

    opened = session.open(desk.pace_flags(rate, max_connections, hours))
    register = load_register(opened.workspace.register)
    chosen = select(register, tuple(map(AppId, apps)), tuple(map(OpdId, opds)))
    if due:
        from secscan.cli.due import say_due

        wanted_now = say_due(session, opened, apps, opds)
        chosen = tuple(app for app in chosen if app.id in wanted_now)
    fronts = fronts_of(open_shelf(opened.workspace.intel).entries("fronts"))
    window = opened.settings.scan.hours
    waiting = frozenset(app.id for app in chosen) if window is not None else frozenset()
    wanted = desk.profile(profile)
    planned = plan_scan(register, chosen, wanted, opened.settings, session.clock, fronts, waiting=waiting).plan
    print_plan(session, planned, Format(output_format))
    if window is not None:
        session.output.say(session.wording("verbs").text("plan.hours", {"hours": window.text}))
    return ExitCode.OK if planned.batches or not planned.refusals else ExitCode.REFUSED
