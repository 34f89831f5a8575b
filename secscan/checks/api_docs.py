"""SS-API-03: descriptions of an internal API are not public: Swagger, OpenAPI, GraphQL introspection."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from secscan.analysis.exposed import Grade, Guess, ask_for, verdicts
from secscan.base.once import once
from secscan.identify.signs import cookie_names, own_exchanges, products
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Intensity, Outcome, Severity
from secscan.model.evidence import AppEvidence, Context, SiteEvidence
from secscan.model.ids import CheckId
from secscan.model.observations import Exchange, FileKind
from secscan.model.pages import PageFacts
from secscan.model.requests import Request

SPEC = CheckSpec(
    id=CheckId("api-docs"),
    severity=Severity.RENDAH,
    cwe=(200,),
    references=("ASVS 4.0.3 13.1.1",),
    effort_minutes=20,
)
_OPEN = Grade(Outcome.FAIL, Severity.RENDAH)
_GRADES = {"openapi": _OPEN, "swagger_ui": _OPEN, "redoc": _OPEN, "graphql": _OPEN, "graphiql": _OPEN}
_COMMON = (Guess("openapi.json", 6.0),)
_FRAMEWORKS = (
    Guess("api/documentation", 7.0),
    Guess("graphql?query=%7B__schema%7BqueryType%7Bname%7D%7D%7D", 5.5),
)
_PACKAGED = frozenset(("wordpress", "joomla", "drupal", "moodle", "ojs", "slims", "opensid"))
"""Products that bring no such framework, so that its paths are not asked for."""

_JAVA = (Guess("v3/api-docs", 7.0),)
_DEEP = tuple(
    Guess(path, 3.0)
    for path in (
        "v3/api-docs",
        "v2/api-docs",
        "swagger.json",
        "swagger/index.html",
        "swagger-ui/index.html",
        "docs",
        "redoc",
        "api-docs",
    )
)
_OPENAPI = re.compile(r'"(?:openapi|swagger)" ?: ?"[23]\.\d')
_OPENAPI_YAML = re.compile(r"(?:openapi|swagger): ['\"]?[23]\.\d")
_INTROSPECTION = re.compile(r'^\{ ?"data" ?: ?\{ ?"__schema" ?: ?\{ ?"queryType" ?: ?\{')


def ask(site: SiteEvidence, _context: Context) -> Iterator[Request]:
    """Where the common frameworks publish descriptions; one harmless introspection by GET."""
    yield from ask_for(site, SPEC, _guesses(site), recognise)


def evaluate(app: AppEvidence, _context: Context) -> Iterator[Verdict]:
    """One verdict per description, not applicable where the register calls it public, and one for the rest."""
    public = frozenset(urlsplit(entry).path.rstrip("/") for entry in app.app.approved_exposures)
    for site in app.sites:
        yield from verdicts(SPEC, site, _guesses(site), recognise, _GRADES, public)


@once
def recognise(exchange: Exchange) -> str:
    """The kind of description that an answer is; "" for any other answer."""
    if exchange.status != 200:
        return ""
    if exchange.file_kind is FileKind.JSON:
        if _INTROSPECTION.match(exchange.excerpt):
            return "graphql"
        return "openapi" if _OPENAPI.search(exchange.excerpt) and '"info"' in exchange.excerpt else ""
    if exchange.file_kind is FileKind.TEXT:
        first = next((line for line in exchange.lines if line and not line.startswith(("#", "---"))), "")
        return "openapi" if _OPENAPI_YAML.match(first) else ""
    return _page(exchange.page) if exchange.page is not None else ""


def _page(page: PageFacts) -> str:
    """A page that shows a description: it loads the viewer and starts it."""
    files = [urlsplit(resource.url).path.rsplit("/", 1)[-1] for resource in page.resources if resource.tag == "script"]
    started = " ".join(page.inline_scripts)
    if any(re.fullmatch(r"swagger-ui(?:-bundle)?(?:\.min)?\.js", name) for name in files):
        initialised = "SwaggerUIBundle(" in started or "swagger-initializer.js" in files or page.title == "Swagger UI"
        return "swagger_ui" if initialised else ""
    if any(re.fullmatch(r"redoc(?:\.standalone)?(?:\.min)?\.js", name) for name in files):
        return "redoc"
    if any(re.fullmatch(r"graphiql(?:\.min)?\.js", name) for name in files):
        return "graphiql"
    return ""


def _guesses(site: SiteEvidence) -> tuple[Guess, ...]:
    java = any(name == "JSESSIONID" for exchange in own_exchanges(site) for name in cookie_names(exchange))
    packaged = any(seen.product in _PACKAGED for seen in products(site))
    found = [
        *_COMMON,
        *(() if packaged else _FRAMEWORKS),
        *(_JAVA if java else ()),
        *(_DEEP if site.intensity is Intensity.DEEP else ()),
    ]
    return tuple({guess.path: guess for guess in reversed(found)}.values())
