"""SS-DAT-09: what a product or server ships for its installer is gone: read-me files, samples, default pages."""

import re
from collections.abc import Iterator

from secscan.analysis.consoles import WIZARDS, console
from secscan.analysis.default_pages import Vacancy, vacancy
from secscan.analysis.exposed import Grade, Guess, ask_for, verdicts
from secscan.base.once import once
from secscan.identify.signs import products
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Outcome, Severity
from secscan.model.evidence import AppEvidence, Context, SiteEvidence
from secscan.model.ids import CheckId
from secscan.model.observations import Exchange, FileKind
from secscan.model.pages import PageFacts
from secscan.model.requests import Request

SPEC = CheckSpec(
    id=CheckId("default-files"),
    severity=Severity.RENDAH,
    cwe=(1002, 1188),
    references=("ASVS 4.0.3 14.2.2",),
    effort_minutes=10,
)
_GRADES = {
    "readme": Grade(Outcome.PARTIAL, Severity.RENDAH),
    "default_page": Grade(Outcome.PARTIAL, Severity.RENDAH),
    "sample": Grade(Outcome.FAIL, Severity.RENDAH),
    "installer": Grade(Outcome.FAIL, Severity.KRITIS),
}
_SHIPPED = {
    "wordpress": (Guess("readme.html", 12.0),),
    "joomla": (Guess("README.txt", 12.0),),
    "drupal": (Guess("core/INSTALL.txt", 11.0), Guess("CHANGELOG.txt", 10.0)),
    "tomcat": (Guess("/examples/", 12.0),),
}
_TEXTS = (
    re.compile(r"(?:1- )?(?:What is this\?|Overview).{0,200}Joomla!", re.IGNORECASE),
    re.compile(r"Drupal \d[\d.]*, \d{4}-\d\d-\d\d"),
    re.compile(r"(?:Installing Drupal|QUICKSTART.{0,600}Drupal|CONTENTS OF THIS FILE.{0,600}Drupal)"),
)
_TOMCAT_ERROR = re.compile(r"Apache Tomcat/\d")


def ask(site: SiteEvidence, _context: Context) -> Iterator[Request]:
    """The files that a product ships, only where it is seen; installers are asked for by SS-ADM-02."""
    yield from ask_for(site, SPEC, _guesses(site), recognise)


def evaluate(app: AppEvidence, _context: Context) -> Iterator[Verdict]:
    """One verdict per left-over file or page, and one for the rest of the site."""
    for site in app.sites:
        yield from verdicts(SPEC, site, _guesses(site), recognise, _GRADES)


@once
def recognise(exchange: Exchange) -> str:
    """What kind of left-over an answer is; "" for any other answer."""
    if exchange.status != 200:
        return ""
    if exchange.file_kind is FileKind.TEXT and exchange.request.purpose != "linked":
        return "readme" if any(rule.search(exchange.excerpt) for rule in _TEXTS) else ""
    page = exchange.page
    if page is None:
        return ""
    if console(exchange) in WIZARDS:
        return "installer"
    if vacancy(exchange) is Vacancy.DEFAULT_PAGE:
        return "default_page"
    return _page(page)


def _page(page: PageFacts) -> str:
    first = page.headings[0] if page.headings else ""
    if re.fullmatch(r"WordPress (?:›|>) ReadMe", page.title) and "First Things First" in page.headings:
        return "readme"
    tomcat = page.title in ("Apache Tomcat Examples", "Apache Tomcat Servlet Examples") or (
        page.title.startswith("Apache Tomcat") and first == "Apache Tomcat Examples"
    )
    xampp = page.title == "Welcome to XAMPP" and "XAMPP" in first
    return "sample" if tomcat or xampp else ""


def _guesses(site: SiteEvidence) -> tuple[Guess, ...]:
    found = [
        Guess(seen.base + guess.path, guess.value)
        for seen in products(site)
        for guess in _SHIPPED.get(seen.product, ())
    ]
    if _is_tomcat(site):
        found += _SHIPPED["tomcat"]
    return tuple(found)


def _is_tomcat(site: SiteEvidence) -> bool:
    """Whether Tomcat itself says that it serves the site, on an error page or a start page."""
    return any(one.request.host == site.site.host and _is_tomcats_own(one) for one in site.exchanges())


@once
def _is_tomcats_own(exchange: Exchange) -> bool:
    page = exchange.page
    if page is None or not (exchange.status >= 400 or page.title.startswith("Apache Tomcat/")):
        return False
    return _TOMCAT_ERROR.search(page.text) is not None
