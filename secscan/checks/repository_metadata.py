"""SS-DAT-03: the metadata of source control and package managers that anybody can read."""

from collections.abc import Iterator

from secscan.analysis.leaks import Candidate, FileLook, ask_for, look_at, still_open, verdicts
from secscan.analysis.looks import below, walled
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Intensity, Outcome, Severity
from secscan.model.evidence import AppEvidence, Context, SiteEvidence
from secscan.model.ids import CheckId
from secscan.model.observations import FileKind
from secscan.model.requests import Request

SPEC = CheckSpec(
    id=CheckId("repository-metadata"),
    severity=Severity.TINGGI,
    cwe=(527, 538),
    references=("OWASP WSTG-CONF-04",),
    effort_minutes=10,
    asks_again=True,
)

_GIT = (
    Candidate(".git/HEAD", frozenset((FileKind.GIT_HEAD,)), 19.0, ".git/"),
    Candidate(".git/config", frozenset((FileKind.GIT_CONFIG,)), 17.0, ".git/"),
)
_SVN = (
    Candidate(".svn/entries", frozenset((FileKind.SVN_ENTRIES,)), 9.0, ".svn/"),
    Candidate(".svn/wc.db", frozenset((FileKind.SQLITE,)), 8.5, ".svn/"),
)
_MINOR = (
    Candidate(".DS_Store", frozenset((FileKind.DS_STORE,)), 7.0),
    Candidate("composer.lock", frozenset((FileKind.COMPOSER_LOCK,)), 8.0),
)
_LOCKS = frozenset((FileKind.DS_STORE, FileKind.COMPOSER_LOCK, FileKind.COMPOSER_JSON, FileKind.PACKAGE_JSON))
_DEEP = (
    Candidate("package-lock.json", frozenset((FileKind.PACKAGE_JSON,)), 4.0),
    Candidate("package.json", frozenset((FileKind.PACKAGE_JSON,)), 4.0),
    Candidate("composer.json", frozenset((FileKind.COMPOSER_JSON,)), 4.0),
    Candidate("vendor/composer/installed.json", frozenset((FileKind.COMPOSER_JSON,)), 4.0),
)


def ask(site: SiteEvidence, context: Context) -> Iterator[Request]:
    """The first file of each repository; its second only where the first was not simply absent, or where it was open
    before."""
    yield from ask_for(site, _candidates(site, context), SPEC)


def evaluate(app: AppEvidence, context: Context) -> Iterator[Verdict]:
    """One verdict per repository or lock file, and one for the rest of each site."""
    for site in app.sites:
        yield from verdicts(SPEC, site, _candidates(site, context), _grade)


def _candidates(site: SiteEvidence, context: Context) -> tuple[Candidate, ...]:
    found = [*_files(site, context, _GIT), *_files(site, context, _SVN), *_MINOR]
    if site.intensity is Intensity.DEEP:
        found += _DEEP
    return (*found, *still_open(site, context, SPEC, _LOCKS, found))


def _files(site: SiteEvidence, context: Context, repository: tuple[Candidate, Candidate]) -> tuple[Candidate, ...]:
    first, _ = repository
    known = (SPEC.id, site.site.key, site.site.path + first.thing) in context.open_paths
    return repository if known or _answered(site, first) else (first,)


def _answered(site: SiteEvidence, first: Candidate) -> bool:
    """Whether the first file was answered with content that is not a page and does not prove it by itself, or refused:
    a rule for that very file may leave the others open."""
    exchange = site.exchange(below(site, first.name))
    if exchange is not None and exchange.status == 403:
        return not walled(site)
    if exchange is None or exchange.status not in (200, 206) or exchange.file_kind is FileKind.HTML:
        return False
    return look_at(site, first, SPEC).state.value != "leaked"


def _grade(look: FileLook) -> tuple[Outcome, Severity]:
    """A readable repository gives the source away; a lock file or folder index only helps an attacker to choose."""
    return (Outcome.FAIL, Severity.TINGGI) if look.candidate.thing else (Outcome.PARTIAL, Severity.RENDAH)
