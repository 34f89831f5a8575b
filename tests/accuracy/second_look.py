"""A second set, written after the rules had been mended on the first, and counted apart: how the program does at first
sight of something new. Clean twins and faults in less common forms."""

import gzip
import json

from tests.accuracy.case import Case, fail, partial
from tests.accuracy.faults import HOME, LOGIN
from tests.accuracy.serve import App, Reply, Visit, page, pages


def _one(html: str, *headers: tuple[str, str]) -> App:
    return pages({"/": Reply(html, headers=headers)})


def _set(*cookies: str) -> App:
    return _one(HOME, *(("Set-Cookie", cookie) for cookie in cookies))


_RANDOM = "9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c4d"
_MONITORING = page(
    "Pantauan Media",
    "<p>Kliping berita daring hari ini.</p>"
    + "".join(
        f"<a href='https://{host}.example/{path}'>{text}</a> "
        for host, path, text in (
            ("kabar", "bandar-slot-gacor-ditangkap", "Bandar slot gacor"),
            ("warta", "situs-togel-diblokir", "Situs togel"),
            ("suara", "judi-bola-piala-dunia", "Judi bola"),
            ("tribun", "rtp-live-menipu", "RTP live"),
            ("pos", "agen-judi-dibongkar", "Agen judi"),
            ("radar", "scatter-hitam-modus", "Scatter hitam"),
        )
    ),
)
_CLEANED = page(
    "Pemulihan Situs",
    "<p>Situs kami sempat disusupi halaman slot gacor, togel online dan rtp live. Halaman itu telah dihapus dan celahnya ditutup.</p>",
)
_MODAL = page(
    "Dinas Sosial",
    "<p>Layanan sosial.</p><div class='modal' style='display:none'><h2>Stop judi online</h2><p>Jangan tergoda slot gacor, maxwin, togel.</p>"
    "<a href='https://aduankonten.id/'>Laporkan situs judi</a><a href='https://stopjudi.example/slot-gacor'>Bahaya slot gacor</a>"
    "<a href='https://cekrekening.example/'>Cek rekening</a></div>",
)
_POPULATION = page(
    "Dashboard Kependudukan",
    "<a href='/migrasi/keluar'>Penduduk keluar</a><a href='/migrasi/masuk'>Penduduk masuk</a><a href='/pengguna'>Pengguna</a>"
    "<a href='/pengaturan'>Pengaturan</a><a href='/berita'>Berita</a><a href='/unduh'>Unduh</a>",
)
_TRACKING = page(
    "Lacak Permohonan Izin",
    "<p>Masukkan nomor berkas dan PIN yang Anda terima saat mendaftar.</p><form method='post' action='/lacak'><input name='nomor_berkas'><input type='password' name='pin'><button>Lacak</button></form>",
)
_HTTP_WORDS = page(
    "Dinas",
    "<a href='http://lama.example/' ping='http://x.example/p'>Lama</a><img src='//cdn.example/a.png' alt=''>",
    "<link rel='profile' href='http://gmpg.org/xfn/11'><link rel='pingback' href='http://a.example/xmlrpc.php'><link rel='dns-prefetch' href='http://fonts.example'>"
    "<link rel='canonical' href='http://a.example/'><link rel='shortlink' href='http://a.example/?p=1'><link rel='alternate' type='application/rss+xml' href='http://a.example/feed'>"
    "<meta property='og:image' content='http://a.example/b.png'><script type='application/ld+json'>{\"@context\": \"http://schema.org\"}</script>"
    "<script>var ns = 'http://www.w3.org/2000/svg';</script>",
)


def _echo(visit: Visit) -> Reply:
    """A diagnostic service that answers every path with its own variables."""
    if visit.file == "/":
        return Reply(HOME)
    return Reply(
        f"REQUEST_URI={visit.path}\nHTTP_HOST={visit.host}\nSERVER_PORT={visit.port}\nDB_STATUS=ok\nAPP_NAME=layanan\n",
        kind="text/plain",
    )


def _upper(visit: Visit) -> Reply:
    if visit.scheme == "http":
        return Reply("", 308, headers=(("Location", visit.https.upper().replace("HTTPS", "HTTPS") + visit.path),))
    return pages({"/": HOME})(visit)


def _member_everywhere(visit: Visit) -> Reply:
    """Every path shows the citizens' log-in page with status 200."""
    return Reply(page("Masuk Warga", f"{LOGIN}<a href='/daftar'>Belum punya akun? Daftar</a><p>{visit.path}</p>"))


def _bare_404(visit: Visit) -> Reply:
    return Reply(HOME) if visit.file == "/" else Reply("", 200)


def _errors_with_links(visit: Visit) -> Reply:
    """A friendly "not found" with status 200 that links to a search for the very words of the address."""
    if visit.file == "/":
        return Reply(HOME)
    words = visit.file.strip("/").replace(".", " ").replace("-", " ")
    found = "".join(
        f"<li><a href='/artikel/{n}'>Artikel tentang {words} {n}</a></li>" for n in range(visit.number % 5 + 3)
    )
    return Reply(
        page(
            f"Hasil untuk {words}",
            f"<p>Mungkin maksud Anda:</p><ul>{found}</ul><form action='/cari'><input name='q' value='{words}'></form>",
        )
    )


def _json_errors(visit: Visit) -> Reply:
    if visit.file == "/":
        return Reply(HOME)
    return Reply(
        json.dumps({"path": visit.path, "require": {"php": "8.2"}, "error": "tidak ditemukan"}), kind="application/json"
    )


CLEAN = (
    Case("dua-kliping", _one(_MONITORING)),
    Case("dua-dipulihkan", _one(_CLEANED)),
    Case("dua-modal", _one(_MODAL)),
    Case("dua-kependudukan", _one(_POPULATION)),
    Case("dua-lacak", _one(_TRACKING)),
    Case("dua-kata-http", _one(_HTTP_WORDS)),
    Case("dua-gema", _echo),
    Case("dua-huruf-besar", _upper, https=False, unsure=frozenset(), faults={"hsts": fail(), "content-security-policy": fail(), "framing": fail(), "nosniff-referrer": fail()}),
    Case("dua-warga-di-mana-mana", _member_everywhere),
    Case("dua-kosong", _bare_404),
    Case("dua-saran", _errors_with_links),
    Case("dua-galat-json", _json_errors),
    Case("dua-kuki-antipalsu", _set(
        f".AspNetCore.Antiforgery.x={_RANDOM}; path=/; httponly", f"_csrf-frontend={_RANDOM}; path=/; HttpOnly", f"csrf_cookie_name={_RANDOM}; path=/; Max-Age=7200",
        f"SERVERID={_RANDOM[:6]}; path=/", f"_pk_id.1.abcd={_RANDOM}; path=/; Max-Age=3600", f"__cf_bm={_RANDOM}; path=/; HttpOnly; Secure",
        "frontend_lang=id_ID; path=/", "wp_lang=id_ID; path=/", f"TS01abcdef={_RANDOM}; Path=/",
    )),
)  # fmt: skip

_BRANDS = "".join(
    f"<a href='https://{host}.example/'>{text}</a> "
    for host, text in (
        ("koitoto", "KOITOTO"),
        ("mpo007", "MPO007"),
        ("dewa33", "dewa33"),
        ("raja89", "Raja89"),
        ("nusa365", "nusa365"),
    )
)
_THREE = "<a href='https://slot-gacor-maxwin.example/'>slot gacor</a><a href='https://togel-resmi.example/'>togel online</a><a href='https://rtp-slot.example/'>rtp slot</a>"


def _crawler_moved(visit: Visit) -> Reply:
    if "Googlebot" in visit.agent and visit.file == "/":
        return Reply("", 301, headers=(("Location", "https://situs-slot-gacor.example/"),))
    return pages({"/": HOME})(visit)


_ENV = "APP_KEY=base64:abcdefghijklmnop\nDB_HOST=127.0.0.1\nDB_PASSWORD=rahasia\n"
_DUMP = "-- MySQL dump 10.13  Distrib 8.0.36\n--\nCREATE TABLE `a` (\n  `id` int\n);\nINSERT INTO `a` VALUES (1);\n"
_YII = page(
    "Site - Login",
    LOGIN.replace("username", "LoginForm[username]").replace(
        "'password' name='password'", "'password' name='LoginForm[password]'"
    ),
)
_LISTED = (
    '<html><head><title>Index of /uploads/</title><style>td{padding:0 1em}</style></head><body><h2>Index of /uploads/</h2><div class="list"><table><thead><tr><th>Name</th></tr></thead><tbody>'
    '<tr class="d"><td class="n"><a href="../">..</a>/</td></tr><tr><td class="n"><a href="kk.jpg">kk.jpg</a></td></tr></tbody></table></div><div class="foot">lighttpd/1.4.69</div></body></html>'
)

FAULTY = (
    Case("dua-merek", _one(page("Dinas", f"<div style='display:none'>{_BRANDS}</div>")), {"gambling-content": fail()}),
    Case("dua-gaya-luar", _one(page("Dinas", f"<div class='zx'>{_THREE}</div>", "<link rel='stylesheet' href='/s.css'>")), {"gambling-content": fail()}),
    Case("dua-tulis", _one(page("Dinas", f"<script>document.write(\"<div style='display:none'>{_THREE.replace(chr(39), '')}</div>\")</script>")), {"gambling-content": fail()}),
    Case("dua-perayap-pindah", _crawler_moved, {"gambling-content": fail()}),
    Case("dua-judul-merek", _one(page("KOITOTO : Bandar Toto Macau 4D Situs Togel Resmi", "<p>Togel online terpercaya.</p><a href='https://koitoto.example/daftar'>Daftar</a>")), {"gambling-content": fail()}),
    Case("dua-sisipan-media", _one(page("Dinas", f"<div class='q'>{_THREE}</div>", "<style>@media all{.q{display:none}}</style>")), {"gambling-content": fail()}),
    Case("dua-sisipan-bersarang", _one(page("Dinas", f"<div class='a'><p><span>{_THREE}</span></p></div>", "<style>body .a p{position:absolute;left:-9999px}</style>")), {"gambling-content": fail()}),
    Case("dua-env-gz", pages({"/": HOME, "/.env": Reply(gzip.compress(_ENV.encode()), kind="text/plain", headers=(("Content-Encoding", "gzip"),))}), {"secret-files": fail("/.env")}),
    Case("dua-dump-utf16", pages({"/": HOME, "/backup.sql": Reply(_DUMP.encode("utf-16"), kind="application/octet-stream")}), {"backup-files": fail("/backup.sql")}),
    Case("dua-env-ekspor", pages({"/": HOME, "/.env": Reply("export DB_HOST=localhost\nexport DB_PASS='x y'\n# akhir\n", kind="text/plain")}), {"secret-files": fail("/.env")}),
    Case("dua-login-yii", pages({"/": page("SIPD", "<a href='/index.php?r=site%2Flogin'>Login</a>"), "/index.php?r=site%2Flogin": _YII}), {"admin-pages": fail("/index.php")}),
    Case("dua-lighttpd", pages({"/": HOME, "/uploads/": _LISTED}), {"directory-listing": fail("/uploads/")}),
    Case("dua-gaya-campur", _one(page("Dinas", "", "<style>@import url('http://cdn.example/a.css');</style>")), {"mixed-content": fail()}),
    Case("dua-latar-campur", _one(page("Dinas", "<div style=\"background-image:url('http://cdn.example/a.jpg')\">x</div>")), {"mixed-content": partial()}),
    Case("dua-objek-campur", _one(page("Dinas", "<object data='http://cdn.example/a.svg'></object>")), {"mixed-content": fail()}),
    Case("dua-sesi-yii", _set(f"advanced-frontend={_RANDOM}; path=/; HttpOnly"), {"session-cookies": partial("advanced-frontend")}),
    Case("dua-sesi-odoo", _set(f"session_id={_RANDOM}; Expires=Thu, 01 Jan 2099 00:00:00 GMT; Max-Age=604800; HttpOnly; Path=/"), {"session-cookies": partial("session_id")}),
    Case("dua-sesi-rails", _set(f"_simpeg_session={_RANDOM}; path=/; secure"), {"session-cookies": partial("_simpeg_session")}),
    Case("dua-csp-dua-baris", _one(HOME, ("Content-Security-Policy", "default-src 'self' 'unsafe-inline'; frame-ancestors 'self'"), ("Content-Security-Policy", "script-src 'unsafe-inline' 'unsafe-eval' *")), {"content-security-policy": partial()}),
    Case("dua-tomcat-bawaan", _one("<html><head><title>Apache Tomcat/9.0.31</title></head><body><h1>Apache Tomcat/9.0.31</h1><p>If you're seeing this, you've successfully installed Tomcat. Congratulations!</p></body></html>"), {"dangling-dns": partial()}, unsure=frozenset(("version-disclosure", "runtime-version"))),
)  # fmt: skip

CASES = (*CLEAN, *FAULTY)
