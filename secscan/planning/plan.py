"""From register, permits and resolved names to a plan: one batch per address, and a refusal for all the rest."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from secscan.base.urls import DEFAULT_PORTS, is_ip_literal, server_name
from secscan.model.enums import AppStatus, Intensity, Reason
from secscan.model.fronts import Fronts
from secscan.model.ids import AppId
from secscan.model.jobs import HostBatch, Job, Lack, Pace, Plan, PortScanJob, Refusal, TlsJob, WebJob
from secscan.model.observations import DnsAnswer
from secscan.model.profile import ScanProfile
from secscan.model.register import App, HostEntry, Permit, Register
from secscan.model.settings import Settings
from secscan.model.subjects import Site
from secscan.planning.ownership import known_hosts
from secscan.planning.scope import (
    FOREIGN_KINDS,
    Denial,
    Grant,
    covers_address,
    guest_protocols,
    owner_of,
    port_grant,
    reads_documents,
    site_grant,
)

MAX_ADDRESSES = 4
"""Ports and TLS are looked at on so many addresses of a name; pages on the first."""


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What a plan is made under. `answers` maps registered host names to their resolution; `ipv6` tells of a route.

    `egress` are the addresses of the self-test host, `fronts` the known CDNs and clouds. `now` is aware, in UTC.
    Apps in `waiting` are planned as if the hours of their permits were open: their scan waits for them.
    """

    profile: ScanProfile
    settings: Settings
    answers: Mapping[str, DnsAnswer]
    now: datetime
    ipv6: bool = False
    egress: tuple[str, ...] = ()
    waiting: frozenset[AppId] = frozenset()
    fronts: Fronts = Fronts()

    @property
    def local(self) -> datetime:
        return self.now.astimezone(ZoneInfo(self.settings.office.timezone))

    @property
    def pace(self) -> Pace:
        scan, profile = self.settings.scan, self.profile
        return Pace(
            rate=scan.rate or profile.rate,
            max_connections=scan.max_connections or profile.max_connections,
            port_rate=scan.port_rate or profile.port_rate,
        )


class _Draft:
    """What is gathered while the plan is made: jobs by address, in the order of the register."""

    def __init__(self) -> None:
        self.jobs: dict[str, dict[str, Job]] = {}
        self.names: dict[str, dict[str, None]] = {}
        self.apps: dict[str, dict[AppId, None]] = {}
        self.permits: dict[str, dict[str, Permit]] = {}
        self.refusals: list[Refusal] = []

    def add(self, ip: str, app: AppId, host: str, permit: Permit, job: Job) -> None:
        key = job.key(ip)
        jobs = self.jobs.setdefault(ip, {})
        known = jobs.get(key)
        if isinstance(known, WebJob) and isinstance(job, WebJob):
            job = _joined(known, job)
        elif isinstance(known, TlsJob) and isinstance(job, TlsJob):
            job = min(known, job, key=lambda one: one.intensity.level)
        jobs[key] = job
        self.names.setdefault(ip, {})[host] = None
        self.apps.setdefault(ip, {})[app] = None
        self.permits.setdefault(ip, {})[permit.letter] = permit

    def refuse(self, app: AppId | None, target: str, what: str, denial: Denial) -> None:
        refusal = Refusal(
            app=app, target=target, what=what, reason=denial.reason, lack=denial.lack, values=denial.values
        )
        if refusal not in self.refusals:
            self.refusals.append(refusal)


def make_plan(register: Register, apps: Iterable[App], terms: Terms) -> Plan:
    """The plan for these apps. Pure: it resolves nothing and sends nothing."""
    draft = _Draft()
    for app in apps:
        if app.status is AppStatus.USULAN:
            draft.refuse(app.id, app.name, "app", Denial(Reason.SCOPE, Lack.PROPOSED, {"target": app.name}))
            continue
        if not app.sites:
            draft.refuse(app.id, app.name, "app", Denial(Reason.NO_URL, Lack.NO_URL, {"target": app.name}))
        for site in app.sites:
            _plan_site(draft, register, app, site, terms)
    hosts = known_hosts(register.hosts, terms.fronts, terms.answers, draft.jobs)
    for ip in draft.jobs:
        _plan_ports(draft, register, hosts, ip, terms)
    batches = tuple(_batch(draft, ip, terms) for ip in draft.jobs)
    return Plan(
        profile=terms.profile.name,
        made_at=terms.now,
        intensity=terms.profile.intensity,
        batches=batches,
        refusals=tuple(draft.refusals),
    )


def usable_addresses(host: str, terms: Terms) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The addresses of a host that can be reached from here, and the IPv6 ones that cannot, each at most four."""
    if is_ip_literal(host):
        found: tuple[str, ...] = (host,)
    else:
        answer = terms.answers.get(host)
        found = answer.addresses if answer is not None else ()
    usable = tuple(address for address in found if terms.ipv6 or ":" not in address)
    return usable[:MAX_ADDRESSES], tuple(address for address in found if address not in usable)


def _plan_site(draft: _Draft, register: Register, app: App, site: Site, terms: Terms) -> None:
    addresses, unreachable = usable_addresses(site.host, terms)
    for address in unreachable:
        values = {"target": f"{site.host} ({address})"}
        draft.refuse(app.id, address, "address", Denial(Reason.NO_IPV6, Lack.ONLY_IPV6, values))
    grant = site_grant(register.permits, (app.id,), site.host, addresses, terms.local, any_hour=app.id in terms.waiting)
    if isinstance(grant, Denial):
        draft.refuse(app.id, site.url, "app", grant)
        return
    if not addresses:
        why = (Reason.NO_IPV6, Lack.ONLY_IPV6) if unreachable else (Reason.DNS, Lack.NOT_RESOLVED)
        draft.refuse(app.id, site.url, "app", Denial(*why, {"target": site.host}))
        return
    for index, address in enumerate(addresses):
        permit = grant.permit
        for port in _tls_ports(site):
            name = server_name(site.host)
            draft.add(
                address, app.id, site.host, permit, TlsJob(port, name, permit.letter, _allowed(grant, terms.profile))
            )
        _add_internal_permit(draft, register, address, terms)
        if index == 0:
            draft.add(address, app.id, site.host, permit, _web_job(app, site, grant, terms.profile))


def _add_internal_permit(draft: _Draft, register: Register, address: str, terms: Terms) -> None:
    """The guard of a batch needs every permit in force that names its address."""
    for permit in register.permits:
        if permit.valid_on(terms.local.date()) and covers_address(permit, address):
            draft.permits.setdefault(address, {})[permit.letter] = permit


def _plan_ports(draft: _Draft, register: Register, hosts: tuple[HostEntry, ...], ip: str, terms: Terms) -> None:
    if not terms.profile.ports:
        draft.refuse(None, ip, "ports", Denial(Reason.PROFILE, Lack.NO_PORTS, {"target": ip}))
        return
    owner = owner_of(hosts, ip)
    any_hour = not terms.waiting.isdisjoint(draft.apps[ip])
    grant = port_grant(register.permits, owner, ip, terms.local, any_hour=any_hour)
    if isinstance(grant, Denial):
        found = owner is not None and owner.kind in FOREIGN_KINDS and owner not in register.hosts
        draft.refuse(None, ip, "ports", _fronted(ip, owner) if owner is not None and found else grant)
        return
    anchors = tuple(dict.fromkeys(job.port for job in draft.jobs[ip].values() if isinstance(job, TlsJob)))
    web = tuple(dict.fromkeys(port for j in draft.jobs[ip].values() if isinstance(j, WebJob) for _, port in j.origins))
    own = {*anchors, *web}
    guests = guest_protocols(register.permits, ip, terms.profile.intensity, terms.local, any_hour=any_hour)
    job = PortScanJob(
        ports=tuple(sorted({*terms.profile.ports, *own})),
        anchors=tuple(dict.fromkeys((*anchors, *web))),
        letter=grant.permit.letter,
        egress=terms.egress,
        guests=tuple(sorted(guests)),
    )
    draft.jobs[ip][job.key(ip)] = job
    for permit in (grant.permit, *guests.values()):
        draft.permits.setdefault(ip, {})[permit.letter] = permit
    for address in terms.egress:
        for permit in register.permits:
            if permit.valid_on(terms.local.date()) and covers_address(permit, address):
                draft.permits[ip][permit.letter] = permit


def _fronted(ip: str, owner: HostEntry) -> Denial:
    """That an address is a provider's, though nobody registered it so."""
    values = {"target": ip, "provider": owner.owner, "kind": owner.kind}
    return Denial(Reason.SHARED_ADDRESS, Lack.FRONTED, values)


def _batch(draft: _Draft, ip: str, terms: Terms) -> HostBatch:
    jobs = draft.jobs[ip].values()
    apps = tuple(draft.apps[ip])
    pace = terms.pace
    slower = max(1.0, terms.profile.rate / pace.rate)
    return HostBatch(
        ip=ip,
        jobs=tuple(sorted(jobs, key=_order)),
        names=tuple(draft.names[ip]),
        apps=apps,
        pace=pace,
        deadline=terms.profile.app_deadline * len(apps) * slower,
        permits=tuple(draft.permits[ip].values()),
    )


def _order(job: Job) -> int:
    """Pages first: a port scan is the likeliest to get the scanner banned."""
    return 0 if isinstance(job, WebJob) else 1 if isinstance(job, TlsJob) else 2


def _web_job(app: App, site: Site, grant: Grant, profile: ScanProfile) -> WebJob:
    return WebJob(
        site=site,
        origins=origins_of(site),
        budget=profile.request_budget,
        intensity=_allowed(grant, profile),
        apps=(app.id,),
        letter=grant.permit.letter,
        documents=_allowed(grant, profile) is Intensity.DEEP and reads_documents(grant.permit),
    )


def _allowed(grant: Grant, profile: ScanProfile) -> Intensity:
    """What the profile asks for, as far as the permit allows it."""
    return min(profile.intensity, grant.intensity, key=lambda level: level.level)


def _joined(known: WebJob, again: WebJob) -> WebJob:
    """One job for a site that several apps registered: looked at once, at the weaker intensity."""
    weaker: Intensity = min(known.intensity, again.intensity, key=lambda level: level.level)
    return msgspec.structs.replace(known, apps=tuple(dict.fromkeys((*known.apps, *again.apps))), intensity=weaker)


def origins_of(site: Site) -> tuple[tuple[str, int], ...]:
    """The origins that belong to a site: its own and, on a default port, the other scheme's default port too.

    A service on a port of its own has no counterpart that could be told from somebody else's.
    """
    own = (site.scheme, site.port)
    if DEFAULT_PORTS[site.scheme] != site.port:
        return (own,)
    other = "http" if site.scheme == "https" else "https"
    return (own, (other, DEFAULT_PORTS[other]))


def _tls_ports(site: Site) -> tuple[int, ...]:
    return tuple(port for scheme, port in origins_of(site) if scheme == "https")
