"""SS-ADM-02: no administrator page, installer or management console is open without logging in."""

from collections.abc import Iterator

from secscan.analysis.consoles import Console, console
from secscan.analysis.guesses import follow, unanswered
from secscan.analysis.looks import below, judged_home
from secscan.analysis.soft404 import Presence, baselines, presence
from secscan.identify.signs import products
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Confidence, Outcome, Reason, Severity
from secscan.model.evidence import AppEvidence, Context, SiteEvidence
from secscan.model.ids import CheckId
from secscan.model.observations import Exchange
from secscan.model.requests import Request

SPEC = CheckSpec(
    id=CheckId("open-admin"),
    severity=Severity.KRITIS,
    cwe=(306, 425),
    references=("ASVS 4.0.3 4.1.3",),
    effort_minutes=30,
)
_WANTED_BY = (SPEC.id,)
_INSTALLERS = {
    "wordpress": ("wp-admin/install.php",),
    "joomla": ("installation/index.php",),
    "drupal": ("core/install.php",),
    "opensid": ("install",),
    "slims": ("install/index.php",),
    "ojs": ("index.php/index/install",),
    "laravel": ("telescope", "horizon"),
}
_COMMON = (("admin", 20.0), ("dashboard", 9.0))
_PRODUCT_VALUE = 15.0


def ask(site: SiteEvidence, _context: Context) -> Iterator[Request]:
    """Installers of the products seen, and the two paths where dashboards stand most."""
    guesses = _requests(site)
    yield from guesses
    yield from follow(site, guesses)
    yield from baselines(site, (request.path for request in guesses))


def evaluate(app: AppEvidence, _context: Context) -> Iterator[Verdict]:
    """One verdict per open page, and one for the rest of the site."""
    for site in app.sites:
        home = judged_home(site)
        if isinstance(home, Reason):
            yield SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=home)
            continue
        for found, exchange in _open_pages(site, home):
            yield SPEC.verdict(
                site.site,
                Outcome.FAIL,
                confidence=Confidence.KUAT if found is Console.DASHBOARD else Confidence.PASTI,
                discriminators=(("path", exchange.request.path.split("?", 1)[0]),),
                evidence=(exchange.request.key,),
                url=exchange.request.url,
                what=found.value,
                title=exchange.page.title if exchange.page is not None else "",
            )
        reason = unanswered(site, _requests(site))
        yield SPEC.verdict(
            site.site,
            Outcome.PASS if reason is None else Outcome.NOT_TESTED,
            reason=reason,
            url=site.site.url,
        )


def _requests(site: SiteEvidence) -> tuple[Request, ...]:
    installers = (
        (seen.base + path, _PRODUCT_VALUE) for seen in products(site) for path in _INSTALLERS.get(seen.product, ())
    )
    return tuple(
        below(site, path, wanted_by=_WANTED_BY, value=value, purpose="admin") for path, value in (*installers, *_COMMON)
    )


def _open_pages(site: SiteEvidence, home: Exchange) -> Iterator[tuple[Console, Exchange]]:
    """Open consoles, each once: the same one under many paths of a catch-all is one."""
    named: set[tuple[Console, str]] = set()
    candidates = [one for one in site.pages() if one.request.host == site.site.host and one.page is not None]
    for exchange in sorted(candidates, key=lambda one: (one.request.key != home.request.key, len(one.request.path))):
        found = console(exchange) if exchange.page is not None else None
        if found is None or exchange.page is None or (found, exchange.page.title) in named:
            continue
        at_home = exchange.request.key == home.request.key
        if found is Console.DASHBOARD and not at_home and presence(site, exchange) is not Presence.REAL:
            continue
        named.add((found, exchange.page.title))
        yield found, exchange
