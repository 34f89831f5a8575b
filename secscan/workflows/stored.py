"""Reading back what runs stored, as evidence of one app at a time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import msgspec

from secscan.analysis.assemble import BatchLooks, RunLooks, assemble
from secscan.base.clock import Clock
from secscan.model.evidence import AppEvidence
from secscan.model.ids import OpdId, RunId
from secscan.model.intel import Intel
from secscan.model.jobs import HostBatch
from secscan.model.observations import DnsAnswer, Observation
from secscan.model.profile import ScanProfile
from secscan.model.register import App, HostEntry, Register
from secscan.model.runs import Run
from secscan.model.settings import Settings
from secscan.model.standard import Standard
from secscan.model.subjects import Domain, Site
from secscan.planning.ownership import is_opds_own, known_hosts
from secscan.planning.scope import owner_of
from secscan.store.runs import AppRun
from secscan.store.store import Store
from secscan.workflows.looks import DNS_BATCH, batch_looks

_KEPT_BATCHES = 8
"""Batches that are held in memory at a time: apps that share one are evaluated one after another."""


@dataclass(frozen=True, slots=True)
class EvaluationDesk:
    """What an evaluation needs, opened by the shell. `profiles` loads a scan profile by name; `blocked` are the names
    of the operator's block list."""

    register: Register
    settings: Settings
    store: Store
    intel: Intel
    standard: Standard
    profiles: Callable[[str], ScanProfile]
    clock: Clock
    blocked: frozenset[str] = frozenset()


class StoredEvidence:
    """Reads what a run stored, each batch once as long as neighbouring apps share it."""

    def __init__(self, desk: EvaluationDesk) -> None:
        self._desk = desk
        self.runs = {run.id: run for run in desk.store.runs()}
        self._shelves: dict[RunId, tuple[dict[str, HostBatch], RunLooks]] = {}
        self._looks: dict[tuple[RunId, str], BatchLooks] = {}
        self._sites: dict[str, list[Site]] = {}
        for app in desk.register.apps:
            for site in app.sites:
                self._sites.setdefault(site.host, []).append(site)
        self._profiles: dict[RunId, ScanProfile] = {}
        self._hosts: dict[str, HostEntry] = {}
        self.addresses: set[str] = set()

    def of(self, app: App, part: AppRun) -> tuple[AppEvidence, tuple[HostBatch, ...]]:
        """The evidence that one run has of an app, and the batches it comes from."""
        batches, shelf = self._shelf(part.run)
        mine = tuple(batches[key] for key in part.batches if key in batches)
        looks = tuple(self._batch(part.run, batch) for batch in mine)
        run = RunLooks(
            token=shelf.token,
            taken_at=shelf.taken_at,
            batches=looks,
            dns=shelf.dns,
            refusals=shelf.refusals,
            sites=tuple(other for site in app.sites for other in self._sites[site.host]),
        )
        return assemble(app, run), mine

    def profile(self, run: Run) -> ScanProfile:
        """The profile that a run was made with."""
        if run.id not in self._profiles:
            self._profiles[run.id] = run.own_profile or self._desk.profiles(run.options.profile)
        return self._profiles[run.id]

    @property
    def hosts(self) -> tuple[HostEntry, ...]:
        """The register's hosts, and the addresses of CDNs and clouds that were met."""
        mine = self._hosts
        return (*(entry for entry in self._desk.register.hosts if entry.network not in mine), *mine.values())

    def owners(self) -> dict[str, OpdId | None]:
        """Which OPD each address that was looked at belongs to; None for machines that many customers share."""
        opds = {opd.id for opd in self._desk.register.opds}
        hosts = self.hosts
        owners: dict[str, OpdId | None] = {}
        for ip in self.addresses:
            entry = owner_of(hosts, ip)
            mine = entry is not None and entry.owner in opds and is_opds_own(entry)
            owners[ip] = OpdId(entry.owner) if entry is not None and mine else None
        return owners

    def _shelf(self, run_id: RunId) -> tuple[dict[str, HostBatch], RunLooks]:
        if run_id not in self._shelves:
            store, run = self._desk.store, self.runs[run_id]
            dns = {
                seen.subject.name: seen
                for seen in store.observations(run_id, DNS_BATCH)
                if isinstance(seen.subject, Domain)
            }
            batches = {batch.key: batch for batch in store.batches(run_id)}
            shelf = RunLooks(
                token=run.token,
                taken_at=run.started_at,
                batches=(),
                dns=dns,
                refusals=store.refusals(run_id),
                sites=(),
            )
            self._shelves[run_id] = (batches, shelf)
            self._meet(dns, batches)
        return self._shelves[run_id]

    def _meet(self, dns: Mapping[str, Observation], batches: Mapping[str, HostBatch]) -> None:
        """Note which addresses of a run are a provider's; the newest run that says so is read first."""
        answers = {name: seen.payload for name, seen in dns.items() if isinstance(seen.payload, DnsAnswer)}
        register = self._desk.register.hosts
        met = known_hosts(register, self._desk.intel.fronts, answers, (batch.ip for batch in batches.values()))
        for entry in met:
            if entry not in register:
                self._hosts.setdefault(entry.network, entry)

    def _batch(self, run_id: RunId, batch: HostBatch) -> BatchLooks:
        key = (run_id, batch.key)
        if key not in self._looks:
            if len(self._looks) >= _KEPT_BATCHES:
                self._looks.pop(next(iter(self._looks)))
            seen = self._desk.store.observations(run_id, batch.key)
            known = msgspec.structs.replace(self._desk.register, hosts=self.hosts)
            self._looks[key] = batch_looks(known, batch, seen)
            self.addresses.add(batch.ip)
        return self._looks[key]
