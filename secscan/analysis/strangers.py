"""Somebody else's site under an app's name: what a shared server shows over HTTPS to names that it has no HTTPS for.

Such a server answers with its first site, under that site's certificate. Visitors of the app are warned by their
browser, which the control on certificates says; what stands on those pages is the neighbour's.
"""

from collections.abc import Iterable

import msgspec

from secscan.analysis.certificates import covers
from secscan.analysis.likeness import Likeness, likeness
from secscan.base.urls import is_ip_literal, server_name
from secscan.model.enums import Reason
from secscan.model.evidence import HostLook, SiteEvidence
from secscan.model.observations import ChainState, Exchange, TlsAssessment


def without_strangers(site: SiteEvidence, hosts: Iterable[HostLook]) -> SiteEvidence:
    """The site without its HTTPS pages, where they are a neighbour's: the certificate is for other names, and the app
    itself answers otherwise over HTTP; or nothing else answers, and the certificate is a stranger's, and valid."""
    name = site.site.host
    if not site.has_origin("https") or is_ip_literal(name):
        return site
    entry = site.entry("https")
    shown = site.exchange(entry)
    tls = _assessment(site, hosts, entry.port)
    if shown is None or tls is None or not tls.chain or not tls.chain[0].names or covers(tls.chain[0].names, name):
        return site
    plain = site.exchange(site.entry("http")) if site.has_origin("http") else None
    if plain is not None:
        own = plain.page is not None and plain.status < 400 and not plain.is_redirect
        theirs = own and likeness(plain, shown) is Likeness.DIFFERENT
    else:
        theirs = tls.chain_state is ChainState.TRUSTED and not any(_kin(one, name) for one in tls.chain[0].names)
    return _left(site) if theirs else site


def _assessment(site: SiteEvidence, hosts: Iterable[HostLook], port: int) -> TlsAssessment | None:
    for host in hosts:
        seen = host.tls.get((port, server_name(site.site.host))) if host.ip == site.address else None
        if seen is not None and isinstance(seen.payload, TlsAssessment):
            return seen.payload
    return None


def _left(site: SiteEvidence) -> SiteEvidence:
    """The site without what was seen over HTTPS; where nothing is left, why it cannot be judged."""
    kept = {
        key: seen
        for key, seen in site.looks.items()
        if not (key.startswith("http|") and key.split("|", 3)[3].startswith("https://"))
    }
    answered = any(isinstance(seen.payload, Exchange) for seen in kept.values())
    refused = site.refused if answered else Reason.SHARED_ADDRESS
    return msgspec.structs.replace(site, looks=kept, refused=refused)


def _kin(one: str, other: str) -> bool:
    """Whether two names may be of one holder: they share what can be registered, as far as the names alone tell.

    Below a country's domain that is three labels (`contoh.go.id`), else two.
    """
    first, second = one.lower().rstrip(".").split("."), other.lower().rstrip(".").split(".")
    shared = 0
    for left, right in zip(reversed(first), reversed(second), strict=False):
        if left != right:
            break
        shared += 1
    return shared >= (3 if len(second[-1]) == 2 else 2)
