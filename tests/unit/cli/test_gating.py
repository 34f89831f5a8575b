from pathlib import Path

import pytest

from secscan.base.errors import UsageError
from secscan.cli.gating import CODES, _known, _tell, _writable
from secscan.cli.output import Output
from secscan.cli.session import Session
from secscan.model.assessment import Condition, Decision
from secscan.model.enums import DecisionKind, Language
from secscan.model.ids import AppId, ControlId
from tests.unit.registers import FixedClock
from tests.unit.reports import sample
from tests.unit.stored_runs import small_register


def test_every_decision_has_the_exit_code_of_the_contract() -> None:
    assert {kind.value: int(CODES[kind]) for kind in DecisionKind} == {
        "approved": 0,
        "conditional": 11,
        "rejected": 10,
        "no_verdict": 3,
    }


@pytest.mark.parametrize(
    ("target", "app"),
    [
        ("portal", "portal"),
        ("https://portal.contoh.go.id/", "portal"),
        ("https://portal.contoh.go.id:443", "portal"),
        ("portal.contoh.go.id", "portal"),
        ("http://portal.contoh.go.id/", None),
        ("https://portal.contoh.go.id/lain/", None),
        ("bukan alamat", None),
    ],
)
def test_an_app_is_known_by_its_id_or_by_exactly_its_address(target: str, app: str | None) -> None:
    found = _known(small_register(), target)
    assert (found.id if found is not None else None) == app


@pytest.mark.parametrize("name", ["a.html", "a.json", "a.sarif", "a.xml", "A.HTML"])
def test_files_of_a_decision(name: str) -> None:
    _writable(Path(name))


@pytest.mark.parametrize(("name", "code"), [("a.csv", "gate_format"), ("a.docx", "unknown_suffix")])
def test_other_files(name: str, code: str) -> None:
    with pytest.raises(UsageError, match=code):
        _writable(Path(name))


def told(capsys: pytest.CaptureFixture[str], decision: Decision, language: Language = Language.ID) -> str:
    session = Session(Path(), language, {}, FixedClock(), Output(color=False))
    _tell(session, decision, sample.assessment())
    return capsys.readouterr().out


def decided(**fields: object) -> Decision:
    reasons = (("no_permit", {}),)
    return Decision(**{"kind": DecisionKind.CONDITIONAL, "app": AppId("puskesmas"), "reasons": reasons} | fields)  # type: ignore[arg-type]


def test_the_verdict_is_told_in_the_readers_language(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, decided()).startswith("Putusan untuk puskesmas: LAYAK BERSYARAT\n- ")
    assert told(capsys, decided(), Language.EN).startswith("Verdict on puskesmas: CONDITIONAL\n- ")


def test_a_preliminary_verdict_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Pra-pemeriksaan" in told(capsys, decided(preliminary=True))


def test_conditions_name_the_control_and_the_last_day(capsys: pytest.CaptureFixture[str]) -> None:
    from datetime import date

    condition = Condition(control=ControlId("SS-TLS-01"), what="deployment", due=date(2026, 12, 1))
    text = told(capsys, decided(conditions=(condition,)))
    assert "SS-TLS-01" in text
    assert "2026-12-01" in text


def test_a_log_shows_no_evidence(capsys: pytest.CaptureFixture[str]) -> None:
    assert "\x1b" not in told(capsys, decided())
    assert sample.HOSTILE not in told(capsys, decided())
