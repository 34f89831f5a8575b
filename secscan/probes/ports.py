"""The port probe: which of our own list of TCP ports are open, with the controls that make `filtered` mean something.

Before and after the scan a port known to be open is connected to; ports that were filtered are tried from here at the
Pemda's own self-test host, so that our own network's filter is never taken for the target's (SS-NET-01).
"""

from collections.abc import Callable

from secscan.base.clock import Clock
from secscan.model.enums import Reason, Status
from secscan.model.jobs import PortScanJob
from secscan.model.observations import Cost, Observation, PortScan, PortState
from secscan.model.subjects import Endpoint, Host
from secscan.net.budget import Budget
from secscan.net.guard import AuthorisedEndpoint
from secscan.probes.connect_scan import connect_scan, try_port
from secscan.probes.nmap import NmapFailed, NmapTooLate, can_send_raw, nmap_path, run_nmap

Egress = Callable[[int], AuthorisedEndpoint | None]
"""Gives the endpoint of the self-test host for a port; None where no permit names that host."""

TRAP_SHARE = 0.6
"""Above this share of open ports something answers for all of them: a firewall or a tarpit, not services."""

_TRAP_MINIMUM = 20
_MAX_ANCHORS = 4


def scan_ports(
    job: PortScanJob,
    address: AuthorisedEndpoint,
    budget: Budget,
    clock: Clock,
    deadline: float,
    egress: Egress | None = None,
) -> Observation:
    """Scan the job's ports of the address, which the guard authorised as a whole (an endpoint with port 0).

    `deadline` is in monotonic seconds. Raises Cancelled or Stopped, as the budget does.
    """
    if address.port != 0:
        raise ValueError(f"{address.ip}:{address.port} was not authorised as a whole")
    look = _Look(job, address, budget, clock, deadline)
    anchor = look.find_anchor()
    try:
        method, states = look.scan()
    except NmapTooLate:
        return look.observation(Status.TIMEOUT, Reason.TIMEOUT, "the scan was ended at its deadline")
    missing = len(set(job.ports) - states.keys())
    if not states:
        return look.observation(Status.TIMEOUT, Reason.TIMEOUT, "no port could be tried before the deadline")
    opened = tuple(sorted(port for port, state in states.items() if state is PortState.OPEN))
    if len(states) >= _TRAP_MINIMUM and len(opened) > TRAP_SHARE * len(states):
        return look.observation(
            Status.BLOCKED, Reason.BLOCKED, f"{len(opened)} of {len(states)} ports seem open: something answers for all"
        )
    filtered = tuple(sorted(port for port, state in states.items() if state is PortState.FILTERED))
    payload = PortScan(
        method=method,
        scanned=tuple(sorted(states)),
        open=opened,
        filtered=filtered,
        anchor=anchor,
        anchor_before=anchor is not None,
        anchor_after=look.answers(anchor, opened),
        egress_open=look.egress_open(filtered, egress),
    )
    if missing:
        return look.observation(Status.TIMEOUT, Reason.TIMEOUT, f"{missing} ports could not be tried in time", payload)
    return look.observation(Status.OK, None, "", payload)


class _Look:
    """One scan in the making, with what it has cost."""

    def __init__(
        self, job: PortScanJob, address: AuthorisedEndpoint, budget: Budget, clock: Clock, deadline: float
    ) -> None:
        self.job, self.address, self.budget, self.clock, self.deadline = job, address, budget, clock, deadline
        self._start = clock.monotonic()
        self._connections = 0
        self._probes = 0
        self._egress = 0

    def find_anchor(self) -> int | None:
        """The first of the expected ports that answers before the scan."""
        return next((port for port in self.job.anchors[:_MAX_ANCHORS] if self._connects(port)), None)

    def answers(self, anchor: int | None, opened: tuple[int, ...]) -> bool:
        """Whether the anchor still answers after the scan, on a second try at the latest."""
        if anchor is None or (anchor in self.job.ports and anchor not in opened):
            return False
        return self._connects(anchor) or self._connects(anchor)

    def scan(self) -> tuple[str, dict[int, PortState]]:
        """By nmap with raw sockets, by nmap without, or by ourselves: the best that this machine can do."""
        path = nmap_path()
        modes = ((True, "syn"), (False, "connect")) if can_send_raw() else ((False, "connect"),)
        for raw, method in modes if path is not None else ():
            self._count(len(self.job.ports))
            try:
                states = run_nmap(
                    path or "",
                    self.address,
                    self.job.ports,
                    self.budget.pace.port_rate,
                    self.deadline,
                    self.clock,
                    self._cancelled,
                    raw=raw,
                )
            except NmapFailed:
                continue
            self._count(sum(state is PortState.FILTERED for state in states.values()))  # these were asked twice
            return method, states
        self._count(len(self.job.ports))
        return "plain", self._connect([(self.address, port) for port in self.job.ports])

    def egress_open(self, filtered: tuple[int, ...], egress: Egress | None) -> tuple[int, ...]:
        """The filtered ports that the self-test host was reached on; a refusal from it proves the way, too."""
        if egress is None:
            return ()
        targets = [(endpoint, port) for port in filtered if (endpoint := egress(port)) is not None]
        states = self._connect(targets)
        self._egress = len(states)
        self.budget.egress_probes(self._egress)
        return tuple(sorted(port for port, state in states.items() if state is not PortState.FILTERED))

    def observation(
        self, status: Status, reason: Reason | None, detail: str, payload: PortScan | None = None
    ) -> Observation:
        return Observation(
            job_key=self.job.key(self.address.ip),
            subject=Host(self.address.ip),
            via=Endpoint(self.address.ip, payload.anchor) if payload is not None and payload.anchor else None,
            taken_at=self.clock.now(),
            probe="ports",
            status=status,
            reason=reason,
            detail=detail,
            payload=payload,
            cost=Cost(
                connections=self._connections,
                port_probes=self._probes,
                egress_probes=self._egress,
                seconds=self.clock.monotonic() - self._start,
            ),
        )

    def _connects(self, port: int) -> bool:
        with self.budget.connection(self.deadline):
            self._connections += 1
            return try_port(self.address, port, self.deadline, self.clock, self._cancelled) is PortState.OPEN

    def _connect(self, targets: list[tuple[AuthorisedEndpoint, int]]) -> dict[int, PortState]:
        return connect_scan(targets, self.budget.pace.port_rate, self.deadline, self.clock, self._cancelled)

    def _cancelled(self) -> bool:
        return self.budget.cancelled

    def _count(self, probes: int) -> None:
        self._probes += probes
        self.budget.port_probes(probes)
