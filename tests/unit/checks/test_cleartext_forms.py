from secscan.checks import cleartext_forms as check
from secscan.model.checks import Verdict
from secscan.model.enums import Outcome, Reason, Severity, Status
from tests.unit.builders import Response, app, context, site

URL = "https://simpeg.contoh.go.id/"
HTTP = "http://simpeg.contoh.go.id/"
LOGIN = "<form method=post action='{}'><input name=user><input type=password name=sandi></form>"
TO_HTTPS: Response = (301, {"Location": URL}, "")


def verdicts(responses: dict[str, Response], url: str = URL) -> list[Verdict]:
    return list(check.evaluate(app(site(url, responses)), context()))


def test_https_page_and_action_pass() -> None:
    (verdict,) = verdicts({HTTP: TO_HTTPS, "/": LOGIN.format("/masuk")})
    assert verdict.outcome is Outcome.PASS


def test_log_in_over_http_is_critical() -> None:
    failed, rest = verdicts({URL: Status.REFUSED, HTTP: LOGIN.format("")})
    assert (failed.outcome, failed.severity, failed.facts["data"]) == (Outcome.FAIL, Severity.KRITIS, ("password",))
    assert rest.outcome is Outcome.PASS
    assert rest.discriminators == ()


def test_https_page_with_http_action_is_critical() -> None:
    failed, _ = verdicts({"/": LOGIN.format("http://sso.contoh.go.id/masuk?kembali=1")})
    assert failed.severity is Severity.KRITIS
    assert failed.discriminators == (("form", "http://sso.contoh.go.id/masuk"),)


def test_http_page_with_https_action_is_high() -> None:
    failed, _ = verdicts({URL: Status.REFUSED, HTTP: LOGIN.format("https://sso.contoh.go.id/masuk")})
    assert failed.severity is Severity.TINGGI


def test_personal_data_counts() -> None:
    form = "<form method=post><label for=a>Nomor Kartu Keluarga</label><input id=a name=f1><input name=no_telp></form>"
    failed, _ = verdicts({URL: Status.REFUSED, HTTP: form})
    assert failed.facts["data"] == ("kk", "phone")


def test_forms_that_ask_for_nothing_personal_do_not_fire() -> None:
    harmless = (
        "<form><input name=q placeholder='Cari alamat kantor'></form>"
        "<form method=post><input name=email placeholder='Alamat email'><textarea name=pesan></textarea></form>"
        "<form><input type=hidden name=nik><input name=teknik><input type=checkbox name=hp></form>"
    )
    (verdict,) = verdicts({URL: Status.REFUSED, HTTP: harmless})
    assert verdict.outcome is Outcome.PASS


def test_the_same_form_on_many_pages_is_one_finding() -> None:
    page = LOGIN.format("http://simpeg.contoh.go.id/masuk")
    found = verdicts({URL: Status.REFUSED, HTTP: page, HTTP + "berita": page})
    assert [verdict.outcome for verdict in found] == [Outcome.FAIL, Outcome.PASS]


def test_basic_authentication_over_http() -> None:
    asked: Response = (401, {"WWW-Authenticate": 'Basic realm="Area Pegawai"'}, "")
    failed, _ = verdicts({URL: Status.REFUSED, HTTP: asked})
    assert (failed.facts["kind"], failed.severity) == ("basic", Severity.KRITIS)
    (digest,) = verdicts({URL: Status.REFUSED, HTTP: (401, {"WWW-Authenticate": "Digest realm=x"}, "")})
    assert digest.outcome is Outcome.PASS
    (encrypted,) = verdicts({HTTP: TO_HTTPS, "/": asked})
    assert encrypted.outcome is Outcome.PASS


def test_asks_for_the_http_twin_of_a_log_in_page() -> None:
    pages: dict[str, Response] = {HTTP: "<p>Beranda", "/": "<p>Beranda", "/masuk": LOGIN.format("/masuk")}
    assert [request.url for request in check.ask(site(URL, pages), context())] == [HTTP + "masuk"]
    assert list(check.ask(site(URL, {**pages, HTTP: TO_HTTPS}), context())) == []


def test_json_has_no_forms_and_no_answer_is_not_tested() -> None:
    (verdict,) = verdicts({"/": (200, {"Content-Type": "application/json"}, "{}")})
    assert (verdict.outcome, verdict.reason) == (Outcome.NOT_APPLICABLE, Reason.NO_HTML)
    (silent,) = verdicts({"/": Status.TIMEOUT, HTTP: Status.TIMEOUT})
    assert (silent.outcome, silent.reason) == (Outcome.NOT_TESTED, Reason.TIMEOUT)


def test_basic_authentication_over_http_is_one_finding_for_each_realm() -> None:
    asks = lambda realm: (401, {"WWW-Authenticate": f'Basic realm="{realm}"'}, "")  # noqa: E731
    found = verdicts({URL: Status.REFUSED, HTTP: asks("a"), **{f"{HTTP}{n}": asks("a") for n in range(5)}})
    failed = [one for one in found if one.outcome is Outcome.FAIL]
    assert [one.discriminators for one in failed] == [(("basic", HTTP),)]
    two = verdicts({URL: Status.REFUSED, HTTP: asks("a"), f"{HTTP}admin/": asks("b"), f"{HTTP}admin/x": asks("b")})
    named = {one.discriminators for one in two if one.outcome is Outcome.FAIL}
    assert named == {(("basic", HTTP),), (("basic", f"{HTTP}admin/"),)}
