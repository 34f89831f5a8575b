from datetime import UTC, datetime, timedelta

import pytest

from secscan.model.enums import AppStatus, Severity
from secscan.model.ids import AppId
from secscan.model.settings import Schedule
from secscan.planning.schedule import Standing, Turn, Why, schedule, turn

NOW = datetime(2026, 10, 1, 13, tzinfo=UTC)
RULE = Schedule()


def of(name: str = "a", *, ago: float | None = 0.0, **fields: object) -> Standing:
    seen = None if ago is None else NOW - timedelta(days=ago)
    return Standing(app=AppId(name), seen_at=seen, **fields)  # type: ignore[arg-type]


def told(standing: Standing, rule: Schedule = RULE) -> Turn:
    return turn(standing, rule, NOW)


@pytest.mark.parametrize(("rating", "days"), [("A", 30), ("B", 21), ("C", 14), ("D", 7), ("E", 3)])
def test_the_worse_the_rating_the_sooner(rating: str, days: int) -> None:
    waiting = told(of(rating=rating, ago=days - 1))
    assert (waiting.why, waiting.due, waiting.days) == (Why.RATING, False, days)
    assert waiting.at == NOW + timedelta(days=1)
    assert told(of(rating=rating, ago=days)).due


def test_an_open_hole_comes_before_the_rating_unless_the_rating_is_sooner() -> None:
    critical = told(of(rating="B", worst=Severity.KRITIS, ago=1))
    assert (critical.why, critical.due) == (Why.OPEN_KRITIS, True)
    high = told(of(rating="B", worst=Severity.TINGGI, ago=2))
    assert (high.why, high.due, high.days) == (Why.OPEN_TINGGI, False, RULE.tinggi)
    assert told(of(rating="E", worst=Severity.TINGGI)).why is Why.RATING
    assert told(of(rating="B", worst=Severity.SEDANG)).why is Why.RATING


def test_what_was_never_scanned_is_due_at_once_and_first() -> None:
    apps = (of("lama", rating="E", ago=90), of("baru", ago=None), of("segar", rating="A", ago=1))
    turns = schedule(apps, RULE, NOW)
    assert [one.app for one in turns] == ["baru", "lama", "segar"]
    assert [one.due for one in turns] == [True, True, False]
    assert told(of(ago=None)).why is Why.NEVER


def test_among_the_due_the_worst_come_first_and_among_the_rest_the_soonest() -> None:
    apps = (
        of("gelap", dark=True, ago=60),
        of("kritis", rating="C", worst=Severity.KRITIS, ago=3),
        of("tinggi", rating="C", worst=Severity.TINGGI, ago=9),
        of("nanti", rating="A", ago=1),
        of("besok", rating="E", ago=2),
        of("larang", permitted=False),
    )
    assert [one.app for one in schedule(apps, RULE, NOW)] == ["kritis", "tinggi", "gelap", "besok", "nanti", "larang"]


def test_dark_and_dead_apps_are_tried_rarely() -> None:
    dark = told(of(dark=True, worst=Severity.KRITIS, ago=20))
    assert (dark.why, dark.due) == (Why.DARK, False), "an open finding of a dark app cannot be tested again anyhow"
    assert told(of(dark=True, ago=31)).due
    assert told(of(status=AppStatus.MATI, rating="E", ago=20)).why is Why.DARK


def test_a_reported_repair_is_looked_at_soon_and_once() -> None:
    claimed = told(of(rating="A", ago=5, claimed_at=NOW - timedelta(days=1)))
    assert (claimed.why, claimed.due) == (Why.CLAIMED, True)
    fresh = told(of(rating="A", ago=5, claimed_at=NOW), Schedule(claimed=2))
    assert (fresh.due, fresh.at) == (False, NOW + timedelta(days=2))
    looked_since = told(of(rating="A", ago=0.5, claimed_at=NOW - timedelta(days=1)))
    assert looked_since.why is Why.RATING
    dark = told(of(dark=True, ago=5, claimed_at=NOW - timedelta(days=1)))
    assert dark.why is Why.CLAIMED, "perhaps it is back"


def test_what_could_not_be_rated_has_an_interval_of_its_own() -> None:
    assert told(of(rating="-", ago=6)).why is Why.UNRATED
    assert not told(of(rating="-", ago=6)).due
    assert told(of(rating="-", ago=7)).due


def test_without_a_permit_nothing_is_due() -> None:
    for standing in (of(ago=None, permitted=False), of(rating="E", ago=90, permitted=False)):
        assert (told(standing).why, told(standing).due, told(standing).at) == (Why.NO_PERMIT, False, None)


def test_what_was_refused_is_tried_again_after_a_while() -> None:
    """A permit that names a network may cover it one day; asking every night would only be refused every night."""
    assert not told(of(refused=True, rating="E", worst=Severity.KRITIS, ago=6)).due
    assert told(of(refused=True, ago=7)).why is Why.NO_PERMIT
    assert told(of(refused=True, ago=7)).due


def test_a_nightly_timer_keeps_to_its_nights() -> None:
    """Yesterday's scan began at 20:10, tonight's timer fires at 20:02: that is a day."""
    assert told(of(rating="B", worst=Severity.KRITIS, ago=1 - 8 / 1440)).due
    assert not told(of(rating="B", worst=Severity.KRITIS, ago=0.5)).due


def test_the_rule_is_data() -> None:
    assert told(of(rating="A", ago=2), Schedule(a=1)).due
    assert not told(of(rating="E", ago=10), Schedule(e=60)).due
