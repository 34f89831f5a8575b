import msgspec
import pytest

from secscan.base.errors import UsageError
from secscan.cli.reviewing import Filter, _find, _row
from secscan.cli.wording import load_wording
from secscan.model.enums import Confidence, FindingState, Language, Review, Severity
from secscan.model.ids import Fingerprint
from tests.unit.reports.sample import CLINIC, PORTAL, findings, of_site

VERBS, REPORT = load_wording("verbs", Language.ID), load_wording("report", Language.ID)
ONE = of_site("framing", PORTAL, Severity.SEDANG)


def taken(**wanted: object) -> bool:
    chosen = {"app": None, "opd": None, "severity": Severity.INFO, "everything": False} | wanted
    return Filter(**chosen).takes(ONE, frozenset({"portal"}))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, True),
        ({"app": "portal"}, True),
        ({"app": "puskesmas"}, False),
        ({"opd": "dinkes"}, True),  # the test's filter says that portal is an app of the wanted OPD
        ({"severity": Severity.SEDANG}, True),
        ({"severity": Severity.TINGGI}, False),
    ],
)
def test_filters(wanted: dict[str, object], expected: bool) -> None:
    assert taken(**wanted) is expected


@pytest.mark.parametrize("state", FindingState)
def test_settled_findings_only_where_everything_is_asked_for(state: FindingState) -> None:
    finding = msgspec.structs.replace(ONE, state=state)
    everything = Filter(None, None, Severity.INFO, everything=True)
    usual = Filter(None, None, Severity.INFO, everything=False)
    assert everything.takes(finding, frozenset())
    assert usual.takes(finding, frozenset()) is finding.is_open


@pytest.mark.parametrize("language", Language)
def test_every_state_has_a_word(language: Language) -> None:
    words = load_wording("verbs", language)
    assert all(words.text(f"findings.states.{state}") for state in FindingState)


def test_the_state_says_what_must_be_known_before_acting() -> None:
    def state(**fields: object) -> str:
        cell = _row(msgspec.structs.replace(ONE, **fields), VERBS, REPORT)["state"]  # type: ignore[arg-type]
        return cell.words  # type: ignore[union-attr]

    assert state() == "terbuka"
    assert state(retested=False) == "terbuka, belum diuji ulang"
    assert state(confidence=Confidence.INDIKASI) == "terbuka, indikasi"
    assert state(confidence=Confidence.INDIKASI, review=Review.CONFIRMED) == "terbuka"
    assert state(retested=False, state=FindingState.FIXED) == "sudah diperbaiki"


def test_an_id_may_be_cut_short_while_only_one_begins_so() -> None:
    same = tuple(msgspec.structs.replace(ONE, fingerprint=Fingerprint(name)) for name in ("abc1", "abc2", "f00d"))
    assert _find(same, "F0") is same[2]
    with pytest.raises(UsageError, match="ambiguous_finding: word=abc, count=2"):
        _find(same, "abc")
    with pytest.raises(UsageError, match="no_such_finding"):
        _find(same, "zzz")


def test_places_read_as_people_write_them() -> None:
    places = {_row(one, VERBS, REPORT)["subject"] for one in findings()}
    assert {"https://portal.contoh.go.id/", "203.0.113.20:3306"} <= places
    assert CLINIC.sites[0].url in places
