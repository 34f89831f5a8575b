"""SS-DOM-06: the address of an application is registered in Indonesia."""

import ipaddress
from collections.abc import Iterator

from secscan.base.text import clean
from secscan.base.urls import is_ip_literal
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Confidence, HostKind, Outcome, Reason, Severity
from secscan.model.evidence import AppEvidence, Context, SiteEvidence
from secscan.model.ids import CheckId
from secscan.model.networks import NoNetworks, Place

SPEC = CheckSpec(
    id=CheckId("hosting-location"),
    severity=Severity.INFO,
    confidence=Confidence.INDIKASI,
    references=("PP 71/2019",),
    effort_minutes=480,
)
_HOME = "ID"


def evaluate(app: AppEvidence, context: Context) -> Iterator[Verdict]:
    """One verdict for each site, by all addresses of its name: the one furthest from home counts."""
    for site in app.sites:
        yield _judge(app, site, context)


def _judge(app: AppEvidence, site: SiteEvidence, context: Context) -> Verdict:
    host = site.site.host
    addresses = (host,) if is_ip_literal(host) else _looked_up(app, host)
    if not addresses:
        return SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=Reason.DNS)
    public = tuple(one for one in addresses if ipaddress.ip_address(one).is_global)
    if not public:
        return SPEC.verdict(site.site, Outcome.NOT_APPLICABLE, reason=Reason.INTERNAL)
    if isinstance(context.intel.networks, NoNetworks):
        return SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=Reason.NOT_CONFIGURED)
    fronted = next((one for one in public if _is_fronted(app, one, context)), None)
    places = {one: context.intel.networks.at(one) for one in public if not _is_fronted(app, one, context)}
    abroad = next((one for one, place in places.items() if place is not None and place.country != _HOME), None)
    if abroad is not None:
        return _concluded(site, Outcome.FAIL, "abroad", abroad, places[abroad])
    if fronted is not None:
        return _concluded(site, Outcome.PARTIAL, "cdn", fronted, context.intel.networks.at(fronted))
    unknown = next((one for one, place in places.items() if place is None), None)
    if unknown is not None:
        return SPEC.verdict(site.site, Outcome.INCONCLUSIVE, reason=Reason.NO_RANGE, address=unknown)
    return _concluded(site, Outcome.PASS, "home", public[0], places[public[0]])


def _looked_up(app: AppEvidence, name: str) -> tuple[str, ...]:
    answer = app.dns_answer(name)
    return answer.addresses if answer is not None else ()


def _is_fronted(app: AppEvidence, address: str, context: Context) -> bool:
    """Whether a CDN answers at that address, which has machines everywhere."""
    owner = next((host.owner for host in app.hosts if host.ip == address), None)
    front = context.intel.fronts.at(address)
    return HostKind.CDN in (owner.kind if owner else None, front.kind if front else None)


def _concluded(site: SiteEvidence, outcome: Outcome, where: str, address: str, place: Place | None) -> Verdict:
    return SPEC.verdict(
        site.site,
        outcome,
        name=site.site.host,
        address=address,
        where=where,
        country=place.country if place else "",
        network=clean(place.network, 80) if place else "",
    )
