"""What one batch saw, arranged for assembly: the same while a scan runs and when it is read back."""

from collections.abc import Iterable

from secscan.analysis.assemble import BatchLooks, RunLooks, assemble
from secscan.model.checks import Check
from secscan.model.enums import Outcome
from secscan.model.evidence import Context
from secscan.model.jobs import HostBatch
from secscan.model.observations import Observation
from secscan.model.register import Register
from secscan.planning.scope import owner_of
from secscan.workflows.context import judge

DNS_BATCH = "dns"
"""The batch key under which look-ups are stored: they go to the resolver, not to a target."""


def batch_looks(register: Register, batch: HostBatch, looks: Iterable[Observation]) -> BatchLooks:
    """The looks of a batch with what the register knows of its address: the owner, and the ports that may be open."""
    owner = owner_of(register.hosts, batch.ip)
    mine = frozenset(batch.apps)
    ports = {port for app in register.apps if app.id in mine for port in app.ports}
    return BatchLooks(
        batch=batch,
        looks={seen.job_key: seen for seen in looks},
        owner=owner,
        approved_ports=frozenset({*ports, *(owner.approved_ports if owner is not None else ())}),
    )


def count_problems(register: Register, run: RunLooks, checks: Iterable[Check], context: Context) -> int:
    """How many failures and partial ones the checks see in these looks alone: a first count while the scan runs."""
    kept = tuple(checks)
    apps = {app_id for looks in run.batches for app_id in looks.batch.apps}
    found = {
        (verdict.check, verdict.subject.key, verdict.discriminators)
        for app in register.apps
        if app.id in apps
        for evidence in (assemble(app, run),)
        for check in kept
        for verdict in judge(check, evidence, context)
        if verdict.outcome in (Outcome.FAIL, Outcome.PARTIAL)
    }
    return len(found)
