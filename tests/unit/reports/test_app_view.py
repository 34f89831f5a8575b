from datetime import date

import msgspec

from secscan.model.enums import Confidence, Language, Review, Severity
from secscan.model.ids import AppId
from secscan.reports.app_view import AppView, app_view, open_counts
from secscan.reports.finding_view import finding_view
from secscan.reports.wording import Wording
from tests.unit.reports import sample

MADE = sample.assessment()
WORDS = Wording(MADE, Language.ID)


def view(app: str) -> AppView:
    entry = MADE.app(AppId(app))
    assert entry is not None
    views = {one.fingerprint: finding_view(one, WORDS, as_of=MADE.as_of) for one in MADE.findings}
    return app_view(entry, MADE.findings_of(entry.app.id), views, WORDS)


def test_indications_are_counted_apart() -> None:
    guess = sample.of_site("framing", sample.TEST, Severity.KRITIS, confidence=Confidence.INDIKASI)
    sure = sample.of_site(
        "framing", sample.TEST, Severity.KRITIS, confidence=Confidence.INDIKASI, review=Review.CONFIRMED
    )
    worst = open_counts([guess, sure], WORDS)[0]
    assert (worst.severity, worst.sure, worst.indications) == (Severity.KRITIS, 1, 1)


def test_findings_stand_worst_first_and_settled_ones_apart() -> None:
    clinic = view("puskesmas")
    assert [one.severity for one in clinic.open_findings] == [Severity.TINGGI, Severity.RENDAH]
    assert len(clinic.host_findings) == 1
    assert [one.state for one in view("rsud").settled] == ["sudah diperbaiki"]


def test_every_control_has_a_row_in_the_order_of_the_standard() -> None:
    rows = [row.id for _, group in view("portal").controls for row in group]
    assert sorted(rows) == sorted(control.id for control in sample.STANDARD.controls)
    failed = next(row for _, group in view("portal").controls for row in group if row.id == "SS-HDR-02")
    assert (failed.key, len(failed.findings)) == ("fail", 1)


def test_the_untested_are_grouped_by_reason() -> None:
    groups = {group.reason: [control for control, _ in group.controls] for group in view("portal").untested}
    assert groups[WORDS.t("reason.consent")] == ["SS-NET-02", "SS-NET-03"]
    assert "SS-UPD-03" in groups[WORDS.t("reason.version_hidden")]
    assert "SS-SES-01" not in [control for group in groups.values() for control in group]


def test_an_unseen_app_says_why_instead_of_a_table() -> None:
    dead = view("siaran")
    assert dead.controls == ()
    assert dead.unseen == "Tidak ada jawaban dalam batas waktu."


def test_a_test_environment_has_conditions() -> None:
    assert "SS-TLS-01" in [control for control, _ in view("stunting").conditions]
    assert view("portal").conditions == ()


def test_caps_name_their_controls_and_the_score_without_them() -> None:
    clinic = view("puskesmas")
    assert any("SS-NET-01" in controls for _, controls in clinic.caps)
    assert float(clinic.uncapped) > 39
    assert view("portal").uncapped == ""


def test_what_the_register_states_is_shown_with_its_day() -> None:
    portal = MADE.app(AppId("portal"))
    assert portal is not None
    for day, text in ((date(2026, 10, 1), "per 1 Oktober 2026"), (None, "tanpa tanggal")):
        stated = msgspec.structs.replace(portal.software[0], attested=True, attested_on=day)
        entry = msgspec.structs.replace(portal, software=(stated,))
        assert text in app_view(entry, (), {}, WORDS).software[0][2]
