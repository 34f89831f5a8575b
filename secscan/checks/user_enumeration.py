"""SS-ADM-05: a CMS neither lists its accounts nor keeps old interfaces open. Only paths of a product that is seen."""

import re
from collections.abc import Iterator

from secscan.analysis.exposed import Grade, Guess, ask_for, verdicts
from secscan.analysis.looks import judged_home
from secscan.identify.signs import products
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Intensity, Outcome, Reason, Severity
from secscan.model.evidence import AppEvidence, Context, SiteEvidence
from secscan.model.ids import CheckId
from secscan.model.observations import Exchange, FileKind
from secscan.model.requests import Request

SPEC = CheckSpec(
    id=CheckId("user-enumeration"),
    severity=Severity.RENDAH,
    cwe=(204,),
    references=("OWASP WSTG-IDNT-04",),
    effort_minutes=15,
)
_OPEN = Grade(Outcome.FAIL, Severity.RENDAH)
_GRADES = dict.fromkeys(("rest_users", "author", "author_sitemap", "xmlrpc", "jsonapi_users"), _OPEN)
_INTERFACES = {
    # `rest_route` works with and without readable addresses; `/wp-json/` only with them.
    "wordpress": (Guess("?rest_route=/wp/v2/users", 16.0), Guess("xmlrpc.php", 15.0), Guess("?author=1", 14.0)),
    "drupal": (Guess("jsonapi/user/user", 14.0),),
}
_DEEP = {"wordpress": (Guess("wp-sitemap-users-1.xml", 5.4),)}
_USERS = re.compile(r'\[ ?\{ ?"id" ?: ?\d{1,10}, ?"name" ?: ?".{0,2000}?"slug" ?: ?"')
_AUTHOR = re.compile(r"/author/[^/?#]{1,80}/?(?:$|\?)")
_AUTHOR_SITEMAP = re.compile(r"<urlset\b.{0,400}?<loc>\s?https?://[^<\s]{1,200}/author/[^</\s]{1,80}/?\s?</loc>")
_DRUPAL_USERS = re.compile(r'"type" ?: ?"user--user".{0,400}?"(?:display_name|name)" ?: ?"')


def ask(site: SiteEvidence, _context: Context) -> Iterator[Request]:
    """One GET per interface of the products seen."""
    yield from ask_for(site, SPEC, _guesses(site), recognise)


def evaluate(app: AppEvidence, _context: Context) -> Iterator[Verdict]:
    """One verdict per open interface, and one for the rest of the site."""
    for site in app.sites:
        guesses = _guesses(site)
        home = judged_home(site)
        if not guesses and not isinstance(home, Reason):
            key = (home.request.key,)
            yield SPEC.verdict(site.site, Outcome.NOT_APPLICABLE, reason=Reason.NO_PRODUCT, evidence=key)
        else:
            yield from verdicts(SPEC, site, guesses, recognise, _GRADES)


def recognise(exchange: Exchange) -> str:
    """The interface that answers with accounts, or at all; "" for any other answer."""
    path, _, query = exchange.request.path.partition("?")
    if query.startswith("rest_route=/wp/v2/users") and exchange.file_kind is FileKind.JSON:
        return "rest_users" if exchange.status == 200 and _USERS.match(exchange.excerpt) else ""
    if query == "author=1":
        location = exchange.header("location") or ""
        return "author" if exchange.status in (301, 302) and _AUTHOR.search(location) else ""
    if path.endswith("/wp-sitemap-users-1.xml") and exchange.file_kind is FileKind.XML:
        return "author_sitemap" if exchange.status == 200 and _AUTHOR_SITEMAP.search(exchange.excerpt) else ""
    if path.endswith("/xmlrpc.php"):
        answers = "XML-RPC server accepts POST requests only." in exchange.excerpt
        return "xmlrpc" if answers and exchange.status in (200, 405) else ""
    if path.endswith("/jsonapi/user/user") and exchange.file_kind is FileKind.JSON:
        return "jsonapi_users" if exchange.status == 200 and _DRUPAL_USERS.search(exchange.excerpt) else ""
    return ""


def _guesses(site: SiteEvidence) -> tuple[Guess, ...]:
    deep = site.intensity is Intensity.DEEP
    return tuple(
        Guess(seen.base + guess.path, guess.value)
        for seen in products(site)
        for guess in (*_INTERFACES.get(seen.product, ()), *(_DEEP.get(seen.product, ()) if deep else ()))
    )
