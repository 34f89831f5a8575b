from secscan.checks import database_tools
from secscan.model.checks import Verdict
from secscan.model.enums import Intensity, Outcome, Reason, Severity, Status
from secscan.model.evidence import SiteEvidence
from tests.unit.analysis.test_dbtools import ADMINER, BLOG, PMA_LOGIN, PMA_OPEN
from tests.unit.builders import TOKEN, Response, app, context, site

BASE = "https://web.contoh.go.id/"
GONE: Response = (404, {"Content-Type": "text/html"}, "<h1>404</h1>")
HOME = "<title>Dinas</title><p>Selamat datang di laman dinas.</p>"
PATHS = ("phpmyadmin/", "adminer.php", "pma/", "pgadmin4/")


def web(responses: dict[str, Response], rest: Response = GONE) -> SiteEvidence:
    everything: dict[str, Response] = {f"/{path}": rest for path in (*PATHS, TOKEN, f"{TOKEN}.php", f"{TOKEN}/")}
    return site(BASE, {**everything, "/": HOME, **responses})


def judge(known: SiteEvidence) -> tuple[list[Verdict], Verdict]:
    verdicts = list(database_tools.evaluate(app(known), context()))
    return [one for one in verdicts if one.discriminators], next(one for one in verdicts if not one.discriminators)


def test_nothing_there_passes() -> None:
    found, rest = judge(web({}))
    assert found == []
    assert rest.outcome is Outcome.PASS


def test_a_login_page_is_tinggi_and_a_console_kritis() -> None:
    (login,), rest = judge(web({"/phpmyadmin/": PMA_LOGIN}))
    assert (login.outcome, login.severity, login.facts["tool"]) == (Outcome.FAIL, Severity.TINGGI, "phpMyAdmin")
    assert rest.outcome is Outcome.PASS
    (console,), _ = judge(web({"/phpmyadmin/": PMA_OPEN}))
    assert (console.severity, console.facts["open"]) == (Severity.KRITIS, True)


def test_one_tool_under_two_names_is_one_finding() -> None:
    (found,), _ = judge(web({"/phpmyadmin/": PMA_LOGIN, "/pma/": PMA_LOGIN}))
    assert found.facts["paths"] == ("/pma/", "/phpmyadmin/")
    both, _ = judge(web({"/phpmyadmin/": PMA_LOGIN, "/adminer.php": ADMINER}))
    assert {one.facts["tool"] for one in both} == {"phpMyAdmin", "Adminer"}


def test_a_server_that_shows_it_for_every_path_is_one_finding() -> None:
    found, _ = judge(web({"/": PMA_LOGIN}, rest=PMA_LOGIN))
    assert len(found) == 1
    assert found[0].discriminators == (("path", "/"),)


def test_articles_catch_alls_and_closed_doors_pass() -> None:
    for answer in (BLOG, HOME, (401, {"WWW-Authenticate": "Basic realm=x"}, ""), (403, {}, "")):
        found, rest = judge(web({"/phpmyadmin/": answer}))
        assert found == []
        assert rest.outcome is Outcome.PASS


def test_not_tested() -> None:
    _, cut = judge(site(BASE, {"/": HOME}))
    assert (cut.outcome, cut.reason) == (Outcome.NOT_TESTED, Reason.BUDGET)
    _, forbidden = judge(site(BASE, {"/": HOME}, intensity=Intensity.PASSIVE))
    assert forbidden.reason is Reason.PERMIT
    _, down = judge(site(BASE, {"/": Status.TIMEOUT, "http://web.contoh.go.id/": Status.TIMEOUT}))
    assert (down.outcome, down.reason) == (Outcome.NOT_TESTED, Reason.TIMEOUT)


def test_linked_tools_are_asked_for_with_a_passive_permit() -> None:
    known = site(BASE, {"/": HOME + "<a href=/phpMyAdmin-5.1/index.php>db</a><a href=/berita/phpmyadmin-baru>x</a>"})
    passive = [one.path for one in database_tools.ask(known, context()) if one.intensity is Intensity.PASSIVE]
    assert passive == ["/phpMyAdmin-5.1/index.php"]
