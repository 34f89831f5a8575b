"""Whether a site answers HTTPS at all: what the controls on transport ask first."""

from secscan.model.enums import Reason, Status
from secscan.model.evidence import AppEvidence, SiteEvidence, reason_of
from secscan.model.observations import UNKNOWN_NAME, Exchange, Observation, PortState
from secscan.model.subjects import Site


def https_entry(app: AppEvidence, site: SiteEvidence) -> Exchange | Reason | None:
    """What the site's base path answers over HTTPS: the response, the reason why it is not known, or None.

    None means that the site answers HTTP only: its HTTPS port is closed, serves other names and knows none of this, or
    the site was registered with an HTTP port of its own.
    """
    if not site.has_origin("https"):
        return None if answers(site, "http") else (site.unreachable or Reason.ERROR)
    seen = site.look(site.entry("https"))
    if seen is not None and isinstance(seen.payload, Exchange):
        return seen.payload
    if (shut(app, site, "https") or _nameless(app, site)) and answers(site, "http"):
        return None
    return unseen(site, seen)


def answers(site: SiteEvidence, scheme: str) -> bool:
    """Whether anything came back from the site's base path over this scheme."""
    return site.has_origin(scheme) and site.exchange(site.entry(scheme)) is not None


def shut(app: AppEvidence, site: SiteEvidence, scheme: str) -> bool:
    """Whether the port of this scheme is known to be closed to us: it refused, or a sound port scan found it so."""
    entry = site.entry(scheme)
    seen = site.look(entry)
    if seen is None or seen.status not in (Status.REFUSED, Status.TIMEOUT):
        return False
    if seen.status is Status.REFUSED:
        return True
    for host in app.hosts:
        scan = host.scan
        if host.ip != site.address or scan is None:
            continue
        state = scan.state(entry.port)
        sound = scan.anchor_before and scan.anchor_after
        return state is PortState.CLOSED or (state is PortState.FILTERED and sound)
    return False


def _nameless(app: AppEvidence, site: SiteEvidence) -> bool:
    """Whether the HTTPS port belongs to other names: the server itself says that it knows none of this."""
    https = Site("https", site.site.host, site.entry("https").port)
    return any(seen.status is Status.ERROR and seen.detail == UNKNOWN_NAME for _, seen, _ in app.tls_of(https))


def unseen(site: SiteEvidence, seen: Observation | None) -> Reason:
    """Why a look brought no response."""
    if seen is None:
        return site.refused or Reason.INTERRUPTED
    return seen.reason or reason_of(seen.status)
