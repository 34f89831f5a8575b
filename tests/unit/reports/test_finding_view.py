from datetime import date

import msgspec

from secscan.model.enums import Confidence, FindingState, Language, Review, Severity
from secscan.model.findings import FindingEvent
from secscan.model.subjects import Host
from secscan.reports.finding_view import due_day, finding_view, owner_name
from secscan.reports.wording import Wording
from tests.unit.reports import sample

MADE = sample.assessment()
WORDS = Wording(MADE, Language.ID)
FINDING = sample.of_site("framing", sample.CLINIC, Severity.RENDAH, first_seen=sample.EARLIER)


def test_the_repair_target_counts_from_the_first_sight() -> None:
    assert due_day(FINDING, WORDS) == date(2026, 11, 18)  # 20 August + 90 days
    view = finding_view(FINDING, WORDS, as_of=date(2026, 11, 19))
    assert (view.due, view.overdue) == ("18 November 2026", True)
    assert not finding_view(FINDING, WORDS, as_of=date(2026, 11, 18)).overdue


def test_an_accepted_risk_has_no_repair_target() -> None:
    accepted = msgspec.structs.replace(FINDING, state=FindingState.ACCEPTED)
    assert due_day(accepted, WORDS) is None


def test_an_indication_stays_one_until_somebody_looked() -> None:
    guess = msgspec.structs.replace(FINDING, confidence=Confidence.INDIKASI)
    assert finding_view(guess, WORDS, as_of=MADE.as_of).indication
    sure = msgspec.structs.replace(guess, review=Review.CONFIRMED, reviewer="Sari", review_reason="dicek")
    view = finding_view(sure, WORDS, as_of=MADE.as_of)
    assert not view.indication
    assert view.review == "Dipastikan oleh Sari: dicek"


def test_history_and_facts_are_lines() -> None:
    told = msgspec.structs.replace(
        FINDING,
        discriminators=(("path", "/a"),),
        facts={"url": "https://x.go.id/", "empty": "", "path": "/a"},
        history=(FindingEvent(at=sample.SEEN, what="reopened", by="Sari", note="lihat\x1b[31m"),),
    )
    view = finding_view(told, WORDS, as_of=MADE.as_of)
    assert [value for _, value in view.facts] == ["https://x.go.id/", "/a"]
    assert view.history == ("1 Oktober 2026 pukul 08.15 WIB: muncul kembali (Sari; lihat[31m)",)


def test_the_owner_of_a_server_is_the_registers() -> None:
    lone = sample.finding("framing", None, Host("203.0.113.20"), Severity.RENDAH)
    assert owner_name(MADE, lone, WORDS) == "PT Awan Nusantara"
    other = sample.finding("framing", None, Host("203.0.113.99"), Severity.RENDAH)
    assert owner_name(MADE, other, WORDS) == "Dinas Komunikasi dan Informatika"
    nobody = sample.finding("framing", None, Host("198.51.100.1"), Severity.RENDAH)
    assert owner_name(MADE, nobody, WORDS) == "belum terdaftar"
