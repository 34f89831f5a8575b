from secscan.model.enums import Language, Reason
from secscan.model.ids import OpdId
from secscan.reports.confine import confine
from secscan.reports.opd_view import OpdView, annex, impact_row, opd_view
from secscan.reports.wording import Wording
from tests.unit.reports import sample

MADE = sample.assessment()
WORDS = Wording(MADE, Language.ID)


def view(opd: str) -> OpdView:
    return opd_view(confine(MADE, OpdId(opd), "[...]"), OpdId(opd), WORDS)


def test_the_summary_holds_the_opds_own_figures() -> None:
    health = view("dinkes")
    assert (health.name, health.letter, health.value, health.low) == ("Dinas Kesehatan", "D", "59", "48")
    assert health.unscanned == ()
    assert view("diskominfo").unscanned == ("Siaran Pers",)
    assert health.status == "Sementara; 2 dari 3 aplikasi dapat dinilai"


def test_actions_say_what_where_how_much_and_how_long() -> None:
    first, second, third = view("dinkes").actions
    assert {first.severity, second.severity} == {"kritis"}
    server = next(one for one in (first, second, third) if "server 203.0.113.20 port 3306" in one.what)
    assert server.gain.startswith("perkiraan kenaikan skor +")
    assert server.time.startswith("waktu kerja sekitar ")
    guess = next(one for one in (first, second, third) if "SIMRS RSUD" in one.what)
    assert guess.what.startswith("Verifikasi bersama")


def test_the_impact_receipt_is_in_the_offices_time() -> None:
    row = impact_row(MADE.impact[0], 2, WORDS)
    assert row.times == "1 Oktober 2026 pukul 08.15 WIB – 08.16.05 WIB"
    assert row.stopped == WORDS.reason(Reason.TIMEOUT)
    assert row.neighbours == 2
    assert impact_row(MADE.impact[1], 0, WORDS).stopped == "tidak"


def test_old_data_is_marked_in_the_annex() -> None:
    stale = {name: old for name, _, old in annex(MADE, WORDS).packs}
    assert stale == {"products": False, "wp_extensions": True}
    assert annex(MADE, WORDS).vantage == "dari internet"
    assert annex(MADE, WORDS).digest == sample.STANDARD.digest
    assert len(annex(MADE, Wording(MADE, Language.EN)).disclaimers) == len(sample.STANDARD.disclaimers_en)
