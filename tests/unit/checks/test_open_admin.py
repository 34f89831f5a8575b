from secscan.checks import open_admin
from secscan.model.checks import Verdict
from secscan.model.enums import Outcome, Reason, Severity, Status
from secscan.model.evidence import SiteEvidence
from tests.unit.analysis.test_consoles import DASHBOARD, USERS, WP_INSTALL, WP_INSTALLED
from tests.unit.analysis.test_installers import ICINGA, MATOMO
from tests.unit.builders import TOKEN, Response, app, context, site

BASE = "https://web.contoh.go.id/"
GONE: Response = (404, {"Content-Type": "text/html"}, "<h1>404</h1>")
HOME = "<title>Dinas</title><p>Selamat datang di laman dinas.</p>"
WORDPRESS = HOME + "<script src=/wp-includes/js/wp-embed.min.js></script>"


def web(responses: dict[str, Response], rest: Response = GONE) -> SiteEvidence:
    everything: dict[str, Response] = {f"/{path}": rest for path in ("admin", "dashboard", TOKEN, TOKEN[::-1])}
    return site(BASE, {**everything, "/": HOME, **responses})


def judge(known: SiteEvidence) -> tuple[list[Verdict], Verdict]:
    verdicts = list(open_admin.evaluate(app(known), context()))
    return [one for one in verdicts if one.discriminators], next(one for one in verdicts if not one.discriminators)


def test_an_open_dashboard_is_kritis() -> None:
    (found,), rest = judge(web({"/admin": DASHBOARD}))
    assert (found.outcome, found.severity, found.facts["what"]) == (Outcome.FAIL, Severity.KRITIS, "dashboard")
    assert found.discriminators == (("path", "/admin"),)
    assert rest.outcome is Outcome.PASS


def test_an_open_installer_is_kritis_and_a_used_one_is_fine() -> None:
    (found,), _ = judge(web({"/": WORDPRESS, "/wp-admin/install.php": WP_INSTALL}))
    assert (found.outcome, found.facts["what"]) == (Outcome.FAIL, "wordpress_installer")
    nothing, rest = judge(web({"/": WORDPRESS, "/wp-admin/install.php": WP_INSTALLED}))
    assert nothing == []
    assert rest.outcome is Outcome.PASS


def test_a_site_that_was_never_installed() -> None:
    away: Response = (302, {"Location": "/wp-admin/install.php"}, "")
    (found,), _ = judge(web({"/": away, "/wp-admin/install.php": WP_INSTALL}))
    assert found.outcome is Outcome.FAIL


def test_a_redirect_to_login_passes() -> None:
    found, rest = judge(web({"/admin": (302, {"Location": "/login"}, "")}))
    assert found == []
    assert rest.outcome is Outcome.PASS


def test_a_dashboard_for_every_path_is_one_finding() -> None:
    found, _ = judge(web({"/": DASHBOARD}, rest=DASHBOARD))
    assert len(found) == 1


def test_public_dashboards_and_articles_pass() -> None:
    public = "<title>Dashboard Harga Pangan</title><h1>Dashboard</h1><a href=/data>Data</a><a href=/logout>Keluar</a>"
    found, rest = judge(web({"/dashboard": public, "/admin": "<title>Admin</title><p>Cara membuka dashboard</p>"}))
    assert found == []
    assert rest.outcome is Outcome.PASS


def test_not_tested() -> None:
    _, cut = judge(site(BASE, {"/": HOME}))
    assert (cut.outcome, cut.reason) == (Outcome.NOT_TESTED, Reason.BUDGET)
    known = site(BASE, {"/": Status.REFUSED, "http://web.contoh.go.id/": Status.REFUSED})
    _, down = judge(known)
    assert (down.outcome, down.reason) == (Outcome.NOT_TESTED, Reason.UNREACHABLE)


def test_installers_are_asked_for_once_the_product_is_seen() -> None:
    assert [one.path for one in open_admin.ask(site(BASE, {"/": HOME}), context())] == [
        "/admin",
        "/dashboard",
        "/install/",
        "/api/users",
    ]
    asked = [one.path for one in open_admin.ask(site(BASE, {"/": WORDPRESS}), context())]
    assert asked == ["/wp-admin/install.php", "/admin"]


def test_a_wizard_that_asks_for_a_secret_is_no_kritis() -> None:
    (found,), _ = judge(web({"/": (302, {"Location": "/setup"}, ""), "/setup": ICINGA}))
    assert (found.outcome, found.severity) == (Outcome.FAIL, Severity.TINGGI)
    assert (found.facts["product"], found.facts["guarded"]) == ("Icinga Web 2", True)
    (open_one,), _ = judge(web({"/": MATOMO}))
    assert (open_one.severity, open_one.facts["product"]) == (Severity.KRITIS, "Matomo")


def test_a_list_of_accounts_must_be_real() -> None:
    users: Response = (200, {"Content-Type": "application/json"}, USERS)
    (found,), _ = judge(web({"/api/users": users, f"/api/{TOKEN}": GONE}))
    assert (found.facts["what"], found.discriminators) == ("user_list", (("path", "/api/users"),))
    nothing, _ = judge(web({"/api/users": users, f"/api/{TOKEN}": users}))
    assert nothing == []
