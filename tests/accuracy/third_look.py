"""A third set, whose mistakes were left as they are: what the program does not get right yet stands in the table."""

from tests.accuracy.case import Case, fail, partial
from tests.accuracy.faults import HOME, LOGIN
from tests.accuracy.serve import App, Reply, Visit, page, pages

_WITHOUT_HEADERS = {"hsts": fail(), "content-security-policy": fail(), "framing": fail(), "nosniff-referrer": fail()}


def _one(html: str, *headers: tuple[str, str]) -> App:
    return pages({"/": Reply(html, headers=headers)})


_JOURNAL = page(
    "Slot Gacor dan Togel Online: Tinjauan Sosiologi Permainan Daring",
    "<p>Abstrak. Makalah ini membahas kebiasaan bermain di tiga kota.</p><a href='https://jurnal.example/daftar'>Daftar</a><a href='https://jurnal.example/login'>Login</a>",
)
_WITH_MODAL = page(
    "Layanan Warga",
    "<p>Ajukan surat secara daring.</p>"
    + "<p>Persyaratan lengkap tersedia di kantor desa.</p>" * 30
    + f"<div class='modal' style='display:none'>{LOGIN}<a href='/daftar'>Buat akun</a></div>"
    + "".join(f"<a href='/layanan/{n}'>Layanan {n}</a>" for n in range(25)),
)
_LAWYERS = page(
    "JDIH: Putusan Pengadilan",
    "".join(
        f"<li><a href='/putusan/{n}'>Putusan nomor {n}/Pid.B/2026 tentang {what}</a></li>"
        for n, what in enumerate(("perjudian togel", "judi bola daring", "slot online", "sbobet"))
    ),
)
_TRAVEL = page(
    "Wisata",
    "<a href='https://casinocruise.example/'>Kapal pesiar</a><a href='https://hoteljackpot.example/'>Hotel Jackpot</a><a href='https://domino99cafe.example/'>Kafe Domino</a>",
)
_HIDE_LOGIN = page("Dinas", "<p>Halo</p>", "<link rel='stylesheet' href='/wp-content/themes/astra/style.css'>")
_BASIC = Reply("<h1>401</h1>", 401, headers=(("WWW-Authenticate", 'Basic realm="db"'),))
_EMPTY_FILES = pages(
    {
        "/": HOME,
        "/backup.zip": Reply("", kind="application/zip"),
        "/.env": Reply("APP_ENV=production\n", kind="text/plain"),
        "/backup.sql": Reply("\n\n", kind="application/sql"),
    }
)

CLEAN = (
    Case("tiga-jurnal", _one(_JOURNAL)),
    Case("tiga-modal", _one(_WITH_MODAL)),
    Case("tiga-putusan", _one(_LAWYERS)),
    Case("tiga-wisata", _one(_TRAVEL)),
    Case("tiga-login-disembunyikan", _one(_HIDE_LOGIN), unsure=frozenset(("cms-version",))),
    Case("tiga-pma-terkunci", pages({"/": HOME, "/phpmyadmin/": _BASIC})),
    Case("tiga-berkas-kosong", _EMPTY_FILES),
    Case("tiga-xfo-ganda", _one(HOME, ("Content-Security-Policy", "default-src 'self'"), ("X-Frame-Options", "SAMEORIGIN, SAMEORIGIN"))),
    Case("tiga-csp-host", _one(HOME, ("Content-Security-Policy", "default-src 'none'; script-src 'self' *.googleapis.com; frame-ancestors 'none'"))),
)  # fmt: skip


def _down(visit: Visit) -> Reply:
    """HTTPS sends its visitors back to HTTP."""
    if visit.scheme == "https":
        return Reply("", 302, headers=(("Location", f"http://{visit.host}:{PORT['http'] or visit.port}{visit.path}"),))
    PORT["http"] = visit.port
    return pages({"/": HOME})(visit)


PORT = {"http": 0}


def _other_site(visit: Visit) -> Reply:
    """Over HTTPS the server's default site answers, the app only over HTTP."""
    if visit.scheme == "https":
        return Reply("<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1></body></html>", 404)
    return pages({"/": HOME})(visit)


_LISTING = '<html><head><title>Index of {0}</title></head><body><h1>Index of {0}</h1><table><tr><th><a href="?C=N&O=D">Name</a></th></tr><tr><td><a href="../">Parent Directory</a></td></tr>{1}</table><address>Proudly Served by LiteSpeed Web Server at x Port 443</address></body></html>'
_ROWS = (
    "<tr><td><a href='ktp-warga.jpg'>ktp-warga.jpg</a></td></tr><tr><td><a href='daftar.xlsx'>daftar.xlsx</a></td></tr>"
)
_BLOG = page(
    "Puskesmas",
    "<img src='/wp-content/uploads/2026/01/foto.jpg' alt=''>",
    "<link rel='stylesheet' href='/wp-content/themes/astra/style.css'>",
)
_PMA_OPEN = (
    "<html><head><title>localhost / localhost | phpMyAdmin 5.2.1</title><link rel='stylesheet' href='./themes/pmahomme/css/theme.css?v=5.2.1'></head><body>"
    "<a href='index.php?route=/server/databases'>Databases</a><a href='index.php?route=/server/sql'>SQL</a><a href='index.php?route=/server/status'>Status</a></body></html>"
)
_NESTED = page(
    "Dinas",
    "<div class='a'><p><span><a href='https://slot-gacor.example/'>slot gacor</a><a href='https://togel4d.example/'>togel</a></span></p></div>",
    "<style>body .a p{position:absolute;left:-9999px}</style>",
)
_SPAM_TEXT = page(
    "Dinas Pertanian",
    "<p>Harga pupuk.</p><div style='display:none'>slot gacor maxwin rtp live pragmatic play togel online scatter hitam deposit pulsa</div>",
)
_SLIMS = page("Perpustakaan", "<a href='index.php?p=login'>Pustakawan</a>", "<meta name='generator' content='SLiMS'>")
_SHELL = "<!doctype html><html><head><title>SIMPEG</title><script src='/app.js'></script></head><body><div id='app'></div></body></html>"

FAULTY = (
    Case("tiga-turun", _down, {"https-redirect": fail(), "hsts": fail(), "content-security-policy": fail(), "framing": fail(), "nosniff-referrer": fail()}, https=False, origins=("http", "https")),
    Case("tiga-situs-lain", _other_site, {"https-redirect": fail(), "content-security-policy": fail(), "framing": fail(), "nosniff-referrer": fail()}, https=False, origins=("http", "https"), unsure=frozenset(("hsts",))),
    Case("tiga-csp-skema", _one(HOME, ("Content-Security-Policy", "script-src 'self' https:; frame-ancestors 'none'")), {"content-security-policy": partial()}),
    Case("tiga-litespeed", pages({"/": HOME, "/uploads/": _LISTING.format("/uploads/", _ROWS)}), {"directory-listing": fail("/uploads/")}),
    Case("tiga-unggahan-wp", pages({"/": _BLOG, "/wp-content/uploads/2026/01/": _LISTING.format("/wp-content/uploads/2026/01/", _ROWS)}), {"directory-listing": fail("/wp-content/uploads/2026/01/")}, unsure=frozenset(("cms-version",))),
    Case("tiga-pma-terbuka", pages({"/": HOME, "/phpmyadmin/": _PMA_OPEN}), {"database-tools": fail("/phpmyadmin/")}),
    Case("tiga-cek-nik", _one(page("Cek Bantuan Sosial", "<form action='/hasil'><input name='nik' placeholder='NIK'><button>Cek</button></form>")), {"https-redirect": fail(), "cleartext-forms": fail("http"), "content-security-policy": fail(), "framing": fail(), "nosniff-referrer": fail()}, https=False, origins=("http",)),
    Case("tiga-bersarang", _one(_NESTED), {"gambling-content": fail()}),
    Case("tiga-teks-tersembunyi", _one(_SPAM_TEXT), {"gambling-content": fail()}),
    Case("tiga-slims", pages({"/": _SLIMS, "/index.php?p=login": page("Login Pustakawan", LOGIN)}), {"admin-pages": fail("/index.php")}, unsure=frozenset(("cms-version",))),
    Case("tiga-panel", pages({"/": HOME, "/panel": page("Panel Admin", LOGIN)}), {"admin-pages": fail("/panel")}),
    Case("tiga-login-berskrip", pages({"/": _SHELL}, Reply(_SHELL)), {"admin-pages": fail("/")}),
    Case("tiga-cadangan-bertanggal", pages({"/": HOME, "/backup-2026-11-01.sql": Reply("-- MySQL dump 10.13\n--\nCREATE TABLE `a` (\n `id` int\n);\n", kind="text/plain")}), {"backup-files": fail("/backup-2026-11-01.sql")}),
    Case("tiga-git-di-folder-lain", pages({"/": page("Dinas", "<a href='/app/'>Aplikasi</a>"), "/app/": HOME, "/app/.git/HEAD": Reply("ref: refs/heads/main\n", kind="text/plain")}), {"repository-metadata": fail("/app/.git/")}),
)  # fmt: skip

CASES = (*CLEAN, *FAULTY)
