from collections.abc import Mapping

import pytest

from secscan.checks import admin_pages
from secscan.intel.packs import load_intel
from secscan.model.checks import Verdict
from secscan.model.enums import Confidence, Intensity, Outcome, Reason, Status
from secscan.model.evidence import SiteEvidence
from tests.unit.analysis.test_scripted import SHELL, VUE, script
from tests.unit.builders import TOKEN, Response, app, context, site

BASE = "https://web.contoh.go.id/"
CONTEXT = context(intel=load_intel())
GONE: Response = (404, {"Content-Type": "text/html"}, "<title>404</title><h1>Tidak ditemukan</h1>")
REFUSED: Response = (403, {"Content-Type": "text/html"}, "<title>403</title><h1>Forbidden</h1>")
LOGIN = """<title>{}</title><h1>Silakan masuk</h1><form method=post action={}><input name=username>
<input type=password name=password>{}<button>Masuk</button></form>"""
HOME = (
    "<title>Dinas Pertanian</title><h1>Selamat datang</h1><p>"
    + "Berita pertanian dan harga pupuk hari ini. " * 20
    + "</p>"
)
WORDPRESS = HOME + "<script src=/wp-includes/js/wp-embed.min.js></script>"
WP_LOGIN = """<title>Log In ‹ Dinas — WordPress</title><form method=post action=/wp-login.php><input name=log>
<input type=password name=pwd><input type=submit name=wp-submit></form>"""
PATHS = ("admin", "login", "administrator/", "wp-login.php", "wp-admin/")


def web(responses: Mapping[str, Response], rest: Response = GONE, **options: object) -> SiteEvidence:
    """A site that answers `rest` to all that `responses` do not hold."""
    everything: dict[str, Response] = {f"/{path}": rest for path in PATHS}
    for name in (TOKEN, TOKEN[::-1]):
        everything |= {f"/{name}": rest, f"/{name}.php": rest, f"/{name}/": rest}
    return site(BASE, {**everything, "/": HOME, **responses}, **options)  # type: ignore[arg-type]


def judge(known: SiteEvidence, **fields: object) -> list[Verdict]:
    return list(admin_pages.evaluate(app(known, **fields), CONTEXT))


def found(known: SiteEvidence, **fields: object) -> list[tuple[str, Outcome, Confidence]]:
    return [
        (dict(one.discriminators)["path"], one.outcome, one.confidence)
        for one in judge(known, **fields)
        if one.discriminators
    ]


def rest(known: SiteEvidence, **fields: object) -> tuple[Outcome, Reason | None]:
    (verdict,) = (one for one in judge(known, **fields) if not one.discriminators)
    return verdict.outcome, verdict.reason


@pytest.mark.parametrize("answer", [GONE, REFUSED])
def test_no_admin_page_passes(answer: Response) -> None:
    known = web({"/admin": answer, "/login": answer})
    assert found(known) == []
    assert rest(known) == (Outcome.PASS, None)


def test_a_product_login_fails() -> None:
    known = web({"/": WORDPRESS, "/wp-login.php": WP_LOGIN})
    assert found(known) == [("/wp-login.php", Outcome.FAIL, Confidence.PASTI)]
    assert rest(known) == (Outcome.PASS, None)


@pytest.mark.parametrize("answer", [GONE, REFUSED, (401, {"WWW-Authenticate": "Basic realm=x"}, "")])
def test_a_barrier_before_a_product_login_passes(answer: Response) -> None:
    known = web({"/": WORDPRESS, "/wp-login.php": answer})
    assert found(known) == []
    assert rest(known) == (Outcome.PASS, None)


def test_captcha_is_partial() -> None:
    login = LOGIN.format("Admin", "/admin", "<script src=https://www.google.com/recaptcha/api.js></script>")
    assert found(web({"/admin": login})) == [("/admin", Outcome.PARTIAL, Confidence.KUAT)]


def test_basic_authentication_on_a_common_path_is_partial() -> None:
    asks: Response = (401, {"WWW-Authenticate": 'Basic realm="Admin"', "Content-Type": "text/html"}, "<h1>401</h1>")
    known = site(
        BASE,
        {"/": HOME, "/login": GONE, f"/{TOKEN}": GONE},
        requests={site(BASE, {}).request("admin", purpose="admin"): asks},
    )
    assert found(known) == [("/admin", Outcome.PARTIAL, Confidence.KUAT)]


def test_a_gate_on_another_host_passes() -> None:
    known = web({"/admin": (302, {"Location": "https://sso.contoh.go.id/auth"}, "")})
    assert found(known) == []
    assert rest(known) == (Outcome.PASS, None)


def test_redirects_to_the_login_page_are_one_finding() -> None:
    away: Response = (302, {"Location": "/login"}, "")
    known = web({"/admin": away, "/login": LOGIN.format("Masuk Admin", "/login", "")})
    assert found(known) == [("/login", Outcome.FAIL, Confidence.KUAT)]


def test_a_login_that_does_not_say_for_whom_is_an_indication() -> None:
    known = web({"/login": LOGIN.format("Masuk", "/login", "")})
    assert found(known) == [("/login", Outcome.FAIL, Confidence.INDIKASI)]


def test_a_login_of_citizens_is_not_counted() -> None:
    known = web({"/login": LOGIN.format("Masuk", "/login", "") + "<a href=/register>Daftar</a>"})
    assert found(known) == []
    assert rest(known) == (Outcome.PASS, None)


def test_a_staff_app_fails_unless_registered() -> None:
    known = web({"/": LOGIN.format("SIMPEG", "/auth", "")})
    assert found(known) == [("/", Outcome.FAIL, Confidence.KUAT)]
    assert found(known, approved_exposures=("/",)) == [("/", Outcome.NOT_APPLICABLE, Confidence.KUAT)]
    assert rest(known, approved_exposures=("/",)) == (Outcome.NOT_APPLICABLE, Reason.REGISTERED)


def test_one_registered_page_does_not_excuse_another() -> None:
    pages = {"/login": LOGIN.format("Masuk Pegawai", "/login", ""), "/admin": LOGIN.format("Panel", "/admin", "")}
    outcomes = [(path, outcome) for path, outcome, _ in found(web(pages), approved_exposures=("/login",))]
    assert outcomes == [("/admin", Outcome.FAIL), ("/login", Outcome.NOT_APPLICABLE)]


def test_a_catch_all_that_always_shows_the_login_is_one_finding() -> None:
    login = LOGIN.format("SIMDA", "/auth", "")
    known = web({"/": login}, rest=login)
    assert [path for path, _, _ in found(known)] == ["/"]


def test_a_login_under_every_path_but_home_is_one_finding() -> None:
    known = web({}, rest=LOGIN.format("Panel Admin", "/auth", ""))
    assert len(found(known)) == 1


def test_everything_redirects_to_login() -> None:
    away: Response = (302, {"Location": "/login"}, "")
    known = web({"/": away, "/login": LOGIN.format("SIMPEG", "/login", "")}, rest=away)
    assert [path for path, _, _ in found(known)] == ["/login"]


def test_a_catch_all_home_page_shows_no_admin_page() -> None:
    known = web({}, rest=HOME)
    assert found(known) == []
    assert rest(known) == (Outcome.PASS, None)


def test_a_script_shell_for_every_path_can_not_be_read() -> None:
    shell = "<title>App</title><div id=root></div><script src=/static/main.js></script>"
    known = web({"/": shell}, rest=shell)
    assert found(known) == []
    assert rest(known) == (Outcome.INCONCLUSIVE, Reason.SOFT_404)


def test_refusing_everything_is_blocked() -> None:
    known = web({"/": REFUSED}, rest=REFUSED)
    assert rest(known) == (Outcome.NOT_TESTED, Reason.BLOCKED)


def test_what_was_not_asked_is_not_tested() -> None:
    assert rest(site(BASE, {"/": HOME}, intensity=Intensity.PASSIVE)) == (Outcome.NOT_TESTED, Reason.PERMIT)
    assert rest(site(BASE, {"/": HOME})) == (Outcome.NOT_TESTED, Reason.BUDGET)
    (down,) = judge(site(BASE, {"/": Status.TIMEOUT, "http://web.contoh.go.id/": Status.TIMEOUT}))
    assert (down.outcome, down.reason) == (Outcome.NOT_TESTED, Reason.TIMEOUT)


def test_a_portal_with_a_login_box_or_moodle_is_no_admin_page() -> None:
    box = HOME * 2 + "<form action=/member><input name=u><input type=password name=p></form>"
    assert found(web({"/": box})) == []
    moodle = HOME + "<script src=/lib/javascript.php/1/a.js></script>"
    known = web({"/": moodle, "/login/index.php": LOGIN.format("Masuk ke situs", "/login/index.php", "")})
    assert found(known) == []


def test_news_about_admin_pages_is_no_admin_page() -> None:
    known = web({"/admin": "<title>Admin dan Login</title><p>Cara membuka wp-login.php dan /administrator</p>"})
    assert found(known) == []


def test_what_is_asked_is_frugal_and_follows_what_is_seen() -> None:
    plain = [request.path for request in admin_pages.ask(site(BASE, {"/": HOME}), CONTEXT)]
    assert plain == ["/admin", "/login", "/administrator/", "/wp-login.php"]
    seen = [request.path for request in admin_pages.ask(site(BASE, {"/": WORDPRESS}), CONTEXT)]
    assert seen == ["/wp-login.php", "/admin", "/login"]
    linked = site(BASE, {"/": HOME + "<a href=/index.php/siteman>Masuk</a>"}, intensity=Intensity.PASSIVE)
    passive = [one.path for one in admin_pages.ask(linked, CONTEXT) if one.intensity is Intensity.PASSIVE]
    assert passive == ["/index.php/siteman"]
    below = [request.path for request in admin_pages.ask(site(BASE + "app/", {BASE + "app/": HOME}), CONTEXT)]
    assert all(path.startswith("/app/") for path in below)


def test_a_wordpress_in_a_folder_is_asked_there() -> None:
    home = HOME + "<script src=/blog/wp-includes/js/wp-embed.min.js></script>"
    assert "/blog/wp-login.php" in [request.path for request in admin_pages.ask(site(BASE, {"/": home}), CONTEXT)]


def test_a_management_console_behind_basic_authentication_is_partial() -> None:
    asks: Response = (401, {"WWW-Authenticate": 'Basic realm="Tomcat Manager Application"'}, "<title>401</title>")
    page = HOME + "<a href=manager/html>manager</a>"
    known = web({"/": page, "/manager/html": asks, f"/manager/{TOKEN}": GONE})
    assert f"/manager/{TOKEN}" in {request.path for request in admin_pages.ask(known, CONTEXT)}
    assert found(known) == [("/manager/html", Outcome.PARTIAL, Confidence.KUAT)]


@pytest.mark.parametrize(
    ("link", "followed"),
    [
        ("/doku.php?id=start&amp;do=login", True),
        ("/index.php?title=Special:UserLogin&amp;returnto=Beranda", True),
        ("/?hal=masuk", True),
        ("/index.php?r=site%2Flogin", True),
        ("/berita?id=7&amp;judul=cara-masuk-ptn", False),
        ("/berita?dari=loginovasi", False),
    ],
)
def test_log_in_pages_named_by_the_query_are_looked_at(link: str, followed: bool) -> None:
    known = web({"/": HOME + f"<a href='{link}'>Masuk</a>"})
    asked = {request.path for request in admin_pages.ask(known, CONTEXT) if request.purpose == "linked"}
    assert (link.replace("&amp;", "&") in asked) is followed


def test_citizens_log_in_under_every_path_is_not_counted() -> None:
    page = LOGIN.format("Masuk Warga", "/masuk", "") + "<a href=/daftar>Daftar</a>"
    assert found(web({"/": page}, rest=page)) == []


def test_a_log_in_that_a_script_makes_is_an_indication() -> None:
    bundle = {"/assets/main.4f2a.js": script(VUE)}
    found, rest = judge(web({"/": SHELL, **bundle}, rest=SHELL))
    assert (found.outcome, found.confidence, found.discriminators) == (
        Outcome.FAIL,
        Confidence.INDIKASI,
        (("path", "/"),),
    )
    assert rest.outcome is Outcome.INCONCLUSIVE
    citizens = script(VUE + ',{path:"/daftar",component:b}')
    assert len(judge(web({"/": SHELL, "/assets/main.4f2a.js": citizens}, rest=SHELL))) == 1
    (registered, _) = judge(web({"/": SHELL, **bundle}, rest=SHELL), approved_exposures=("/",))
    assert registered.reason is Reason.REGISTERED
