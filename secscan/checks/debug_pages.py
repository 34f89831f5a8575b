"""SS-DAT-06: debug mode is off, and no diagnostic page is open."""

from collections.abc import Iterator

from secscan.analysis.debugging import Debug, debug
from secscan.analysis.exposed import Grade, Guess, ask_for, verdicts
from secscan.identify.runtimes import runtimes
from secscan.identify.signs import cookie_names, own_exchanges
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Confidence, Intensity, Outcome, Severity
from secscan.model.evidence import AppEvidence, Context, SiteEvidence
from secscan.model.ids import CheckId
from secscan.model.observations import Exchange
from secscan.model.requests import Request

SPEC = CheckSpec(
    id=CheckId("debug-pages"),
    severity=Severity.TINGGI,
    cwe=(489, 215),
    references=("ASVS 4.0.3 14.3.2",),
    effort_minutes=15,
)
_OPEN = Grade(Outcome.FAIL, Severity.TINGGI)
_GRADES = {
    **dict.fromkeys((kind.value for kind in Debug), _OPEN),
    # Four counters and nothing else.
    Debug.NGINX_STATUS.value: Grade(Outcome.PARTIAL, Severity.RENDAH),
    Debug.WHOOPS.value: Grade(Outcome.FAIL, Severity.TINGGI, Confidence.KUAT),
}
_PAGES = frozenset(
    (
        Debug.PHPINFO,
        Debug.APACHE_STATUS,
        Debug.APACHE_INFO,
        Debug.NGINX_STATUS,
        Debug.ACTUATOR,
        Debug.TELESCOPE,
        Debug.PROFILER,
        Debug.ASPNET_TRACE,
        Debug.ELMAH,
    )
)
_MODES = frozenset(kind.value for kind in Debug if kind not in _PAGES)
_COMMON = (Guess("phpinfo.php", 12.0),)
_ROOT = (Guess("/server-status", 9.0),)
_JAVA = (Guess("actuator", 11.0),)
_DOTNET = (Guess("elmah.axd", 11.0), Guess("trace.axd", 10.0))
_DEEP = (
    Guess("info.php", 5.0),
    Guess("test.php", 4.0),
    Guess("actuator", 4.0),
    Guess("telescope", 4.0),
    Guess("_profiler/", 4.0),
)
_DEEP_ROOT = (Guess("/nginx_status", 4.0), Guess("/server-info", 4.0))


def ask(site: SiteEvidence, _context: Context) -> Iterator[Request]:
    """Two paths everywhere, more where Java or ASP.NET is seen; tool bars and debug modes show on any page."""
    yield from ask_for(site, SPEC, _guesses(site), _recognise)


def evaluate(app: AppEvidence, _context: Context) -> Iterator[Verdict]:
    """One verdict per path that shows the inside of the app or server, and one for the rest of each site."""
    for site in app.sites:
        yield from verdicts(SPEC, site, _guesses(site), _recognise, _GRADES, anywhere=_MODES)


def _recognise(exchange: Exchange) -> str:
    found = debug(exchange)
    return found.value if found is not None else ""


def _guesses(site: SiteEvidence) -> tuple[Guess, ...]:
    deep = site.intensity is Intensity.DEEP
    found = [
        *_COMMON,
        *(_JAVA if _is_java(site) else ()),
        *(_DOTNET if _is_dotnet(site) else ()),
        *(_DEEP if deep else ()),
    ]
    if site.site.path == "/":
        found += [*_ROOT, *(_DEEP_ROOT if deep else ())]
    return tuple({guess.path: guess for guess in reversed(found)}.values())


def _is_java(site: SiteEvidence) -> bool:
    return any(name == "JSESSIONID" for exchange in own_exchanges(site) for name in cookie_names(exchange))


def _is_dotnet(site: SiteEvidence) -> bool:
    """Whether IIS or ASP.NET answers, or a page carries the state of a Web Form."""
    if any(runtime.product in ("aspnet", "iis") for runtime in runtimes(site)):
        return True
    pages = (exchange.page for exchange in own_exchanges(site) if exchange.page is not None)
    return any(field.name == "__VIEWSTATE" for page in pages for form in page.forms for field in form.fields)
