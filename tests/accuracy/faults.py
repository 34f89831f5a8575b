"""Applications with one fault each (or few), in the forms in which they are met, and twins that hide it well."""

import gzip
import io
import zipfile

from tests.accuracy.case import Case, fail, partial
from tests.accuracy.look import APEX
from tests.accuracy.serve import NOT_FOUND, App, Reply, Visit, page, pages

HOME = page("Dinas Pariwisata", "<p>Jelajahi kabupaten kami.</p><a href='/berita'>Berita</a>")
LOGIN = "<form method='post' action='/masuk'><input name='username'><input type='password' name='password'><button>Masuk</button></form>"
_BRANDS = (
    "slot-gacor-maxwin",
    "togel-resmi-4d",
    "rtp-live-pragmatic",
    "scatter-hitam88",
    "judi-bola-sbobet",
    "situs-toto-macau",
)
_TEXTS = ("slot gacor", "situs togel", "rtp live slot", "scatter hitam", "judi bola", "toto macau")
ADVERTS = "".join(
    f"<a href='https://{brand}.example/'>{text}</a> " for brand, text in zip(_BRANDS, _TEXTS, strict=True)
)


def _one(html: str, *headers: tuple[str, str]) -> App:
    return pages({"/": Reply(html, headers=headers)})


def _with(paths: dict[str, Reply | str], home: str = HOME) -> App:
    return pages({"/": home, **paths})


def _injected(around: str, head: str = "") -> App:
    return _one(page("Dinas Pariwisata", "<p>Jelajahi kabupaten.</p>" + around.format(ADVERTS), head))


# ---- injections ----
_SPAM = page(
    "SLOT GACOR MAXWIN : Situs Slot Online Terpercaya Hari Ini",
    "<p>Daftar slot gacor, rtp live, scatter hitam, deposit pulsa, bonus new member.</p><a href='https://maxwin-slot88.example/daftar'>DAFTAR</a>"
    "<a href='https://maxwin-slot88.example/login'>LOGIN</a>",
)
_SPAM_OWN = page(
    "Slot Gacor : Link Slot Online Gampang Menang RTP Live",
    "<p>Slot gacor hari ini, rtp live tertinggi, pragmatic play, scatter hitam, bonus new member, deposit dana.</p><a href='/go/daftar'>DAFTAR SEKARANG</a>",
)


def _cloaked(spam: str) -> App:
    def app(visit: Visit) -> Reply:
        return pages({"/": spam if "Googlebot" in visit.agent else HOME})(visit)

    return app


def _by_referrer(visit: Visit) -> Reply:
    if visit.file == "/" and "google." in visit.headers.get("referer", ""):
        return Reply("", 302, headers=(("Location", "https://slot-gacor-maxwin.example/"),))
    return pages({"/": HOME})(visit)


def _by_referrer_neutral(visit: Visit) -> Reply:
    """Sends visitors from a search through a host whose name says nothing."""
    if visit.file == "/" and "google." in visit.headers.get("referer", ""):
        return Reply("", 302, headers=(("Location", "https://cdn-k7.example/r?x=1"),))
    return pages({"/": HOME})(visit)


_SCRIPTED = page(
    "Dinas Pariwisata",
    "<p>Jelajahi.</p>",
    "<script>if(/google|bing/.test(document.referrer)){window.location.href='https://slotgacor777.example/?ref=go'}</script>",
)
_REFRESHED = page("Dinas", "<p>...</p>", "<meta http-equiv='refresh' content='0;url=https://maxwin138.example/'>")
_HREFLANG = "".join(
    f"<link rel='alternate' hreflang='{code}' href='https://{brand}.example/'>"
    for code, brand in zip(("id", "en", "th"), _BRANDS, strict=False)
)

INJECTIONS = (
    Case("sisipan-geser", _injected("<div style='position:absolute;left:-9999px'>{}</div>"), {"gambling-content": fail()}),
    Case("sisipan-geser-atas", _injected("<div style='position: fixed; top: -5000px;'>{}</div>"), {"gambling-content": fail()}),
    Case("sisipan-kelas", _injected("<div class='xq7'>{}</div>", "<style>.xq7{display:none}</style>"), {"gambling-content": fail()}),
    Case("sisipan-id", _injected("<p id='zk'>{}</p>", "<style>#zk { height:0; overflow:hidden }</style>"), {"gambling-content": fail()}),
    Case("sisipan-huruf-nol", _injected("<span style='font-size:0'>{}</span>"), {"gambling-content": fail()}),
    Case("sisipan-huruf-satu", _injected("<span style='font-size:1px;line-height:1px'>{}</span>"), {"gambling-content": fail()}),
    Case("sisipan-tembus", _injected("<div style='opacity:0'>{}</div>"), {"gambling-content": fail()}),
    Case("sisipan-marquee", _injected("<marquee style='position:absolute;width:0px;height:0px'>{}</marquee>"), {"gambling-content": fail()}),
    Case("sisipan-atribut", _injected("<div hidden>{}</div>"), {"gambling-content": fail()}),
    Case("sisipan-indentasi", _injected("<ul style='text-indent:-9999px'>{}</ul>"), {"gambling-content": fail()}),
    Case("sisipan-noscript", _injected("<noscript>{}</noscript>"), {"gambling-content": fail()}),
    Case("sisipan-terlihat", _injected("<footer>{}</footer>"), {"gambling-content": fail()}),
    Case("sisipan-warna", _injected("<div style='color:#fff;background:#ffffff'>{}</div>"), {"gambling-content": fail()}),
    Case("sisipan-perayap", _cloaked(_SPAM), {"gambling-content": fail()}),
    Case("sisipan-perayap-sendiri", _cloaked(_SPAM_OWN), {"gambling-content": fail()}),
    Case("sisipan-perayap-tautan", _cloaked(page("Dinas Pariwisata", "<p>Jelajahi kabupaten kami.</p>" + ADVERTS)), {"gambling-content": fail()}),
    Case("sisipan-perujuk", _by_referrer, {"gambling-content": fail()}),
    Case("sisipan-perujuk-samar", _by_referrer_neutral, unsure=frozenset(("gambling-content",))),
    Case("sisipan-naskah", _one(_SCRIPTED), {"gambling-content": fail()}),
    Case("sisipan-pindah", _one(_REFRESHED), {"gambling-content": fail()}),
    Case("sisipan-hreflang", _one(page("Dinas", "<p>x</p>", _HREFLANG)), {"gambling-content": fail()}),
    Case("sisipan-kanonis", _one(page("Dinas", "<p>x</p>", "<link rel='canonical' href='https://slotgacor88.example/'>")), {"gambling-content": fail()}),
    Case("sisipan-judul", _one(_SPAM), {"gambling-content": fail()}),
    Case(
        "sisipan-folder",
        _with({"/promo/": _SPAM}, page("Dinas", "<a href='/berita'>Berita</a><a href='/promo/'>Promo</a>")),
        {"gambling-content": fail()},
    ),
    Case(
        "sisipan-folder-sendiri",
        _with(
            {f"/{name}/": _SPAM_OWN for name in ("slot-gacor", "rtp-live", "togel-online", "slot88", "slot-dana")},
            page("Dinas", "<p>x</p><div style='display:none'>" + "".join(f"<a href='/{name}/'>{name.replace('-', ' ')}</a>" for name in ("slot-gacor", "rtp-live", "togel-online", "slot88", "slot-dana")) + "</div>"),
        ),
        {"gambling-content": fail()},
    ),
)  # fmt: skip

# ---- files ----
_ENV = 'APP_NAME=Dinas\r\nAPP_ENV=production\r\nAPP_KEY=base64:abcdefghijklmnop\r\nDB_CONNECTION=mysql\r\nDB_PASSWORD="rahasia 1"\r\n'
_CI_ENV = "#--------\n# ENVIRONMENT\n#--------\nCI_ENVIRONMENT = production\n# app.baseURL = ''\ndatabase.default.hostname = localhost\ndatabase.default.password = rahasia\n"
_DUMP = (
    "-- phpMyAdmin SQL Dump\n-- version 5.1.1\n--\nSET SQL_MODE = \"NO_AUTO_VALUE_ON_ZERO\";\nCREATE TABLE `warga` (\n `nik` char(16)\n);\nINSERT INTO `warga` VALUES ('1');\n"
    + "-- x\n" * 2000
)
_WPCONFIG = "<?php\n/** Basis konfigurasi */\ndefine( 'DB_NAME', 'wp' );\ndefine( 'DB_PASSWORD', 'rahasia' );\n"
_GIT = {
    "/.git/HEAD": Reply("ref: refs/heads/master\n", kind="application/octet-stream"),
    "/.git/config": Reply(
        "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n", kind="application/octet-stream"
    ),
}


def _zip(*names: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in names:
            archive.writestr(name, "isi " * 400)
    return held.getvalue()


def _file(body: str | bytes, kind: str = "application/octet-stream") -> Reply:
    return Reply(body, kind=kind)


def _behind_shell(paths: dict[str, Reply | str]) -> App:
    """A single-page app that answers everything else with its shell."""
    shell = '<!doctype html><html><head><title>Layanan</title><script src="/app.js"></script></head><body><div id="app"></div></body></html>'
    return pages({"/": shell, **paths}, lambda _: Reply(shell))


_WORDPRESS = page(
    "Puskesmas",
    "<p>Jadwal.</p>",
    "<link rel='stylesheet' href='/wp-includes/css/dist/block-library/style.min.css'><link rel='stylesheet' href='/wp-content/themes/astra/style.css'>",
)
_WPLOGIN = page(
    "Masuk &lsaquo; Puskesmas &#8212; WordPress",
    "<form action='/wp-login.php' method='post'><input name='log'><input type='password' name='pwd'><input type='submit' name='wp-submit'></form>",
)

FILES = (
    Case("env-crlf", _with({"/.env": _file(_ENV, "text/plain")}), {"secret-files": fail("/.env")}),
    Case("env-codeigniter", _with({"/.env": _file(_CI_ENV)}), {"secret-files": fail("/.env")}),
    Case("env-bom", _with({"/.env": _file(b"\xef\xbb\xbf" + _ENV.encode())}), {"secret-files": fail("/.env")}),
    Case("env-sebagai-html", _with({"/.env": Reply(_ENV)}), {"secret-files": fail("/.env")}),
    Case("env-satu-halaman", _behind_shell({"/.env": _file(_ENV)}), {"secret-files": fail("/.env")}, unsure=frozenset(("admin-pages",))),
    Case("env-di-subfolder", pages({"/simpeg/": HOME, "/simpeg/.env": _file(_ENV)}), {"secret-files": fail("/simpeg/.env")}, path="/simpeg/"),
    Case("git", _with(dict(_GIT)), {"repository-metadata": fail("/.git/")}),
    Case("git-tanpa-kepala", _with({"/.git/config": _GIT["/.git/config"], "/.git/HEAD": Reply("<h1>Forbidden</h1>", 403)}), {"repository-metadata": fail("/.git/")}),
    Case("git-lepas", _with({"/.git/HEAD": _file("9fceb02d0ae598e95dc970b74767f19372d61af8\n"), "/.git/config": _GIT["/.git/config"]}), {"repository-metadata": fail("/.git/")}),
    Case("git-di-subfolder", pages({"/web/": HOME, **{f"/web{path}": reply for path, reply in _GIT.items()}}), {"repository-metadata": fail("/web/.git/")}, path="/web/"),
    Case("git-satu-halaman", _behind_shell(dict(_GIT)), {"repository-metadata": fail("/.git/")}, unsure=frozenset(("admin-pages",))),
    Case("svn", _with({"/.svn/entries": _file("12\n"), "/.svn/wc.db": _file(b"SQLite format 3\x00" + bytes(200))}), {"repository-metadata": fail("/.svn/")}),
    Case("composer", _with({"/composer.lock": _file('{"_readme": ["x"], "content-hash": "abc", "packages": [{"name": "laravel/framework"}]}', "application/json")}), {"repository-metadata": partial("/composer.lock")}),
    Case("cadangan-zip", _with({"/backup.zip": _file(_zip("html/wp-config.php", "html/index.php"), "application/zip")}), {"backup-files": fail("/backup.zip")}),
    Case("cadangan-sql", _with({"/db.sql": _file(_DUMP, "text/plain")}), {"backup-files": fail("/db.sql")}),
    Case("cadangan-sql-gz", _with({"/backup.sql.gz": _file(gzip.compress(_DUMP.encode()), "application/gzip")}), {"backup-files": fail("/backup.sql.gz")}),
    Case("cadangan-tar-gz", _with({"/backup.tar.gz": _file(gzip.compress(b"index.php" + bytes(248) + b"ustar\x0000" + bytes(2000)), "application/gzip")}), {"backup-files": fail("/backup.tar.gz")}),
    Case("cadangan-nama-host", _with({f"/cadangan-nama-host.{APEX}.zip": _file(_zip("index.php"), "application/zip")}), {"backup-files": fail(f"/cadangan-nama-host.{APEX}.zip")}),
    Case("cadangan-nama-label", _with({"/cadangan-nama-label.sql": _file(_DUMP)}), {"backup-files": fail("/cadangan-nama-label.sql")}),
    Case("cadangan-folder-web", _with({"/public_html.zip": _file(_zip("public_html/index.php"), "application/zip")}), {"backup-files": fail("/public_html.zip")}),
    Case("cadangan-config", _with({"/config.php.bak": _file(_WPCONFIG, "text/plain")}), {"backup-files": fail("/config.php.bak")}),
    Case("cadangan-satu-halaman", _behind_shell({"/backup.sql": _file(_DUMP)}), {"backup-files": fail("/backup.sql")}, unsure=frozenset(("admin-pages",))),
    Case("wp-config-bak", _with({"/wp-config.php.bak": _file(_WPCONFIG), "/wp-login.php": _WPLOGIN}, _WORDPRESS), {"secret-files": fail("/wp-config.php.bak"), "admin-pages": fail("/wp-login.php")}, unsure=frozenset(("cms-version",))),
)  # fmt: skip


# ---- listings ----
def _nginx(path: str, *names: str) -> str:
    rows = "".join(f'<a href="{name}">{name}</a>   01-Mar-2025 08:11   4821\r\n' for name in names)
    return f'<html>\r\n<head><title>Index of {path}</title></head>\r\n<body>\r\n<h1>Index of {path}</h1><hr><pre><a href="../">../</a>\r\n{rows}</pre><hr></body>\r\n</html>\r\n'


def _apache(path: str, *names: str) -> str:
    rows = "".join(
        f'<tr><td><img src="/icons/layout.gif"></td><td><a href="{name}">{name}</a></td><td>2025-03-01 08:11</td><td>4.7K</td></tr>'
        for name in names
    )
    return (
        f'<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2 Final//EN"><html><head><title>Index of {path.rstrip("/")}</title></head><body><h1>Index of {path.rstrip("/")}</h1><table>'
        f'<tr><th><a href="?C=N;O=D">Name</a></th><th><a href="?C=M;O=A">Last modified</a></th></tr><tr><td><a href="/">Parent Directory</a></td></tr>{rows}</table></body></html>'
    )


def _iis(host: str, path: str, *names: str) -> str:
    rows = "".join(f'11/2/2024  9:15 AM        48211 <A HREF="{path}{name}">{name}</A><br>' for name in names)
    return f'<html><head><title>{host} - {path}</title></head><body><H1>{host} - {path}</H1><hr><pre><A HREF="/">[To Parent Directory]</A><br><br>{rows}</pre><hr></body></html>'


_LINKS = page("PPID", "<a href='/dokumen/perda.pdf'>Perda</a><img src='/media/logo.png' alt=''>")
LISTINGS = (
    Case("daftar-nginx", _with({"/uploads/": _nginx("/uploads/", "ktp.jpg", "surat.pdf")}), {"directory-listing": fail("/uploads/")}),
    Case("daftar-apache", _with({"/files/": _apache("/files/", "rekap.xlsx", "arsip/")}), {"directory-listing": fail("/files/")}),
    Case("daftar-iis", _with({"/uploads/": _iis(f"daftar-iis.{APEX}", "/uploads/", "a.docx", "b.pdf")}), {"directory-listing": fail("/uploads/")}),
    Case("daftar-tertaut", _with({"/dokumen/": _apache("/dokumen/", "perda.pdf", "rahasia.docx")}, _LINKS), {"directory-listing": fail("/dokumen/")}),
    Case("daftar-aset", _with({"/assets/": _nginx("/assets/", "app.css", "app.js")}), {"directory-listing": partial("/assets/")}),
    Case("daftar-akar", _one(_nginx("/", "aplikasi/", "backup.zip.txt", "catatan.txt")), {"directory-listing": fail("/")}),
    Case("daftar-satu-halaman", _behind_shell({"/uploads/": _nginx("/uploads/", "ktp.jpg", "kk.pdf")}), {"directory-listing": fail("/uploads/")}, unsure=frozenset(("admin-pages",))),
)  # fmt: skip


# ---- administration ----
def _moved(path: str) -> Reply:
    return Reply("", 302, headers=(("Location", path),))


_ADMIN = page("Login Admin", LOGIN)
_PMA = (
    '<!doctype html><html><head><title>phpMyAdmin</title><link rel="stylesheet" href="./themes/pmahomme/css/theme.css?v=5.2.1"></head><body>'
    '<form method="post" id="login_form" action="index.php?route=/" name="login_form"><input type="text" name="pma_username">'
    '<input type="password" name="pma_password"><input type="hidden" name="token" value="x"></form></body></html>'
)
_ADMINER = (
    '<!DOCTYPE html><html lang="id"><head><title>Login - Adminer</title><link rel="stylesheet" href="?file=default.css&amp;version=4.8.1"></head><body>'
    '<h1><a href="https://www.adminer.org/" id="h1">Adminer</a> <span class="version">4.8.1</span></h1><form action="" method="post">'
    '<select name="auth[driver]"><option>MySQL</select><input name="auth[server]"><input name="auth[username]"><input type="password" name="auth[password]"><input name="auth[db]"></form></body></html>'
)
_INSTALL = (
    '<!DOCTYPE html><html><head><title>WordPress &rsaquo; Installation</title></head><body class="wp-core-ui"><form id="setup" method="post" action="install.php?step=2">'
    '<input name="weblog_title"><input name="user_name"><input name="admin_password"><input name="admin_email"></form></body></html>'
)
_DASH = page(
    "Dashboard Admin",
    "<a href='/admin/users'>Users</a><a href='/admin/settings'>Pengaturan</a><a href='/admin/berita'>Kelola Berita</a><a href='/admin/backup'>Backup</a><a href='/logout'>Logout</a>",
)
_CAPTCHA = page("Login Admin", LOGIN, "<script src='https://www.google.com/recaptcha/api.js'></script>")
_BASIC = Reply("<h1>Unauthorized</h1>", 401, headers=(("WWW-Authenticate", 'Basic realm="Admin"'),))

ADMINISTRATION = (
    Case("admin-login", _with({"/admin": _ADMIN}), {"admin-pages": fail("/admin")}),
    Case("admin-pindah", _with({"/admin": _moved("/admin/auth/login"), "/admin/auth/login": _ADMIN}), {"admin-pages": fail("/admin/auth/login")}),
    Case("admin-captcha", _with({"/admin": _CAPTCHA}), {"admin-pages": partial("/admin")}),
    Case("admin-basic", _with({"/admin": _BASIC}), {"admin-pages": partial("/admin")}),
    Case("admin-di-beranda", _one(page("SIMPEG - Login Pegawai", LOGIN)), {"admin-pages": fail("/")}),
    Case("admin-tertaut", _with({"/siteman/masuk": page("Halaman Operator", LOGIN)}, page("Dinas", "<a href='/siteman/masuk'>Masuk</a>")), {"admin-pages": fail("/siteman/masuk")}),
    Case("wordpress-login", _with({"/wp-login.php": _WPLOGIN}, _WORDPRESS), {"admin-pages": fail("/wp-login.php")}, unsure=frozenset(("cms-version",))),
    Case("admin-semua-ke-masuk", lambda visit: Reply(page("Login Administrator", LOGIN)) if visit.file == "/login" else _moved("/login"), {"admin-pages": fail("/login")}),
    Case("pma", _with({"/pma/": _PMA}), {"database-tools": fail("/pma/")}),
    Case("phpmyadmin", _with({"/phpmyadmin/": _PMA}), {"database-tools": fail("/phpmyadmin/")}),
    Case("phpmyadmin-satu-halaman", _behind_shell({"/phpmyadmin/": _PMA}), {"database-tools": fail("/phpmyadmin/")}, unsure=frozenset(("admin-pages",))),
    Case("adminer-tertaut", _with({"/adminer-4.8.1.php": _ADMINER}, page("Dinas", "<a href='/adminer-4.8.1.php'>DB</a>")), {"database-tools": fail("/adminer-4.8.1.php")}),
    Case("pemasang-wordpress", pages({"/": _moved("/wp-admin/install.php"), "/wp-admin/install.php": _INSTALL}), {"open-admin": fail("/wp-admin/install.php")}, unsure=frozenset(("cms-version",))),
    Case("dasbor-terbuka", _with({"/dashboard": _DASH}), {"open-admin": fail("/dashboard")}),
    Case("dasbor-di-beranda", _one(_DASH), {"open-admin": fail("/")}),
)  # fmt: skip

# ---- the way to the app ----
_SECURE = "https://{}.{}"


def _by_scheme(http: App, https: App) -> App:
    return lambda visit: (https if visit.scheme == "https" else http)(visit)


def _strict(html: str, *without: str, **instead: str) -> App:
    """The home page with all headers but those named, or with other values."""
    values = {
        "strict_transport_security": "max-age=31536000",
        "content_security_policy": "default-src 'self'; frame-ancestors 'self'",
        "x_content_type_options": "nosniff",
        "referrer_policy": "same-origin",
        **instead,
    }
    headers = tuple((name.replace("_", "-"), value) for name, value in values.items() if name not in without)
    inner = pages({"/": Reply(html, headers=headers)})
    return _by_scheme(lambda visit: Reply("", 301, headers=(("Location", visit.https + visit.path),)), inner)


def _stepwise(visit: Visit) -> Reply:
    if visit.file == "/":
        return Reply("", 302, headers=(("Location", "/beranda"),))
    return Reply("", 302, headers=(("Location", visit.https + "/"),))


_MISSING = {"content-security-policy": fail(), "framing": fail(), "nosniff-referrer": fail(), "hsts": fail()}
_HEADERS_ONLY = {key: _MISSING[key] for key in ("content-security-policy", "framing", "nosniff-referrer")}
_LOGIN_PAGE = page("Login Pegawai", LOGIN)
_PLAIN = f"http://dua-skema.{APEX}"

WAY = (
    Case("hanya-http", _one(HOME), {"https-redirect": fail(), **_HEADERS_ONLY}, https=False, origins=("http",)),
    Case("dua-skema", _one(HOME), {"https-redirect": fail(), **_MISSING}, https=False),
    Case("bertahap", _by_scheme(_stepwise, _strict(HOME)), {"https-redirect": partial()}, https=False),
    Case("segarkan", _by_scheme(lambda visit: Reply(page("Pindah", "", f"<meta http-equiv='refresh' content='0; url={visit.https}/'>")), _strict(HOME)), {"https-redirect": partial()}, https=False),
    Case("http-404", _by_scheme(lambda _: NOT_FOUND, _strict(HOME)), https=False),
    Case("login-http", _one(_LOGIN_PAGE), {"https-redirect": fail(), "cleartext-forms": fail("http"), "admin-pages": fail("/"), **_HEADERS_ONLY}, https=False, origins=("http",)),
    Case("basic-http", lambda _: Reply("Unauthorized", 401, headers=(("WWW-Authenticate", 'Basic realm="x"'),)), {"https-redirect": fail(), "cleartext-forms": fail("http")}, https=False, origins=("http",), blind=frozenset(("gambling-content",)), unsure=frozenset(_HEADERS_ONLY)),
    Case("aksi-http", _one(page("Login Pegawai", LOGIN.replace("/masuk", f"http://aksi-http.{APEX}/masuk"))), {"cleartext-forms": fail("http"), "mixed-content": fail(), "admin-pages": fail("/")}),
    Case("nik-http", _one(page("Antrean", "<form method='post' action='/daftar'><label>NIK <input name='nik'></label><label>No. HP <input name='hp'></label></form>")), {"https-redirect": fail(), "cleartext-forms": fail("http"), **_HEADERS_ONLY}, https=False, origins=("http",)),
    Case("campur-skrip", _one(page("Dinas", "<script src='http://cdn.example/a.js'></script>")), {"mixed-content": fail()}),
    Case("campur-bingkai", _one(page("Dinas", "<iframe src='http://peta.example/'></iframe>")), {"mixed-content": fail()}),
    Case("campur-gaya", _one(page("Dinas", "", "<link rel='stylesheet' href='http://cdn.example/a.css'>")), {"mixed-content": fail()}),
    Case("campur-gambar", _one(page("Dinas", "<img src='http://cdn.example/a.png' alt=''>")), {"mixed-content": partial()}),
    Case("campur-formulir", _one(page("Dinas", "<form action='http://cari.example/'><input name='q'></form>")), {"mixed-content": fail()}),
    Case("campur-dinaikkan", _strict(page("Dinas", "<img src='http://cdn.example/a.png' alt=''>"), content_security_policy="default-src 'self'; upgrade-insecure-requests; frame-ancestors 'self'"), https=False),
    Case("campur-tautan-saja", _one(page("Dinas", "<a href='http://lama.example/'>lama</a><p>http://x.example/a.js</p><!-- <script src='http://x.example/b.js'></script> -->"))),
    Case("campur-halaman-dalam", _with({"/berita": page("Berita", "<script src='http://cdn.example/a.js'></script>")}), {"mixed-content": fail()}),
    Case("kuki-tanpa-secure", _one(HOME, ("Set-Cookie", "PHPSESSID=9a8b7c6d5e4f3a2b1c0d9e8f7a; path=/; HttpOnly")), {"session-cookies": partial("PHPSESSID")}),
    Case("kuki-tanpa-httponly", _one(HOME, ("Set-Cookie", "ci_session=9a8b7c6d5e4f3a2b1c0d9e8f7a; path=/; Secure")), {"session-cookies": partial("ci_session")}),
    Case("kuki-polos", _one(HOME, ("Set-Cookie", "laravel_session=eyJpdiI6Ik9PQ0RFRkdISUpLTE1OT1BRUlNUVVZX; path=/")), {"session-cookies": fail("laravel_session")}),
    Case("kuki-dua", _one(HOME, ("Set-Cookie", "JSESSIONID=9A8B7C6D5E4F3A2B1C0D9E8F7A; Path=/"), ("Set-Cookie", "sid=s%3Aabcdefghijklmnopqrstuvwx.123; Path=/; Secure; HttpOnly")), {"session-cookies": fail("JSESSIONID")}),
    Case("hsts-pendek", _strict(HOME, strict_transport_security="max-age=86400"), {"hsts": partial()}, https=False),
    Case("hsts-nol", _strict(HOME, strict_transport_security="max-age=0"), {"hsts": fail()}, https=False),
    Case("hsts-tiada", _strict(HOME, "strict_transport_security"), {"hsts": fail()}, https=False),
    Case("hsts-rusak", _strict(HOME, strict_transport_security="includeSubDomains"), {"hsts": fail()}, https=False),
    Case("hsts-kutip", _strict(HOME, strict_transport_security='max-age="31536000"; includeSubDomains; preload'), https=False),
    Case("csp-tiada", _strict(HOME, "content_security_policy", x_frame_options="DENY"), {"content-security-policy": fail()}, https=False),
    Case("csp-laporan", _strict(HOME, "content_security_policy", x_frame_options="DENY", content_security_policy_report_only="default-src 'self'"), {"content-security-policy": fail()}, https=False),
    Case("csp-inline", _strict(HOME, content_security_policy="default-src 'self' 'unsafe-inline'; frame-ancestors 'none'"), {"content-security-policy": partial()}, https=False),
    Case("csp-nonce", _strict(HOME, content_security_policy="script-src 'nonce-r4nd0m' 'strict-dynamic' 'unsafe-inline' https:; frame-ancestors 'none'"), https=False),
    Case("csp-bintang", _strict(HOME, content_security_policy="script-src *; frame-ancestors 'none'"), {"content-security-policy": partial()}, https=False),
    Case("csp-meta", _strict(page("Dinas", "x", "<meta http-equiv='Content-Security-Policy' content=\"default-src 'self'\">"), "content_security_policy", x_frame_options="SAMEORIGIN"), https=False),
    Case("bingkai-lama", _strict(HOME, content_security_policy="default-src 'self'", x_frame_options="ALLOW-FROM https://a.example"), {"framing": fail()}, https=False),
    Case("bingkai-semua", _strict(HOME, content_security_policy="default-src 'self'; frame-ancestors *", x_frame_options="DENY"), {"framing": fail()}, https=False),
    Case("tanpa-nosniff", _strict(HOME, "x_content_type_options"), {"nosniff-referrer": partial()}, https=False),
    Case("perujuk-bocor", _strict(HOME, referrer_policy="unsafe-url"), {"nosniff-referrer": partial()}, https=False),
)  # fmt: skip

# ---- versions and vacancies ----
_DEFAULT = "<!DOCTYPE html><html><head><title>Welcome to nginx!</title></head><body><h1>Welcome to nginx!</h1><p>If you see this page, the nginx web server is successfully installed and working.</p></body></html>"


def _generator(text: str) -> str:
    return page("Dinas", "<p>Halo</p>", f'<meta name="generator" content="{text}">')


VERSIONS = (
    Case("wordpress-4.7", _one(_generator("WordPress 4.7").replace("</head>", "<link rel='stylesheet' href='/wp-content/themes/a/style.css'></head>")), {"cms-version": fail("wordpress"), "version-disclosure": fail()}),
    Case("wordpress-hantu", _one(_generator("Panduan WordPress dan Joomla!"))),
    Case("drupal-7", _one(_generator("Drupal 7 (http://drupal.org)").replace("</head>", "<script src='/misc/drupal.js?x'></script></head>")), {"cms-version": fail("drupal"), "version-disclosure": fail()}),
    Case("php-tua", _one(HOME, ("X-Powered-By", "PHP/5.6.40")), {"runtime-version": fail("php"), "version-disclosure": fail()}),
    Case("php-tua-debian", _one(HOME, ("X-Powered-By", "PHP/7.4.33"), ("Server", "Apache/2.4.56 (Debian)")), {"version-disclosure": fail(), "runtime-version": fail("php")}),  # Debian 11's, which nobody supports since September 2026
    Case("iis-tua", _one(HOME, ("Server", "Microsoft-IIS/7.5")), {"runtime-version": fail("iis"), "version-disclosure": fail()}),
    Case("server-polos", _one(HOME, ("Server", "nginx"), ("X-Powered-By", "PHP")), unsure=frozenset(("runtime-version",))),
    Case("halaman-bawaan", _one(_DEFAULT), {"dangling-dns": partial()}),
    Case("segera-hadir", _one(page("Segera Hadir", "<p>Situs ini sedang dalam pengembangan.</p>")), {"dangling-dns": partial()}),
)  # fmt: skip

CASES = (*INJECTIONS, *FILES, *LISTINGS, *ADMINISTRATION, *WAY, *VERSIONS)
