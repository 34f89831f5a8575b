"""Evidence made from raw HTTP, so that a check's test reads like the exchange it is about."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

import msgspec

from secscan.analysis.responses import read_response
from secscan.base.urls import parse_url, resolve
from secscan.model.enums import Intensity, Reason, Status
from secscan.model.evidence import AppEvidence, Context, HostLook, SiteEvidence
from secscan.model.ids import AppId, JobKey, OpdId
from secscan.model.observations import Observation
from secscan.model.register import App
from secscan.model.requests import Request
from secscan.model.subjects import Endpoint, Site

NOW = datetime(2026, 10, 1, 3, 0, tzinfo=UTC)
TODAY = date(2026, 10, 1)
ADDRESS = "127.0.0.2"
TOKEN = "q7xk2m9tzw4v"

Raw = tuple[int, Mapping[str, str | list[str]], str | bytes]
Response = str | bytes | Raw | Status


def answer(request: Request, response: Response) -> Observation:
    """The observation of one request: an HTML body, (status, headers, body), or the status of a failed look."""
    if isinstance(response, Status):
        return Observation(
            job_key=request.key,
            subject=Site(request.scheme, request.host, request.port),
            taken_at=NOW,
            probe="test",
            status=response,
            reason=Reason.BUDGET if response is Status.SKIPPED else None,
        )
    if isinstance(response, (str, bytes)):
        response = (200, {"Content-Type": "text/html; charset=utf-8"}, response)
    code, headers, body = response
    pairs = [(name, one) for name, value in headers.items() for one in ([value] if isinstance(value, str) else value)]
    raw = body.encode() if isinstance(body, str) else body
    exchange, _ = read_response(request, ADDRESS, code, pairs, raw)
    return Observation(
        job_key=request.key,
        subject=Site(request.scheme, request.host, request.port),
        via=Endpoint(ADDRESS, request.port),
        taken_at=NOW,
        probe="test",
        status=Status.OK,
        payload=exchange,
    )


def site(
    url: str,
    responses: Mapping[str, Response],
    *,
    requests: Mapping[Request, Response] | None = None,
    intensity: Intensity = Intensity.STANDARD,
) -> SiteEvidence:
    """A site of which `responses` are known: keys are paths or absolute URLs; `requests` gives whole requests
    instead."""
    parts = parse_url(url)
    looks: dict[JobKey, Observation] = {}
    for place, response in responses.items():
        where = resolve(url, place)
        assert where is not None
        seen = answer(Request.to(where), response)
        looks[seen.job_key] = seen
    for request, response in (requests or {}).items():
        seen = answer(request, response)
        looks[seen.job_key] = seen
    other = ("http", 80) if parts.scheme == "https" else ("https", 443)
    standard_port = (parts.scheme, parts.port) in (("https", 443), ("http", 80))
    return SiteEvidence(
        site=Site.of(parts),
        address=ADDRESS,
        origins=((parts.scheme, parts.port), other) if standard_port else ((parts.scheme, parts.port),),
        looks=looks,
        token=TOKEN,
        intensity=intensity,
    )


def with_looks(known: SiteEvidence, *seen: Observation) -> SiteEvidence:
    """The site with further observations, each in place of an earlier one of the same job."""
    return msgspec.structs.replace(known, looks={**known.looks, **{one.job_key: one for one in seen}})


def app(
    *sites: SiteEvidence,
    hosts: tuple[HostLook, ...] = (),
    dns: dict[str, Observation] | None = None,
    **fields: object,
) -> AppEvidence:
    """The evidence of one app with these sites; `fields` are those of `App`."""
    entry = App(  # type: ignore[arg-type]
        **{"id": AppId("app-1"), "opd": OpdId("opd-1"), "name": "Aplikasi Satu", "sites": tuple(s.site for s in sites)}
        | fields
    )
    return AppEvidence(app=entry, taken_at=NOW, sites=sites, hosts=hosts, dns=dns or {})


def context(**fields: object) -> Context:
    """A context on TODAY, with nothing configured unless told."""
    return Context(**{"as_of": TODAY, **fields})  # type: ignore[arg-type]
