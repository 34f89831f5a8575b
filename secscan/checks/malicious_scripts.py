"""SS-INT-03: no scripts or frames from hosts that lapsed, that are blocked, or that do what no site does by itself.

What runs in a page can do all that its visitors can (CWE-829). The names of other parties are looked up in DNS, at the
resolver only; nothing is sent to them. An indication until a named reviewer confirms it.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from secscan.analysis.looks import judged_home
from secscan.analysis.scriptsigns import Deed, acts
from secscan.analysis.thirdparty import Fate, hosts_of, judged, loaded_hosts
from secscan.base.text import defang
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Confidence, Outcome, Reason, Severity, Status
from secscan.model.evidence import AppEvidence, Context, SiteEvidence
from secscan.model.ids import CheckId, JobKey
from secscan.model.observations import Exchange, Observation
from secscan.model.requests import View

SPEC = CheckSpec(
    id=CheckId("malicious-scripts"),
    severity=Severity.TINGGI,
    confidence=Confidence.INDIKASI,
    cwe=(829, 506),
    compromise=True,
    effort_minutes=60,
)
_WEAK_FATES = (Fate.MISSING, Fate.ADDRESSLESS)
_WEAK_DEEDS = (Deed.HIDDEN_FRAME, Deed.MISPLACED)
_MAX_PAGES = 5


class _Shown(NamedTuple):
    """What some pages show: the looks, their addresses, and examples."""

    keys: tuple[JobKey, ...]
    pages: tuple[str, ...]
    examples: tuple[str, ...] = ()


def evaluate(app: AppEvidence, context: Context) -> Iterator[Verdict]:
    """One verdict per host that code should not come from, one per deed, and one for the rest of each site."""
    for site in app.sites:
        yield from _judge(site, app.dns, context)


def _judge(site: SiteEvidence, dns: Mapping[str, Observation], context: Context) -> Iterator[Verdict]:
    hosts = loaded_hosts(site)
    fates = {host: judged(host, dns, context.blocked_hosts) for host in hosts}
    for host, fate in fates.items():
        if fate not in (Fate.RESOLVES, Fate.UNKNOWN):
            yield _host(site, host, fate)
    for deed, shown in _deeds(site).items():
        yield SPEC.verdict(
            site.site,
            Outcome.FAIL,
            severity=Severity.SEDANG if deed in _WEAK_DEEDS else SPEC.severity,
            discriminators=(("deed", deed.value),),
            evidence=shown.keys,
            deed=deed.value,
            pages=shown.pages,
            examples=shown.examples,
        )
    yield _rest(site, [host for host, fate in fates.items() if fate is Fate.UNKNOWN], dns, len(hosts))


def _rest(site: SiteEvidence, unknown: list[str], dns: Mapping[str, Observation], hosts: int) -> Verdict:
    """What is said of the site as a whole. Nothing passes as long as the fate of any host is not known."""
    home = judged_home(site)
    if isinstance(home, Reason):
        return SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=home)
    if home.page is None:
        return SPEC.verdict(site.site, Outcome.NOT_APPLICABLE, reason=Reason.NO_HTML)
    if home.status in (401, 403):
        return SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=Reason.BLOCKED)
    if unknown:
        looks = [dns.get(host) for host in unknown]
        names = tuple(defang(host) for host in unknown[:_MAX_PAGES])
        if any(seen is None for seen in looks):
            return SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=Reason.INTERRUPTED, hosts=names)
        silent = any(seen is not None and seen.status is Status.TIMEOUT for seen in looks)
        reason = Reason.TIMEOUT if silent else Reason.ERROR
        return SPEC.verdict(site.site, Outcome.INCONCLUSIVE, reason=reason, hosts=names)
    return SPEC.verdict(site.site, Outcome.PASS, evidence=(home.request.key,), parties=hosts)


def _host(site: SiteEvidence, host: str, fate: Fate) -> Verdict:
    pages = [
        exchange
        for exchange in _pages(site)
        if exchange.page is not None and host in set(hosts_of(exchange.page, site.site.host))
    ]
    return SPEC.verdict(
        site.site,
        Outcome.FAIL,
        severity=Severity.SEDANG if fate in _WEAK_FATES else SPEC.severity,
        discriminators=(("host", host),),
        evidence=tuple(exchange.request.key for exchange in pages[:_MAX_PAGES]),
        script_host=defang(host),
        fate=fate.value,
        pages=tuple(exchange.request.url for exchange in pages[:_MAX_PAGES]),
    )


def _deeds(site: SiteEvidence) -> dict[Deed, _Shown]:
    found: dict[Deed, _Shown] = {}
    for exchange in _pages(site):
        for act in acts(exchange.page, site.site.host) if exchange.page is not None else ():
            known = found.get(act.deed, _Shown((), ()))
            found[act.deed] = _Shown(
                tuple(dict.fromkeys((*known.keys, exchange.request.key)))[:_MAX_PAGES],
                tuple(dict.fromkeys((*known.pages, exchange.request.url)))[:_MAX_PAGES],
                tuple(dict.fromkeys((*known.examples, act.example)))[:_MAX_PAGES],
            )
    return found


def _pages(site: SiteEvidence) -> Iterator[Exchange]:
    """The pages of the site's own host, as anybody gets them; what only search engines get counts as well."""
    for view in (View.SECSCAN, View.SEARCH_REFERRER, View.SEARCH_ENGINE):
        for exchange in site.pages(view):
            if exchange.request.host == site.site.host and not exchange.challenge:
                yield exchange
