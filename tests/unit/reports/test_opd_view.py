from secscan.model.enums import Language, Reason, Severity
from secscan.model.ids import OpdId
from secscan.reports.confine import confine
from secscan.reports.opd_view import OpdView, actions_view, annex, impact_row, opd_view
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
    assert view("diskominfo").unscanned == (("Siaran Pers", "Tidak ada jawaban dalam batas waktu."),)
    assert health.status == "Sementara; 2 dari 3 aplikasi dapat dinilai"


def test_actions_say_what_where_who_how_much_and_how_long() -> None:
    actions = view("dinkes").actions
    assert {one.severity for one in actions[:2]} == {"kritis"}
    server = next(one for one in actions if "server 203.0.113.20 port 3306" in one.place)
    assert server.what == "Tutup port basis data 3306 dari internet"
    assert "Port basis data terbuka" in server.place
    assert server.who == "pelaksana: pemilik server, Dinas Komunikasi dan Informatika"
    assert server.gain.startswith("perkiraan kenaikan skor +")
    assert server.time == "waktu kerja sekitar 20 menit"
    guess = next(one for one in actions if "SIMRS RSUD" in one.place)
    assert guess.what == "Verifikasi bersama pengelola aplikasi: Indikasi sisipan judi daring"
    assert guess.gain == "peringkat baru diberikan setelah diverifikasi"
    assert guess.who == "pelaksana: pengelola aplikasi"


def test_an_action_names_the_registered_contact_and_how_many_findings_it_settles() -> None:
    extra = tuple(
        sample.of_site(
            "backup-files",
            sample.PORTAL,
            Severity.KRITIS,
            discriminators=(("path", path),),
            facts={"path": path},
        )
        for path in ("/db.sql", "/www.zip")
    )
    made = sample.assessment(extra)
    first = next(one for one in actions_view(made, made.findings, WORDS, 5) if "Portal Pemda" in one.place)
    assert first.what.startswith("Hapus berkas /")
    assert first.what.endswith("(dan 1 lagi yang sejenis)")
    assert first.who == "pelaksana: pengelola aplikasi Dinas Komunikasi dan Informatika (Sari)"


def test_long_work_is_told_in_hours() -> None:
    assert WORDS.duration(90) == "waktu kerja sekitar 90 menit"
    assert WORDS.duration(120) == "waktu kerja sekitar 2 jam"
    assert WORDS.duration(150) == "waktu kerja sekitar 2,5 jam"


def test_the_impact_receipt_is_in_the_offices_time() -> None:
    row = impact_row(MADE.impact[0], 2, WORDS)
    assert row.times == "1 Oktober 2026 pukul 08.15 WIB – 08.16.05 WIB"
    assert row.stopped == WORDS.reason(Reason.TIMEOUT)
    assert row.neighbours == 2
    assert impact_row(MADE.impact[1], 0, WORDS).stopped == "tidak"


def test_old_data_is_marked_in_the_annex() -> None:
    stale = {name: old for name, _, old in annex(MADE, WORDS).packs}
    assert stale == {"products": False, "wp_extensions": True}
    assert annex(MADE, WORDS).stale == ("wp_extensions",)
    assert annex(MADE, WORDS).vantage == "dari internet"
    assert annex(MADE, WORDS).digest == sample.STANDARD.digest
    assert len(annex(MADE, Wording(MADE, Language.EN)).disclaimers) == len(sample.STANDARD.disclaimers_en)
