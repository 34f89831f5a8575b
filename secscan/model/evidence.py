"""The evidence of one app: its observations, arranged for checks to read. Built by `analysis.assemble`, never
changed."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Any

import msgspec

from secscan.base.urls import resolve, server_name
from secscan.model.enums import Intensity, Reason, Status, Vantage
from secscan.model.ids import AppId, JobKey, RunId
from secscan.model.intel import Intel
from secscan.model.observations import DnsAnswer, Exchange, Observation, PortScan, ServiceAnswer, TlsAssessment
from secscan.model.register import App, HostEntry
from secscan.model.requests import Request, View
from secscan.model.subjects import Site

_MAX_HOPS = 10


class SiteEvidence(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """Everything that was asked of one registered site, at one address.

    `looks` maps `Request.key` to the observation of it; a request that was cut or refused has an observation too, with
    its reason. `token` is the run's unguessable word for paths that cannot exist. `intensity` is what was allowed,
    `documents` whether linked documents may be read. `foreign` are longer base paths on the same host that belong to
    other registered sites. `refused` says why the site was not planned at all.
    """

    site: Site
    address: str
    origins: tuple[tuple[str, int], ...]
    looks: Mapping[JobKey, Observation]
    token: str
    intensity: Intensity = Intensity.STANDARD
    documents: bool = False
    foreign: tuple[str, ...] = ()
    refused: Reason | None = None

    def owns(self, path: str) -> bool:
        """Whether a path (with or without query) is this site's: the longest registered prefix owns the evidence."""
        return path.startswith(self.site.path) and not path.startswith(self.foreign)

    def request(self, path: str, **changes: object) -> Request:
        """A GET below the site's own origin; `path` without leading slash is taken from the base path."""
        full = path if path.startswith("/") else self.site.path + path
        own: dict[str, Any] = {"scheme": self.site.scheme, "host": self.site.host, "port": self.site.port, "path": full}
        return Request(**(own | changes))

    def look(self, request: Request) -> Observation | None:
        """The observation of a request; None when nobody asked for it."""
        return self.looks.get(request.key)

    def exchange(self, request: Request) -> Exchange | None:
        """The response to a request, if one came."""
        seen = self.look(request)
        return seen.payload if seen is not None and isinstance(seen.payload, Exchange) else None

    def exchanges(self) -> Iterator[Exchange]:
        """All responses, in the order in which they were taken."""
        return iter(self._exchanges)

    @cached_property
    def _exchanges(self) -> tuple[Exchange, ...]:
        return tuple(seen.payload for seen in self.looks.values() if isinstance(seen.payload, Exchange))

    def pages(self, view: View = View.SECSCAN) -> Iterator[Exchange]:
        """The site's own pages: answers to GET with status 200 and HTML, those to soft-404 baselines left out."""
        return (exchange for exchange in self._pages if exchange.request.view is view)

    @cached_property
    def _pages(self) -> tuple[Exchange, ...]:
        return tuple(
            exchange
            for exchange in self._exchanges
            if exchange.page is not None
            and exchange.status == 200
            and exchange.request.method == "GET"
            and exchange.request.purpose != "soft404"
        )

    def entry(self, scheme: str | None = None) -> Request:
        """The request for the site's base path; with `scheme`, on the origin of that scheme."""
        if scheme is None or scheme == self.site.scheme:
            return self.request(self.site.path)
        port = dict(self.origins).get(scheme, self.site.port)
        return self.request(self.site.path, scheme=scheme, port=port)

    def has_origin(self, scheme: str) -> bool:
        return any(known == scheme for known, _ in self.origins)

    def chain(self, start: Request) -> tuple[Observation, ...]:
        """The observations from `start` along its redirects, as far as they were followed."""
        hops: list[Observation] = []
        request: Request | None = start
        seen: set[JobKey] = set()
        while request is not None and request.key not in seen and len(hops) < _MAX_HOPS:
            seen.add(request.key)
            observation = self.look(request)
            if observation is None:
                break
            hops.append(observation)
            request = self._next_hop(observation, start.view)
        return tuple(hops)

    @staticmethod
    def _next_hop(observation: Observation, view: View) -> Request | None:
        exchange = observation.payload
        if not isinstance(exchange, Exchange) or not exchange.is_redirect:
            return None
        url = resolve(exchange.request.url, exchange.header("location") or "")
        return Request.to(url, view=view) if url is not None else None

    @cached_property
    def home(self) -> Exchange | None:
        """The response at the end of the redirects from the base path, on the first origin whose chain ends in one.

        So an app that answers HTTP only has a home too, whichever scheme the register names.
        """
        for scheme in (self.site.scheme, *(scheme for scheme, _ in self.origins)):
            hops = self.chain(self.entry(scheme))
            if hops and isinstance(hops[-1].payload, Exchange):
                return hops[-1].payload
        return None

    @cached_property
    def unreachable(self) -> Reason | None:
        """Why the site could not be looked at; None when its entry answered, on any of its origins."""
        first = self.refused
        for scheme in (self.site.scheme, *(scheme for scheme, _ in self.origins)):
            seen = self.look(self.entry(scheme))
            if seen is None:
                first = first or Reason.INTERRUPTED
            elif isinstance(seen.payload, Exchange) and seen.status is Status.OK:
                return None
            elif first is None or first is Reason.INTERRUPTED:
                first = seen.reason or reason_of(seen.status)
        return first


def reason_of(status: Status) -> Reason:
    """The reason that a failed look gives where it gave no closer one."""
    return {
        Status.REFUSED: Reason.UNREACHABLE,
        Status.TIMEOUT: Reason.TIMEOUT,
        Status.BLOCKED: Reason.BLOCKED,
        Status.SKIPPED: Reason.BUDGET,
    }.get(status, Reason.ERROR)


class HostLook(msgspec.Struct, frozen=True, kw_only=True):
    """What was learnt of one address that an app uses.

    `ports` is the observation of the port scan (None: not planned, and `ports_refused` says why). `services` maps open
    ports to what answered there, `guests` to what a protocol's anonymous mode answered; `tls` maps (port, server name)
    to observations for this app's names only, and for ports beside the app's own, the server name the endpoint was
    asked under.
    """

    ip: str
    owner: HostEntry | None = None
    ports: Observation | None = None
    ports_refused: Reason | None = None
    services: dict[int, Observation] = {}
    guests: dict[int, ServiceAnswer] = {}
    tls: dict[tuple[int, str], Observation] = {}
    apps: tuple[AppId, ...] = ()
    approved_ports: frozenset[int] = frozenset()

    @property
    def scan(self) -> PortScan | None:
        """The port scan, if it was made."""
        payload = self.ports.payload if self.ports is not None else None
        return payload if isinstance(payload, PortScan) else None

    def service(self, port: int) -> ServiceAnswer | None:
        """What answered on an open port, if anything was learnt."""
        seen = self.services.get(port)
        return seen.payload if seen is not None and isinstance(seen.payload, ServiceAnswer) else None


class EarlierHome(msgspec.Struct, frozen=True, kw_only=True):
    """The home page of a site that today's is compared with: the last one before an open change, else that of the look
    before this one.

    `confirmed`: a named reviewer found the change since then to be unauthorised.
    """

    site: Site
    run: RunId
    taken_at: datetime
    exchange: Exchange
    confirmed: bool = False


class AppEvidence(msgspec.Struct, frozen=True, kw_only=True):
    """All that is known of one app from one run. `dns` maps names to their look-ups, those of other parties whose
    scripts its pages load among them.

    `refused` is set when nothing was sent for the app at all. `earlier` are home pages of earlier runs.
    """

    app: App
    taken_at: datetime
    sites: tuple[SiteEvidence, ...] = ()
    hosts: tuple[HostLook, ...] = ()
    dns: dict[str, Observation] = {}
    refused: Reason | None = None
    earlier: tuple[EarlierHome, ...] = ()

    def dns_answer(self, name: str) -> DnsAnswer | None:
        seen = self.dns.get(name)
        return seen.payload if seen is not None and isinstance(seen.payload, DnsAnswer) else None

    def tls_of(self, site: Site) -> Iterator[tuple[HostLook, Observation, TlsAssessment | None]]:
        """The TLS observations of a site's own port and name, one for each address that was looked at."""
        for host in self.hosts:
            seen = host.tls.get((site.port, server_name(site.host)))
            if seen is not None:
                yield host, seen, seen.payload if isinstance(seen.payload, TlsAssessment) else None


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """What a check may know besides the app's evidence. Nothing here changes within an evaluation.

    `as_of` is the day that expiry and end-of-life dates are judged on, in the office's time zone; `checks` are the
    ids in the scan profile. `open_paths` are the (check id, subject key, path) of findings that are still open, and
    `open_pages` the job keys of the pages that others were seen on: what was found once is asked for again, even where
    this run would not look there by itself; of `open_pages` a site is asked for `revisits` at most. `version_files` is
    how many static files of products a site may be asked for to tell their version, `extension_files` of extensions'
    own files, `script_files` of scripts; 0: of none. `blocked_hosts` is the operator's own block list: each name stands
    for itself and all names below it. `trust_anchors` are keys of the DNS root as DS records; empty: IANA's.
    """

    as_of: date
    vantage: Vantage = Vantage.INTERNET
    official_domains: tuple[str, ...] = ()
    exempt_domains: dict[str, str] = {}
    intel: Intel = Intel()
    checks: frozenset[str] = frozenset()
    open_paths: tuple[tuple[str, str, str], ...] = ()
    open_pages: tuple[JobKey, ...] = ()
    revisits: int = 6
    version_files: int = 10
    extension_files: int = 4
    script_files: int = 3
    blocked_hosts: frozenset[str] = frozenset()
    trust_anchors: tuple[str, ...] = ()
