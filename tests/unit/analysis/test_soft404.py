"""Sites that say "not found" in every way but by status 404, and real answers beside them."""

from collections.abc import Callable

import pytest

from secscan.analysis.soft404 import Presence, baselines, presence
from secscan.model.enums import Status
from secscan.model.evidence import SiteEvidence
from secscan.model.observations import Exchange
from secscan.model.requests import Request, View
from tests.unit.builders import Response, answer, site, with_looks

HTML = {"Content-Type": "text/html"}
ZIP = b"PK\x03\x04\x14\x00\x00\x00\x08\x00" + b"\x00" * 16 + b"\x09\x00\x00\x00index.php"
SQL = b"-- MySQL dump 10.13\nCREATE TABLE `a` (\n id int);\n"
ENV = b"APP_KEY=base64:x\nDB_PASSWORD=y\n"
HOME: Response = "<title>Portal Dinas</title><h1>Selamat datang</h1><p>Layanan kami untuk warga</p>"
GONE: Response = (404, HTML, "<h1>Not Found</h1>")

App = Callable[[str], Response]


def look(serve: App, path: str, *, url: str = "https://a.go.id/") -> tuple[Presence, int]:
    """The presence of a path at an app, after all rounds of baselines, and how many baselines that took."""
    seen = site(url, {"/": HOME, path: serve(path)})
    asked = 0
    for _ in range(4):
        wanted = [request for request in baselines(seen, [path]) if seen.look(request) is None]
        if not wanted:
            break
        asked += len(wanted)
        for request in wanted:
            seen = with_looks(seen, answer(request, serve(request.path)))
    return presence(seen, found(seen, path)), asked


def found(seen: SiteEvidence, path: str) -> Exchange:
    exchange = seen.exchange(seen.request(path))
    assert exchange is not None
    return exchange


def only(real: dict[str, Response], otherwise: App) -> App:
    return lambda path: real.get(path, otherwise(path))


def fixed(response: Response) -> App:
    return lambda _path: response


NOT_FOUND_PAGES: dict[str, App] = {
    "the same page": fixed("<title>Portal</title><p>Halaman tidak ditemukan, silakan kembali ke beranda</p>"),
    "reflects the path": lambda path: (
        f"<title>{path} - Portal</title><h1>{path}</h1><p>Maaf, {path} tidak ditemukan di situs ini</p>"
    ),
    "random token and time": lambda path: (
        f"<p>Halaman tidak ditemukan. Kode galat x{len(path) * 7}y pada 12:{len(path)}:07. Hubungi pengelola situs</p>"
    ),
    "advertisements": lambda path: (
        "<title>Portal Berita</title><h1>Maaf</h1><script src=/iklan.js></script><p>"
        + " ".join(f"iklan{chr(97 + (len(path) * k) % 26) * 5}" for k in range(40))
    ),
    "single-page app": fixed('<!doctype html><title>App</title><div id=app></div><script src="/app.81a.js"></script>'),
    "every keyword": fixed(
        "<p>login admin password phpMyAdmin index of DB_PASSWORD=1 -- MySQL dump wp-config backup</p>"
    ),
    "redirect home": fixed((302, {"Location": "/"}, b"")),
    "redirect to log-in with return path": lambda path: (302, {"Location": f"/login?kembali={path}"}, b""),
    "403 for all": fixed((403, HTML, "<h1>Forbidden</h1>")),
    "401 for all": fixed((401, HTML | {"WWW-Authenticate": "Basic"}, "")),
    "JSON for all": lambda path: (
        200,
        {"Content-Type": "application/json"},
        f'{{"status": "error", "path": "{path}"}}',
    ),
    "empty for all": fixed((200, HTML, "")),
}


@pytest.mark.parametrize("serve", NOT_FOUND_PAGES.values(), ids=NOT_FOUND_PAGES.keys())
@pytest.mark.parametrize(
    "path", ["/backup.zip", "/admin", "/admin/", "/.env", "/.git/HEAD", "/uploads/", "/phpmyadmin/index.php"]
)
def test_a_catch_all_is_never_taken_for_the_thing(serve: App, path: str) -> None:
    assert look(serve, path)[0] is Presence.SOFT_404


@pytest.mark.parametrize("serve", NOT_FOUND_PAGES.values(), ids=NOT_FOUND_PAGES.keys())
@pytest.mark.parametrize(
    ("path", "body"),
    [("/backup.zip", ZIP), ("/db.sql", SQL), ("/.env", ENV), ("/.git/HEAD", b"ref: refs/heads/main\n")],
)
def test_a_real_file_is_found_on_every_catch_all(serve: App, path: str, body: bytes) -> None:
    assert look(only({path: (200, {}, body)}, serve), path)[0] is Presence.REAL


@pytest.mark.parametrize(
    ("path", "body"),
    [("/backup.zip", ZIP), ("/db.sql", SQL), ("/.env", ENV), ("/.git/HEAD", b"ref: refs/heads/main\n")],
)
def test_a_site_that_answers_every_path_with_a_leak_has_none(path: str, body: bytes) -> None:
    assert look(fixed((200, {}, body)), path)[0] is Presence.SOFT_404
    assert look(lambda asked: (200, {}, body + asked.encode()), path)[0] is Presence.SOFT_404


def test_an_honest_404_needs_no_baseline() -> None:
    assert look(fixed(GONE), "/backup.zip") == (Presence.ABSENT, 0)


def test_a_real_file_on_an_honest_site_needs_one_baseline() -> None:
    assert look(only({"/db.sql": (200, {}, SQL)}, fixed(GONE)), "/db.sql") == (Presence.REAL, 1)


def test_a_protected_folder_on_an_honest_site_is_there() -> None:
    assert look(only({"/admin/": (401, HTML, "")}, fixed(GONE)), "/admin/")[0] is Presence.REAL
    assert look(only({"/admin": (302, {"Location": "/admin/login"}, b"")}, fixed(GONE)), "/admin")[0] is Presence.REAL


def test_a_log_in_page_on_a_site_with_soft_404_pages_is_there() -> None:
    login = (
        "<title>Masuk - Portal</title><h1>Masuk</h1><form method=post><input name=u><input type=password name=p></form>"
    )
    steady = fixed("<title>Portal</title><p>Halaman tidak ditemukan</p>")
    assert look(only({"/admin": login}, steady), "/admin") == (Presence.REAL, 2)


def test_pages_that_vary_at_random_prove_nothing() -> None:
    def noise(path: str) -> Response:
        letters = "".join(chr(97 + (ord(char) * 7 + index) % 26) for index, char in enumerate(path * 9))
        return f"<title>{letters[:9]}</title><p>" + " ".join(letters[i : i + 4] for i in range(0, 60, 4))

    assert look(noise, "/admin")[0] is Presence.UNKNOWN


def test_a_server_that_rewrites_one_extension_only() -> None:
    def php(path: str) -> Response:
        return "<title>Portal</title><p>Halaman utama portal</p>" if path.endswith(".php") else GONE

    assert look(php, "/admin/index.php")[0] is Presence.SOFT_404
    assert look(only({"/db.sql": (200, {}, SQL)}, php), "/db.sql")[0] is Presence.REAL


def test_a_catch_all_in_one_folder_only() -> None:
    def api(path: str) -> Response:
        return (200, {"Content-Type": "application/json"}, "{}") if path.startswith("/api/") else GONE

    assert look(api, "/api/backup.zip")[0] is Presence.SOFT_404
    assert look(only({"/x/backup.zip": (200, {}, ZIP)}, api), "/x/backup.zip")[0] is Presence.REAL


def test_dot_files_are_compared_with_dot_files() -> None:
    def guard(path: str) -> Response:
        return (403, HTML, "<h1>Forbidden</h1>") if "/." in path else GONE

    assert look(guard, "/.env")[0] is Presence.SOFT_404
    assert look(guard, "/.git/HEAD")[0] is Presence.SOFT_404


def test_baselines_that_could_not_be_looked_at_leave_it_unknown() -> None:
    for failure in (Status.TIMEOUT, Status.SKIPPED, (503, HTML, "galat")):
        assert (
            look(lambda path, failed=failure: ZIP_ANSWER if path == "/backup.zip" else failed, "/backup.zip")[0]
            is Presence.UNKNOWN
        )
    seen = site("https://a.go.id/", {"/": HOME, "/a.zip": ZIP_ANSWER})
    assert presence(seen, found(seen, "/a.zip")) is Presence.UNKNOWN


ZIP_ANSWER: Response = (200, {}, ZIP)


def test_bans_are_bans() -> None:
    assert look(fixed((429, {}, "")), "/admin")[0] is Presence.BLOCKED
    assert look(lambda path: ZIP_ANSWER if path == "/a.zip" else Status.BLOCKED, "/a.zip")[0] is Presence.BLOCKED
    banned = site("https://a.go.id/", {"/": (403, HTML, "x"), "/admin": (403, HTML, "x")})
    (wanted,) = baselines(banned, ["/admin"])
    banned = with_looks(banned, answer(wanted, (403, HTML, "x")))
    assert presence(banned, found(banned, "/admin")) is Presence.BLOCKED


def test_a_server_error_tells_nothing() -> None:
    assert look(fixed((500, HTML, "galat")), "/admin") == (Presence.UNKNOWN, 0)


def test_a_redirect_to_https_is_judged_by_the_answer_there() -> None:
    def moved(path: str) -> Response:
        return (301, {"Location": f"https://a.go.id{path}"}, b"")

    seen = site("http://a.go.id/", {"/": moved("/"), "/db.sql": moved("/db.sql"), "https://a.go.id/": HOME})
    assert presence(seen, found(seen, "/db.sql")) is Presence.UNKNOWN
    there = Request(scheme="https", host="a.go.id", port=443, path="/db.sql")
    seen = with_looks(seen, answer(there, GONE))
    assert presence(seen, found(seen, "/db.sql")) is Presence.ABSENT
    seen = with_looks(seen, answer(there, (200, {}, SQL)))
    wanted = {request.url for request in baselines(seen, ["/db.sql"])}
    assert any(url.startswith("https://a.go.id/") and url.endswith(".sql") for url in wanted)


def test_baselines_are_shared_by_folder_and_extension() -> None:
    seen = site("https://a.go.id/app/", {"/app/": HOME} | {f"/app/{n}.zip": (200, {}, ZIP) for n in "abc"})
    (wanted,) = baselines(seen, ["/app/a.zip", "/app/b.zip", "/app/c.zip"])
    assert (wanted.purpose, wanted.path) == ("soft404", "/app/q7xk2m9tzw4v.zip")


def test_a_refusal_by_a_ban_says_nothing_of_the_path() -> None:
    no: Response = (403, {}, "<h1>Forbidden</h1>")
    known = site("https://a.go.id/", {"/": "<title>Dinas</title><p>Halo", "/admin": no})
    view = answer(known.request("/", view=View.SEARCH_REFERRER), no)
    known = with_looks(known, view)
    (exchange,) = [one for one in known.exchanges() if one.request.path == "/admin"]
    assert presence(known, exchange) is Presence.BLOCKED
