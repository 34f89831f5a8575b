import json
from datetime import date

import jsonschema
import pytest

from secscan.base.resources import read_text
from secscan.model.assessment import Condition, Decision
from secscan.model.enums import DecisionKind, Language, Severity
from secscan.model.ids import AppId, ControlId
from secscan.reports.decision import decision_html, decision_json, reason_text
from secscan.reports.json_report import SCHEMA
from secscan.reports.wording import Wording
from secscan.scoring.decision import Thresholds, decide
from tests.unit.reports import sample
from tests.unit.reports.test_html import Page


def decision(kind: DecisionKind = DecisionKind.CONDITIONAL, *, preliminary: bool = False) -> Decision:
    return Decision(
        kind=kind,
        app=AppId("puskesmas"),
        reasons=(("finding", {"check": "framing", "severity": "rendah", "subject": "https://x.go.id/"}),),
        conditions=(
            Condition(control=ControlId("SS-TLS-05"), what="deployment", due=date(2026, 10, 31)),
            Condition(control=ControlId("SS-TLS-01"), what="finding"),
        ),
        preliminary=preliminary,
    )


@pytest.mark.parametrize("lang", Language)
@pytest.mark.parametrize("kind", DecisionKind)
def test_the_record_states_verdict_reasons_and_conditions(kind: DecisionKind, lang: Language) -> None:
    page = Page(decision_html(decision(kind), sample.assessment(), lang)).text
    words = Wording(sample.assessment(), lang)
    assert words.t(f"decision.kind.{kind}") in page
    assert "https://x.go.id/" in page
    assert words.figures.day(date(2026, 10, 31)) in page
    assert words.t("decision.no_due") in page


def test_a_preliminary_check_says_so_in_its_title() -> None:
    made = sample.assessment()
    assert "Pra-pemeriksaan" in Page(decision_html(decision(preliminary=True), made)).text
    official = Page(decision_html(decision(), made)).text
    assert "Berita Acara Hasil Pemeriksaan" in official
    assert "Pra-pemeriksaan" not in official


def test_the_json_is_a_report_with_the_decision() -> None:
    data = json.loads(decision_json(decision(), sample.assessment()))
    jsonschema.Draft202012Validator(json.loads(read_text("templates", "schema", SCHEMA))).validate(data)
    assert data["decision"]["kind"] == "conditional"
    assert data["decision"]["preliminary"] is False
    assert data["decision"]["conditions"][0]["due"] == "2026-10-31"


@pytest.mark.parametrize("lang", Language)
@pytest.mark.parametrize("app", ["portal", "siaran", "puskesmas", "rsud", "stunting", "adminduk"])
def test_whatever_the_gate_decides_has_a_sentence(app: str, lang: Language) -> None:
    made = sample.assessment()
    entry = made.app(AppId(app))
    assert entry is not None
    strict = Thresholds(min_score=99.9, min_coverage=0.99)
    made_decision = decide(entry, made.findings_of(entry.app.id), made.standard, strict, made.as_of)
    words = Wording(made, lang)
    for code, values in made_decision.reasons:
        sentence = reason_text(code, values, words)
        assert not sentence.startswith(f"{code}:")
        assert "{" not in sentence
    data = json.loads(decision_json(made_decision, made, lang))
    for condition in data["decision"]["conditions"]:
        assert not condition["text"].endswith(f"({condition['what']})")


def test_the_record_names_a_finding_by_its_facts_and_what_to_do() -> None:
    expired = sample.of_site(
        "tls-certificate",
        sample.PORTAL,
        Severity.TINGGI,
        facts={"problems": ("expired",), "host": "portal.contoh.go.id"},
    )
    made = sample.assessment((expired,))
    entry = made.app(AppId("portal"))
    assert entry is not None
    verdict = decide(entry, made.findings_of(entry.app.id), made.standard, Thresholds(), made.as_of)
    page = decision_html(verdict, made)
    assert page.count("Sertifikat sudah kedaluwarsa") == 2
    assert "tindakan: Perpanjang sertifikat portal.contoh.go.id" in page
    code, values = verdict.reasons[0]
    assert "Sertifikat bermasalah" in reason_text(code, values, Wording(made, Language.ID))


def test_an_unknown_reason_is_printed_and_harmless() -> None:
    words = Wording(sample.assessment(), Language.EN)
    assert reason_text("new_code", {"a": "\x1b[31mb"}, words) == "new_code: a=[31mb"


def test_a_decision_on_an_unknown_app_is_an_error() -> None:
    lost = Decision(kind=DecisionKind.REJECTED, app=AppId("nowhere"), reasons=())
    with pytest.raises(ValueError, match="nowhere"):
        decision_html(lost, sample.assessment())
