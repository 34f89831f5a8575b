import pytest

from secscan.analysis.logins import Audience, Barrier, audience, barrier, is_login_only, login_form, needs_script
from secscan.model.observations import Exchange
from tests.unit.builders import site

FORM = (
    "<form method=post action=/masuk>{}<input name=user><input type=password name=sandi><button>Masuk</button></form>"
)


def page(body: str, path: str = "/login") -> Exchange:
    known = site("https://app.contoh.go.id/", {path: body})
    (exchange,) = known.exchanges()
    assert exchange.page is not None
    return exchange


def form_barrier(body: str) -> Barrier:
    exchange = page(body)
    form = login_form(exchange.page) if exchange.page else None
    assert form is not None
    assert exchange.page is not None
    return barrier(exchange.page, form)


def test_a_login_form_has_one_password() -> None:
    assert login_form(page(FORM.format("")).page) is not None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "body",
    [
        "<form><input name=nama><input type=password name=a><input type=password name=b></form>",
        "<form action='/wp-login.php?action=postpass'><input type=password name=post_password></form>",
        "<form><input name=pma_username><input type=password name=pma_password></form>",
        "<form><input name='auth[driver]'><input type=password name='auth[password]'></form>",
        "<form><input name=cari></form>",
        "<form>" + "".join(f"<input name=f{n}>" for n in range(9)) + "<input type=password name=p></form>",
    ],
)
def test_other_forms_with_passwords_are_no_login(body: str) -> None:
    exchange = page(body)
    assert exchange.page is not None
    assert login_form(exchange.page) is None


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        ("", Barrier.NONE),
        (
            "<div class=g-recaptcha></div><script src='https://www.google.com/recaptcha/api.js'></script>",
            Barrier.CAPTCHA,
        ),
        ("<script src='https://js.hcaptcha.com/1/api.js'></script>", Barrier.CAPTCHA),
        ("<script src='https://challenges.cloudflare.com/turnstile/v0/api.js'></script>", Barrier.CAPTCHA),
        ("<img src='/captcha.php?x=1'><input name=kode>", Barrier.CAPTCHA),
        ("<label for=h>Berapa 3 + 4 =</label><input id=h name=hasil type=text>", Barrier.CAPTCHA),
        ("<input name=otp placeholder='Kode OTP'>", Barrier.SECOND_FACTOR),
        ("<input type=hidden name=_token value=x>", Barrier.NONE),
        ("<input type=hidden name=photo_id value=x>", Barrier.NONE),
    ],
)
def test_barriers(extra: str, expected: Barrier) -> None:
    assert form_barrier(FORM.format(extra)) is expected


@pytest.mark.parametrize(
    ("path", "body", "expected"),
    [
        ("/admin", FORM.format(""), Audience.ADMIN),
        ("/login", "<title>Panel Operator SIMDA</title>" + FORM.format(""), Audience.ADMIN),
        ("/login", "<title>Masuk</title>" + FORM.format(""), Audience.UNSTATED),
        ("/login", FORM.format("") + "<a href=/register>Daftar</a>", Audience.MEMBER),
        ("/login", FORM.format("") + "<a href=/x>Buat akun baru</a>", Audience.MEMBER),
        ("/login", FORM.format("") + "<a href=/berita>Daftar Berita</a>", Audience.UNSTATED),
        ("/login", "<title>Dinas Administrasi Kependudukan</title>" + FORM.format(""), Audience.UNSTATED),
    ],
)
def test_audience(path: str, body: str, expected: Audience) -> None:
    exchange = page(body, path)
    assert exchange.page is not None
    assert audience(exchange, exchange.page) is expected


def test_a_portal_with_a_login_box_is_not_login_only() -> None:
    portal = page("<p>" + "Berita daerah terbaru. " * 100 + "</p>" + FORM.format(""))
    assert portal.page is not None
    assert not is_login_only(portal.page)
    assert is_login_only(page(FORM.format("")).page)  # type: ignore[arg-type]


def test_a_shell_needs_script() -> None:
    assert needs_script(page("<div id=root></div><script src=/app.js></script>").page)  # type: ignore[arg-type]
    assert not needs_script(page(FORM.format("") + "<script src=/app.js></script>").page)  # type: ignore[arg-type]


def test_a_pin_that_follows_a_file_is_no_log_in() -> None:
    shown = page("<title>Lacak izin</title><form><input name=nomor><input type=password name=pin></form>")
    assert login_form(shown.page) is None  # type: ignore[arg-type]


def test_the_path_says_nothing_where_every_path_is_answered_so() -> None:
    body = "<title>Masuk</title><form><input name=u><input type=password name=p></form><a href=/daftar>Daftar</a>"
    shown = page(body, "/admin")
    assert shown.page is not None
    assert audience(shown, shown.page) is Audience.ADMIN
    assert audience(shown, shown.page, real=False) is Audience.MEMBER
