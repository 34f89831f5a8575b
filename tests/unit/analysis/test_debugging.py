"""Debug modes by pages as their makers write them, each beside a near miss."""

import pytest

from secscan.analysis.debugging import Debug, debug
from secscan.model.observations import Exchange
from tests.unit.builders import answer, site

SITE = site("https://simpeg.contoh.go.id/", {})


def seen(body: str, status: int = 200) -> Debug | None:
    made = answer(SITE.request("/x"), (status, {"Content-Type": "text/html"}, body)).payload
    assert isinstance(made, Exchange)
    return debug(made)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (
            "<title>A // Werkzeug Debugger</title><script src='?__debugger__=yes&cmd=resource&f=debugger.js'></script>",
            Debug.WERKZEUG,
        ),
        ('<title>Galat</title><p>x</p><script>window.ignite({"report": {}})</script>', Debug.IGNITION),
        ("<title>Whoops! There was an error.</title><p>Stack frames (12)</p>", Debug.WHOOPS),
        (
            "<title>ErrorException</title><p>Displayed at 10:00:01am &mdash; PHP: 8.1.2 &mdash; CodeIgniter: 4.3.1</p>",
            Debug.CODEIGNITER,
        ),
        (
            "<title>Beranda</title><script id=debugbar_loader src='https://simpeg.contoh.go.id/index.php?debugbar'></script>",
            Debug.CODEIGNITER,
        ),
        ("<title>Beranda</title><script>Sfjs.loadToolbar('abc'); /* sfToolbar */ '/_wdt/abc'</script>", Debug.SYMFONY),
        # Werkzeug 3.1.9, DebuggedApplication, and Django 5.2.19, DEBUG = True: what they answer, without the frames.
        (
            """<title>ZeroDivisionError: division by zero // Werkzeug Debugger</title>
<link rel="stylesheet" href="?__debugger__=yes&amp;cmd=resource&amp;f=style.css">
<script src="?__debugger__=yes&amp;cmd=resource&amp;f=debugger.js"></script><h1>ZeroDivisionError</h1>""",
            Debug.WERKZEUG,
        ),
        (
            """<title>Page not found at /tidak-ada</title><h1>Page not found <span>(404)</span></h1><p>You\u2019re
seeing this error because you have <code>DEBUG = True</code> in your Django settings file.</p>""",
            Debug.DJANGO,
        ),
        # laravel/framework, Foundation/resources/exceptions/renderer: versions 11, and later ones without that line
        (
            """<title>SIMPEG</title><link href="https://fonts.bunny.net/css?family=figtree:300,400" rel="stylesheet">
<span>Internal Server Error</span><span>PHP 8.2.12 \u2014 Laravel 11.9.2</span>""",
            Debug.LARAVEL,
        ),
        (
            """<title>SIMPEG</title><link href="https://fonts.bunny.net/css?family=figtree:300,400" rel="stylesheet">
<script>!function(r,o){"use strict";var e,i="hljs-ln",l="hljs-ln-line",h="hljs-ln-code";}(window,document);</script>""",
            Debug.LARAVEL,
        ),
        (
            "<title>Beranda</title><script src='/?_tracy_bar=js&amp;v=2.10.5&amp;XDEBUG_SESSION_STOP=1'></script>",
            Debug.TOOLBAR,
        ),
        ("<title>Beranda</title><script src='/debug_kit/js/inject-iframe.js?160'></script>", Debug.TOOLBAR),
        (
            "<title>Beranda</title><script src='/static/debug_toolbar/js/toolbar.js' type=module></script>",
            Debug.TOOLBAR,
        ),
        ("<title>Symfony Profiler</title><a href='/_profiler/empty/search/results'>Last 10</a>", Debug.PROFILER),
        # System.Web.Handlers.TraceHandler and ELMAH 1.2
        (
            """<style>span.tracecontent b { color:white }</style><span class=tracecontent><h1>Application Trace</h1>
[ <a href="Trace.axd?clear=1" class="link">clear current trace</a> ] Physical Directory:C:\\inetpub\\wwwroot\\
<h3>Requests to this Application</h3>Microsoft .NET Framework Version:4.0.30319; ASP.NET Version:4.8.4330.0""",
            Debug.ASPNET_TRACE,
        ),
        (
            """<title>Error log for /LM/W3SVC/2/ROOT on WEB01 (Page #1)</title><h1>Error Log for ROOT on WEB01</h1>
<a href="/elmah.axd/rss">RSS Feed</a><a href="/elmah.axd/download">Download Log</a>Powered by ELMAH, version 1.2""",
            Debug.ELMAH,
        ),
        ("<title>Action Controller: Exception caught</title><p>Rails.root: /srv/app</p>", Debug.RAILS),
        ("<title>No route found (404 Not Found)</title><p>Symfony Exception Stack Trace</p>", Debug.SYMFONY),
    ],
)
def test_debug_modes(body: str, kind: Debug) -> None:
    assert seen(body) is kind


@pytest.mark.parametrize(
    "body",
    [
        "<title>Werkzeug Debugger</title><p>Cara mematikan Werkzeug Debugger</p>",
        "<title>Berita</title><p>Whoops! There was an error. Stack frames (12)</p>",
        "<title>Beranda</title><script src='/js/debugbar.js'></script>",
        "<title>Halaman tidak ditemukan (404 Not Found)</title><p>Kembali ke beranda</p>",
        "<title>Dinas</title><link href='https://fonts.bunny.net/css?family=figtree:400' rel=stylesheet><p>Laravel 11",
        "<title>Belajar PHP</title><p>PHP 8.2.12 \u2014 Laravel 11.9.2</p>",
        "<title>Symfony Profiler</title><p>Cara memakai profiler</p>",
        "<h1>Application Trace</h1><p>ASP.NET Version: 4.8</p><a href='/trace.axd'>Trace.axd?clear=1</a>",
        "<h1>Application Trace</h1><a href='/Trace.axd?clear=1'>hapus</a>",
        "<title>Error log for dummies on a shelf</title><a href='/elmah.axd/rss'>RSS</a>",
        "<title>Error log for ROOT on WEB01 (Page #1)</title><p>Powered by ELMAH, version 1.2</p>",
        "<title>Rails</title><p>Rails.root: adalah folder aplikasi</p>",
    ],
)
def test_near_misses(body: str) -> None:
    assert seen(body) is None
