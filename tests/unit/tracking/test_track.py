import pytest

from secscan.model.checks import Verdict
from secscan.model.enums import Confidence, FindingState, Outcome, Reason, Review, Severity
from secscan.model.findings import Finding
from secscan.model.ids import AppId, CheckId, OpdId
from secscan.model.subjects import Endpoint, Host
from secscan.tracking.review import confirm, dismiss
from secscan.tracking.track import track
from tests.unit.tracking.verdicts import (
    CHECK,
    CLOSING,
    DOMAIN,
    HOST,
    OWNERS,
    REDIS,
    SPECS,
    after,
    day,
    look,
    only,
    says,
)

FAIL, PASS = says(Outcome.FAIL), says(Outcome.PASS)
UNSEEN = says(Outcome.NOT_TESTED, reason=Reason.TIMEOUT)
A, B = AppId("app-1"), AppId("app-2")


def words(finding: Finding) -> list[str]:
    return [event.what for event in finding.history]


def test_a_failure_opens_a_finding_of_the_app_and_its_opd() -> None:
    finding = only(after(look(1, says(Outcome.FAIL, url="https://simpeg.contoh.go.id/"))))
    assert (finding.app, finding.apps, finding.opd) == (A, (A,), OpdId("opd-of-app-1"))
    assert (finding.state, finding.retested, finding.facts) == (
        FindingState.OPEN,
        True,
        {"url": "https://simpeg.contoh.go.id/"},
    )
    assert (finding.first_seen, finding.last_seen, words(finding)) == (day(1), day(1), ["opened"])


@pytest.mark.parametrize(
    "outcome", [Outcome.PASS, Outcome.NOT_APPLICABLE, Outcome.NOT_TESTED, Outcome.INCONCLUSIVE], ids=str
)
def test_nothing_else_opens_one(outcome: Outcome) -> None:
    assert after(look(1, says(outcome))) == {}


def test_it_is_fixed_when_the_check_ran_and_passed() -> None:
    finding = only(after(look(1, FAIL), look(2, PASS)))
    assert (finding.state, finding.fixed_at, finding.last_seen) == (FindingState.FIXED, day(2), day(1))
    assert words(finding) == ["opened", "fixed"]


@pytest.mark.parametrize("outcome", [Outcome.NOT_TESTED, Outcome.INCONCLUSIVE, Outcome.NOT_APPLICABLE], ids=str)
def test_what_could_not_be_looked_at_stays_open_and_says_so(outcome: Outcome) -> None:
    finding = only(after(look(1, FAIL), look(2, says(outcome, reason=Reason.TIMEOUT)), look(3, UNSEEN)))
    assert (finding.state, finding.retested, finding.last_seen) == (FindingState.OPEN, False, day(1))
    assert words(finding) == ["opened", "not_retested"]
    assert finding.history[-1].note == "timeout"


def test_a_check_that_says_nothing_of_the_subject_did_not_retest_it() -> None:
    finding = only(after(look(1, FAIL), look(2, says(Outcome.PASS, DOMAIN))))
    assert (finding.state, finding.retested) == (FindingState.OPEN, False)


def test_seen_again_after_a_gap_it_is_retested() -> None:
    finding = only(after(look(1, FAIL), look(2, UNSEEN), look(3, FAIL)))
    assert (finding.retested, finding.last_seen) == (True, day(3))
    assert words(finding) == ["opened", "not_retested", "seen"]


def test_absence_closes_only_where_the_check_says_so() -> None:
    gone = look(2, says(Outcome.NOT_APPLICABLE, reason=Reason.NO_SESSION_COOKIE))
    assert only(after(look(1, FAIL), gone, specs=CLOSING)).state is FindingState.FIXED
    assert only(after(look(1, FAIL), gone, specs=SPECS)).state is FindingState.OPEN


def test_fixed_and_seen_again_is_reopened_for_a_new_review() -> None:
    hint = says(Outcome.FAIL, confidence=Confidence.INDIKASI)
    findings = after(look(1, hint))
    identity = only(findings).fingerprint
    findings[identity] = confirm(only(findings), "Sari", "Diperiksa bersama", day(1))
    finding = only(after(look(2, PASS), look(3, hint), start=findings))
    assert (finding.state, finding.review, finding.confidence) == (
        FindingState.REOPENED,
        Review.NONE,
        Confidence.INDIKASI,
    )
    assert (finding.first_seen, finding.fixed_at, finding.reviewer) == (day(1), None, "")
    assert words(finding) == ["opened", "confirmed", "fixed", "reopened"]


def test_a_confirmed_indication_stays_confirmed_while_it_is_seen() -> None:
    hint = says(Outcome.FAIL, confidence=Confidence.INDIKASI)
    findings = after(look(1, hint))
    findings[only(findings).fingerprint] = confirm(only(findings), "Sari", "Diperiksa bersama", day(1))
    finding = only(after(look(1, hint), look(2, hint), start=findings))
    assert (finding.confidence, finding.review) == (Confidence.PASTI, Review.CONFIRMED)


def test_a_false_positive_stays_one_for_the_look_that_was_judged_and_reopens_with_a_later_one() -> None:
    findings = after(look(1, FAIL))
    findings[only(findings).fingerprint] = dismiss(only(findings), "Sari", "Halaman uji", day(2))
    assert only(after(look(1, FAIL), start=findings)).state is FindingState.FALSE_POSITIVE
    assert only(after(look(3, PASS), start=findings)).state is FindingState.FALSE_POSITIVE
    assert only(after(look(3, FAIL), start=findings)).state is FindingState.REOPENED


def test_an_accepted_finding_stays_accepted_while_seen() -> None:
    import msgspec

    findings = after(look(1, FAIL))
    accepted = msgspec.structs.replace(only(findings), state=FindingState.ACCEPTED)
    start = {accepted.fingerprint: accepted}
    assert only(after(look(2, FAIL), start=start)).state is FindingState.ACCEPTED
    assert only(after(look(2, PASS), start=start)).state is FindingState.FIXED


def test_a_change_is_noted_once() -> None:
    worse = says(Outcome.FAIL, severity=Severity.KRITIS, version="5.0")
    finding = only(after(look(1, says(Outcome.PARTIAL, version="5.1")), look(2, worse), look(3, worse)))
    assert (finding.outcome, finding.severity, finding.facts) == (Outcome.FAIL, Severity.KRITIS, {"version": "5.0"})
    assert words(finding) == ["opened", "seen"]
    assert finding.history[-1].note == "outcome partial -> fail; severity sedang -> kritis; facts version"


def test_checks_that_a_run_did_not_ask_for_are_untouched() -> None:
    before = after(look(1, FAIL))
    assert after(look(2, UNSEEN, checks=(CheckId("hsts"),)), start=before) == before
    assert after(look(2, PASS, checks=(CheckId("hsts"),)), start=before) == before


def test_apps_that_a_run_did_not_look_at_are_untouched() -> None:
    before = after(look(1, FAIL))
    other = says(Outcome.PASS, DOMAIN)
    assert after(look(2, other, app="app-2"), start=before) == before


def test_a_named_part_is_closed_by_the_verdict_on_the_rest() -> None:
    backup, dump = (says(Outcome.FAIL, what=(("path", path),)) for path in ("/backup.zip", "/db.sql"))
    findings = after(look(1, backup, dump, PASS), look(2, dump, PASS))
    states = {finding.discriminators[0][1]: finding.state for finding in findings.values()}
    assert states == {"/backup.zip": FindingState.FIXED, "/db.sql": FindingState.OPEN}


def test_a_named_part_that_was_not_looked_at_is_not_closed_by_the_rest() -> None:
    what = (("path", "/backup.zip"),)
    cut = says(Outcome.NOT_TESTED, what=what, reason=Reason.BUDGET)
    finding = only(after(look(1, says(Outcome.FAIL, what=what), PASS), look(2, cut, PASS)))
    assert (finding.state, finding.retested) == (FindingState.OPEN, False)


def test_a_named_part_is_not_closed_while_the_rest_fails() -> None:
    part = says(Outcome.FAIL, what=(("path", "/backup.zip"),))
    findings = after(look(1, part), look(2, FAIL))
    assert {finding.state for finding in findings.values()} == {FindingState.OPEN}


def test_the_host_answers_for_its_endpoints() -> None:
    open_port = says(Outcome.FAIL, REDIS)
    closed = after(look(1, open_port), look(2, says(Outcome.PASS, HOST)))
    assert only(closed).state is FindingState.FIXED
    elsewhere = after(look(1, open_port), look(2, says(Outcome.PASS, Host("127.0.0.9"))))
    assert (only(elsewhere).state, only(elsewhere).retested) == (FindingState.OPEN, False)
    unseen = after(look(1, open_port), look(2, says(Outcome.NOT_TESTED, HOST, reason=Reason.EGRESS)))
    assert (only(unseen).state, only(unseen).retested) == (FindingState.OPEN, False)


def test_the_endpoint_itself_answers_before_its_host() -> None:
    finding = only(
        after(look(1, says(Outcome.FAIL, REDIS)), look(2, says(Outcome.PASS, HOST), says(Outcome.FAIL, REDIS)))
    )
    assert (finding.state, finding.last_seen) == (FindingState.OPEN, day(2))


def test_a_finding_of_a_machine_is_one_for_all_its_apps_and_its_owner() -> None:
    redis = says(Outcome.FAIL, REDIS)
    finding = only(track({}, [look(1, redis), look(1, redis, app="app-2")], OWNERS, SPECS))
    assert (finding.app, finding.apps, finding.opd) == (None, (A, B), OpdId("diskominfo"))
    stranger = only(after(look(1, says(Outcome.FAIL, Endpoint("127.0.0.77", 6379)))))
    assert stranger.opd is None


def test_the_worst_of_what_apps_say_of_a_machine_counts() -> None:
    verdicts = [says(Outcome.PARTIAL, REDIS), says(Outcome.FAIL, REDIS, severity=Severity.TINGGI)]
    finding = only(track({}, [look(1, verdicts[0]), look(1, verdicts[1], app="app-2")], OWNERS, SPECS))
    assert (finding.outcome, finding.severity) == (Outcome.FAIL, Severity.TINGGI)


def test_an_app_whose_look_passed_leaves_the_finding_of_the_others() -> None:
    redis = says(Outcome.FAIL, REDIS)
    before = track({}, [look(1, redis), look(1, redis, app="app-2")], OWNERS, SPECS)
    looks = [look(2, redis), look(2, says(Outcome.PASS, REDIS), app="app-2")]
    assert only(track(before, looks, OWNERS, SPECS)).apps == (A,)
    alone = only(track(before, [look(2, redis)], OWNERS, SPECS))
    assert alone.apps == (A, B)


def test_one_app_that_could_not_be_looked_at_keeps_the_finding_of_a_site_open() -> None:
    finding = only(after(look(1, FAIL), look(2, PASS, UNSEEN)))
    assert (finding.state, finding.retested) == (FindingState.OPEN, False)


def test_older_evidence_changes_nothing() -> None:
    before = after(look(1, FAIL), look(3, PASS))
    assert after(look(2, FAIL), start=before) == before
    still = after(look(1, FAIL), look(3, FAIL))
    assert after(look(2, PASS), start=still) == still


def test_new_rules_on_the_same_evidence_count() -> None:
    before = after(look(1, FAIL))
    assert only(after(look(1, PASS), start=before)).state is FindingState.FIXED


def test_the_newest_run_decides_about_a_machine_that_two_runs_looked_at() -> None:
    looks = [look(1, says(Outcome.FAIL, REDIS)), look(2, says(Outcome.PASS, HOST), app="app-2")]
    findings = track({}, looks, OWNERS, SPECS)
    assert only(findings).state is FindingState.FIXED
    assert track(findings, looks, OWNERS, SPECS) == findings


def test_history_is_bounded_and_keeps_its_beginning() -> None:
    looks = [look(number, FAIL if number % 2 else PASS) for number in range(1, 401)]
    history = only(after(*looks)).history
    assert len(history) == 200
    assert (history[0].what, history[-1].at) == ("opened", day(400))


@pytest.mark.parametrize("verdict", [FAIL, PASS, UNSEEN, says(Outcome.PARTIAL)], ids=lambda one: str(one.outcome))
def test_tracking_the_same_run_again_changes_nothing(verdict: Verdict) -> None:
    once = after(look(1, FAIL), look(2, verdict))
    assert after(look(2, verdict), start=once) == once
    assert after(look(1, FAIL), look(2, verdict), start=once) == once


def test_the_check_of_a_finding_may_have_left_the_catalogue() -> None:
    before = after(look(1, FAIL))
    assert only(after(look(2, PASS, checks=(CHECK,)), start=before, specs={})).state is FindingState.FIXED
