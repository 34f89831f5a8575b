"""Default pages as Debian ships them, and pages that only resemble them."""

import pytest

from secscan.analysis.default_pages import Vacancy, vacancy
from secscan.model.observations import Exchange
from secscan.model.requests import Request
from tests.unit.builders import Response, answer

NGINX = """<!DOCTYPE html><html><head><title>Welcome to nginx!</title></head><body><h1>Welcome to nginx!</h1>
<p>If you see this page, the nginx web server is successfully installed and working.</p>
<p>For online documentation and support please refer to <a href="http://nginx.org/">nginx.org</a>.</p></body></html>"""
DEBIAN = "<title>Apache2 Debian Default Page: It works</title><h1>Apache2 Debian Default Page</h1><p>It works!</p>" + (
    "<p>This is the default welcome page used to test the correct operation of the Apache2 server.</p>" * 30
)
FEW = "<p>" + "Kami melayani perizinan, pengaduan, dan informasi publik bagi seluruh warga. " * 8 + "</p>"


def seen(response: Response) -> Vacancy | None:
    payload = answer(Request(scheme="https", host="a.go.id", port=443), response).payload
    assert isinstance(payload, Exchange)
    return vacancy(payload)


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        (NGINX, Vacancy.DEFAULT_PAGE),
        (DEBIAN, Vacancy.DEFAULT_PAGE),
        (
            "<title>Apache Tomcat</title><h1>It works !</h1><p>If you're seeing this page via a web browser, it means "
            "you've setup Tomcat successfully. Congratulations!</p>",
            Vacancy.DEFAULT_PAGE,
        ),
        (
            "<title>The install worked successfully! Congratulations!</title><p>You are seeing this page because "
            "DEBUG=True is in your settings file and you have not configured any URLs.</p>",
            Vacancy.DEFAULT_PAGE,
        ),
        ("<html><body><h1>It works!</h1></body></html>", Vacancy.DEFAULT_PAGE),
        ("<title>IIS Windows Server</title><img src=iisstart.png>", Vacancy.DEFAULT_PAGE),
        (
            "<title>Account Suspended</title><p>This Account has been suspended. Contact your hosting provider.",
            Vacancy.SUSPENDED,
        ),
        ("<title>a.example</title><p>This domain is parked free of charge.</p>", Vacancy.PARKED),
        ("<title>Dinas</title><h1>Situs sedang dalam perbaikan</h1><p>Mohon maaf.</p>", Vacancy.CONSTRUCTION),
        ("<title>Coming Soon</title><p>Portal baru kami</p>", Vacancy.CONSTRUCTION),
    ],
)
def test_vacant_places(page: str, kind: Vacancy) -> None:
    assert seen(page) is kind


@pytest.mark.parametrize(
    "page",
    [
        f"<title>Dinas Pekerjaan Umum</title><h1>Jalan yang sedang dalam perbaikan</h1>{FEW}",
        "<title>Cara memasang nginx</title><h1>Welcome to nginx!</h1><p>Begitulah tampilan nginx setelah dipasang.</p>",
        f"<title>Welcome to nginx!</title>{FEW}",
        "<title>Masuk</title><p>Coming soon: fitur baru</p><form><input name=u><input type=password name=p></form>",
        f"<title>Lelang</title><p>Tanah ini dijual. Buy this domain.</p>{FEW * 4}",
        "<title>Portal</title><p>Selamat datang</p>",
        (200, {"Content-Type": "application/json"}, '{"status": "under construction"}'),
        (503, {"Content-Type": "text/html"}, "<h1>Under maintenance</h1>"),
    ],
)
def test_pages_that_are_somebodys(page: Response) -> None:
    assert seen(page) is None
