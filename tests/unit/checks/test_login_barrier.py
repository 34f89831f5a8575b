import pytest

from secscan.checks import admin_pages, login_barrier
from secscan.model.checks import Verdict
from secscan.model.enums import Confidence, Intensity, Outcome, Reason
from secscan.model.requests import Request
from tests.unit.analysis.test_scripted import SHELL, VUE, script
from tests.unit.builders import Response, app, context
from tests.unit.checks.rounds import GONE, HOME, App, explore, serving

FORM = "<form method=post action='/login'><input name=user><input type=password name=sandi>{}</form>"


def login(inside: str = "", around: str = "") -> str:
    return f"<title>Masuk SIMPEG</title><h1>Masuk</h1>{FORM.format(inside)}{around}"


def verdicts(serve: App, home: Response = HOME, **more: object) -> list[Verdict]:
    seen, _ = explore(admin_pages.ask, serve, home=home, **more)  # type: ignore[arg-type]
    return list(login_barrier.evaluate(app(seen), context()))


def test_a_bare_login_fails_as_an_indication() -> None:
    bare, rest = verdicts(serving({"/login": login()}))
    assert (bare.outcome, bare.confidence, bare.discriminators) == (
        Outcome.FAIL,
        Confidence.INDIKASI,
        (("path", "/login"),),
    )
    assert rest.outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("inside", "around"),
    [
        ("<div class=g-recaptcha></div>", "<script src='https://www.google.com/recaptcha/api.js'></script>"),
        ("<label>Kode keamanan <input name=kode></label>", ""),
        ("<input name=otp placeholder='Kode OTP'>", ""),
        ("", "<a href='/auth/realms/pemda/protocol/openid-connect/auth'>SSO Pemda</a>"),
        ("", "<a href='/oauth2/google'>Masuk dengan Google</a>"),
    ],
)
def test_a_visible_barrier_passes(inside: str, around: str) -> None:
    (only,) = verdicts(serving({"/login": login(inside, around)}))
    assert only.outcome is Outcome.PASS


def test_rate_limit_headers_alone_are_partial() -> None:
    headers = {"Content-Type": "text/html", "X-RateLimit-Limit": "60", "X-RateLimit-Remaining": "59"}
    limited, _ = verdicts(serving({"/login": (200, headers, login())}))
    assert (limited.outcome, limited.facts["limited"]) == (Outcome.PARTIAL, True)


def test_one_form_under_every_path_is_one_finding() -> None:
    found = verdicts(serving({}, login()), home=login())
    assert [dict(one.discriminators) for one in found] == [{"path": "/"}, {}]


@pytest.mark.parametrize(
    "page",
    [
        "<title>Daftar</title><form><input name=nama><input type=password name=a><input type=password name=b></form>",
        "<title>Berita</title><p>Masukkan kata sandi dan login setiap hari</p>",
        "<title>Cari</title><form><input name=q></form>",
    ],
)
def test_without_a_login_it_does_not_apply(page: str) -> None:
    (only,) = verdicts(serving({"/daftar": page}), home=page)
    assert (only.outcome, only.reason) == (Outcome.NOT_APPLICABLE, Reason.NO_LOGIN)


def test_what_was_not_looked_for_is_not_tested() -> None:
    (passive,) = verdicts(serving({"/login": login()}), intensity=Intensity.PASSIVE)
    assert (passive.outcome, passive.reason) == (Outcome.NOT_TESTED, Reason.PERMIT)
    (down,) = verdicts(serving({}, GONE), home=(503, {}, ""))
    assert down.outcome is Outcome.NOT_TESTED


def test_a_shell_that_scripts_fill_is_inconclusive() -> None:
    shell = "<title>Aplikasi</title><div id=app></div><script src='/app.js'></script>"
    (only,) = verdicts(serving({}, shell), home=shell)
    assert (only.outcome, only.reason) == (Outcome.INCONCLUSIVE, Reason.SOFT_404)


def test_a_log_in_that_a_script_makes_is_judged_by_the_script() -> None:
    def served(extra: str) -> list[Verdict]:
        def serve(request: Request) -> Response:
            return script(VUE + extra) if request.path == "/assets/main.4f2a.js" else SHELL

        return verdicts(serve, home=SHELL)

    bare, rest = served("")
    assert (bare.outcome, bare.discriminators) == (Outcome.FAIL, (("path", "/"),))
    assert rest.outcome is Outcome.PASS
    (safe,) = served(';u="https://hcaptcha.com/1/api.js"')
    assert safe.outcome is Outcome.PASS
