"""One app through the real probes and rules: the batch as a scan runs it, then every check on what was seen."""

import contextlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec

from secscan.analysis.assemble import BatchLooks, RunLooks, assemble
from secscan.analysis.thirdparty import loaded_hosts, to_look_up
from secscan.base.clock import SystemClock
from secscan.identify.software import identify
from secscan.intel.packs import load_intel
from secscan.model.assessment import Software
from secscan.model.checks import Verdict
from secscan.model.enums import Status
from secscan.model.evidence import AppEvidence, EarlierHome
from secscan.model.ids import AppId, JobKey, OpdId, RunId
from secscan.model.impact import Impact
from secscan.model.intel import Intel
from secscan.model.jobs import HostBatch, Pace, WebJob
from secscan.model.observations import DnsAnswer, Observation
from secscan.model.profile import ScanProfile
from secscan.model.register import App, Permit
from secscan.model.runs import Bodies
from secscan.model.settings import DomainSettings, Settings
from secscan.model.subjects import Domain, Site
from secscan.net.outages import Outages
from secscan.probes.body_readers import BodyReaders
from secscan.probes.nursery import Nursery
from secscan.probes.tls import TlsProbe
from secscan.probes.web import WebClient
from secscan.standards.load import load_profile
from secscan.workflows.batch import BatchTerms, Tools, run_batch
from secscan.workflows.context import asks_of, checks_of, context_of

APEX = "kabcontoh.go.id"
LETTER = "094/301/ST/2026"
TOKEN = "k3v9q2zt7m1x"
NETWORK_CHECKS = frozenset(
    (
        *("database-ports", "remote-admin-ports", "infrastructure-consoles", "cleartext-protocols", "unapproved-ports"),
        "service-versions",
    )
)
TLS_CHECKS = frozenset(("tls-versions", "tls-ciphers", "tls-certificate", "tls-flaws"))


@dataclass(frozen=True)
class Look:
    """What one app was found to be: the verdicts of each check, its software, and what it cost."""

    verdicts: Mapping[str, tuple[Verdict, ...]]
    software: tuple[Software, ...]
    impact: Impact
    evidence: AppEvidence


class Looks(dict[JobKey, Observation]):
    """A sink that keeps what was seen in memory."""

    def __call__(self, seen: Observation, _bodies: Bodies) -> None:
        self[seen.job_key] = seen

    def settle(self) -> None:
        """Nothing is on its way to a disk."""


@dataclass
class Desk:
    """The tools of a scan, kept between apps."""

    tools: Tools
    profile: ScanProfile
    settings: Settings
    intel: Intel
    today: date

    def look(
        self,
        name: str,
        ip: str,
        origins: tuple[tuple[str, int], ...],
        path: str = "/",
        *,
        dns: Mapping[str, str] | None = None,
        before: AppEvidence | None = None,
    ) -> Look:
        """Scan one app of this host name at this address, registered under its first origin. `dns` is what the resolver
        says of other names; `before` what an earlier scan saw."""
        scheme, port = origins[0]
        site = Site(scheme, name, port, path)
        app = App(id=AppId("app"), opd=OpdId("opd"), name=name, sites=(site,))
        job = WebJob(site, origins, self.profile.request_budget, self.profile.intensity, (app.id,), LETTER)
        batch = HostBatch(
            ip=ip,
            jobs=(job,),
            names=(name,),
            apps=(app.id,),
            pace=Pace(rate=400, max_connections=4, port_rate=400),
            deadline=self.profile.app_deadline,
            permits=(_permit(self.today),),
        )
        looks = Looks()
        terms = BatchTerms(profile=self.profile, settings=self.settings, token=TOKEN, registered=(site,))
        impact = run_batch(batch, looks, terms, self.tools)
        run = RunLooks(
            token=TOKEN,
            taken_at=datetime.now(UTC),
            batches=(BatchLooks(batch=batch, looks=looks),),
            dns={name: _dns(name, ip)},
            refusals=(),
            sites=(site,),
        )
        evidence = _compared(_with_parties(app, run, dns or {}), before)
        verdicts: dict[str, tuple[Verdict, ...]] = defaultdict(tuple)
        context = context_of(self.settings, self.intel, self.today, self.profile)
        for check in checks_of(self.profile):
            if check.spec.id not in NETWORK_CHECKS | TLS_CHECKS:
                verdicts[check.spec.id] = tuple(check.evaluate(evidence, context))
        return Look(verdicts, identify(evidence, self.intel), impact, evidence)


@contextlib.contextmanager
def desk(ca: Path, profile: str = "standard") -> Iterator[Desk]:
    """A scanner that trusts `ca`, with the profile of that name."""
    settings = Settings(domains=DomainSettings(official=(APEX,)))
    clock = SystemClock()
    today = clock.now().date()
    intel = load_intel()
    chosen = load_profile(profile)
    nursery = Nursery((str(ca),))
    readers, tls = BodyReaders(1, nursery, clock), TlsProbe(1, nursery, clock)
    web = WebClient(f"csirt@{APEX}", clock, (str(ca),), readers)
    tools = Tools(
        web=web,
        tls=tls,
        asks=asks_of(chosen),
        context=context_of(settings, intel, today, chosen),
        clock=clock,
        budgets=lambda _: contextlib.nullcontext(),
        outages=Outages(clock),
    )
    try:
        yield Desk(tools, chosen, settings, intel, today)
    finally:
        web.close()
        tls.close()
        readers.close()
        nursery.close()


def _with_parties(app: App, run: RunLooks, said: Mapping[str, str]) -> AppEvidence:
    """The evidence with what the resolver says of the hosts that the pages load scripts from."""
    known = dict(run.dns)
    evidence = assemble(app, run)
    while names := {name for site in evidence.sites for name in to_look_up(loaded_hosts(site), known)}:
        known.update({name: _dns(name, "192.0.2.7", said.get(name, "NOERROR")) for name in names})
    return assemble(app, msgspec.structs.replace(run, dns=known))


def _compared(evidence: AppEvidence, before: AppEvidence | None) -> AppEvidence:
    homes = [(site.site, site.home) for site in before.sites] if before is not None else []
    earlier = tuple(
        EarlierHome(site=site, run=RunId("terdahulu"), taken_at=evidence.taken_at, exchange=home)
        for site, home in homes
        if home is not None
    )
    return msgspec.structs.replace(evidence, earlier=earlier)


def _permit(today: date) -> Permit:
    return Permit(
        letter=LETTER,
        signer="Kepala Dinas",
        valid_from=today - timedelta(days=2),
        valid_until=today + timedelta(days=2),
        targets=(f"*.{APEX}", "127.0.0.0/8"),
    )


def _dns(name: str, ip: str, rcode: str = "NOERROR") -> Observation:
    """What the resolver would say of a name."""
    records: dict[str, tuple[str, ...]] = {"A": (ip,)} if rcode == "NOERROR" else {}
    answer = DnsAnswer(name=name, records=records, rcodes={"A": rcode, "AAAA": rcode}, resolver="127.0.0.1")
    return Observation(
        job_key=JobKey(f"dns|{name}"),
        subject=Domain(name),
        taken_at=datetime.now(UTC),
        probe="dns",
        status=Status.OK if rcode in ("NOERROR", "NXDOMAIN") else Status.ERROR,
        payload=answer,
    )
