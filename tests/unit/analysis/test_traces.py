# ruff: noqa: E501 - pages stand as their makers write them
"""What error pages let out, in the words of the software that writes them."""

import pytest

from secscan.analysis.traces import Trace, trace
from secscan.model.observations import Exchange
from tests.unit.builders import answer, site

SITE = site("https://simpeg.contoh.go.id/", {})


def seen(body: str, status: int = 500, kind: str = "text/html") -> Trace | None:
    made = answer(SITE.request("/x"), (status, {"Content-Type": kind}, body)).payload
    assert isinstance(made, Exchange)
    return trace(made)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("php", "<br />\n<b>Warning</b>:  mysqli_connect(): (HY000/2002): Connection refused in <b>/var/www/html/db.php</b> on line <b>3</b><br />"),
        ("php", "<b>Fatal error</b>:  Uncaught Error: Call to undefined function x() in C:\\xampp\\htdocs\\app\\index.php:12"),
        ("codeigniter", "<h4>A PHP Error was encountered</h4><p>Severity: Notice</p><p>Message:  Undefined variable: a</p><p>Filename: views/x.php</p>"),
        ("sql", "<p>You have an error in your SQL syntax; check the manual that corresponds to your MariaDB server version for the right syntax</p>"),
        ("sql", "<title>Galat</title><p>SQLSTATE[42S02]: Base table or view not found</p>"),
        ("aspnet", "<title>x</title><h1>Server Error in '/' Application.</h1><h2>Object reference not set</h2><b>Source Error:</b><pre>Line 12</pre>"),
        ("java", "<pre>java.lang.NullPointerException\n\tat id.go.contoh.Web.doGet(Web.java:31)\n\tat javax.servlet.http.HttpServlet.service(HttpServlet.java:622)\n</pre><p>x"),
        ("python", "<pre>Traceback (most recent call last):\n  File \"/srv/app/views.py\", line 12, in index</pre><p>x"),
        ("node", "<pre>ReferenceError: x is not defined<br> at Layer.handle (/srv/app/node_modules/express/lib/router/layer.js:95:5)</pre>"),
    ],
)  # fmt: skip
def test_details(kind: str, body: str) -> None:
    found = seen(f"<!doctype html>{body}")
    assert found is not None
    assert (found.kind, found.detail) == (kind, True)
    assert len(found.sample) <= 160


def test_json_traces() -> None:
    laravel = (
        '{"message":"x","exception":"Illuminate\\\\Database\\\\QueryException","file":"/srv/app/vendor/x.php","line":1}'
    )
    found = seen(laravel, kind="application/json")
    assert found is not None
    assert found.detail
    assert seen('{"message":"Not Found"}', 404, "application/json") is None


@pytest.mark.parametrize(
    "body",
    [
        "<title>Error</title><pre>Cannot GET /tidak-ada</pre>",
        "<h1>Whitelabel Error Page</h1><p>This application has no explicit mapping for /error, so you are seeing this</p>",
        "<title>HTTP Status 404 – Not Found</title><h1>HTTP Status 404 – Not Found</h1><hr><h3>Apache Tomcat/9.0.31</h3>",
    ],
)
def test_default_pages_of_frameworks(body: str) -> None:
    found = seen(f"<!doctype html>{body}", 404)
    assert found is not None
    assert not found.detail
    assert seen(f"<!doctype html>{body}", 200) is None


@pytest.mark.parametrize(
    "body",
    [
        "<h1>Not Found</h1><p>The requested URL was not found on this server.</p><hr><address>Apache/2.4.57 (Debian)</address>",
        "<h1>404 Not Found</h1><hr><center>nginx</center>",
        "<h1>Galat</h1><p>Terjadi kesalahan. Warning: hubungi operator dalam 2 hari kerja.</p>",
        "<h1>Kamus</h1><p>Fatal error adalah galat yang menghentikan program; stack trace adalah jejaknya.</p>",
        "<h1>Peringatan</h1><p>Notice: rapat di ruang lantai 3 on line mulai pukul 12</p>",
    ],
)
def test_ordinary_pages(body: str) -> None:
    assert seen(f"<!doctype html>{body}", 404) is None
