import msgspec
import pytest

from secscan.model.enums import AppStatus, FindingState, HostKind, Language, Outcome, Reason, Severity
from secscan.model.ids import AppId, CheckId, ControlId, OpdId
from secscan.model.register import HostEntry
from secscan.model.score import ControlResult
from secscan.model.standard import Certainty, Reference
from secscan.model.subjects import Domain, Endpoint, Host, Site
from secscan.reports.wording import Wording
from tests.unit.reports import sample

MADE = sample.assessment()
WORDS = Wording(MADE, Language.ID)


@pytest.mark.parametrize(
    ("app", "status"),
    [
        ("portal", "Dinilai"),
        ("rsud", "Menunggu verifikasi"),
        ("siaran", "Belum diperiksa: Tidak ada jawaban dalam batas waktu."),
        ("sehatku", "Terdaftar, tidak dinilai"),
        ("antrean-lama", "Sudah ditutup"),
    ],
)
def test_the_status_of_an_app(app: str, status: str) -> None:
    entry = MADE.app(AppId(app))
    assert entry is not None
    assert WORDS.status(entry) == status


def test_an_incident_comes_before_everything() -> None:
    entry = MADE.app(AppId("antrean-lama"))
    assert entry is not None
    assert entry.app.status is AppStatus.DITUTUP
    hit = msgspec.structs.replace(entry, score=msgspec.structs.replace(entry.score, incident=True))
    assert WORDS.status(hit) == "INSIDEN"


def test_too_little_coverage_is_named_without_rounding_it_away() -> None:
    entry = MADE.app(AppId("portal"))
    assert entry is not None
    score = msgspec.structs.replace(entry.score, rating="-", coverage=0.5999)
    assert WORDS.status(msgspec.structs.replace(entry, score=score)) == "Belum dapat dinilai (cakupan 59,9 %)"


@pytest.mark.parametrize(
    ("certainty", "words"),
    [
        (Certainty.TEXT, "Peraturan BSSN 4/2021"),
        (Certainty.SECONDARY, "Peraturan BSSN 4/2021"),
        (Certainty.KNOWLEDGE, "(rujukan belum diverifikasi)"),
        (Certainty.NONE, "(rujukan belum diverifikasi)"),
    ],
)
def test_what_lies_below_secondary_is_marked(certainty: Certainty, words: str) -> None:
    said = WORDS.reference(Reference(source="BSSN-4-2021", article="27 ayat (8) huruf a", certainty=certainty))
    assert words in said
    assert ("belum diverifikasi" in said) == (certainty in (Certainty.KNOWLEDGE, Certainty.NONE))
    assert ("Pasal" in said) == (certainty is not Certainty.NONE)


def test_results_say_why() -> None:
    control = ControlId("SS-TLS-01")
    assert WORDS.result(ControlResult(control=control, outcome=Outcome.PASS)) == ""
    assert WORDS.result(ControlResult(control=control, outcome=Outcome.NOT_TESTED)) != ""
    planned = ControlResult(control=control, outcome=Outcome.NOT_TESTED, planned=True)
    assert WORDS.result(planned) == "Belum ada dalam profil 0.1.0."
    blocked = ControlResult(control=control, outcome=Outcome.NOT_TESTED, reason=Reason.BLOCKED)
    assert "dihalangi" in WORDS.result(blocked)


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        (Host("203.0.113.1"), "server 203.0.113.1"),
        (Endpoint("2001:db8::1", 22), "server [2001:db8::1] port 22"),
        (Site("https", "contoh.go.id", 443, "/a/"), "https://contoh.go.id/a/"),
        (Domain("contoh.go.id"), "nama domain contoh.go.id"),
    ],
)
def test_subjects_in_words(subject: Host | Endpoint | Site | Domain, words: str) -> None:
    assert WORDS.subject(subject) == words


def test_not_retested_is_said_of_open_findings_only() -> None:
    seen = sample.of_site("framing", sample.TEST, Severity.RENDAH, retested=False)
    assert WORDS.state(seen) == "terbuka; belum diuji ulang"
    assert WORDS.state(msgspec.structs.replace(seen, state=FindingState.FIXED)) == "sudah diperbaiki"


def test_names_that_the_standard_lacks_are_printed_as_they_are() -> None:
    assert WORDS.control(ControlId("XX-1")) == "XX-1"
    assert WORDS.domain("XX") == "XX"
    assert WORDS.cap("own_cap") == "own_cap"
    assert WORDS.opd_name(OpdId("setda")) == "setda"
    assert "hilang" in WORDS.writeup(CheckId("hilang")).title


def test_an_address_is_told_with_the_company_that_it_belongs_to() -> None:
    edge = HostEntry("192.0.2.7", "CDN <b>", HostKind.CDN)
    words = Wording(msgspec.structs.replace(MADE, hosts=(edge, HostEntry("192.0.2.8", "dinkes"))), Language.ID)
    assert words.address("192.0.2.7") == "192.0.2.7 (CDN <b>, CDN)"
    assert words.address("192.0.2.8") == "192.0.2.8"
    assert words.fronts(("192.0.2.8",)) == ""
    assert words.fronts(("192.0.2.7", "192.0.2.8")).startswith("CDN <b>: pengunjung dilayani mesin penyedia ini")
