"""SS-DAT-07: log files that anybody can read."""

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
    id=CheckId("log-files"),
    severity=Severity.TINGGI,
    cwe=(532,),
    references=("ASVS 4.0.3 7.3.3",),
    effort_minutes=15,
    asks_again=True,
)
_LOG = frozenset((FileKind.LOG,))
_PHP = Candidate("error_log", _LOG, 9.0)
_LARAVEL = Candidate("storage/logs/laravel.log", _LOG, 10.0)
_WORDPRESS = Candidate("wp-content/debug.log", _LOG, 14.0)
_DEEP = tuple(
    Candidate(name, _LOG, 4.0)
    for name in (
        "error.log",
        "debug.log",
        "access.log",
        "logs/error.log",
        "logs/access.log",
        "php_errors.log",
        "wp-content/debug.log",
        "npm-debug.log",
    )
)


def ask(site: SiteEvidence, context: Context) -> Iterator[Request]:
    """The log of PHP on shared hosting everywhere, that of WordPress where it is seen, else that of Laravel."""
    yield from ask_for(site, _candidates(site, context), SPEC)


def evaluate(app: AppEvidence, context: Context) -> Iterator[Verdict]:
    """One verdict per log file, and one for the rest of each site."""
    for site in app.sites:
        yield from verdicts(SPEC, site, _candidates(site, context), _grade)


def _candidates(site: SiteEvidence, context: Context) -> tuple[Candidate, ...]:
    blogs = [seen.base.removeprefix(site.site.path) for seen in products(site) if seen.product == "wordpress"]
    found = [_PHP, *(_WORDPRESS._replace(name=base + _WORDPRESS.name) for base in blogs)]
    if not blogs:
        found.append(_LARAVEL)
    if site.intensity is Intensity.DEEP:
        known = {candidate.name for candidate in found}
        found += [candidate for candidate in _DEEP if candidate.name not in known]
    return (*found, *still_open(site, context, SPEC, _LOG, found))


def _grade(_look: FileLook) -> tuple[Outcome, Severity]:
    return Outcome.FAIL, Severity.TINGGI
