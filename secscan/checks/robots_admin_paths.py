"""SS-ADM-06: robots.txt names no hidden administration or backup path (RFC 9309: it is no protection, and public), and
neither does a sitemap that was read for other reasons."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from secscan.analysis.looks import below, judged_home
from secscan.base.text import clean
from secscan.base.urls import resolve
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Outcome, Reason, Severity, Status
from secscan.model.evidence import AppEvidence, Context, SiteEvidence, reason_of
from secscan.model.ids import CheckId
from secscan.model.observations import Exchange, FileKind
from secscan.model.requests import Request

SPEC = CheckSpec(
    id=CheckId("robots-admin-paths"),
    severity=Severity.INFO,
    cwe=(200,),
    references=("OWASP WSTG-INFO-03",),
    effort_minutes=10,
)
_PATH = "/robots.txt"
_BUSY = (429, 500, 502, 503, 504)
_RULE = re.compile(r"(?:dis)?allow[ \t]*:[ \t]*(/[^#\s]*)", re.IGNORECASE)
_WORD = re.compile(
    r"(?:web|site|super|sys|my)?[-_]?admin(?:istrator|panel|page|area|web)?[-_]?\d{0,4}|back-?office|backend|cpanel|panel"
    r"|kelola|siteman|operator|phpmyadmin|pma|adminer|dbadmin"
    r"|(?:db|sql|web|old)?[-_]?back-?ups?[-_]?\d{0,8}(?:\.\w{2,4}){0,2}|bak|cadangan|dumps?"
    r"|[^*]{1,60}\.(?:sql|bak)(?:\.(?:gz|zip))?",
    re.IGNORECASE,
)
# In a sitemap, which lists what is meant to be read, only what no article, category or author is called.
_LISTED = re.compile(
    r"/(?:(?:web|site|super|sys|my)?[-_]?admin(?:panel|page|area)?\d{0,4}|back-?office|cpanel|phpmyadmin|pma|adminer|dbadmin"
    r"|(?:db|sql|web)[-_]?back-?ups?)(?:/.*)?|.*\.(?:sql|bak)(?:\.(?:gz|zip))?",
    re.IGNORECASE,
)
# What the makers of a CMS put in everybody's robots.txt tells nothing of this site.
_SHIPPED = re.compile(r"/(?:[\w.-]+/){0,3}(?:wp-admin|administrator)(?:/.*)?\*?")
_DRUPAL = ("/core/", "/profiles/", "/comment/reply/", "/filter/tips")
_MAX_TOLD = 10


def ask(site: SiteEvidence, _context: Context) -> Iterator[Request]:
    """robots.txt, which crawlers ask for as well."""
    if site.owns(_PATH):
        yield _request(site)


def evaluate(app: AppEvidence, _context: Context) -> Iterator[Verdict]:
    """One verdict per site at the root of its host; below another path the file is somebody else's."""
    for site in app.sites:
        home = judged_home(site)
        if isinstance(home, Reason):
            yield SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=home)
        elif not site.owns(_PATH):
            yield SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=Reason.SCOPE)
        else:
            yield _judge(site)


def _request(site: SiteEvidence) -> Request:
    return below(site, _PATH, purpose="file", wanted_by=(SPEC.id,), value=7.5, max_bytes=65_536)


def _judge(site: SiteEvidence) -> Verdict:
    request = _request(site)
    seen = site.look(request)
    if seen is None or not isinstance(seen.payload, Exchange) or seen.status is not Status.OK:
        reason = Reason.INTERRUPTED if seen is None else seen.reason or reason_of(seen.status)
        return SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=reason)
    exchange = seen.payload
    if exchange.challenge or exchange.status in _BUSY:
        return SPEC.verdict(
            site.site, Outcome.NOT_TESTED, reason=Reason.BLOCKED if exchange.challenge else Reason.ERROR
        )
    is_file = exchange.status == 200 and exchange.file_kind is FileKind.TEXT
    named = [(request, telling(exchange.lines) if is_file else ())]
    named += ((one.request, listed(one)) for one in _sitemaps(site))
    shown = tuple(one for one, paths in named if paths) or (request,)
    told = tuple(dict.fromkeys(path for _, paths in named for path in paths))
    return SPEC.verdict(
        site.site,
        Outcome.FAIL if told else Outcome.PASS,
        evidence=tuple(one.key for one in shown),
        url=shown[0].url,
        told=told[:_MAX_TOLD],
        count=len(told),
    )


def telling(lines: Iterable[str]) -> tuple[str, ...]:
    """The paths in the rules of a robots.txt that point at administration or backups, beside what a CMS ships."""
    paths = tuple(dict.fromkeys(match[1] for line in lines if (match := _RULE.match(line.strip()))))
    drupal = sum(path in paths for path in _DRUPAL) >= 2
    return tuple(clean(path, 120) for path in paths if _tells(path, drupal=drupal))


def _sitemaps(site: SiteEvidence) -> Iterator[Exchange]:
    """The site's own sitemaps among what was read: nothing is asked for them here."""
    for one in site.exchanges():
        if one.request.purpose == "sitemap" and one.request.host == site.site.host and one.status == 200:
            yield one


def listed(sitemap: Exchange) -> tuple[str, ...]:
    """The paths of the site's own in a sitemap that point at administration or backups."""
    parts = (resolve(sitemap.request.url, place) for place in sitemap.places)
    paths = dict.fromkeys(url.path for url in parts if url is not None and url.host == sitemap.request.host)
    return tuple(clean(path, 120) for path in paths if _LISTED.fullmatch(unquote(path)))


def _tells(path: str, *, drupal: bool) -> bool:
    plain = unquote(path).lower()
    if _SHIPPED.fullmatch(plain) or (drupal and plain.removeprefix("/index.php").rstrip("/") == "/admin"):
        return False
    return any(_WORD.fullmatch(segment) for segment in re.split(r"[/?]", plain.strip("/*$")))
