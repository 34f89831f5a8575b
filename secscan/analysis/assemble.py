"""From the observations of a run to the evidence of one app: who owns which look."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

import msgspec

from secscan.analysis.spf import mentioned
from secscan.analysis.strangers import without_strangers
from secscan.analysis.thirdparty import concerning, loaded_hosts
from secscan.base.once import once
from secscan.base.urls import resolve, server_name
from secscan.model.enums import HostKind, Reason
from secscan.model.evidence import AppEvidence, HostLook, SiteEvidence
from secscan.model.ids import AppId, JobKey
from secscan.model.jobs import HostBatch, Refusal, TlsJob, WebJob
from secscan.model.observations import DnsAnswer, Observation, PortScan, ServiceAnswer
from secscan.model.register import App, HostEntry
from secscan.model.subjects import Endpoint, Site


class BatchLooks(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """One batch and what was seen in it, by job key. `owner` is whoever registered its address."""

    batch: HostBatch
    looks: Mapping[JobKey, Observation]
    owner: HostEntry | None = None
    approved_ports: frozenset[int] = frozenset()


class RunLooks(msgspec.Struct, frozen=True, kw_only=True):
    """What one run saw of some apps: batches, look-ups by name, what was refused; `sites` are all registered ones."""

    token: str
    taken_at: datetime
    batches: tuple[BatchLooks, ...]
    dns: Mapping[str, Observation]
    refusals: tuple[Refusal, ...]
    sites: tuple[Site, ...]


def assemble(app: App, run: RunLooks) -> AppEvidence:
    """The evidence of one app from one run: only what it owns, or what stands on an address that it uses."""
    mine = tuple(looks for looks in run.batches if app.id in looks.batch.apps)
    names = {site.host for site in app.sites}
    hosts = tuple(_host(names, looks, run.refusals) for looks in mine)
    sites = tuple(without_strangers(_site(app, site, mine, run), hosts) for site in app.sites)
    return AppEvidence(
        app=app,
        taken_at=min((began for looks in mine if (began := _began(looks)) is not None), default=run.taken_at),
        sites=tuple(_with_hops(site, sites) for site in sites),
        hosts=hosts,
        dns={**_look_ups(names, run.dns), **_parties(sites, run.dns)},
        refused=_refusal(app.id, app.sites[0].url if app.sites else app.name, run.refusals) if not mine else None,
    )


@once
def _began(looks: BatchLooks) -> datetime | None:
    return min((seen.taken_at for seen in looks.looks.values()), default=None)


@once
def _by_name(looks: BatchLooks) -> Mapping[str, tuple[Observation, ...]]:
    """What was asked of each name. A batch may hold a hundred, and each app needs its own few."""
    found: dict[str, list[Observation]] = {}
    for seen in looks.looks.values():
        if isinstance(seen.subject, Site):
            found.setdefault(seen.subject.host, []).append(seen)
    return {name: tuple(group) for name, group in found.items()}


@once
def _of_endpoints(looks: BatchLooks) -> tuple[tuple[Endpoint, Observation], ...]:
    return tuple((seen.subject, seen) for seen in looks.looks.values() if isinstance(seen.subject, Endpoint))


def site_evidence(
    job: WebJob, ip: str, looks: Iterable[Observation], token: str, registered: Iterable[Site]
) -> SiteEvidence:
    """What is known of one site: the looks on its origins that no longer registered path owns, and its redirects."""
    foreign = tuple(
        other.path
        for other in registered
        if other.host == job.site.host
        and (other.scheme, other.port) in job.origins
        and other.path != job.site.path
        and other.path.startswith(job.site.path)
    )
    site = SiteEvidence(
        site=job.site,
        address=ip,
        origins=job.origins,
        looks={},
        token=token,
        intensity=job.intensity,
        documents=job.documents,
        foreign=foreign,
    )
    here = {key: seen for seen in looks if (key := seen.job_key) and _on_origin(job, seen)}
    everything = job.site.path == "/" and not foreign
    owned = dict(here) if everything else {key: seen for key, seen in here.items() if site.owns(_path(seen))}
    chained = msgspec.structs.replace(site, looks=here)
    for scheme, _ in job.origins:
        owned.update({hop.job_key: hop for hop in chained.chain(chained.entry(scheme))})
    return msgspec.structs.replace(site, looks=owned)


def _on_origin(job: WebJob, seen: Observation) -> bool:
    subject = seen.subject
    return (
        isinstance(subject, Site)
        and seen.job_key.startswith("http|")
        and subject.host == job.site.host
        and (subject.scheme, subject.port) in job.origins
    )


def _path(seen: Observation) -> str:
    """The path of the request that an observation answers, from its job key: `http|GET|secscan|https://host/path`."""
    url = seen.job_key.split("|", 3)[3]
    slash = url.find("/", url.find("://") + 3)
    return url[slash:] if slash >= 0 else "/"


def _site(app: App, site: Site, mine: tuple[BatchLooks, ...], run: RunLooks) -> SiteEvidence:
    for looks in mine:
        for job in looks.batch.jobs:
            if isinstance(job, WebJob) and job.site == site:
                return site_evidence(job, looks.batch.ip, _by_name(looks).get(site.host, ()), run.token, run.sites)
    reason = _refusal(app.id, site.url, run.refusals)
    return SiteEvidence(
        site=site,
        address="",
        origins=((site.scheme, site.port),),
        looks={},
        token=run.token,
        refused=reason or Reason.INTERRUPTED,
    )


def _with_hops(site: SiteEvidence, all_sites: tuple[SiteEvidence, ...]) -> SiteEvidence:
    """The site with the looks that its redirects lead to on the app's other registered sites (`www.`, say)."""
    home = site.home
    if home is None or not home.is_redirect:
        return site
    url = resolve(home.request.url, home.header("location") or "")
    target = next((other for other in all_sites if url and other is not site and other.site.host == url.host), None)
    if target is None:
        return site
    everything = msgspec.structs.replace(site, looks={**target.looks, **site.looks})
    hops = {hop.job_key: hop for hop in everything.chain(everything.entry())}
    return msgspec.structs.replace(site, looks={**site.looks, **hops})


def _host(names: set[str], looks: BatchLooks, refusals: tuple[Refusal, ...]) -> HostLook:
    """What was learnt of one address; of a CDN's only its TLS for the names of the app: all else is its own."""
    batch = looks.batch
    edge = looks.owner is not None and looks.owner.kind is HostKind.CDN
    ports = looks.looks.get(JobKey(f"ports|{batch.ip}"))
    refused = None if ports is not None else _refusal(None, batch.ip, refusals)
    services: dict[int, Observation] = {}
    guests: dict[int, ServiceAnswer] = {}
    tls: dict[tuple[int, str], Observation] = {}
    server_names = {server_name(name) for name in names}
    planned = {(job.port, job.server_name) for job in batch.jobs if isinstance(job, TlsJob)}
    for endpoint, seen in _of_endpoints(looks):
        if isinstance(seen.payload, ServiceAnswer) and seen.job_key.startswith("guest|"):
            guests[endpoint.port] = seen.payload
        elif isinstance(seen.payload, ServiceAnswer):
            services[endpoint.port] = seen
        elif seen.job_key.startswith("tls|"):
            key = (endpoint.port, seen.job_key.rsplit("|", 1)[1])
            if (key[1] in server_names or key not in planned) and not (edge and key not in planned):
                tls[key] = seen
    if edge and ports is not None:
        ports, refused = None, Reason.SHARED_ADDRESS
    has_scan = ports is not None and isinstance(ports.payload, PortScan)
    return HostLook(
        ip=batch.ip,
        owner=looks.owner,
        ports=ports,
        ports_refused=refused if ports is None else None,
        services=services if has_scan else {},
        guests=guests if has_scan else {},
        tls=tls,
        apps=batch.apps,
        approved_ports=looks.approved_ports,
    )


def _refusal(app: AppId | None, target: str, refusals: tuple[Refusal, ...]) -> Reason | None:
    return next((r.reason for r in refusals if r.app == app and r.target == target), None)


def _look_ups(hosts: set[str], dns: Mapping[str, Observation]) -> dict[str, Observation]:
    """The look-ups of an app's own names, of the domains above them, and of what their mail policies mention."""
    names = dict.fromkeys(name for host in sorted(hosts) for name in _above(host))
    found = {key: dns[key] for name in names for key in (name, f"_dmarc.{name}") if key in dns}

    def answer_of(name: str) -> DnsAnswer | None:
        seen = dns.get(name)
        return seen.payload if seen is not None and isinstance(seen.payload, DnsAnswer) else None

    mail = dict.fromkeys(
        other for name in names if f"_dmarc.{name}" in dns and name in dns for other in mentioned(name, answer_of)
    )
    return {**found, **{name: dns[name] for name in mail if name in dns}}


def _parties(sites: Iterable[SiteEvidence], dns: Mapping[str, Observation]) -> dict[str, Observation]:
    """The look-ups of the other parties whose scripts the pages of an app load."""
    return {name: seen for site in sites for name, seen in concerning(loaded_hosts(site), dns).items()}


def _above(host: str) -> Iterator[str]:
    """A name and all domains above it, up to the root."""
    yield host
    while "." in host:
        host = host.partition(".")[2]
        yield host
    yield "."
