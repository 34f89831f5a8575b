"""The `json` report: the contract for outside programs, versioned, with a schema in `templates/schema/`.

Scores are unrounded; times are RFC 3339 in UTC. Fields may be added within a major version, never changed or removed.
"""

from datetime import UTC, date, datetime
from typing import Any

import msgspec

from secscan.model.assessment import AppAssessment, Assessment, RunInfo, Software
from secscan.model.checks import Fact
from secscan.model.enums import Outcome, Reason
from secscan.model.findings import Finding, FindingEvent
from secscan.model.impact import Impact
from secscan.model.intel import Pack
from secscan.model.jobs import Refusal
from secscan.model.score import OpdScore, Score
from secscan.model.standard import Standard
from secscan.model.subjects import Domain, Endpoint, Host, Site, Subject

SCHEMA = "report-1.0.schema.json"
"""The schema's file in `templates/schema/`."""

_MAX_EVENTS = 50

Json = dict[str, Any]


def to_json(assessment: Assessment) -> bytes:
    """The whole assessment as indented UTF-8 JSON."""
    raw = msgspec.json.encode(document(assessment))
    return msgspec.json.format(raw, indent=2) + b"\n"


def document(assessment: Assessment) -> Json:
    """The report as plain data."""
    standard = assessment.standard
    newest = max(assessment.runs, key=lambda run: run.started_at, default=None)
    return {
        "schema_version": assessment.schema_version,
        "generated_at": _time(assessment.generated_at),
        "as_of": assessment.as_of.isoformat(),
        "office": _text(assessment.office),
        "timezone": assessment.timezone,
        "secscan_version": assessment.secscan_version,
        "vantage": str(assessment.vantage),
        "standard": {"id": standard.id, "version": standard.version, "digest": standard.digest},
        "run": _run(newest) if newest is not None else None,
        "runs": [_run(run) for run in assessment.runs],
        "opds": [_opd(score) for score in assessment.opds],
        "apps": [_app(entry) for entry in assessment.apps],
        "findings": [
            _finding(finding, standard)
            for finding in assessment.findings
            if finding.outcome in (Outcome.FAIL, Outcome.PARTIAL)
        ],
        "results": [row for entry in assessment.apps for row in _results(entry, standard)],
        "software": [_software(seen) for entry in assessment.apps for seen in entry.software],
        "impact": [_impact(receipt) for receipt in assessment.impact],
        "refusals": [_refusal(refusal) for refusal in assessment.refusals],
        "packs": [_pack(pack, assessment.as_of) for pack in assessment.packs],
    }


def _run(run: RunInfo) -> Json:
    return {
        "id": run.id,
        "profile": run.profile,
        "started_at": _time(run.started_at),
        "finished_at": _time(run.finished_at),
        "state": run.state,
        "version": run.version,
        "vantage": str(run.vantage),
    }


def _pack(pack: Pack, day: date) -> Json:
    """A data pack; `stale` is judged on the day that the report is of."""
    return {
        "name": pack.name,
        "data_date": pack.data_date.isoformat(),
        "age_days": pack.age(day),
        "stale": pack.stale(day),
        "origin": pack.origin.value,
        "source": _text(pack.source),
        "licence": _text(pack.licence),
        "sha256": pack.sha256 or None,
    }


def _opd(score: OpdScore) -> Json:
    return {
        "id": score.opd,
        "value": score.value,
        "low": score.low,
        "rating": score.rating,
        "provisional": score.provisional,
        "asset_coverage": score.asset_coverage,
        "rated": list(score.rated),
        "unscanned": list(score.unscanned),
    }


def _app(entry: AppAssessment) -> Json:
    return {
        "id": entry.app.id,
        "name": _text(entry.app.name),
        "opd": entry.opd.id,
        "urls": [site.url for site in entry.app.sites],
        "addresses": list(entry.addresses),
        "status": str(entry.app.status),
        "environment": str(entry.app.environment),
        "run": entry.run.id if entry.run is not None else None,
        "unseen": _reason(entry.unseen),
        "score": _score(entry.score),
    }


def _score(score: Score) -> Json:
    return {
        "value": score.value,
        "low": score.low,
        "high": score.high,
        "coverage": score.coverage,
        "rating": score.rating,
        "provisional": score.provisional,
        "uncapped": score.uncapped,
        "caps": [
            {
                "name": cap.name,
                "max_score": cap.max_score,
                "max_rating": cap.max_rating,
                "controls": list(cap.controls),
            }
            for cap in score.caps
        ],
        "mandatory_untested": list(score.mandatory_untested),
        "incident": score.incident,
        "awaiting_review": score.awaiting_review,
    }


def _finding(finding: Finding, standard: Standard) -> Json:
    return {
        "fingerprint": finding.fingerprint,
        "check": finding.check,
        "controls": list(standard.controls_of(finding.check)),
        "app": finding.app,
        "apps": list(finding.apps),
        "opd": finding.opd,
        "subject": subject(finding.subject),
        "discriminators": {_text(name): _text(value) for name, value in finding.discriminators},
        "outcome": str(finding.outcome),
        "severity": str(finding.severity),
        "confidence": str(finding.confidence),
        "state": str(finding.state),
        "open": finding.is_open,
        "retested": finding.retested,
        "review": str(finding.review),
        "first_seen": _time(finding.first_seen),
        "last_seen": _time(finding.last_seen),
        "fixed_at": _time(finding.fixed_at),
        "facts": {_text(name): _fact(value) for name, value in finding.facts.items()},
        "history": [_event(event) for event in finding.history[-_MAX_EVENTS:]],
    }


def _event(event: FindingEvent) -> Json:
    """One line of a finding's history. Reviewers' names and words stay in the workspace."""
    return {
        "at": _time(event.at),
        "what": event.what,
        "run": event.run,
        "cause": str(event.cause) if event.cause is not None else None,
        "data": list(event.data),
    }


def subject(of: Subject) -> Json:
    """A subject with all the keys of the contract, null where its kind has none; a domain's name is its `host`."""
    keys: Json = dict.fromkeys(("ip", "port", "scheme", "host", "path"))
    if isinstance(of, Host):
        return {"kind": "host"} | keys | {"ip": of.ip}
    if isinstance(of, Endpoint):
        return {"kind": "endpoint"} | keys | {"ip": of.ip, "port": of.port}
    if isinstance(of, Domain):
        return {"kind": "domain"} | keys | {"host": _text(of.name)}
    assert isinstance(of, Site)  # noqa: S101 - the union has no other member
    return (
        {"kind": "site"} | keys | {"scheme": of.scheme, "host": _text(of.host), "port": of.port, "path": _text(of.path)}
    )


def _results(entry: AppAssessment, standard: Standard) -> list[Json]:
    """Every control of the standard; one without a result was not tested."""
    given = {result.control: result for result in entry.results}
    rows = []
    for control in standard.controls:
        result = given.get(control.id)
        outcome: Outcome
        reason: Reason | None
        if result is None:
            outcome, reason = (
                Outcome.NOT_TESTED,
                entry.unseen or (Reason.INTERRUPTED if control.checks else Reason.PLANNED),
            )
        else:
            outcome, reason = result.outcome, Reason.PLANNED if result.planned else result.reason
        rows.append(
            {
                "app": entry.app.id,
                "control": control.id,
                "outcome": str(outcome),
                "reason": _reason(reason),
                "planned": result.planned if result is not None else not control.checks,
                "condition": result is not None and result.condition,
                "taken_at": _time(result.taken_at) if result is not None else None,
            }
        )
    return rows


def _software(seen: Software) -> Json:
    return {
        "app": seen.app,
        "subject": subject(seen.subject),
        "product": seen.product,
        "label": _text(seen.label),
        "versions": [_text(version) for version in seen.versions],
        "confidence": str(seen.confidence),
        "evidence": [_text(line) for line in seen.evidence],
        "attested": seen.attested,
        "attested_on": seen.attested_on.isoformat() if seen.attested_on is not None else None,
        "probabilities": [round(chance, 4) for chance in seen.probabilities],
        "near": [_text(version) for version in seen.near],
        "distribution": _text(seen.distribution),
    }


def _impact(receipt: Impact) -> Json:
    return {
        "ip": receipt.ip,
        "requests": receipt.requests,
        "connections": receipt.connections,
        "port_probes": receipt.port_probes,
        "bytes": receipt.bytes,
        "peak_per_second": receipt.peak_per_second,
        "seconds": receipt.seconds,
        "backoffs": receipt.backoffs,
        "egress_probes": receipt.egress_probes,
        "started_at": _time(receipt.started_at),
        "ended_at": _time(receipt.ended_at),
        "stopped_because": _reason(receipt.stopped_because),
    }


def _refusal(refusal: Refusal) -> Json:
    return {
        "app": refusal.app,
        "target": _text(refusal.target),
        "what": refusal.what,
        "reason": str(refusal.reason),
        "detail": _text(refusal.detail),
    }


def _reason(reason: Reason | None) -> str | None:
    return str(reason) if reason is not None else None


def _time(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    text = moment.astimezone(UTC).isoformat(timespec="microseconds" if moment.microsecond else "seconds")
    return text.replace("+00:00", "Z")


def _fact(value: Fact) -> Any:
    if isinstance(value, str):
        return _text(value)
    return [_text(one) for one in value] if isinstance(value, tuple) else value


def _text(text: str) -> str:
    """The text without lone surrogates, which UTF-8 cannot carry."""
    return text.encode("utf-8", "replace").decode("utf-8")
