"""SS-DAT-02: configuration files and secrets that anybody can read."""

from collections.abc import Iterator

from secscan.analysis.leaks import Candidate, FileLook, ask_for, still_open, verdicts
from secscan.identify.signs import products
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
    asks_again=True,
)

_ENV = frozenset((FileKind.ENV_FILE,))
_PHP = frozenset((FileKind.PHP_SOURCE,))
_SWAP = frozenset((FileKind.VIM_SWAP,))
_KEY = frozenset((FileKind.PRIVATE_KEY,))
_HTPASSWD = frozenset((FileKind.HTPASSWD,))
_CONFIGURATIONS = {
    "wordpress": "wp-config.php",
    "joomla": "configuration.php",
    "drupal": "sites/default/settings.php",
    "mediawiki": "LocalSettings.php",
    "moodle": "config.php",
    "opencart": "config.php",
    "opensid": "desa/config/database.php",
    "slims": "config/database.php",
}
"""Where a product keeps its passwords. The file itself is run; a copy of it under another name is handed out."""

_COPIES = (".bak", "~", ".save", ".old")
_COPIES_DEEP = (".orig", ".txt", ".swp", "_bak", ".1")
_FOREMOST = ("wordpress", "joomla")
_DEEP = (
    *(
        Candidate(f".env{ending}", _ENV, 5.0)
        for ending in (".bak", ".old", ".save", "~", ".production", ".local", ".backup")
    ),
    Candidate("api/.env", _ENV, 4.5),
    Candidate("backend/.env", _ENV, 4.5),
    *(
        Candidate(f"{name}{ending}", _PHP, 4.5)
        for name in ("index.php", "koneksi.php")
        for ending in (".bak", "~", ".old", ".save")
    ),
    *(Candidate(f"config.php{ending}", _PHP, 4.5) for ending in ("~", ".old", ".save", ".txt")),
    *(Candidate(f"config/{name}.php.bak", _PHP, 4.5) for name in ("koneksi", "database", "config")),
    *(Candidate(f".{name}.php.swp", _SWAP, 4.5) for name in ("index", "config", "koneksi")),
    Candidate("id_rsa", _KEY, 5.0),
    Candidate("server.key", _KEY, 5.0),
    Candidate("privkey.pem", _KEY, 4.0),
    Candidate(".htpasswd", _HTPASSWD, 5.0),
)


def ask(site: SiteEvidence, context: Context) -> Iterator[Request]:
    """`.env` everywhere, the left-over copies of a product's configuration where that product is seen."""
    yield from ask_for(site, _candidates(site, context), SPEC)


def evaluate(app: AppEvidence, context: Context) -> Iterator[Verdict]:
    """One verdict per leaked file, and one for the rest of each site."""
    for site in app.sites:
        yield from verdicts(SPEC, site, _candidates(site, context), _grade)


def _candidates(site: SiteEvidence, context: Context) -> tuple[Candidate, ...]:
    deep = site.intensity is Intensity.DEEP
    found = [Candidate(".env", _ENV, 20.0), *_copies(site, deep=deep), *(_DEEP if deep else ())]
    known = tuple(dict.fromkeys(found))
    return (*known, *still_open(site, context, SPEC, _ENV | _PHP | _SWAP | _KEY | _HTPASSWD, known))


def _copies(site: SiteEvidence, *, deep: bool) -> Iterator[Candidate]:
    """What editors and hurried hands leave beside the configuration of each product seen, in the folder of the product.

    Vim puts its swap file into the same folder under a name that begins with a dot.
    """
    for seen in products(site):
        name = _CONFIGURATIONS.get(seen.product)
        if name is None or not seen.base.startswith(site.site.path):
            continue
        path = seen.base.removeprefix(site.site.path) + name
        folder, slash, file = path.rpartition("/")
        endings = _COPIES if seen.product in _FOREMOST or deep else _COPIES[:2]
        for index, ending in enumerate((*endings, *(_COPIES_DEEP if deep else ()))):
            yield Candidate(path + ending, _PHP, 12.0 - index)
        if seen.product in _FOREMOST or deep:
            yield Candidate(f"{folder}{slash}.{file}.swp", _SWAP, 7.4)


def _grade(_look: FileLook) -> tuple[Outcome, Severity]:
    return Outcome.FAIL, Severity.KRITIS
