"""Gone, vacant, stale, and decisions that behaviour belies."""

from datetime import date

import pytest

from secscan.hygiene.standing import changed, lasting, standing
from secscan.model.enums import AppStatus, Confidence
from secscan.model.hygiene import History, Presence, Proposal, Remark, Topic
from tests.unit.hygiene.histories import TERMS, app, look, seen


def remarks(history: History) -> list[Remark]:
    return list(standing(history, TERMS))


def test_one_silence_is_no_death() -> None:
    (once,) = remarks(seen(app("a"), look("a", Presence.NO_NAME)))
    assert (once.topic, once.code, once.proposal) == (Topic.GONE, "gone_no_name", Proposal.REPAIR)
    assert once.confidence is Confidence.INDIKASI


def test_gone_twice_with_a_fortnight_between_is_proposed_to_be_closed() -> None:
    looks = [look("a", Presence.REFUSED, days_ago=days) for days in (0, 10, 40)]
    (gone,) = remarks(seen(app("a"), *looks))
    assert (gone.proposal, gone.confidence) == (Proposal.CLOSE, Confidence.KUAT)
    assert gone.values == {"since": "2026-08-22", "runs": 3}


def test_gone_in_two_scans_of_one_week_may_be_an_outage() -> None:
    looks = [look("a", Presence.REFUSED, days_ago=days) for days in (0, 6)]
    assert remarks(seen(app("a"), *looks))[0].proposal is Proposal.REPAIR


def test_silence_alone_is_never_proposed_to_be_closed() -> None:
    looks = [look("a", Presence.SILENT, days_ago=days) for days in (0, 90)]
    (silent,) = remarks(seen(app("a"), *looks))
    assert (silent.proposal, silent.confidence) == (Proposal.REPAIR, Confidence.INDIKASI)


def test_the_row_of_looks_ends_where_it_was_there() -> None:
    looks = (
        look("a", Presence.REFUSED),
        look("a", Presence.ANSWERS, days_ago=7),
        look("a", Presence.REFUSED, days_ago=9),
    )
    assert lasting(seen(app("a"), *looks)) == looks[:1]
    assert lasting(History(app("a"))) == ()


@pytest.mark.parametrize(
    ("detail", "proposal"),
    [("default_page", Proposal.CLOSE), ("expired", Proposal.CLOSE), ("construction", Proposal.REPAIR)],
)
def test_vacant_places(detail: str, proposal: Proposal) -> None:
    (vacant,) = remarks(seen(app("a"), look("a", Presence.VACANT, detail=detail, title="It works")))
    assert (vacant.topic, vacant.code, vacant.proposal) == (Topic.VACANT, f"vacant_{detail}", proposal)


@pytest.mark.parametrize("presence", [Presence.UNSEEN, Presence.BLOCKED, Presence.FAILING, Presence.ANSWERS])
def test_what_answers_or_was_not_seen_is_not_gone(presence: Presence) -> None:
    assert remarks(seen(app("a"), look("a", presence))) == []


def test_an_app_that_was_never_looked_at_has_no_remark() -> None:
    assert remarks(History(app("a"))) == []


@pytest.mark.parametrize(
    ("status", "presence", "code", "proposal"),
    [
        (AppStatus.DITUTUP, Presence.ANSWERS, "ditutup_but_answers", Proposal.CLOSE),
        (AppStatus.DIGABUNG, Presence.VACANT, "digabung_but_vacant", Proposal.CLOSE),
        (AppStatus.MATI, Presence.ANSWERS, "mati_but_answers", Proposal.DATA),
    ],
)
def test_decisions_that_behaviour_belies(status: AppStatus, presence: Presence, code: str, proposal: Proposal) -> None:
    (remark,) = remarks(seen(app("a", status=status), look("a", presence, detail="parked")))
    assert (remark.topic, remark.code, remark.proposal) == (Topic.DISAGREES, code, proposal)


@pytest.mark.parametrize("presence", [Presence.NO_NAME, Presence.REFUSED, Presence.SILENT, Presence.AWAY])
def test_a_closed_app_that_is_gone_or_redirected_is_as_it_should_be(presence: Presence) -> None:
    assert remarks(seen(app("a", status=AppStatus.DITUTUP), look("a", presence))) == []


OLD, NEW = date(2019, 5, 6), date(2026, 8, 1)


def test_the_newest_sign_counts_whatever_its_kind() -> None:
    assert changed(look("a", days=(("sitemap", OLD), ("text", NEW)))) == (NEW, "text")
    assert changed(look("a", days=(("sitemap", OLD), ("copyright", date(2026, 12, 31))))) == (
        date(2026, 10, 1),
        "copyright",
    )
    assert changed(look("a")) is None


def test_what_a_server_makes_up_for_each_visitor_tells_nothing() -> None:
    today = date(2026, 10, 1)
    assert changed(look("a", days=(("modified", today), ("feed", OLD)))) == (OLD, "feed")
    assert changed(look("a", days=(("text", today), ("feed", OLD)))) == (OLD, "feed")  # a clock on the page
    twice = look("a", days=(("text", today), ("text", today), ("feed", OLD)))
    assert changed(twice) == (today, "text")


def test_days_to_come_are_events_and_no_changes() -> None:
    assert changed(look("a", days=(("text", date(2027, 1, 1)), ("feed", OLD)))) == (OLD, "feed")


def test_stale_content_with_its_evidence() -> None:
    (stale,) = remarks(seen(app("a"), look("a", days=(("feed", OLD), ("copyright", date(2018, 12, 31))))))
    assert (stale.topic, stale.code, stale.confidence) == (Topic.STALE, "stale_feed", Confidence.KUAT)
    assert stale.values == {"day": "2019-05-06", "year": 2019, "years": 7}
    (weak,) = remarks(seen(app("a"), look("a", days=(("copyright", date(2018, 12, 31)),))))
    assert weak.confidence is Confidence.INDIKASI


def test_less_than_two_years_is_not_stale() -> None:
    assert remarks(seen(app("a"), look("a", days=(("feed", date(2024, 10, 2)),)))) == []
