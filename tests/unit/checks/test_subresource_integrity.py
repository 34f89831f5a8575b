"""SS-HDR-05, with addresses as the large content networks have them."""

import pytest

from secscan.checks import subresource_integrity as check
from secscan.model.checks import Verdict
from secscan.model.enums import Outcome, Reason, Status
from tests.unit.builders import app, context, site

URL = "https://simpeg.contoh.go.id/"
SHA = "sha384-" + "Ab1+" * 16
BOOTSTRAP = "https://cdn.jsdelivr.net/npm/bootstrap@5.3.3/dist/css/bootstrap.min.css"
JQUERY = "https://code.jquery.com/jquery-3.7.1.min.js"
CDNJS = "https://cdnjs.cloudflare.com/ajax/libs/moment.js/2.30.1/moment.min.js"


def verdict(body: str) -> Verdict:
    (only,) = check.evaluate(app(site(URL, {"/": f"<title>Portal</title>{body}"})), context())
    return only


def script(url: str, integrity: str = "") -> str:
    return f"<script src='{url}'" + (f" integrity='{integrity}'" if integrity else "") + "></script>"


def test_all_some_none() -> None:
    style = f"<link rel=stylesheet href='{BOOTSTRAP}' integrity='{SHA}' crossorigin=anonymous>"
    assert verdict(style + script(JQUERY, SHA)).outcome is Outcome.PASS
    some = verdict(style + script(JQUERY) + script(CDNJS, SHA))
    assert (some.outcome, some.facts["missing"], some.facts["files"]) == (Outcome.PARTIAL, (JQUERY,), 3)
    assert verdict(script(JQUERY) + script(CDNJS)).outcome is Outcome.FAIL


@pytest.mark.parametrize("integrity", ["md5-abc", "sha384", "ya", "sha384-pendek"])
def test_a_value_that_browsers_ignore_protects_nothing(integrity: str) -> None:
    assert verdict(script(JQUERY, integrity)).outcome is Outcome.FAIL


def test_a_preload_beside_the_protected_script_needs_none() -> None:
    assert verdict(f"<link rel=preload as=script href='{JQUERY}'>" + script(JQUERY, SHA)).outcome is Outcome.PASS


@pytest.mark.parametrize(
    "body",
    [
        script("https://www.googletagmanager.com/gtag/js?id=G-1"),
        script("https://www.google.com/recaptcha/api.js"),
        script("https://cdn.jsdelivr.net/npm/bootstrap@5/dist/js/bootstrap.min.js"),
        script("https://cdn.jsdelivr.net/npm/bootstrap@5.3/dist/js/bootstrap.min.js"),
        script("/assets/jquery-3.7.1.min.js"),
        script("https://aset.contoh.go.id/jquery-3.7.1.min.js"),
        "<link rel=stylesheet href='https://fonts.googleapis.com/css2?family=Inter:wght@400.1.2'>",
        "<img src='https://cdn.jsdelivr.net/npm/gambar@1.2.3/a.png'>",
        "<a href='https://code.jquery.com/jquery-3.7.1.min.js'>unduh</a>",
    ],
)
def test_own_files_and_files_that_change_by_design_are_not_judged(body: str) -> None:
    found = verdict(body)
    assert (found.outcome, found.reason) == (Outcome.NOT_APPLICABLE, Reason.NO_THIRD_PARTY)


def test_no_page_and_no_answer() -> None:
    (api,) = check.evaluate(app(site(URL, {"/": (200, {"Content-Type": "application/json"}, "{}")})), context())
    assert (api.outcome, api.reason) == (Outcome.NOT_APPLICABLE, Reason.NO_HTML)
    (silent,) = check.evaluate(
        app(site(URL, {"/": Status.TIMEOUT, "http://simpeg.contoh.go.id/": Status.TIMEOUT})), context()
    )
    assert (silent.outcome, silent.reason) == (Outcome.NOT_TESTED, Reason.TIMEOUT)
