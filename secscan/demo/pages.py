"""What the demonstration apps answer: one small site each, with the fault that it is there to show.

Everything is invented: names, agencies, people. No page does anything.
"""

from dataclasses import dataclass, field

APEX = "kabcontoh.go.id"
HTML = "text/html; charset=utf-8"
HARDENED = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Frame-Options": "DENY",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One response. `crawler` replaces it for visitors that call themselves Googlebot."""

    body: str
    status: int = 200
    kind: str = HTML
    headers: dict[str, str] = field(default_factory=dict)
    crawler: str = ""


@dataclass(frozen=True, slots=True)
class DemoSite:
    """One virtual host: its answers by path, and headers that go out with each."""

    host: str
    paths: dict[str, Answer]
    headers: dict[str, str] = field(default_factory=dict)


def page(title: str, body: str, head: str = "") -> str:
    """A small HTML page in Indonesian."""
    return (
        f'<!doctype html><html lang="id"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body><h1>{title}</h1>{body}<footer>Pemerintah Kabupaten Contoh</footer></body></html>"
    )


def login_form(action: str) -> str:
    """A log-in form as small offices write it."""
    return (
        f'<form method="post" action="{action}"><label>Nama pengguna <input name="username"></label>'
        '<label>Kata sandi <input type="password" name="password"></label><button>Masuk</button></form>'
    )


def name(label: str) -> str:
    """The full name of a demonstration app."""
    return f"{label}.{APEX}"


def good() -> DemoSite:
    news = "<p>Layanan informasi publik.</p><a href='/berita'>Berita</a> <a href='/kontak'>Kontak</a>"
    return DemoSite(
        name("www"),
        {
            "/": Answer(page("Portal Kabupaten Contoh", news)),
            "/berita": Answer(page("Berita", "<p>Pelatihan keamanan informasi bagi operator OPD.</p>")),
            "/kontak": Answer(page("Kontak", "<p>Jalan Contoh Nomor 1.</p>")),
        },
        HARDENED,
    )


def fair() -> DemoSite:
    body = "<p>Jaringan dokumentasi dan informasi hukum.</p><a href='/produk'>Produk hukum</a>"
    return DemoSite(
        name("jdih"),
        {
            "/": Answer(
                page("JDIH Kabupaten Contoh", body),
                headers={"Set-Cookie": "ci_session=a8f5f167f44f4964e6c998d; path=/"},
            ),
            "/produk": Answer(page("Produk hukum", "<p>Peraturan Bupati Nomor 1 Tahun 2026.</p>")),
        },
        {"Server": "nginx"},
    )


def old_wordpress() -> DemoSite:
    version = "5.2.1"
    assets = "".join(
        f"<link rel='stylesheet' href='/wp-includes/css/{css}?ver={version}'>"
        for css in ("dist/block-library/style.min.css", "dashicons.min.css")
    )
    head = (
        f'<meta name="generator" content="WordPress {version}">{assets}<link rel="https://api.w.org/" href="/wp-json/">'
    )
    body = "<p>Jadwal imunisasi.</p><a href='/2019/06/jadwal/'>Jadwal</a>"
    feed = (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Puskesmas</title>'
        f"<generator>https://wordpress.org/?v={version}</generator></channel></rss>"
    )
    form = login_form("/wp-login.php").replace('name="username"', 'name="log"').replace('name="password"', 'name="pwd"')
    return DemoSite(
        name("puskesmas"),
        {
            "/": Answer(page("Puskesmas Contoh", body, head)),
            "/2019/06/jadwal/": Answer(page("Jadwal", "<p>Setiap Senin.</p>", head)),
            "/feed/": Answer(feed, kind="application/rss+xml; charset=UTF-8"),
            "/wp-login.php": Answer(page("Masuk &lsaquo; Puskesmas Contoh &#8212; WordPress", form, assets)),
            "/wp-json/": Answer('{"name":"Puskesmas","namespaces":["oembed/1.0","wp/v2"]}', kind="application/json"),
        },
        {"Server": "Apache/2.4.62 (Debian)", "X-Powered-By": "PHP/7.2.24"},
    )


def leaked_git() -> DemoSite:
    config = "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = false\n"
    return DemoSite(
        name("antrean"),
        {
            "/": Answer(page("Antrean Daring", "<p>Ambil nomor antrean di loket.</p>")),
            "/.git/HEAD": Answer("ref: refs/heads/main\n", kind="text/plain"),
            "/.git/config": Answer(config, kind="text/plain"),
        },
    )


def leaked_dump() -> DemoSite:
    dump = (
        "-- MySQL dump 10.19  Distrib 10.3.39-MariaDB, for debian-linux-gnu (x86_64)\n--\n-- Host: localhost\n"
        "CREATE TABLE `surat` (\n  `id` int(11) NOT NULL,\n  `perihal` varchar(255)\n);\n"
        "INSERT INTO `surat` VALUES (1,'Undangan rapat');\n"
    )
    listing = (
        "<html><head><title>Index of /uploads/</title></head><body><h1>Index of /uploads/</h1><hr><pre>"
        '<a href="../">../</a>\n<a href="surat-2024.pdf">surat-2024.pdf</a>  01-Mar-2024 08:11  48211\n'
        '<a href="rekap.xlsx">rekap.xlsx</a>  02-Mar-2024 09:20  9120\n</pre><hr></body></html>'
    )
    return DemoSite(
        name("arsip"),
        {
            "/": Answer(page("Arsip Surat", "<p>Arsip surat masuk dan keluar.</p>")),
            "/backup.sql": Answer(dump, kind="application/sql"),
            "/uploads/": Answer(listing),
        },
        {"Server": "nginx/1.14.2"},
    )


def injected() -> DemoSite:
    links = "".join(
        f'<a href="https://{brand}.example/daftar">{text}</a> '
        for brand, text in (
            ("slot-gacor-maxwin", "slot gacor hari ini"),
            ("situs-togel-resmi", "situs togel terpercaya"),
            ("rtp-live-pragmatic", "rtp live slot maxwin"),
            ("bandar-scatter-hitam", "scatter hitam deposit pulsa"),
            ("judi-bola-sbobet", "judi bola sbobet"),
        )
    )
    clean = page("Perpustakaan Daerah", "<p>Katalog buku dan jadwal layanan.</p><a href='/katalog'>Katalog</a>")
    hidden = clean.replace("</h1>", f'</h1><div style="position:absolute;left:-9999px">{links}</div>')
    crawler = page("Slot Gacor Maxwin Hari Ini - Situs Togel Resmi", f"<p>Daftar slot gacor deposit pulsa.</p>{links}")
    return DemoSite(
        name("perpustakaan"),
        {"/": Answer(hidden, crawler=crawler), "/katalog": Answer(page("Katalog", "<p>Koleksi terbaru.</p>"))},
    )


def open_database_tool() -> DemoSite:
    tool = (
        '<!doctype html><html lang="id"><head><title>phpMyAdmin</title><link rel="stylesheet" '
        'href="themes/pmahomme/css/theme.css?v=5.0.4"></head><body class="loginform"><div id="page_content">'
        '<div class="container">'
        '<a href="./url.php?url=https%3A%2F%2Fwww.phpmyadmin.net%2F" class="logo">'
        '<img src="./themes/pmahomme/img/logo_right.png" id="imLogo" name="imLogo" alt="phpMyAdmin"></a>'
        '<h1>Selamat Datang di <bdo dir="ltr" lang="en">phpMyAdmin</bdo></h1>'
        '<form method="post" id="login_form" action="index.php" name="login_form" class="disableAjax hide login">'
        '<input type="text" name="pma_username" id="input_username"><input type="password" name="pma_password" '
        'id="input_password"><input type="hidden" name="server" value="1"><input type="hidden" name="token" value="x">'
        '<input value="Kirim" type="submit" id="input_go"></form></div></div></body></html>'
    )
    return DemoSite(
        name("kependudukan"),
        {"/": Answer(page("Layanan Kependudukan", "<p>Persyaratan dokumen.</p>")), "/phpmyadmin/": Answer(tool)},
    )


def plain_login() -> DemoSite:
    return DemoSite(name("absensi"), {"/": Answer(page("Absensi Pegawai", login_form("/masuk")))})


def weak_tls() -> DemoSite:
    body = "<p>Sistem informasi kepegawaian.</p><a href='/login'>Masuk</a>"
    return DemoSite(
        name("simpeg"),
        {"/": Answer(page("SIMPEG", body)), "/login": Answer(page("Masuk SIMPEG", login_form("/login")))},
    )
