"""Clean applications that answer in odd ways: catch-alls, walls, soft errors, single-page apps, slow or moody servers.

Nothing is wrong with any of them, whatever path is asked for.
"""

import hashlib
import json

from tests.accuracy.case import BEHIND_A_WALL, Case
from tests.accuracy.serve import NOT_FOUND, App, Reply, Visit, page, pages

HOME = "<p>Selamat datang di layanan kami. Pilih menu untuk mulai.</p><a href='/berita'>Berita</a> <a href='/profil'>Profil</a>"


def _noise(visit: Visit, salt: str = "") -> str:
    return hashlib.sha256(f"{visit.number}{visit.path}{salt}".encode()).hexdigest()


def _reflecting(visit: Visit) -> Reply:
    token = _noise(visit)
    body = (
        f"<p>Anda membuka {visit.path} pada 12:{visit.number % 60:02d}:07.</p>{HOME}<form method='post' action='/cari'>"
    )
    body += f"<input type='hidden' name='_token' value='{token}'><input name='q'></form><p>Permintaan {token[:12]}</p>"
    return Reply(page(f"Portal {visit.path}", body))


def _rotating(visit: Visit) -> Reply:
    """Another story with each request, the same frame: a news portal that shows its front page for every path."""
    words = [_noise(visit, str(number))[:8] for number in range(300)]
    return Reply(page("Portal Berita", "<article>" + " ".join(words) + "</article>" + HOME))


def _to_login(visit: Visit) -> Reply:
    if visit.file == "/masuk":
        form = "<form method='post' action='/masuk'><input name='nip'><input type='password' name='sandi'><button>Masuk</button></form>"
        return Reply(page("Masuk Aplikasi", form + "<a href='/daftar'>Daftar akun baru</a>"))
    return Reply("", 302, headers=(("Location", f"/masuk?lanjut={visit.path}"),))


def _to_home(visit: Visit) -> Reply:
    return Reply(page("Portal", HOME)) if visit.file == "/" else Reply("", 302, headers=(("Location", "/"),))


def _to_home_absolute(visit: Visit) -> Reply:
    return (
        Reply(page("Portal", HOME)) if visit.file == "/" else Reply("", 301, headers=(("Location", visit.https + "/"),))
    )


def _everything(status: int, text: str, *headers: tuple[str, str]) -> App:
    return lambda _: Reply(
        f"<html><head><title>{status} {text}</title></head><body><h1>{text}</h1></body></html>", status, headers=headers
    )


def _soft(text: str, title: str) -> App:
    def missing(visit: Visit) -> Reply:
        return Reply(page(title, f"<p>{text} <b>{visit.path}</b></p><p>Kode: {_noise(visit)[:10]}</p>"))

    return pages({"/": page("Dinas Perhubungan", HOME), "/berita": page("Berita", "<p>Kabar.</p>")}, missing)


_SHELL = (
    '<!doctype html><html lang="id"><head><meta charset="utf-8"><title>Layanan Mandiri</title>'
    '<script type="module" crossorigin src="/assets/index-4f2a9c1b.js"></script>'
    '<link rel="stylesheet" href="/assets/index-91bd.css"></head><body><div id="root"></div></body></html>'
)


def _single_page(visit: Visit) -> Reply:
    if visit.file.endswith(".js"):
        return Reply("console.log(1)", kind="text/javascript")
    return Reply("body{}", kind="text/css") if visit.file.endswith(".css") else Reply(_SHELL)


def _next_fallback(visit: Visit) -> Reply:
    """Says 200 to every page path, and 404 with the shell to file names."""
    known = visit.file == "/" or "." not in visit.file
    return Reply(_SHELL.replace("Layanan Mandiri", f"Layanan {visit.file}"), 200 if known else 404)


def _api(visit: Visit) -> Reply:
    if visit.file == "/":
        return Reply(json.dumps({"name": "API Layanan", "version": "1.4.0", "docs": "/docs"}), kind="application/json")
    return Reply(
        json.dumps({"status": 404, "message": f"Cannot GET {visit.path}", "id": _noise(visit)}), kind="application/json"
    )


def _text_for_all(visit: Visit) -> Reply:
    return Reply(f"OK {visit.path} {visit.number}", kind="text/plain")


def _binary_for_all(visit: Visit) -> Reply:
    """A download service that hands out the same archive for every path but its front page."""
    if visit.file == "/":
        return Reply(page("Unduhan", HOME))
    return Reply(
        b"PK\x03\x04\x14\x00\x00\x00\x08\x00" + bytes(16) + b"\x09\x00\x00\x00laporan.txt" + bytes(3000),
        kind="application/zip",
    )


def _per_language(visit: Visit) -> Reply:
    english = visit.headers.get("accept-language", "").startswith("en")
    return pages({"/": page("Regional Office" if english else "Dinas", HOME)})(visit)


def _per_device(visit: Visit) -> Reply:
    """A short page for browsers that do not say Mozilla, a long one for those that do."""
    long = "<nav>" + "".join(f"<a href='/l{n}'>Layanan {n}</a>" for n in range(40)) + "</nav>"
    body = HOME + (long if "Mozilla" in visit.agent else "")
    return pages({"/": page("Dinas Kesehatan", body)})(visit)


def _tested(visit: Visit) -> Reply:
    """Two designs, by turns."""
    variant = (
        "<section><h2>Layanan unggulan</h2><p>Antrean daring.</p></section>"
        if visit.number % 2
        else "<section><h2>Pengumuman</h2><p>Jadwal libur.</p></section>"
    )
    return pages({"/": page("Dinas Kesehatan" if visit.number % 2 else "Dinkes Sehat", HOME + variant)})(visit)


def _for_crawlers(visit: Visit) -> Reply:
    """Renders for search engines what others get by script; the news section speaks of gambling cases."""
    full = page(
        "Berita Kabupaten Contoh",
        "".join(f"<article><h2>Berita {n}</h2><p>Bupati membuka kegiatan ke-{n}.</p></article>" for n in range(10))
        + "<article><h2>Polres tangkap bandar judi slot online</h2><p>Tersangka mengelola situs slot gacor dan togel.</p></article>",
    )
    return pages({"/": full if "Googlebot" in visit.agent else _SHELL})(visit)


def _refuses_crawlers(visit: Visit) -> Reply:
    """Only strangers that call themselves Googlebot are turned away, as some hosts do with false ones."""
    if "Googlebot" in visit.agent:
        return Reply("<h1>Forbidden</h1>", 403)
    return pages({"/": page("Dinas", HOME)})(visit)


def _slow(visit: Visit) -> Reply:
    return Reply(page("Dinas", HOME), slow=0.4) if visit.file == "/" else NOT_FOUND


_CHALLENGE = (
    "<!DOCTYPE html><html lang='en-US'><head><title>Just a moment...</title></head><body><noscript>Enable JavaScript and "
    "cookies to continue</noscript><script>(function(){window._cf_chl_opt={cvId:'3'};var a=document.createElement('script');"
    "a.src='/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1?ray=8';})();</script></body></html>"
)
_POSITIVE = (
    "<html><head><title>Internet Positif</title></head><body><img src='https://trustpositif.komdigi.go.id/logo.png'><p>Situs yang "
    "Anda tuju diblokir.</p><a href='https://trustpositif.komdigi.go.id/'>trustpositif.komdigi.go.id</a></body></html>"
)
_CLOSED = "<p>Aplikasi sedang dalam pemeliharaan. Silakan kembali pukul 14.00 WIB.</p>"


def _banned_later(visit: Visit) -> Reply:
    """A firewall that bans the address after a dozen requests."""
    if visit.number > 12:
        return Reply("<html><head><title>403 Forbidden</title></head><body><h1>Forbidden</h1></body></html>", 403)
    return pages({"/": page("Dinas", HOME)})(visit)


def _too_many(visit: Visit) -> Reply:
    if visit.number > 6:
        return Reply("Too Many Requests", 429, headers=(("Retry-After", "1"),))
    return pages({"/": page("Dinas", HOME)})(visit)


def _dots_forbidden(visit: Visit) -> Reply:
    if "/." in visit.file or visit.file.endswith((".sql", ".zip", ".bak", ".lock")):
        return Reply(
            "<html><head><title>403 Forbidden</title></head><body><center><h1>403 Forbidden</h1></center></body></html>",
            403,
        )
    return pages({"/": page("Dinas", HOME)})(visit)


def _secret_words(visit: Visit) -> Reply:
    """Answers paths that sound secret by a warning with status 200, others by 404."""
    words = (".env", ".git", "admin", "login", "phpmyadmin", "backup", "wp-", "adminer", "db.sql", ".svn")
    if any(word in visit.file for word in words):
        return Reply(page("Peringatan", "<p>Aktivitas Anda tercatat. Akses ke alamat ini dilarang.</p>"))
    return pages({"/": page("Dinas", HOME)})(visit)


_WHOLE_SITE_ASKS = (("WWW-Authenticate", 'Basic realm="Terbatas"'),)

CASES = (
    Case("memantulkan-alamat", _reflecting),
    Case("berita-untuk-semua", _rotating, unsure=frozenset(("admin-pages",))),
    Case("semua-ke-masuk", _to_login),
    Case("semua-ke-beranda", _to_home),
    Case("semua-ke-beranda-mutlak", _to_home_absolute),
    Case("semua-401", _everything(401, "Unauthorized", *_WHOLE_SITE_ASKS), blind=frozenset(("gambling-content",))),
    Case("semua-403", _everything(403, "Forbidden"), blind=BEHIND_A_WALL),
    Case("semua-404", _everything(404, "Not Found"), unsure=frozenset(("cleartext-forms",))),
    Case("semua-500", _everything(500, "Internal Server Error"), blind=BEHIND_A_WALL),
    Case(
        "semua-503",
        lambda _: Reply(page("Pemeliharaan", _CLOSED), 503, headers=(("Retry-After", "2"),)),
        blind=BEHIND_A_WALL,
    ),
    Case("lunak-indonesia", _soft("Maaf, halaman yang Anda cari tidak ditemukan:", "404 - Tidak Ditemukan")),
    Case("lunak-tanpa-judul", _soft("Ups! Alamat tidak ada", "Dinas Perhubungan")),
    Case("aplikasi-satu-halaman", _single_page, unsure=frozenset(("admin-pages",))),
    Case("aplikasi-satu-halaman-404", _next_fallback, unsure=frozenset(("admin-pages",))),
    Case("api-json", _api),
    Case("teks-untuk-semua", _text_for_all),
    Case("arsip-untuk-semua", _binary_for_all, unsure=frozenset(("backup-files",))),
    Case("bahasa", _per_language),
    Case("gawai", _per_device),
    Case("uji-ab", _tested),
    Case("render-untuk-perayap", _for_crawlers, unsure=frozenset(("admin-pages",))),
    Case("tolak-perayap", _refuses_crawlers),
    Case("lambat", _slow),
    Case(
        "tantangan",
        lambda _: Reply(_CHALLENGE, 403, headers=(("cf-mitigated", "challenge"), ("Server", "cloudflare"))),
        blind=BEHIND_A_WALL,
    ),
    Case("tantangan-200", lambda _: Reply(_CHALLENGE), blind=BEHIND_A_WALL),
    Case("internet-positif", lambda _: Reply(_POSITIVE), blind=BEHIND_A_WALL),
    Case("dilarang-belakangan", _banned_later),
    Case("terlalu-banyak", _too_many),
    Case("titik-dilarang", _dots_forbidden),
    Case("kata-rahasia", _secret_words),
)
