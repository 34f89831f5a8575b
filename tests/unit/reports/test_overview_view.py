from secscan.model.enums import Language
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
