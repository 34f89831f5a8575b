"""`secscan plan`: what a scan would send, to which address and how fast, and what is refused. Sends only DNS."""

import click

from secscan.cli import desk
from secscan.cli.exit_codes import ExitCode
from secscan.cli.options import selection
from secscan.cli.output import Cell, Format, format_option
from secscan.cli.session import Session, pass_session
from secscan.cli.wording import Wording
from secscan.model.ids import AppId, OpdId
from secscan.model.jobs import HostBatch, Plan, PortScanJob, Refusal, TlsJob, WebJob
from secscan.registry.folder import load_register
from secscan.workflows.plan import plan_scan, select

HANDSHAKES = 40
"""Connections that the TLS assessment of one endpoint costs at most; a further name on it costs 8."""
FURTHER_NAME = 8
BATCH_COLUMNS = ("ip", "names", "apps", "requests", "connections", "ports", "rate", "minutes", "permits")
REFUSAL_COLUMNS = ("what", "target", "app", "reason", "detail")


@click.command()
@selection
@format_option
@pass_session
def plan(
    session: Session,
    profile: str,
    apps: tuple[str, ...],
    opds: tuple[str, ...],
    rate: float | None,
    max_connections: int | None,
    output_format: str,
) -> ExitCode:
    """Menampilkan apa yang akan dikirim, ke alamat mana, secepat apa, selama apa, serta apa yang ditolak dan sebabnya.

    Tidak mengirim apa pun selain pertanyaan DNS. Jumlah permintaan adalah batas atas.
    """
    opened = session.open(desk.pace_flags(rate, max_connections))
    register = load_register(opened.workspace.register)
    chosen = select(register, tuple(map(AppId, apps)), tuple(map(OpdId, opds)))
    planned = plan_scan(register, chosen, desk.profile(profile), opened.settings, session.clock).plan
    _print(session, planned, Format(output_format))
    return ExitCode.OK if planned.batches or not planned.refusals else ExitCode.REFUSED


def _print(session: Session, planned: Plan, form: Format) -> None:
    wording = session.wording("verbs")
    batches = [_batch(batch) for batch in planned.batches]
    refusals = [_refusal(refusal, wording) for refusal in planned.refusals]
    if form is Format.JSON:
        session.output.json({"profile": planned.profile, "batches": batches, "refusals": refusals})
        return
    session.output.rows({key: wording.text(f"plan.{key}") for key in BATCH_COLUMNS}, batches, form)
    if refusals:
        session.output.line("")
        session.output.rows({key: wording.text(f"plan.{key}") for key in REFUSAL_COLUMNS}, refusals, form)
    total = {key: str(sum(int(str(row[key])) for row in batches)) for key in ("requests", "connections", "ports")}
    session.output.say(wording.text("plan.total", {"hosts": str(len(batches)), "refused": str(len(refusals)), **total}))


def _batch(batch: HostBatch) -> dict[str, Cell]:
    """One address: upper bounds of what is sent, and how long that takes at most."""
    requests = sum(job.budget for job in batch.jobs if isinstance(job, WebJob))
    endpoints: dict[int, int] = {}
    for job in batch.jobs:
        if isinstance(job, TlsJob):
            endpoints[job.port] = endpoints.get(job.port, 0) + 1
    handshakes = sum(HANDSHAKES + FURTHER_NAME * (names - 1) for names in endpoints.values())
    ports = sum(len(job.ports) for job in batch.jobs if isinstance(job, PortScanJob))
    seconds = (requests + handshakes) / batch.pace.rate + ports / batch.pace.port_rate
    return {
        "ip": batch.ip,
        "names": batch.names,
        "apps": batch.apps,
        "requests": requests,
        "connections": handshakes,
        "ports": ports,
        "rate": batch.pace.rate,
        "minutes": round(min(seconds, batch.deadline) / 60, 1),
        "permits": tuple(permit.letter for permit in batch.permits),
    }


def _refusal(refusal: Refusal, wording: Wording) -> dict[str, Cell]:
    key = f"unseen.{refusal.reason}"
    return {
        "what": wording.text(f"plan.kinds.{refusal.what}"),
        "target": refusal.target,
        "app": refusal.app or "",
        "reason": wording.text(key if key in wording else "unseen.other"),
        "detail": refusal.detail,
    }
