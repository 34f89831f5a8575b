"""Debug modes, their tool bars, and diagnostic pages: by several signs of structure each, never by words alone."""

import re
from enum import StrEnum

from secscan.analysis.consoles import Console, console
from secscan.base.once import once
from secscan.model.observations import Exchange, FileKind
from secscan.model.pages import PageFacts


class Debug(StrEnum):
    """What shows the inside of an app or a server."""

    PHPINFO = "phpinfo"
    APACHE_STATUS = "apache_status"
    APACHE_INFO = "apache_info"
    NGINX_STATUS = "nginx_status"
    ACTUATOR = "actuator"
    TELESCOPE = "telescope"
    DEBUGBAR = "debugbar"
    CODEIGNITER = "codeigniter"
    SYMFONY = "symfony"
    YII = "yii"
    DJANGO = "django"
    WERKZEUG = "werkzeug"
    IGNITION = "ignition"
    WHOOPS = "whoops"
    RAILS = "rails"
    LARAVEL = "laravel"
    TOOLBAR = "toolbar"
    PROFILER = "profiler"
    ASPNET_TRACE = "aspnet_trace"
    ELMAH = "elmah"


_PHP_TITLE = re.compile(r"(?:PHP \d[\w.+~-]{0,40} - )?phpinfo\(\)")
_PHP_HEADING = re.compile(r"PHP Version \d[\w.+~-]{0,40}")
_PHP_ROWS = ("Server API", "Build Date", "Loaded Configuration File", "PHP Extension Build", "Zend Extension Build")
_NGINX = (re.compile(r"Active connections: \d+"), re.compile(r"server accepts handled requests(?: request_time)?"))
_ACTUATOR = re.compile(r'^\{ ?"_links" ?: ?\{ ?"self" ?: ?\{ ?"href" ?: ?"[^"]{1,200}/actuator/?"')
_ENDPOINT = re.compile(
    r'"(env|beans|heapdump|threaddump|mappings|configprops|loggers|httpexchanges|shutdown)[-\w]{0,20}" ?:'
)
_CI4_FOOTER = re.compile(r"Displayed at .{1,60}?PHP: \d[\w.+~-]{0,40}.{1,10}?CodeIgniter: \d")
_DJANGO = re.compile(r"You['’]re seeing this error because you have DEBUG = True in your Django settings file")
# Tracy (Nette), DebugKit (CakePHP), Django's and Flask's
_TOOL_BARS = re.compile(
    r"[?&]_tracy_bar=(?:js|content)|/debug_kit/js/(?:main|inject-iframe|toolbar)|/debug_toolbar/js/toolbar\.js"
    r"|/_debug_toolbar/static/"
)
_LARAVEL_VERSIONS = re.compile(r"\bPHP \d+\.\d+\.\d+\S{0,20} — Laravel \d+\.\d+\.\d+")
_DJANGO_TITLE = re.compile(r"(?:Page not found|\w{3,60}) at /")
_ELMAH_TITLE = re.compile(r"Error log for .{1,300} on .{1,250} \(Page #\d{1,7}\)", re.IGNORECASE)
_ELMAH_LINK = re.compile(r"/elmah\.axd/(?:rss|digestrss|download|about)(?:$|[?#])", re.IGNORECASE)
_TRACE_LINK = re.compile(r"/trace\.axd\?clear=1$", re.IGNORECASE)
_SYMFONY_TITLE = re.compile(r".{0,250}\((?:404 Not Found|500 Internal Server Error|403 Forbidden)\)")


@once
def debug(exchange: Exchange) -> Debug | None:
    """What the answer shows of the inside; None for any other answer."""
    if exchange.file_kind is FileKind.TEXT:
        first = exchange.lines[:2]
        return Debug.NGINX_STATUS if len(first) == 2 and all(map(_fits, _NGINX, first)) else None
    if exchange.file_kind is FileKind.JSON:
        actuator = _ACTUATOR.match(exchange.excerpt) and _ENDPOINT.search(exchange.excerpt)
        return Debug.ACTUATOR if actuator and exchange.status == 200 else None
    page = exchange.page
    if page is None:
        return None
    return _diagnostic(exchange, page) or _tool_bar(page) or _error_page(page)


def _fits(pattern: re.Pattern[str], line: str) -> bool:
    return pattern.fullmatch(line.strip()) is not None


def _diagnostic(exchange: Exchange, page: PageFacts) -> Debug | None:
    if exchange.status != 200:
        return None
    if _PHP_TITLE.fullmatch(page.title) and any(_PHP_HEADING.fullmatch(one) for one in page.headings):
        return Debug.PHPINFO if sum(row in page.text for row in _PHP_ROWS) >= 3 else None
    first = page.headings[0] if page.headings else ""
    if page.title == "Apache Status" and first.startswith("Apache Server Status for"):
        return Debug.APACHE_STATUS if "Server uptime:" in page.text else None
    if page.title == "Server Information" and first.startswith("Apache Server Information"):
        return Debug.APACHE_INFO
    if page.title == "Symfony Profiler" and any("/_profiler/" in link.url for link in page.links):
        return Debug.PROFILER
    if _ELMAH_TITLE.fullmatch(page.title) and any(_ELMAH_LINK.search(link.url) for link in page.links):
        return Debug.ELMAH
    if "ASP.NET Version:" in page.text and any(_TRACE_LINK.search(link.url) for link in page.links):
        return Debug.ASPNET_TRACE
    return Debug.TELESCOPE if console(exchange) is Console.TELESCOPE else None


def _tool_bar(page: PageFacts) -> Debug | None:
    """Tool bars of developers, by the files that they load and the scripts that start them."""
    urls = [resource.url for resource in page.resources]
    scripts = page.inline_scripts
    if any("/_debugbar/assets/" in url for url in urls) or any("new PhpDebugBar.DebugBar(" in one for one in scripts):
        return Debug.DEBUGBAR
    if any(re.search(r"\?debugbar(?:$|_time=\d)", url) for url in urls):
        return Debug.CODEIGNITER
    if any("/_wdt/" in one and "sfToolbar" in one for one in scripts):
        return Debug.SYMFONY
    if any(_TOOL_BARS.search(url) for url in urls):
        return Debug.TOOLBAR
    return Debug.YII if any("yii-debug-toolbar" in one for one in scripts) else None


def _error_page(page: PageFacts) -> Debug | None:
    """Error pages that only a debug mode shows."""
    urls = [resource.url for resource in page.resources]
    if _DJANGO.search(page.text) and _DJANGO_TITLE.match(page.title):
        return Debug.DJANGO
    if page.title.endswith("// Werkzeug Debugger") and any("__debugger__=yes" in url for url in urls):
        return Debug.WERKZEUG
    if any("window.ignite(" in one or ('"ignitionConfig"' in one) for one in page.inline_scripts):
        return Debug.IGNITION
    if _is_laravel(page, urls):
        return Debug.LARAVEL
    if page.title == "Whoops! There was an error." and "Stack frames (" in page.text:
        return Debug.WHOOPS
    if _CI4_FOOTER.search(page.text):
        return Debug.CODEIGNITER
    if page.title == "Action Controller: Exception caught" and "Rails.root:" in page.text:
        return Debug.RAILS
    symfony = _SYMFONY_TITLE.fullmatch(page.title) and "Symfony Exception" in page.text
    return Debug.SYMFONY if symfony and "Stack Trace" in page.text else None


def _is_laravel(page: PageFacts, urls: list[str]) -> bool:
    """The error page of Laravel 11 and later: its font, with its versions or its way to number lines of code."""
    font = any("fonts.bunny.net/css" in url and "figtree" in url for url in urls)
    numbered = any('i="hljs-ln",l="hljs-ln-line"' in script for script in page.inline_scripts)
    return font and (numbered or _LARAVEL_VERSIONS.search(page.text) is not None)
