"""SS-DAT-06, with pages as PHP, Apache, nginx, Spring, Laravel and Django make them."""

import pytest

from secscan.checks import debug_pages as check
from secscan.model.enums import Intensity, Outcome, Severity
from tests.unit.builders import Response, app, context
from tests.unit.checks.rounds import App, by_kind, explore, serving

PHPINFO: Response = (
    "<title>PHP 8.2.7 - phpinfo()</title><h1 class=p>PHP Version 8.2.7</h1><table><tr><td>System</td></tr>"
    "<tr><td>Build Date</td></tr><tr><td>Server API</td></tr><tr><td>Loaded Configuration File</td></tr></table>"
)
STATUS: Response = (
    "<title>Apache Status</title><h1>Apache Server Status for simpeg.contoh.go.id (via 10.0.0.2)</h1>"
    "<dl><dt>Server uptime: 2 days</dt></dl><table><tr><td>GET /rahasia HTTP/1.1</td></tr></table>"
)
STUB: Response = (
    200,
    {"Content-Type": "text/plain"},
    "Active connections: 2 \nserver accepts handled requests\n 9 9 12 \nReading: 0 Writing: 1 Waiting: 1 \n",
)
ACTUATOR: Response = (
    200,
    {"Content-Type": "application/vnd.spring-boot.actuator.v3+json"},
    '{"_links":{"self":{"href":"https://simpeg.contoh.go.id/actuator","templated":false},'
    '"env":{"href":"https://simpeg.contoh.go.id/actuator/env","templated":false}}}',
)
TRACE: Response = (
    "<span class=tracecontent><h1>Application Trace</h1>"
    "[ <a href='Trace.axd?clear=1' class=link>clear current trace</a> ]"
    "<h3><b>Requests to this Application</b></h3>Microsoft .NET Framework Version:4.0.30319; ASP.NET Version:4.8.4330.0"
)
ELMAH: Response = (
    "<title>Error log for /LM/W3SVC/2/ROOT on WEB01 (Page #1)</title><h1>Error Log for ROOT on WEB01</h1>"
    "<a href='/elmah.axd/rss'>RSS Feed</a><p>Powered by ELMAH, version 1.2.14706.955.</p>"
)
BAR: Response = "<title>Beranda</title><link rel=stylesheet href='/_debugbar/assets/stylesheets?v=1'><p>Selamat datang"
JAVA: Response = (200, {"Content-Type": "text/html", "Set-Cookie": "JSESSIONID=0A1B2C3D; Path=/"}, "<p>Halo")


def outcomes(serve: App, **more: object) -> dict[str, Outcome]:
    seen, _ = explore(check.ask, serve, **more)  # type: ignore[arg-type]
    return by_kind(list(check.evaluate(app(seen), context())))


def test_nothing_there_passes_with_two_requests() -> None:
    seen, requests = explore(check.ask, serving({"/server-status": (403, {}, "Forbidden")}))
    assert by_kind(list(check.evaluate(app(seen), context()))) == {"": Outcome.PASS}
    assert requests <= 3


@pytest.mark.parametrize(
    ("path", "kind", "answer"), [("/phpinfo.php", "phpinfo", PHPINFO), ("/server-status", "apache_status", STATUS)]
)
def test_a_diagnostic_page_fails(path: str, kind: str, answer: Response) -> None:
    seen, _ = explore(check.ask, serving({path: answer}))
    found, rest = check.evaluate(app(seen), context())
    assert (found.facts["shown"], found.outcome, found.severity) == (kind, Outcome.FAIL, Severity.TINGGI)
    assert rest.outcome is Outcome.PASS


def test_java_is_asked_for_its_actuator() -> None:
    assert outcomes(serving({"/actuator": ACTUATOR}), home=JAVA)["actuator"] is Outcome.FAIL
    health = ACTUATOR[2].replace("env", "health") if isinstance(ACTUATOR, tuple) else ""  # type: ignore[union-attr]
    harmless = (200, {"Content-Type": "application/json"}, health)
    assert outcomes(serving({"/actuator": harmless}), home=JAVA) == {"": Outcome.PASS}


@pytest.mark.parametrize(
    "home",
    [
        (200, {"Content-Type": "text/html", "Server": "Microsoft-IIS/10.0"}, "<p>Halo"),
        (200, {"Content-Type": "text/html", "X-AspNet-Version": "4.0.30319"}, "<p>Halo"),
        "<form method=post action='./Default.aspx'><input type=hidden name=__VIEWSTATE value=x></form>",
    ],
)
def test_dotnet_is_asked_for_its_trace_and_its_error_log(home: Response) -> None:
    pages: dict[str, Response] = {"/trace.axd": TRACE, "/elmah.axd": ELMAH}
    found = outcomes(serving(pages), home=home)
    assert found == {"aspnet_trace": Outcome.FAIL, "elmah": Outcome.FAIL, "": Outcome.PASS}
    refused: Response = (403, {"Content-Type": "text/html"}, "<title>Trace Error</title><h1>Trace Error</h1>")
    seen, requests = explore(check.ask, serving(dict.fromkeys(pages, refused)), home=home)
    assert by_kind(list(check.evaluate(app(seen), context()))) == {"": Outcome.PASS}
    assert requests <= 5
    everywhere = outcomes(serving({}, TRACE), home=home)
    assert Outcome.FAIL not in everywhere.values()


def test_others_are_not_asked_for_it() -> None:
    seen, _ = explore(check.ask, serving({"/trace.axd": TRACE, "/elmah.axd": ELMAH}))
    assert by_kind(list(check.evaluate(app(seen), context()))) == {"": Outcome.PASS}
    assert not any(".axd" in key for key in seen.looks)


def test_counters_alone_are_partial() -> None:
    assert outcomes(serving({"/nginx_status": STUB}), intensity=Intensity.DEEP)["nginx_status"] is Outcome.PARTIAL


def test_a_tool_bar_on_every_page_is_one_finding() -> None:
    seen, _ = explore(check.ask, serving({}, BAR), home=BAR)
    assert by_kind(list(check.evaluate(app(seen), context()))) == {"debugbar": Outcome.FAIL, "": Outcome.PASS}


def test_a_debug_error_page_shows_on_a_path_that_does_not_exist() -> None:
    django = (
        404,
        {"Content-Type": "text/html"},
        "<title>Page not found at /phpinfo.php</title><h1>Page not found (404)</h1><p>You’re seeing this error because "
        "you have <code>DEBUG = True</code> in your Django settings file. Change that to <code>False</code></p>",
    )
    assert outcomes(serving({}, django)) == {"django": Outcome.FAIL, "": Outcome.PASS}


@pytest.mark.parametrize(
    "page",
    [
        "<title>Berita</title><p>phpinfo() PHP Version 8.2.7 Build Date Server API Zend Extension Build Apache Status "
        "Server uptime: DEBUG = True Django settings file Werkzeug Debugger Whoops! Telescope _debugbar actuator</p>",
        "<title>phpinfo()</title><h1>Tutorial phpinfo</h1><p>Fungsi ini menampilkan Server API dan Build Date</p>",
        "<title>Apache Status</title><h1>Status layanan</h1>",
        (403, {}, "Forbidden"),
        (200, {"Content-Type": "text/plain"}, "Active connections: banyak\nserver accepts handled requests\n"),
    ],
)
def test_what_only_looks_alike_passes(page: Response) -> None:
    assert outcomes(serving({"/phpinfo.php": page, "/server-status": page})) == {"": Outcome.PASS}
    assert outcomes(serving({}, page)) == {"": Outcome.PASS}


def test_a_site_that_answers_every_path_so_is_no_finding() -> None:
    assert Outcome.FAIL not in outcomes(serving({}, PHPINFO)).values()


def test_could_not_look() -> None:
    assert outcomes(serving({}), intensity=Intensity.PASSIVE) == {"": Outcome.NOT_TESTED}
    assert outcomes(serving({}), home=(503, {}, "")) == {"": Outcome.NOT_TESTED}
