import pytest

from secscan.checks import js_libraries
from secscan.intel.packs import load_intel
from secscan.model.checks import Verdict
from secscan.model.enums import Confidence, Outcome, Reason, Severity, Status
from secscan.model.intel import Intel, JsLibrary, Vulnerability
from tests.unit.builders import Response, app, context, site

INTEL = load_intel()
BASE = "https://app.contoh.go.id/"
JQUERY = "<script src=https://code.jquery.com/jquery-{}.min.js></script>"


def verdicts(home: Response, files: int = 3, **answers: Response) -> list[Verdict]:
    scripts = {f"/{name}.js": seen for name, seen in answers.items()}
    known = site(BASE, {"/": home, "http://app.contoh.go.id/": home, **scripts})
    return list(js_libraries.evaluate(app(known), context(intel=INTEL, script_files=files)))


def judged(home: str, **answers: Response) -> dict[str, tuple[Outcome, Severity]]:
    return {
        dict(one.discriminators).get("library", ""): (one.outcome, one.severity) for one in verdicts(home, **answers)
    }


def test_a_published_hole_fails_and_kev_makes_it_tinggi_at_most() -> None:
    (verdict, rest) = verdicts(JQUERY.format("3.4.1"))  # CVE-2020-11022 and 11023: mended in 3.5.0
    assert (verdict.outcome, verdict.severity, verdict.confidence) == (Outcome.FAIL, Severity.TINGGI, Confidence.KUAT)
    assert verdict.facts["vulnerabilities"] == ("CVE-2020-11023", "CVE-2020-11022")
    assert (verdict.facts["exploited"], verdict.facts["fixed_in"]) == (("CVE-2020-11023",), "3.5.0")
    assert (rest.outcome, rest.discriminators) == (Outcome.PASS, ())


def test_the_first_release_without_holes_passes() -> None:
    assert judged(JQUERY.format("3.5.0"))["jquery"][0] is Outcome.PASS
    assert judged(JQUERY.format("9.0.0"))["jquery"][0] is Outcome.PASS


def test_an_abandoned_branch_without_a_published_hole_is_partial() -> None:
    end = Vulnerability(id="jquery<2.999.999", affected=((("<", "2.999.999"),),), cwe=(1104,))
    intel = Intel(js_libraries={"jquery": JsLibrary(name="jquery", vulnerabilities=(end,))})
    evidence = app(site(BASE, {"/": JQUERY.format("2.2.4")}))
    first = next(iter(js_libraries.evaluate(evidence, context(intel=intel))))
    assert (first.outcome, first.severity) == (Outcome.PARTIAL, Severity.RENDAH)
    assert first.facts["unmaintained"] is True


def test_the_worst_copy_counts() -> None:
    (verdict, _) = verdicts(JQUERY.format("3.7.1") + JQUERY.format("1.4.2"))
    assert (verdict.outcome, verdict.facts["versions"]) == (Outcome.FAIL, ("1.4.2",))


def test_an_unknown_version_is_inconclusive_for_that_library_alone() -> None:
    found = judged("<script src=/bootstrap.min.js></script>" + JQUERY.format("3.7.1"))
    assert {name: outcome for name, (outcome, _) in found.items()} == {
        "bootstrap": Outcome.INCONCLUSIVE,
        "jquery": Outcome.PASS,
        "": Outcome.PASS,
    }


def test_packaged_copies_are_indications() -> None:
    page = "<script src='/wp-includes/js/jquery/jquery.js?ver=1.12.4-wp'></script>"
    (verdict, _) = verdicts(page)
    assert (verdict.outcome, verdict.confidence) == (Outcome.FAIL, Confidence.INDIKASI)
    both = verdicts(page + JQUERY.format("1.4.2"))[0]
    assert both.confidence is Confidence.KUAT


def test_contents_decide() -> None:
    new: Response = (200, {"Content-Type": "text/javascript"}, "/*! jQuery v3.7.1 | (c) OpenJS Foundation */")
    known = site(BASE, {"/": "<script src=/jquery-1.4.2.min.js></script>", "/jquery-1.4.2.min.js": new})
    first = next(iter(js_libraries.evaluate(app(known), context(intel=INTEL))))
    assert (first.outcome, first.facts["versions"]) == (Outcome.PASS, ("3.7.1",))


@pytest.mark.parametrize("page", ["<p>Pakai jquery-1.4.2.js!</p>", "<script src=/app.js></script>"])
def test_no_known_library(page: str) -> None:
    (verdict,) = verdicts(page)
    assert (verdict.outcome, verdict.reason) == (Outcome.NOT_APPLICABLE, Reason.NO_LIBRARY)
    (quick,) = verdicts(page, files=0)
    assert quick.outcome is Outcome.INCONCLUSIVE, "a narrow look closes nothing"


def test_a_quick_look_says_nothing_of_the_rest() -> None:
    assert [dict(one.discriminators) for one in verdicts(JQUERY.format("3.7.1"), files=0)] == [{"library": "jquery"}]


def test_no_page_and_no_answer() -> None:
    (api,) = verdicts((200, {"Content-Type": "application/json"}, "{}"))
    assert (api.outcome, api.reason) == (Outcome.INCONCLUSIVE, Reason.NO_HTML)
    (down,) = verdicts(Status.TIMEOUT)
    assert (down.outcome, down.reason) == (Outcome.NOT_TESTED, Reason.TIMEOUT)
