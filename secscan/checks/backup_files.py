"""SS-DAT-01: backups, database dumps and source archives that anybody can download."""

from collections.abc import Iterator

from secscan.analysis.leaks import ARCHIVES, Candidate, FileLook, ask_for, still_open, verdicts
from secscan.base.urls import is_ip_literal
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Intensity, Outcome, Severity
from secscan.model.evidence import AppEvidence, Context, SiteEvidence
from secscan.model.ids import CheckId
from secscan.model.observations import FileKind
from secscan.model.requests import Request

SPEC = CheckSpec(
    id=CheckId("backup-files"),
    severity=Severity.KRITIS,
    cwe=(552, 530),
    references=("OWASP WSTG-CONF-04",),
    effort_minutes=20,
)

_DATA = ARCHIVES | {FileKind.SQL_DUMP, FileKind.SQLITE}
_CODE = frozenset((FileKind.PHP_SOURCE,))
_TELLING = {"dump", "config", "key", "secret"}
_FIXED = (
    ("backup.zip", 14.0),
    ("backup.sql", 13.5),
    ("db.sql", 12.0),
    ("database.sql", 9.0),
    ("www.zip", 8.0),
    ("public_html.zip", 7.8),
    ("backup.sql.gz", 7.6),
    ("backup.tar.gz", 7.4),
    ("dump.sql", 7.2),
    ("backup.rar", 5.8),
)
_DEEP = ("html.zip", "site.zip", "db.zip", "db_backup.sql", "www.rar", "backup.7z")


def ask(site: SiteEvidence, context: Context) -> Iterator[Request]:
    """A short fixed list, and names that an admin would derive from the host."""
    yield from ask_for(site, _candidates(site, context), SPEC)


def evaluate(app: AppEvidence, context: Context) -> Iterator[Verdict]:
    """One verdict per leaked file, and one for the rest of each site."""
    for site in app.sites:
        yield from verdicts(SPEC, site, _candidates(site, context), _grade)


def _candidates(site: SiteEvidence, context: Context) -> tuple[Candidate, ...]:
    found = [Candidate(name, _DATA, value) for name, value in _FIXED]
    host = site.site.host
    if not is_ip_literal(host) and "." in host:
        label = host.removeprefix("www.").split(".", 1)[0]
        found += [
            Candidate(f"{host}.zip", _DATA, 13.0),
            Candidate(f"{label}.sql", _DATA, 11.0),
            Candidate(f"{label}.zip", _DATA, 10.0),
        ]
    found.append(Candidate("config.php.bak", _CODE, 9.5))
    if site.intensity is Intensity.DEEP:
        found += [Candidate(name, _DATA, 5.0) for name in _DEEP]
    found = list(dict.fromkeys(found))
    return (*found, *still_open(site, context, SPEC, _DATA | _CODE, found))


def _grade(look: FileLook) -> tuple[Outcome, Severity]:
    """A dump or anything with credentials is critical; an archive of which no more is known is high."""
    contents = set(look.exchange.contents) if look.exchange is not None else set()
    return Outcome.FAIL, Severity.KRITIS if contents & _TELLING else Severity.TINGGI
