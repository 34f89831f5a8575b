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
        (
            "<title>Test Page for the HTTP Server on Red Hat Enterprise Linux</title><p>This page is used to test the "
            "proper operation of the HTTP server after it has been installed.</p>",
            Vacancy.DEFAULT_PAGE,
        ),
        (
            "<title>Default Web Site Page</title><h1>SORRY!</h1><p>If you are the owner of this website, please "
            "contact your hosting provider: webmaster@a.go.id</p>",
            Vacancy.DEFAULT_PAGE,
        ),
        ("<html>Apache is functioning normally</html>", Vacancy.DEFAULT_PAGE),
        ("<title>没有找到站点</title><p>您的请求在Web服务器中没有找到对应的站点！</p>", Vacancy.DEFAULT_PAGE),
        ("<title>Laragon</title><h1>Laragon</h1><p>Document Root: C:/laragon/www</p>", Vacancy.DEFAULT_PAGE),
        (
            "<title>Laravel</title><a href=https://laravel.com/docs>Documentation</a>"
            "<a href=https://laracasts.com>Laracasts</a><a href=https://laravel-news.com>Laravel News</a>",
            Vacancy.DEFAULT_PAGE,
        ),
        (
            "<title>Welcome to CodeIgniter</title><p>The page you are looking at is being generated dynamically by "
            "CodeIgniter.</p>",
            Vacancy.DEFAULT_PAGE,
        ),
        (
            "<title>Congratulations!</title><p>You have successfully installed the LiteSpeed Web Server!</p>",
            Vacancy.DEFAULT_PAGE,
        ),
        (
            "<title>Welcome page</title><h1>Placeholder page</h1><p>The owner of this web site has not put up any web "
            "pages yet. Please come back later.</p>",
            Vacancy.DEFAULT_PAGE,
        ),
        ("<title>Pemberitahuan</title><p>Akun hosting ini telah ditangguhkan. Hubungi kami.</p>", Vacancy.SUSPENDED),
        ("<title>Website</title><p>Website ini dinonaktifkan sementara karena tagihan.</p>", Vacancy.SUSPENDED),
        ("<title>a.example</title><p>Masa aktif hosting telah berakhir.</p>", Vacancy.EXPIRED),
        ("<title>Info</title><p>Domain ini sudah kedaluwarsa. Silakan perpanjang.</p>", Vacancy.EXPIRED),
        ("<title>x</title><p>This domain name has expired. Renew it now.</p>", Vacancy.EXPIRED),
        ("<title>x</title><p>Domain ini telah terdaftar di Penyedia Contoh.</p>", Vacancy.PARKED),
        ("<title>Mohon maaf</title><h1>Website ini sedang dalam perbaikan</h1>", Vacancy.CONSTRUCTION),
        ("<title>Segera tayang</title><p>Portal data daerah</p>", Vacancy.CONSTRUCTION),
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
        f"<title>Perpanjangan domain</title><h1>Bila masa aktif domain telah habis</h1>{FEW * 4}",
        "<title>Cek masa aktif</title><p>Domain ini telah berakhir? Cek di sini.</p><form><input name=domain></form>",
        "<title>Panduan</title><p>Akun hosting ditangguhkan bila tagihan terlambat.</p>"
        + "".join(f"<a href=/bab/{n}>Bab {n}</a>" for n in range(9)),
        f"<title>Laravel</title><h1>Pelatihan Laravel bagi pengembang daerah</h1>{FEW}",
        f"<title>Congratulations</title><p>Pemenang lomba inovasi daerah.</p>{FEW}",
        f"<title>Dinas Sosial</title><h1>Layanan hosting OPD</h1>{FEW}",
        f"<title>Welcome page</title><p>Selamat datang di laman kami.</p>{FEW}",
        "<title>Kominfo</title><p>Rekening wajib pajak ditangguhkan sesuai aturan.</p>",
        "<title>Bapenda</title><p>Masa berlaku pajak kendaraan telah habis pada 2025.</p>",
        (200, {"Content-Type": "application/json"}, '{"status": "under construction"}'),
        (503, {"Content-Type": "text/html"}, "<h1>Under maintenance</h1>"),
    ],
)
def test_pages_that_are_somebodys(page: Response) -> None:
    assert seen(page) is None
