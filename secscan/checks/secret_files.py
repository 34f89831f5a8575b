"""SS-DAT-02: configuration files and secrets that anybody can read."""

from collections.abc import Iterator

from secscan.analysis.leaks import Candidate, FileLook, ask_for, still_open, verdicts
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Intensity, Outcome, Severity
from secscan.model.evidence import AppEvidence, Context, SiteEvidence
from secscan.model.ids import CheckId
from secscan.model.observations import FileKind
from secscan.model.requests import Request

SPEC = CheckSpec(
    id=CheckId("secret-files"),
    severity=Severity.KRITIS,
    cwe=(552, 798),
    references=("OWASP WSTG-CONF-04",),
    effort_minutes=30,
)

_ENV = frozenset((FileKind.ENV_FILE,))
_PHP = frozenset((FileKind.PHP_SOURCE,))
_KEY = frozenset((FileKind.PRIVATE_KEY,))
_WORDPRESS = ("wp-config.php.bak", "wp-config.php~", "wp-config.php.save")
_JOOMLA = ("configuration.php.bak", "configuration.php~")
_DEEP = (
    Candidate(".env.bak", _ENV, 5.0),
    Candidate("wp-config.php.old", _PHP, 5.0),
    Candidate(".env.production", _ENV, 5.0),
    Candidate("id_rsa", _KEY, 5.0),
    Candidate("server.key", _KEY, 5.0),
    Candidate("privkey.pem", _KEY, 4.0),
    Candidate(".htpasswd", frozenset((FileKind.HTPASSWD,)), 5.0),
)


def ask(site: SiteEvidence, context: Context) -> Iterator[Request]:
    """`.env` everywhere, the left-over copies of a product's configuration only where that product is seen."""
    yield from ask_for(site, _candidates(site, context), SPEC)


def evaluate(app: AppEvidence, context: Context) -> Iterator[Verdict]:
    """One verdict per leaked file, and one for the rest of each site."""
    for site in app.sites:
        yield from verdicts(SPEC, site, _candidates(site, context), _grade)


def _candidates(site: SiteEvidence, context: Context) -> tuple[Candidate, ...]:
    found = [Candidate(".env", _ENV, 20.0)]
    if _mentions(site, "/wp-content/", "/wp-includes/"):
        found += [Candidate(name, _PHP, 12.0 - index) for index, name in enumerate(_WORDPRESS)]
    if _mentions(site, "/media/jui/", "/media/system/js/", "/media/vendor/joomla", "option=com_"):
        found += [Candidate(name, _PHP, 12.0 - index) for index, name in enumerate(_JOOMLA)]
    if site.intensity is Intensity.DEEP:
        found += _DEEP
    return (*found, *still_open(site, context, SPEC, _ENV | _PHP | _KEY | {FileKind.HTPASSWD}, found))


def _mentions(site: SiteEvidence, *marks: str) -> bool:
    """Whether a page of the site loads or links something whose URL holds one of the marks."""
    home = site.home
    if home is None or home.page is None:
        return False
    urls = (*(one.url for one in home.page.resources), *(one.url for one in home.page.links))
    return any(mark in url for url in urls for mark in marks)


def _grade(_look: FileLook) -> tuple[Outcome, Severity]:
    return Outcome.FAIL, Severity.KRITIS
