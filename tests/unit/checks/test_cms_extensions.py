import pytest

from secscan.checks import cms_extensions
from secscan.intel.packs import load_intel
from secscan.model.checks import Verdict
from secscan.model.enums import Confidence, Outcome, Reason, Severity, Status
from secscan.model.intel import ExtensionKind, Intel, Vulnerability
from tests.unit.builders import Response, app, context, site
from tests.unit.identify.test_extensions import asset, readme

INTEL = load_intel()
BASE = "https://web.contoh.go.id/"


def verdicts(home: Response, intel: Intel = INTEL, **files: Response) -> list[Verdict]:
    answers = {f"/wp-content/plugins/{slug.replace('_', '-')}/readme.txt": seen for slug, seen in files.items()}
    known = site(BASE, {"/": home, "http://web.contoh.go.id/": home, **answers})
    return list(cms_extensions.evaluate(app(known), context(intel=intel)))


def plugin(slug: str, version: str) -> str:
    return asset(slug, "a.js", version) + asset(slug, "b.js", version)


def test_a_published_hole_fails_with_its_severity_and_its_source() -> None:
    (verdict,) = verdicts(plugin("contact-form-7", "5.3.1"))  # CVE-2020-35489: mended in 5.3.2
    assert (verdict.outcome, verdict.severity, verdict.confidence) == (Outcome.FAIL, Severity.TINGGI, Confidence.KUAT)
    assert verdict.discriminators == (("path", "/wp-content/plugins/contact-form-7/"),)
    assert "CVE-2020-35489" in verdict.facts["vulnerabilities"]  # type: ignore[operator]
    assert verdict.facts["wordfence"] is True
    links = verdict.facts["links"]
    assert isinstance(links, tuple)
    assert links[0] == "https://www.wordfence.com/threat-intel/vulnerabilities/wordpress-plugins/contact-form-7"


def test_one_asset_alone_is_an_indication_and_the_read_me_makes_it_sure() -> None:
    (verdict,) = verdicts(asset("contact-form-7", "a.js", "5.3.1"))
    assert (verdict.outcome, verdict.confidence) == (Outcome.FAIL, Confidence.INDIKASI)
    (verdict,) = verdicts(asset("contact-form-7", "a.js", "5.3.1"), contact_form_7=readme("5.3.1"))
    assert (verdict.outcome, verdict.confidence) == (Outcome.FAIL, Confidence.KUAT)


def test_current_and_newer_than_the_data_pass() -> None:
    for version in ("6.1.4", "99.1"):
        (verdict,) = verdicts(plugin("contact-form-7", version))
        assert verdict.outcome is Outcome.PASS, version


def test_outdated_without_a_hole_is_partial() -> None:
    known = Vulnerability(id="CVE-2025-1", affected=(((">=", "3.0"), ("<", "3.5")),))
    intel = Intel(extensions={(ExtensionKind.PLUGIN, "galeri"): (known,)})
    (verdict,) = verdicts(plugin("galeri", "2.9"), intel)
    assert (verdict.outcome, verdict.severity, verdict.facts["newest"]) == (Outcome.PARTIAL, Severity.RENDAH, "3.5")


def test_hidden_and_contradicting_versions_are_inconclusive() -> None:
    (verdict,) = verdicts(asset("contact-form-7", "a.js"))
    assert (verdict.outcome, verdict.reason) == (Outcome.INCONCLUSIVE, Reason.VERSION_HIDDEN)
    both = asset("contact-form-7", "a.js", "5.3.1") + asset("contact-form-7", "b.js", "99.1")
    (verdict,) = verdicts(both)
    assert (verdict.outcome, verdict.reason) == (Outcome.INCONCLUSIVE, Reason.VERSION_UNCERTAIN)


def test_an_extension_that_the_data_does_not_know_is_no_finding() -> None:
    (verdict,) = verdicts(plugin("kustom-kabupaten", "0.1.2"))
    assert verdict.outcome is Outcome.PASS


def test_the_versions_of_wordpress_are_no_extensions() -> None:
    page = "<meta name=generator content='WordPress 5.3.1'>" + plugin("contact-form-7", "5.3.1")
    (verdict,) = verdicts(page)
    assert verdict.outcome is Outcome.INCONCLUSIVE


def test_a_record_without_an_end_is_an_indication() -> None:
    known = Vulnerability(id="CVE-2025-1", affected=(((">=", "0"),),))
    intel = Intel(extensions={(ExtensionKind.PLUGIN, "galeri"): (known,)})
    (verdict,) = verdicts(plugin("galeri", "2.9"), intel)
    assert (verdict.outcome, verdict.confidence) == (Outcome.FAIL, Confidence.INDIKASI)


def test_a_removed_extension_passes_where_it_was() -> None:
    gone, rest = verdicts("<p>x</p>", lama=(404, {}, "x"))
    assert (gone.outcome, dict(gone.discriminators)) == (Outcome.PASS, {"path": "/wp-content/plugins/lama/"})
    assert rest.outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("page", "outcome"),
    [
        ("<p>Kami memakai plugin contact-form-7 versi 5.3.1</p>", Outcome.NOT_APPLICABLE),
        ("<meta name=generator content='WordPress 6.4.3'>", Outcome.INCONCLUSIVE),
        ("<script src=/media/jui/js/a.js></script><script src=/media/system/js/b.js></script>", Outcome.INCONCLUSIVE),
    ],
)
def test_without_any_named_extension(page: str, outcome: Outcome) -> None:
    (verdict,) = verdicts(page)
    assert (verdict.outcome, verdict.reason) == (outcome, Reason.NO_EXTENSION)


def test_no_answer_is_not_tested() -> None:
    (verdict,) = verdicts(Status.TIMEOUT)
    assert (verdict.outcome, verdict.reason) == (Outcome.NOT_TESTED, Reason.TIMEOUT)
