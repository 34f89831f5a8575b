"""CodeIgniter 2 and 3, as their own sources set cookies and print errors (libraries/Session, views/errors)."""

from urllib.parse import quote

import pytest

from secscan.analysis.concerned import Asked, Concern, targets_of
from secscan.identify.codeigniter import BEFORE_3, SINCE_3
from secscan.identify.software import identify
from secscan.intel.packs import load_intel
from secscan.model.evidence import SiteEvidence
from tests.unit.builders import Response, app, site

INTEL = load_intel()
BASE = "https://simpeg.contoh.go.id/"
ID = "5f0c8e1d2b7a49634c1e9d80a7b35f26"
AGENT = "secscan/1.0 (+mailto:persandian@contohkota.go.id)"
SESSION_2 = (
    f'a:5:{{s:10:"session_id";s:32:"{ID}";s:10:"ip_address";s:9:"127.0.0.1";'
    f's:10:"user_agent";s:{len(AGENT)}:"{AGENT}";s:13:"last_activity";i:1397754060;s:9:"user_data";s:0:"";}}'
    + ID
    + "0a1b2c3d"
)
NOT_FOUND: Response = (
    404,
    {"Content-Type": "text/html"},
    "<title>404 Page Not Found</title><div id=container><h1>404 Page Not Found</h1>"
    "<p>The page you requested was not found.</p></div>",
)
NOTICE = (
    "<h4>A PHP Error was encountered</h4><p>Severity: Notice</p><p>Message:  Undefined variable: a</p>"
    "<p>Filename: views/x.php</p><p>Line Number: 12</p>"
)
BACKTRACE = "<p>Backtrace:</p><p>File: /var/www/application/views/x.php<br>Line: 12<br>Function: _error_handler</p>"
UNCAUGHT = (
    "<h4>An uncaught Exception was encountered</h4><p>Type: Error</p><p>Message: Call to undefined function a()</p>"
    "<p>Filename: /var/www/application/controllers/Web.php</p><p>Line Number: 7</p>"
)


def home(body: str = "<p>Beranda</p>", cookie: str = "") -> SiteEvidence:
    cookies = {"Set-Cookie": f"ci_session={cookie}; path=/; HttpOnly"} if cookie else {}
    return site(BASE, {"/": (200, {"Content-Type": "text/html", **cookies}, body), "/tidak-ada": NOT_FOUND})


def versions(evidence: SiteEvidence) -> frozenset[str]:
    (one,) = (one for one in identify(app(evidence), INTEL) if one.product == "codeigniter")
    return frozenset(one.versions)


@pytest.mark.parametrize("cookie", [quote(SESSION_2, safe=""), "Zm9v" * 120])
def test_a_cookie_that_holds_the_session_is_of_2(cookie: str) -> None:
    assert versions(home(cookie=cookie)) == BEFORE_3


@pytest.mark.parametrize("length", [22, 26, 32, 40, 256])
def test_a_session_id_is_of_3_or_4(length: int) -> None:
    assert versions(home(cookie=(ID * 8)[:length])) == frozenset()


def test_another_cookie_of_that_length_tells_nothing() -> None:
    headers = {"Content-Type": "text/html", "Set-Cookie": f"token={quote(SESSION_2)}; path=/"}
    assert versions(site(BASE, {"/": (200, headers, "<p>x</p>"), "/tidak-ada": NOT_FOUND})) == frozenset()


@pytest.mark.parametrize("body", [NOTICE + BACKTRACE, UNCAUGHT])
def test_a_backtrace_or_an_uncaught_exception_is_of_3(body: str) -> None:
    assert versions(home(body)) == SINCE_3


@pytest.mark.parametrize(
    "body",
    [
        NOTICE,  # 2 writes the same
        "<p>Backtrace: A PHP Error was encountered Severity: Notice Line Number: 12</p>",
        "<h4>An uncaught Exception was encountered</h4><p>Cara mengatasinya di CodeIgniter 3</p>",
    ],
)
def test_what_both_write_or_people_write_tells_nothing(body: str) -> None:
    assert versions(home(body)) == frozenset()


def test_the_welcome_page_in_development_names_the_release() -> None:
    body = (
        "<title>Welcome to CodeIgniter</title><h1>Welcome to CodeIgniter!</h1><p class=footer>"
        "Page rendered in <strong>0.0213</strong> seconds. {}</p>"
    )
    assert versions(home(body.format("CodeIgniter Version <strong>3.1.11</strong>"))) == {"3.1.11"}
    assert versions(home(body.format(""))) == frozenset()


@pytest.mark.parametrize(
    ("evidence", "concern"),
    [
        (home(cookie=quote(SESSION_2)), Concern.AFFECTED),
        (home(NOTICE + BACKTRACE), Concern.NOT_AFFECTED),
        (home(cookie=ID), Concern.UNKNOWN),
    ],
)
def test_a_hole_that_3_mended_concerns_2_alone(evidence: SiteEvidence, concern: Concern) -> None:
    """CVE-2014-8684: timing of the session's signature, before 3.0."""
    asked = Asked(tuple(one for one in targets_of("CVE-2014-8684", INTEL) if one.product == "codeigniter"))
    assert asked.answer(identify(app(evidence), INTEL)).concern is concern
