"""SS-DAT-01: backups, database dumps and source archives that anybody can download."""

import re
from collections.abc import Iterator, Sequence

from secscan.analysis.leaks import ARCHIVES, Candidate, FileLook, ask_for, still_open, verdicts
from secscan.base.urls import is_ip_literal
from secscan.identify.signs import products
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
    asks_again=True,
)

_DATA = ARCHIVES | {FileKind.SQL_DUMP, FileKind.SQLITE}
_CODE = frozenset((FileKind.PHP_SOURCE,))
_PACKAGED = frozenset(("wordpress", "joomla", "drupal", "moodle", "mediawiki", "ojs", "opensid", "slims"))
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
_DEEP = (
    "html.zip", "htdocs.zip", "web.zip", "site.zip", "app.zip", "public.zip", "source.zip", "src.zip", "db.zip",
    "database.zip", "sql.zip", "data.sql", "mysql.sql", "db_backup.sql", "backup_db.sql", "database.sql.gz",
    "db.sql.gz", "dump.sql.gz", "www.rar", "public_html.rar", "backup.7z", "backup.tgz", "www.tar.gz",
    "public_html.tar.gz",
    "wp-content.zip", "wordpress.zip", "uploads.zip", "laravel.zip", "database.sqlite", "database/database.sqlite",
)  # fmt: skip
_ACRONYM = re.compile(r"\b([A-Z][A-Z0-9-]{2,14}|e-[A-Z][a-z]{2,14})\b")
_NO_NAMES = frozenset(
    ("LOGIN", "HOME", "BERANDA", "PPID", "JDIH", "KAB", "KOTA", "PROV", "RI", "DPRD", "OPD", "UPTD", "WEB")
)
"""Words in capitals that are in titles of many sites, and the name of none."""


def ask(site: SiteEvidence, context: Context) -> Iterator[Request]:
    """A short fixed list, and names that an admin would derive from host, folder, the app's own name and the year."""
    yield from ask_for(site, _candidates(site, context), SPEC)


def evaluate(app: AppEvidence, context: Context) -> Iterator[Verdict]:
    """One verdict per leaked file, and one for the rest of each site."""
    for site in app.sites:
        yield from verdicts(SPEC, site, _candidates(site, context), _grade)


def _candidates(site: SiteEvidence, context: Context) -> tuple[Candidate, ...]:
    deep = site.intensity is Intensity.DEEP
    found = [Candidate(name, _DATA, value) for name, value in _FIXED]
    host = site.site.host
    if not is_ip_literal(host) and "." in host:
        found.append(Candidate(f"{host}.zip", _DATA, 13.0))
    names = tuple(_names(site))
    for index, name in enumerate(names):
        found += [Candidate(f"{name}.sql", _DATA, 11.0 - index), Candidate(f"{name}.zip", _DATA, 10.0 - index)]
    packaged = any(seen.product in _PACKAGED for seen in products(site))
    if not packaged:  # a product's own configuration has its own name
        found.append(Candidate("config.php.bak", _CODE, 9.5))
        found.append(Candidate(f"backup{context.as_of.year}.zip", _DATA, 5.6))
    found += [Candidate(name, _DATA, 5.0) for name in (*_DEEP, *_of_years(names, context.as_of.year)) if deep]
    known = tuple({candidate.name: candidate for candidate in reversed(found)}.values())[::-1]
    return (*known, *still_open(site, context, SPEC, _DATA | _CODE, known))


def _names(site: SiteEvidence) -> Iterator[str]:
    """What an admin would call the application: the first label of its host or its folder, and the acronym that its own
    title begins with."""
    host = site.site.host
    folder = site.site.path.strip("/").rpartition("/")[2]
    label = "" if is_ip_literal(host) or "." not in host else host.removeprefix("www.").split(".", 1)[0]
    home = site.home
    title = home.page.title if home is not None and home.page is not None else ""
    words = (match[1] for match in _ACRONYM.finditer(title[:80]))
    acronym = next((word.lower() for word in words if word not in _NO_NAMES), "")
    yield from [name for name in dict.fromkeys((folder or label, acronym)) if re.fullmatch(r"[\w-]{2,40}", name)]


def _of_years(names: Sequence[str], year: int) -> Iterator[str]:
    """The same with this year and the last, in the ways in which they are joined to a name."""
    for when in (year, year - 1):
        yield from (f"backup{joint}{when}.zip" for joint in ("", "_", "-"))
        yield from (f"db{joint}{when}.sql" for joint in ("", "_"))
        yield f"{when}.zip"
        for name in names:
            yield from (f"{name}{joint}{when}.{kind}" for joint in ("", "_", "-") for kind in ("sql", "zip"))
    for name in names:
        yield from (f"{name}{ending}" for ending in (".rar", ".tar.gz", ".sql.gz", ".bak", "_backup.zip", "_db.sql"))


def _grade(look: FileLook) -> tuple[Outcome, Severity]:
    """A dump or anything with credentials is critical; an archive of which no more is known is high."""
    contents = set(look.exchange.contents) if look.exchange is not None else set()
    return Outcome.FAIL, Severity.KRITIS if contents & _TELLING else Severity.TINGGI
