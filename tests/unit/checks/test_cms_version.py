from datetime import date, timedelta

import msgspec
import pytest

from secscan.checks import cms_version
from secscan.identify import software
from secscan.intel.packs import load_intel
from secscan.model.checks import Verdict
from secscan.model.enums import Confidence, Outcome, Reason, Severity, Status
from secscan.model.evidence import SiteEvidence
from secscan.model.intel import Cycle
from secscan.standards.load import load_standard
from tests.unit.builders import TODAY, Response, app, context, site

INTEL = load_intel()
BASE = "https://web.contoh.go.id/"


def verdicts(home: Response, day: date = date(2026, 10, 1), **fields: object) -> list[Verdict]:
    known = (
        site(BASE, {"/": home})
        if not isinstance(home, Status)
        else site(BASE, {"/": home, "http://web.contoh.go.id/": home})
    )
    return list(cms_version.evaluate(app(known, **fields), context(intel=INTEL, as_of=day)))


def wordpress(version: str) -> str:
    return f"<meta name=generator content='WordPress {version}'><script src=/wp-includes/js/wp-embed.min.js></script>"


def judged(version: str, day: date = date(2026, 10, 1)) -> tuple[Outcome, Severity]:
    (verdict,) = verdicts(wordpress(version), day)
    return verdict.outcome, verdict.severity


@pytest.mark.parametrize("version", ["7.1", "7.1.3", "8.0"])
def test_newest_and_newer_than_the_data_pass(version: str) -> None:
    assert judged(version)[0] is Outcome.PASS


@pytest.mark.parametrize("version", ["6.8.8", "6.7.7", "5.0.27"])
def test_the_newest_release_of_a_courtesy_branch_is_partial(version: str) -> None:
    assert judged(version) == (Outcome.PARTIAL, Severity.SEDANG)


def test_a_branch_superseded_ten_days_ago_passes() -> None:
    assert judged("7.0.4", date(2026, 8, 29))[0] is Outcome.PASS
    assert judged("7.0.4", date(2026, 10, 1))[0] is Outcome.PARTIAL


def test_published_holes_fail_with_their_severity() -> None:
    assert judged("6.4.1") == (Outcome.FAIL, Severity.KRITIS)  # CVE-2024-31211
    assert judged("6.4.2") == (Outcome.FAIL, Severity.TINGGI)
    assert judged("4.6.30") == (Outcome.FAIL, Severity.TINGGI)  # the fixes no longer reach 4.6


def test_a_fix_of_yesterday_is_not_blamed() -> None:
    (verdict,) = verdicts(wordpress("6.8.7"), date(2026, 8, 13))
    assert verdict.outcome is Outcome.PARTIAL
    assert verdict.facts["pending"] == ("CVE-2026-65640",)


def test_facts_name_the_holes_worst_first_and_their_source() -> None:
    (verdict,) = verdicts(wordpress("4.7.0"))
    named = verdict.facts["vulnerabilities"]
    total = verdict.facts["vulnerability_total"]
    assert isinstance(named, tuple)
    assert isinstance(total, int)
    assert len(named) == 10 < total
    assert (verdict.facts["branch"], verdict.facts["newest"]) == ("4.7", "4.7.35")
    assert verdict.facts["wordfence"] is True
    assert verdict.discriminators == (("product", "wordpress"),)


def test_end_of_life_and_exploited() -> None:
    drupal = "<script src=/core/misc/drupal.js?v={}></script>"
    (old,) = verdicts(drupal.format("8.4.0"))
    assert (old.outcome, old.severity) == (Outcome.FAIL, Severity.KRITIS)
    assert "CVE-2018-7600" in old.facts["exploited"]  # type: ignore[operator]
    (ended,) = verdicts(drupal.format("10.4.10"))
    assert (ended.outcome, ended.severity, ended.facts["support"]) == (Outcome.FAIL, Severity.TINGGI, "ended")
    (fine,) = verdicts(drupal.format("11.4.5"))
    assert fine.outcome is Outcome.PASS


def test_a_branch_is_enough_where_all_of_it_has_ended() -> None:
    headers = {"Content-Type": "text/html", "X-Generator": "Drupal 7 (https://www.drupal.org)"}
    (verdict,) = verdicts((200, headers, "<p>x</p>"))
    assert (verdict.outcome, verdict.facts["support"]) == (Outcome.FAIL, "ended")
    headers = {"Content-Type": "text/html", "X-Generator": "Drupal 11 (https://www.drupal.org)"}
    (open_,) = verdicts((200, headers, "<p>x</p>"))
    assert (open_.outcome, open_.reason) == (Outcome.INCONCLUSIVE, Reason.VERSION_UNCERTAIN)


def test_hidden_versions_are_inconclusive_unless_the_register_states_one() -> None:
    hidden = "<script src=/wp-includes/js/jquery/jquery.min.js></script>"
    (verdict,) = verdicts(hidden)
    assert (verdict.outcome, verdict.reason) == (Outcome.INCONCLUSIVE, Reason.VERSION_HIDDEN)
    (stated,) = verdicts(hidden, product="WordPress", version="6.4.1", version_date=TODAY)
    assert (stated.outcome, stated.facts["attested"]) == (Outcome.FAIL, True)
    assert stated.facts["attested_on"] == TODAY.isoformat()


def test_the_register_s_word_stays_fresh_as_long_as_other_evidence() -> None:
    assert load_standard("pemda-eksternal").scoring.freshness_days == cms_version.ATTESTED_DAYS


@pytest.mark.parametrize(
    ("days", "unused"),
    [(None, "undated"), (91, "outdated"), (-1, "outdated"), (90, ""), (0, "")],
)
def test_the_register_s_word_counts_where_it_is_dated_and_fresh(days: int | None, unused: str) -> None:
    day = None if days is None else TODAY - timedelta(days=days)
    hidden = "<script src=/wp-includes/js/jquery/jquery.min.js></script>"
    for version, judged in (("6.4.1", Outcome.FAIL), ("7.1", Outcome.PASS)):
        (stated,) = verdicts(hidden, product="WordPress", version=version, version_date=day)
        assert stated.outcome is (Outcome.INCONCLUSIVE if unused else judged)
        assert (stated.facts["versions"], stated.facts["attested_unused"]) == ((version,), unused)
    several = wordpress("7.1") + "<link rel=stylesheet href=/wp-includes/css/dashicons.min.css?ver=6.4.1>"
    (narrowed,) = verdicts(several, product="WordPress", version="7.1", version_date=day)
    assert narrowed.outcome is (Outcome.INCONCLUSIVE if unused else Outcome.PASS)
    (seen,) = verdicts(wordpress("7.1"), product="WordPress", version="7.1", version_date=day)
    assert (seen.outcome, seen.facts["attested"]) == (Outcome.PASS, False)  # needs nobody's word


def test_a_false_statement_of_the_register_is_said_aloud() -> None:
    (verdict,) = verdicts(wordpress("6.4.1"), product="WordPress", version="7.1")
    assert (verdict.outcome, verdict.facts["stated_version"]) == (Outcome.FAIL, "7.1")
    (other,) = verdicts(wordpress("7.1"), product="Joomla!", version="5.4.8")
    assert other.facts["stated_product"] == "Joomla!"


def test_contradicting_evidence_is_judged_only_where_all_agree() -> None:
    home = wordpress("7.1") + "<link rel=stylesheet href=/wp-includes/css/dashicons.min.css?ver=6.4.1>"
    (verdict,) = verdicts(home)
    assert (verdict.outcome, verdict.reason) == (Outcome.INCONCLUSIVE, Reason.VERSION_UNCERTAIN)
    assert verdict.facts["versions"] == ("6.4.1", "7.1")


def test_products_without_end_of_life_data() -> None:
    (verdict,) = verdicts("<p>x</p>", product="OpenSID", version="2410.0.0", version_date=TODAY)
    assert (verdict.outcome, verdict.reason) == (Outcome.INCONCLUSIVE, Reason.VERSION_UNCERTAIN)


def test_no_product_is_not_applicable_and_no_answer_is_not_tested() -> None:
    (none,) = verdicts("<title>WordPress 4.7 diretas</title><p>Berita tentang WordPress 4.7</p>")
    assert (none.outcome, none.reason) == (Outcome.NOT_APPLICABLE, Reason.NO_PRODUCT)
    (down,) = verdicts(Status.TIMEOUT)
    assert (down.outcome, down.reason) == (Outcome.NOT_TESTED, Reason.TIMEOUT)


def test_a_database_tool_beside_the_app_is_not_the_app() -> None:
    home = "<form><input name=pma_username><input type=password name=pma_password></form>"
    (verdict,) = verdicts(home)
    assert verdict.outcome is Outcome.NOT_APPLICABLE


def test_what_an_app_is_built_with_is_no_packaged_product() -> None:
    (django,) = verdicts("<form><input type=hidden name=csrfmiddlewaretoken></form>")
    assert (django.outcome, django.reason) == (Outcome.NOT_APPLICABLE, Reason.NO_PRODUCT)
    headers = {"Content-Type": "text/html", "Set-Cookie": "laravel_session=a; path=/"}
    (laravel,) = verdicts((200, headers, "<p>x</p>"))
    assert (laravel.outcome, laravel.reason) == (Outcome.INCONCLUSIVE, Reason.VERSION_HIDDEN)


def half_known() -> SiteEvidence:
    """A WordPress of which one file is of known releases and two are of none."""
    paths = tuple(INTEL.fingerprints["wordpress"].files)[:3]
    strange: Response = (200, {"Content-Type": "text/javascript"}, "var diubah = 1")
    hidden = "<script src=/wp-includes/js/jquery/jquery.min.js></script>"
    digest = next(iter(INTEL.fingerprints["wordpress"].files[paths[0]].releases))
    evidence = site("https://a.contoh.go.id/", {"/": hidden, **{f"/{path}": strange for path in paths}})
    looks = dict(evidence.looks)
    for key, seen in looks.items():
        if key.endswith(paths[0]):
            payload = msgspec.structs.replace(seen.payload, digest=digest)  # type: ignore[type-var]
            looks[key] = msgspec.structs.replace(seen, payload=payload)
    return msgspec.structs.replace(evidence, looks=looks)


def test_files_of_an_unknown_release_are_no_version_to_judge() -> None:
    (verdict,) = cms_version.evaluate(app(half_known()), context(intel=INTEL))
    assert (verdict.outcome, verdict.reason) == (Outcome.INCONCLUSIVE, Reason.VERSION_UNCERTAIN)
    assert verdict.facts["versions"] == ()
    assert verdict.facts["near"]


def test_what_the_register_states_must_fit_what_the_files_resemble() -> None:
    (open_,) = cms_version.evaluate(app(half_known()), context(intel=INTEL))
    near = software.identify(app(half_known()), INTEL)[0].near
    fitting = near[-1]
    (used,) = cms_version.evaluate(
        app(half_known(), product="WordPress", version=fitting, version_date=TODAY), context(intel=INTEL)
    )
    assert (used.facts["attested"], used.facts["versions"]) == (True, (fitting,))
    (against,) = cms_version.evaluate(app(half_known(), product="WordPress", version="1.2"), context(intel=INTEL))
    assert (against.outcome, against.facts["attested"]) == (open_.outcome, False)
    assert against.facts["stated_version"] == "1.2"


def test_the_register_narrows_what_the_outside_view_leaves_open() -> None:
    home = wordpress("7.1") + "<link rel=stylesheet href=/wp-includes/css/dashicons.min.css?ver=6.4.1>"
    (verdict,) = verdicts(home, product="WordPress", version="7.1", version_date=TODAY)
    assert (verdict.outcome, verdict.facts["attested"], verdict.facts["versions"]) == (Outcome.PASS, True, ("7.1",))


def test_a_branch_in_the_register_contradicts_no_release_of_it() -> None:
    (verdict,) = verdicts(wordpress("6.4.1"), product="WordPress", version="6.4")
    assert verdict.facts["stated_version"] == ""


ROUNDCUBE = (
    '<script>rcmail.set_env({{"task":"login","rcversion":{}}});</script>'
    "<form><input name=_user><input type=password name=_pass><input type=hidden name=_task></form>"
)


def test_a_number_that_a_maintained_distribution_carries_is_an_indication() -> None:
    (carried,) = verdicts(ROUNDCUBE.format(10605))
    assert (carried.outcome, carried.confidence) == (Outcome.FAIL, Confidence.INDIKASI)
    assert "Debian 12" in carried.facts["backports"]  # type: ignore[operator]
    (makers,) = verdicts(ROUNDCUBE.format(10604))
    assert (makers.outcome, makers.confidence, makers.facts["backports"]) == (Outcome.FAIL, Confidence.KUAT, ())
    headers = {"Content-Type": "text/html", "Server": "Apache/2.4.37 (centos)"}
    (elsewhere,) = verdicts((200, headers, ROUNDCUBE.format(10605)))
    assert elsewhere.confidence is Confidence.KUAT


def test_advisories_without_id_are_an_indication() -> None:
    known = msgspec.structs.replace(
        INTEL.products["omeka-s"],
        vulnerabilities=(),
        floor=((("<", "4.1.1"),),),
        cycles=(Cycle(name="4"),),
        releases={"4.1.0": date(2025, 1, 1), "4.1.1": date(2025, 2, 1)},
        support_known=True,
    )
    intel = msgspec.structs.replace(INTEL, products={**INTEL.products, "omeka-s": known})
    evidence = app(site(BASE, {"/": "<p>x</p>"}), product="omeka-s", version="4.1.0", version_date=TODAY)
    (verdict,) = cms_version.evaluate(evidence, context(intel=intel))
    assert (verdict.outcome, verdict.confidence, verdict.severity) == (
        Outcome.FAIL,
        Confidence.INDIKASI,
        Severity.SEDANG,
    )
    assert verdict.facts["advised"] is True
