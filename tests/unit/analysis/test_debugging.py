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
        "<title>Rails</title><p>Rails.root: adalah folder aplikasi</p>",
    ],
)
def test_near_misses(body: str) -> None:
    assert seen(body) is None
