"""SS-ADM-02: no administrator page, installer or management console is open without logging in."""

from collections.abc import Iterable, Iterator

from secscan.analysis.consoles import Console, console
from secscan.analysis.guesses import follow, unanswered
from secscan.analysis.installers import installer
from secscan.analysis.looks import below, judged_home
from secscan.analysis.soft404 import PURPOSE, Presence, baselines, presence
from secscan.identify.signs import products
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Confidence, Intensity, Outcome, Reason, Severity
from secscan.model.evidence import AppEvidence, Context, SiteEvidence
from secscan.model.ids import CheckId
from secscan.model.observations import Exchange, FileKind
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
    "moodle": ("install.php",),
    "dokuwiki": ("install.php",),
    "opencart": ("install/index.php",),
    "roundcube": ("installer/",),
    "laravel": ("telescope", "horizon"),
}
_COMMON = (("admin", 20.0),)
_DASHBOARD = (("dashboard", 9.0),)
_OWN = (("install/", 6.2), ("api/users", 5.8))
_PACKAGED = frozenset(("wordpress", "joomla", "drupal", "moodle", "ojs", "slims", "opensid", "mediawiki", "dokuwiki"))
"""Products whose wizards and dashboards stand elsewhere, and which have no such interface."""

_DEEP = (
    "install.php",
    "setup.php",
    "setup/",
    "installer/",
    "install/install.php",
    "installation/index.php",
    "wp-admin/setup-config.php",
    "mw-config/index.php",
    "icingaweb2/setup",
    "postfixadmin/setup.php",
    "zabbix/setup.php",
    "api/v1/users",
    "grafana/",
    "jenkins/",
    "manager/html",
)
_UNSIGNED = (Console.DASHBOARD, Console.USER_LIST)
"""What no product's signature proves."""

_PRODUCT_VALUE = 15.0
_GUARDED = Severity.TINGGI  # a secret of the server's administrator still stands before it


def ask(site: SiteEvidence, _context: Context) -> Iterator[Request]:
    """Installers of the products seen, and the paths where dashboards, wizards and lists of accounts stand most."""
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
            wizard = installer(exchange)
            yield SPEC.verdict(
                site.site,
                Outcome.FAIL,
                severity=_GUARDED if wizard is not None and wizard.guarded else SPEC.severity,
                confidence=Confidence.KUAT if found in _UNSIGNED else Confidence.PASTI,
                discriminators=(("path", exchange.request.path.split("?", 1)[0]),),
                evidence=(exchange.request.key,),
                url=exchange.request.url,
                what=found.value,
                product=wizard.product if wizard is not None else "",
                guarded=wizard is not None and wizard.guarded,
                title=exchange.page.title if exchange.page is not None else "",
            )
        reason = unanswered(site, _essential(site))
        yield SPEC.verdict(
            site.site,
            Outcome.PASS if reason is None else Outcome.NOT_TESTED,
            reason=reason,
            url=site.site.url,
        )


def _essential(site: SiteEvidence) -> tuple[Request, ...]:
    """What must have been answered before anybody may say that nothing stands open."""
    installers = (
        (seen.base + path, _PRODUCT_VALUE) for seen in products(site) for path in _INSTALLERS.get(seen.product, ())
    )
    return _guessed(site, (*installers, *_COMMON, *(() if _packaged(site) else _DASHBOARD)))


def _requests(site: SiteEvidence) -> tuple[Request, ...]:
    deep = ((path, 4.5) for path in _DEEP) if site.intensity is Intensity.DEEP else ()
    return (*_essential(site), *_guessed(site, (*(() if _packaged(site) else _OWN), *deep)))


def _packaged(site: SiteEvidence) -> bool:
    return any(seen.product in _PACKAGED for seen in products(site))


def _guessed(site: SiteEvidence, paths: Iterable[tuple[str, float]]) -> tuple[Request, ...]:
    return tuple(below(site, path, wanted_by=_WANTED_BY, value=value, purpose="admin") for path, value in paths)


def _open_pages(site: SiteEvidence, home: Exchange) -> Iterator[tuple[Console, Exchange]]:
    """Open consoles, each once: the same one under many paths of a catch-all is one."""
    named: set[tuple[Console, str]] = set()
    candidates = [*site.pages(), *(one for one in site.exchanges() if one.file_kind is FileKind.JSON)]
    own = [one for one in candidates if one.request.host == site.site.host and one.request.purpose != PURPOSE]
    for exchange in sorted(own, key=lambda one: (one.request.key != home.request.key, len(one.request.path))):
        found = console(exchange)
        title = exchange.page.title if exchange.page is not None else ""
        if found is None or (found, title) in named:
            continue
        at_home = exchange.request.key == home.request.key
        doubtful = found in _UNSIGNED and not at_home
        if doubtful and presence(site, exchange) is not Presence.REAL:
            continue
        named.add((found, title))
        yield found, exchange
