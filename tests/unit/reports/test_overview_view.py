from secscan.model.enums import Language, Severity
from secscan.reports.overview_view import overview_view
from secscan.reports.wording import Wording
from tests.unit.reports import sample

MADE = sample.assessment()
VIEW = overview_view(MADE, Wording(MADE, Language.ID))


def test_every_app_is_in_the_distribution_once() -> None:
    assert sum(share.count for share in VIEW.shares) == len(MADE.apps) == VIEW.apps_total
    assert [share.letter for share in VIEW.shares] == ["A", "B", "C", "D", "E", "-"]


def test_opds_stand_by_their_lower_bound() -> None:
    lows = [int(row.low) for row in VIEW.opds]
    assert len(set(lows)) == 3
    assert lows == sorted(lows, reverse=True)


def test_the_weakest_app_comes_first_and_those_without_score_last() -> None:
    lows = [row.score.low for row in VIEW.apps if row.score.value is not None]
    assert lows == sorted(lows)
    assert [row.score.value is None for row in VIEW.apps] == sorted(row.score.value is None for row in VIEW.apps)


def test_the_unseen_are_named_with_their_reason() -> None:
    assert {name for name, _, _ in VIEW.unseen} == {"Siaran Pers", "SehatKu Android", "Antrean Lama"}
    assert all(reason for _, _, reason in VIEW.unseen)


def test_findings_on_servers_name_owner_and_apps() -> None:
    (row,) = VIEW.hosts
    assert row.owner == "Dinas Komunikasi dan Informatika"
    assert row.apps == ("Antrean Puskesmas", "SIMRS RSUD", "Adminduk Daring")


def test_a_shared_finding_is_counted_once() -> None:
    assert (VIEW.counts[0].sure, VIEW.counts[0].indications) == (1, 1)


def test_an_app_out_of_use_is_said_to_be_so_and_long_tables_leave_reasons_out() -> None:
    assert {reason for name, _, reason in VIEW.unseen if name == "Antrean Lama"} == {"Sudah ditutup"}
    brief = {row.name: row.brief for row in VIEW.apps}
    assert brief["Siaran Pers"] == "Belum diperiksa"
    assert {row.name: row.status for row in VIEW.apps}["Siaran Pers"].startswith("Belum diperiksa: ")


def test_among_equal_scores_the_app_with_more_grave_findings_comes_first() -> None:
    worse = tuple(
        sample.of_site("backup-files", sample.CIVIL_APP, Severity.KRITIS, discriminators=(("path", path),))
        for path in ("/a.sql", "/b.sql")
    )
    made = sample.assessment(worse)
    names = [row.name for row in overview_view(made, Wording(made, Language.ID)).apps if round(row.score.low) == 39]
    assert names[0] == "Adminduk Daring"
