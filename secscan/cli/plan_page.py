"""A plan as tables, JSON or CSV: upper bounds for each address, and each refusal with what it lacks."""

from secscan.cli.output import Cell, Format, plain
from secscan.cli.session import Session
from secscan.cli.wording import Wording
from secscan.model.jobs import HostBatch, Plan, PortScanJob, Refusal, TlsJob, WebJob

HANDSHAKES = 40
"""Connections that the TLS assessment of one endpoint costs at most; a further name on it costs 8."""
FURTHER_NAME = 8
BATCH_COLUMNS = ("ip", "names", "apps", "requests", "connections", "ports", "rate", "minutes", "permits")
REFUSAL_COLUMNS = ("what", "target", "app", "reason", "lack", "why", "advice")


def print_plan(session: Session, planned: Plan, form: Format) -> None:
    """What would be sent and what is refused; CSV has both in one table."""
    wording, sentences = session.wording("verbs"), session.wording("errors")
    batches = [_batch(batch) for batch in planned.batches]
    refusals = [_refusal(refusal, sentences) for refusal in planned.refusals]
    sent = {key: wording.text(f"plan.{key}") for key in BATCH_COLUMNS}
    refused = {key: wording.text(f"plan.{key}") for key in REFUSAL_COLUMNS}
    match form:
        case Format.JSON:
            session.output.json(
                {"profile": planned.profile, "batches": plain(sent, batches), "refusals": plain(refused, refusals)}
            )
        case Format.CSV:
            session.output.rows(sent | refused, batches + refusals, form)
        case Format.TABLE:
            if batches:
                session.output.rows(sent, batches, form, hidden=("names",))
            if batches and refusals:
                session.output.line("")
            if refusals:
                session.output.rows(refused, refusals, form, hidden=("what", "app", "reason", "lack"))
    session.output.say(wording.text("plan.total", _totals(planned, batches)))


def _totals(planned: Plan, batches: list[dict[str, Cell]]) -> dict[str, str]:
    total = {key: str(sum(int(str(row[key])) for row in batches)) for key in ("requests", "connections", "ports")}
    longest = max((float(str(row["minutes"])) for row in batches), default=0.0)
    return total | {
        "hosts": str(len(batches)),
        "apps": str(len({app for batch in planned.batches for app in batch.apps})),
        "refused": str(len(planned.refusals)),
        "minutes": f"{longest:g}",
        "profile": planned.profile,
    }


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
        "minutes": max(0.1, round(min(seconds, batch.deadline) / 60, 1)),
        "permits": tuple(permit.letter for permit in batch.permits),
    }


def _refusal(refusal: Refusal, sentences: Wording) -> dict[str, Cell]:
    return {
        "what": refusal.what,
        "target": refusal.target,
        "app": refusal.app,
        "reason": refusal.reason,
        "lack": refusal.lack,
        "why": sentences.text(f"{refusal.lack}.message", refusal.values),
        "advice": sentences.text(f"{refusal.lack}.advice", refusal.values),
    }
