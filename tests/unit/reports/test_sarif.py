import json
from typing import Any

from secscan.model.enums import FindingState, Language, Severity
from secscan.model.findings import Finding
from secscan.model.subjects import Domain, Endpoint, Host
from secscan.reports.sarif import to_sarif
from tests.unit.reports import sample


def run_of(*extra: Finding, lang: Language = Language.ID) -> Any:
    log = json.loads(to_sarif(sample.assessment(extra), lang))
    assert log["version"] == "2.1.0"
    assert len(log["runs"]) == 1
    return log["runs"][0]


def result_of(run: Any, check: str, **properties: object) -> Any:
    return next(
        one
        for one in run["results"]
        if one["ruleId"] == check and all(one["properties"][name] == value for name, value in properties.items())
    )


def test_results_point_at_their_rules() -> None:
    run = run_of()
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for one in run["results"]:
        assert rules[one["ruleIndex"]]["id"] == one["ruleId"]
        assert one["message"]["text"]
        assert one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    for rule in rules:
        assert rule["shortDescription"]["text"]
        assert rule["help"]["text"]
        assert 0.0 <= float(rule["properties"]["security-severity"]) <= 10.0
        assert len(rule["properties"]["tags"]) == len(set(rule["properties"]["tags"]))


def test_levels_follow_severity() -> None:
    run = run_of()
    assert result_of(run, "database-ports")["level"] == "error"
    assert result_of(run, "framing")["level"] == "note"


def test_an_indication_is_a_review_without_level() -> None:
    one = result_of(run_of(), "gambling-content")
    assert (one["kind"], one["level"]) == ("review", "none")


def test_fixed_findings_are_gone_and_settled_ones_suppressed() -> None:
    dismissed = sample.of_site(
        "framing",
        sample.TEST,
        Severity.RENDAH,
        state=FindingState.FALSE_POSITIVE,
        review_reason="halaman pengalih",
    )
    run = run_of(dismissed)
    states = {one["properties"]["state"] for one in run["results"]}
    assert states == {"open", "accepted", "false_positive"}
    assert result_of(run, "framing", state="false_positive")["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": "halaman pengalih"}
    ]
    assert result_of(run, "framing", state="accepted")["suppressions"][0]["justification"]
    assert "suppressions" not in result_of(run, "framing", state="open")


def test_fingerprints_are_those_of_the_findings() -> None:
    run = run_of()
    prints = {one["partialFingerprints"]["secscanFingerprint/v1"] for one in run["results"]}
    assert prints == {one.fingerprint for one in sample.findings() if one.state is not FindingState.FIXED}


def test_sites_have_requests_and_machines_have_addresses() -> None:
    host = sample.finding("framing", None, Host("2001:db8::1"), Severity.RENDAH)
    name = sample.finding("framing", None, Domain("lama.contoh.go.id"), Severity.RENDAH)
    run = run_of(host, name)
    uris = {one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in run["results"]}
    assert {"ip://[2001:db8::1]/", "dns:lama.contoh.go.id", "tcp://203.0.113.20:3306/"} <= uris
    assert result_of(run, "gambling-content")["webRequest"]["target"] == "/"
    assert "webRequest" not in result_of(run, "database-ports")
    assert isinstance(sample.findings()[4].subject, Endpoint)


def test_rules_carry_nothing_of_a_target() -> None:
    run = run_of(lang=Language.EN)
    rules = json.dumps(run["tool"])
    assert "contoh.go.id" not in rules
    assert "alert(1)" not in rules
