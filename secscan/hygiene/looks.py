"""From the evidence of one app in one run to the little that hygiene is judged by."""

from collections.abc import Iterator
from datetime import date

from secscan.analysis.default_pages import vacancy
from secscan.analysis.likeness import words
from secscan.analysis.looks import walled
from secscan.analysis.providers import is_missing
from secscan.base.urls import is_ip_literal, resolve
from secscan.model.enums import SCOPE_REASONS, Reason, Status
from secscan.model.evidence import AppEvidence, SiteEvidence
from secscan.model.fronts import Fronts
from secscan.model.hygiene import Look, Presence
from secscan.model.ids import RunId
from secscan.model.observations import Exchange, PortState, TlsAssessment

_MAX_WORDS = 600
_MAX_HOSTS = 300
_BEST_FIRST = (
    Presence.ANSWERS,
    Presence.AWAY,
    Presence.BLOCKED,
    Presence.FAILING,
    Presence.VACANT,
    Presence.SILENT,
    Presence.REFUSED,
    Presence.NO_NAME,
    Presence.UNSEEN,
)
_NOT_ASKED = SCOPE_REASONS | {Reason.NO_IPV6, Reason.INTERRUPTED, Reason.BUDGET, Reason.PROFILE, Reason.NO_URL}


def look_at(app: AppEvidence, run: RunId, fronts: Fronts) -> Look:
    """What the evidence says; of several sites of an app the best one speaks for it."""
    judged = [(site, *_presence(app, site)) for site in app.sites]
    site, presence, detail = min(
        judged, key=lambda one: _BEST_FIRST.index(one[1]), default=(None, Presence.UNSEEN, "no_url")
    )
    home = site.home if site is not None and presence in (Presence.ANSWERS, Presence.VACANT) else None
    page = home.page if home is not None else None
    said = " ".join((page.title, *page.headings, *page.meta("description"), page.text)) if page is not None else ""
    hint = fronts.hinted(home.headers) if home is not None else None
    return Look(
        app=app.app.id,
        run=run,
        at=app.taken_at,
        presence=presence,
        detail=detail,
        title=page.title if page is not None else "",
        words=words(said)[:_MAX_WORDS],
        digest=home.digest if home is not None and home.length > 0 else "",
        days=tuple(_days(app)),
        addresses=tuple(host.ip for host in app.hosts),
        links=_bounded(_linked(app)),
        covered=_bounded(_covered(app)),
        led=_bounded(_led(app)),
        hint=hint.key if hint is not None else "",
    )


def _presence(app: AppEvidence, site: SiteEvidence) -> tuple[Presence, str]:
    """What stands at one site, and the word that goes with it."""
    why = site.unreachable
    if why is not None:
        return _absent(app, site, why), why.value
    home = site.home
    if home is None:
        return Presence.SILENT, Reason.TIMEOUT.value
    if home.challenge or walled(site):
        return Presence.BLOCKED, home.challenge
    if home.is_redirect:
        target = resolve(home.request.url, home.header("location") or "")
        away = target is not None and target.host != site.site.host
        return (Presence.AWAY, target.host) if target is not None and away else (Presence.FAILING, str(home.status))
    if home.status >= 500:
        return Presence.FAILING, str(home.status)
    kind = vacancy(home)
    return (Presence.ANSWERS, "") if kind is None else (Presence.VACANT, kind.value)


def _absent(app: AppEvidence, site: SiteEvidence, why: Reason) -> Presence:
    answer = None if is_ip_literal(site.site.host) else app.dns_answer(site.site.host)
    if why is Reason.DNS:
        return Presence.NO_NAME if answer is not None and is_missing(answer) else Presence.UNSEEN
    if why in _NOT_ASKED:
        return Presence.UNSEEN
    looks = [site.look(site.entry(scheme)) for scheme, _ in site.origins]
    if why is Reason.UNREACHABLE and all(seen is not None and seen.status is Status.REFUSED for seen in looks):
        return Presence.REFUSED
    scans = [host.scan for host in app.hosts if host.ip == site.address and host.scan is not None]
    ports = [port for _, port in site.origins]
    if any(scan.open and all(scan.state(port) is PortState.CLOSED for port in ports) for scan in scans):
        return Presence.REFUSED
    return Presence.BLOCKED if why is Reason.BLOCKED else Presence.SILENT


def _days(app: AppEvidence) -> Iterator[tuple[str, date]]:
    for exchange in _exchanges(app):
        for kind, day in exchange.days:
            yield kind, date.fromisoformat(day)


def _exchanges(app: AppEvidence) -> Iterator[Exchange]:
    """The answers that are the app's own: no walls, no soft-404 baselines."""
    for site in app.sites:
        if walled(site):
            continue
        for exchange in site.exchanges():
            if not exchange.challenge and exchange.request.purpose != "soft404":
                yield exchange


def _linked(app: AppEvidence) -> Iterator[str]:
    for exchange in _exchanges(app):
        page = exchange.page
        for link in page.links if page is not None else ():
            if not link.hidden:  # what readers can't see was put there by somebody else
                yield _host_of(link.url)


def _covered(app: AppEvidence) -> Iterator[str]:
    """The names of the certificates shown for the app's own names."""
    for site in app.sites:
        for _, _, tls in app.tls_of(site.site):
            yield from _names(tls)


def _names(tls: TlsAssessment | None) -> Iterator[str]:
    leaf = tls.chain[0] if tls is not None and tls.chain else None
    for name in leaf.names if leaf is not None else ():
        yield name.lower().rstrip(".")


def _led(app: AppEvidence) -> Iterator[str]:
    for exchange in _exchanges(app):
        if exchange.is_redirect:
            yield _host_of(exchange.header("location") or "", exchange.request.url)


def _host_of(url: str, base: str = "") -> str:
    target = resolve(base, url)
    return target.host if target is not None else ""


def _bounded(names: Iterator[str]) -> frozenset[str]:
    found: dict[str, None] = {}
    for name in names:
        if name and "." in name and not is_ip_literal(name):
            found[name] = None
        if len(found) >= _MAX_HOSTS:
            break
    return frozenset(found)
