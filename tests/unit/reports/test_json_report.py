import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest

from secscan.base.resources import read_text
from secscan.model.enums import Confidence, FindingState, Outcome, Reason, Severity
from secscan.model.subjects import Domain, Endpoint, Host, Site
from secscan.reports.json_report import SCHEMA, subject, to_json
from tests.unit.reports import sample

SCHEMA_DATA = json.loads(read_text("templates", "schema", SCHEMA))
VALIDATOR = jsonschema.Draft202012Validator
CONTRACT = {
    "findings": "fingerprint check controls app apps opd subject outcome severity confidence state first_seen last_seen"
    " facts",
    "results": "app control outcome reason",
    "software": "app subject product versions confidence evidence",
    "impact": "ip requests connections port_probes bytes peak_per_second seconds stopped_because",
    "apps": "id opd score",
}


def report(**changes: object) -> Any:
    return json.loads(to_json(sample.assessment(**changes)))  # type: ignore[arg-type]


def test_the_report_holds_to_its_schema() -> None:
    validator = jsonschema.Draft202012Validator(
        SCHEMA_DATA, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    validator.check_schema(SCHEMA_DATA)
    assert [error.message for error in validator.iter_errors(report())] == []
    empty = report(apps=(), opds=(), findings=(), runs=(), impact=(), refusals=(), packs=())
    assert [error.message for error in validator.iter_errors(empty)] == []
    assert empty["run"] is None


def test_the_published_schema_is_the_one_that_ships() -> None:
    published = Path(__file__).parents[3] / "docs" / "schema" / SCHEMA
    assert json.loads(published.read_text()) == SCHEMA_DATA


@pytest.mark.parametrize(
    ("place", "values"),
    [
        (SCHEMA_DATA["$defs"]["reason"]["enum"], [None, *Reason]),
        (SCHEMA_DATA["$defs"]["outcome"]["enum"], Outcome),
        (SCHEMA_DATA["$defs"]["confidence"]["enum"], Confidence),
        (SCHEMA_DATA["$defs"]["finding"]["properties"]["severity"]["enum"], Severity),
        (SCHEMA_DATA["$defs"]["finding"]["properties"]["state"]["enum"], FindingState),
    ],
)
def test_the_schema_knows_every_word_of_the_model(place: list[str | None], values: Any) -> None:
    assert set(place) == {str(value) if value is not None else None for value in values}


def test_the_schema_refuses_what_the_contract_forbids() -> None:
    validator = jsonschema.Draft202012Validator(SCHEMA_DATA)
    for path, wrong in (("rating", "F"), ("coverage", 1.2), ("value", "83")):
        data = report()
        data["apps"][0]["score"][path] = wrong
        assert not validator.is_valid(data)
    data = report()
    del data["findings"][0]["subject"]["path"]
    assert not validator.is_valid(data)


@pytest.mark.parametrize("table", CONTRACT)
def test_the_contract_is_kept(table: str) -> None:
    wanted = set(CONTRACT[table].split())
    assert all(wanted <= set(row) for row in report()[table])


def test_every_app_has_every_control() -> None:
    data = report()
    pairs = {(row["app"], row["control"]) for row in data["results"]}
    assert pairs == {(app["id"], control.id) for app in data["apps"] for control in sample.STANDARD.controls}
    assert len(pairs) == len(data["results"])


def test_a_control_without_result_was_not_tested() -> None:
    made = sample.assessment()
    bare = tuple(msgspec.structs.replace(entry, results=()) for entry in made.apps)
    rows = json.loads(to_json(msgspec.structs.replace(made, apps=bare)))["results"]
    assert {row["outcome"] for row in rows} == {"not_tested"}
    assert None not in {row["reason"] for row in rows}


def test_scores_are_unrounded_and_times_are_utc() -> None:
    made = sample.assessment()
    data = report()
    portal = next(app for app in data["apps"] if app["id"] == "portal")["score"]
    entry = next(entry for entry in made.apps if entry.app.id == "portal")
    assert portal["value"] == entry.score.value
    assert portal["coverage"] == entry.score.coverage
    assert data["generated_at"] == "2026-10-01T03:00:00Z"
    assert datetime.fromisoformat(data["findings"][0]["first_seen"]) == sample.SEEN.astimezone(UTC)


def test_only_failures_are_findings_settled_ones_too() -> None:
    passed = sample.of_site("framing", sample.TEST, Severity.RENDAH, outcome=Outcome.INCONCLUSIVE)
    rows = json.loads(to_json(sample.assessment((passed,))))["findings"]
    assert {row["outcome"] for row in rows} <= {"fail", "partial"}
    assert {"open", "fixed", "accepted"} <= {row["state"] for row in rows}
    shared = next(row for row in rows if row["check"] == "database-ports")
    assert shared["app"] is None
    assert shared["apps"] == ["puskesmas", "rsud", "adminduk"]
    assert shared["controls"] == ["SS-NET-01"]


@pytest.mark.parametrize(
    ("of", "keys"),
    [
        (Host("203.0.113.9"), {"kind": "host", "ip": "203.0.113.9"}),
        (Endpoint("2001:db8::1", 3306), {"kind": "endpoint", "ip": "2001:db8::1", "port": 3306}),
        (Domain("contoh.go.id"), {"kind": "domain", "host": "contoh.go.id"}),
        (
            Site("https", "contoh.go.id", 8443, "/a/"),
            {"kind": "site", "scheme": "https", "host": "contoh.go.id", "port": 8443, "path": "/a/"},
        ),
    ],
)
def test_subjects_have_all_keys(of: Host | Endpoint | Domain | Site, keys: dict[str, object]) -> None:
    assert subject(of) == dict.fromkeys(("ip", "port", "scheme", "host", "path")) | keys


def test_a_lone_surrogate_ends_no_report() -> None:
    odd = sample.of_site("framing", sample.TEST, Severity.RENDAH, facts={"title": "a\ud800b"})
    assert b"a?b" in to_json(sample.assessment((odd,)))


def test_packs_say_how_old_they_were_on_the_day_of_the_report() -> None:
    packs = {pack["name"]: pack for pack in report()["packs"]}
    assert (packs["products"]["stale"], packs["wp_extensions"]["stale"]) == (False, True)
    later = {pack["name"]: pack for pack in report(as_of=date(2027, 9, 20))["packs"]}
    assert later["products"]["age_days"] == 365
    assert later["products"]["stale"] is True
