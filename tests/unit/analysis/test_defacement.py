"""Boasts in the place of a page, and pages that speak of them."""

import pytest

from secscan.analysis.defacement import Trace, defacement
from tests.unit.analysis.pages import exchange_of

MENU = "".join(f"<a href='/{name}'>{name}</a>" for name in ("profil", "berita", "layanan", "ppid", "galeri", "kontak"))


@pytest.mark.parametrize(
    "html",
    [
        "<title>Hacked by Mr.Kr4ken</title><h1>HACKED BY Mr.Kr4ken</h1><p>Your security is low. Greetz: AnonGhost</p>",
        "<title>H4ck3d By T34m_X</title><center><img src=x.png></center>",
        "<title>Diretas oleh BhinnekaCyber</title><p>Maaf min, keamanan situs anda lemah.</p>",
        "<title>Dinas</title><h1>Defaced by /dev/null crew</h1>",
        "<title>.</title><p>We are Anonymous. We do not forgive. Expect us. Dear admin, patch your system.</p>",
    ],
)
def test_a_page_that_only_boasts_is_defaced(html: str) -> None:
    found = defacement(exchange_of(html))
    assert found is not None
    assert found.trace is Trace.DEFACED


def test_a_boast_among_the_sites_own_news_is_told_apart() -> None:
    html = f"<title>Dinas</title>{MENU}<h2>Hacked By NG689Skw</h2><h2>Pelatihan warga</h2><p>Kabar dinas.</p>"
    found = defacement(exchange_of(html))
    assert found is not None
    assert found.trace is Trace.BOAST
    assert found.example == "Hacked By NG689Skw"


@pytest.mark.parametrize(
    "html",
    [
        f"<title>Situs Diretas, Muncul Tulisan Hacked by Kr4ken</title>{MENU}<p>Polisi menyelidiki.</p>",
        "<title>Hacked by Anonymous: pelajaran dari 2012</title><p>Artikel ini membahas cara mencegahnya.</p>",
        "<title>Hacked</title><p>Film karya sutradara muda.</p>",
        f"<title>Katalog</title>{MENU}<h2>Touched by the Sun</h2><h2>Kilroy was here</h2>",
        "<title>Stamped concrete by CV Maju</title><p>Jasa beton cetak.</p>",
        "<title>Dinas</title><p>Selamat datang.</p>",
        f"<title>Webinar</title>{MENU}<p>Hacker team, greetz, defacement, security is low: kenali istilahnya.</p>",
        "<title>Hack the Box Day</title><h1>Lomba CTF</h1><p>Pendaftaran dibuka.</p>",
    ],
)
def test_who_reports_teaches_or_means_something_else_is_not_blamed(html: str) -> None:
    assert defacement(exchange_of(html)) is None
