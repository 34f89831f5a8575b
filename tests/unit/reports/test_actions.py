import pytest

from secscan.model.enums import Outcome, Severity
from secscan.model.ids import AppId
from secscan.reports.actions import score_after, useful_actions
from tests.unit.reports import sample


def test_the_gravest_come_first_and_settled_ones_not_at_all() -> None:
    made = sample.assessment()
    found = useful_actions(made, made.findings, 10)
    assert [action.severity.rank for action in found] == sorted(action.severity.rank for action in found)
    assert found[0].check in ("database-ports", "gambling-content")
    assert all(one.is_open for action in found for one in action.findings)


def test_the_gain_is_that_of_scoring_again() -> None:
    made = sample.assessment()
    action = next(one for one in useful_actions(made, made.findings, 10) if one.check == "https-redirect")
    clinic = made.app(AppId("puskesmas"))
    assert clinic is not None
    assert clinic.score.value == 39
    assert action.gain == 0.0  # the open database port still caps the score at 39
    assert action.held
    port = next(one for one in useful_actions(made, made.findings, 10) if one.check == "database-ports")
    assert port.gain > 30
    assert not port.held


def test_repairing_everything_leaves_nothing_to_gain() -> None:
    made = sample.assessment()
    clinic = made.app(AppId("puskesmas"))
    assert clinic is not None
    findings = made.findings_of(clinic.app.id)
    after = score_after(clinic, findings, findings, made.standard)
    assert after == pytest.approx(100.0)
    assert score_after(clinic, findings, (), made.standard) == clinic.score.value


def test_findings_of_one_check_on_one_app_are_one_action() -> None:
    more = [
        sample.of_site("framing", sample.TEST, Severity.RENDAH, outcome=Outcome.PARTIAL, discriminators=(("n", n),))
        for n in "123"
    ]
    made = sample.assessment(tuple(more))
    found = [one for one in useful_actions(made, made.findings, 20) if one.findings[0].app == "stunting"]
    assert [len(action.findings) for action in found] == [3]


def test_no_more_are_named_than_asked_for() -> None:
    made = sample.assessment()
    assert len(useful_actions(made, made.findings, 2)) == 2
