from datetime import UTC, date, datetime

import msgspec
import pytest

from secscan.model.enums import Cause, Outcome
from secscan.model.findings import FindingEvent
from secscan.model.ids import AppId, RunId
from secscan.model.intel import Pack
from secscan.model.judgements import Judgement, PackStamp
from secscan.tracking.causes import Since, changed, changes, since
from tests.unit.tracking.verdicts import after, look, only, says

OLD = (PackStamp("kev", date(2026, 8, 1)), PackStamp("vulns", date(2026, 8, 22), "aa"))
NEW = (PackStamp("kev", date(2026, 8, 1)), PackStamp("vulns", date(2026, 11, 1), "bb"))
BEFORE = Judgement(
    app=AppId("a"),
    runs=(RunId("r2"), RunId("r1")),
    taken_at=datetime(2026, 9, 1, tzinfo=UTC),
    judged_at=datetime(2026, 9, 1, tzinfo=UTC),
    version="1.0",
    packs=OLD,
)


def why(run: str, packs: tuple[PackStamp, ...] = OLD, version: str = "1.0", *, by_data: bool = True) -> Cause | None:
    told = since(BEFORE, RunId(run), packs, version)
    return told.cause(by_data) if told is not None else None


@pytest.mark.parametrize(
    ("run", "packs", "version", "cause"),
    [
        ("r1", NEW, "1.0", Cause.DATA),
        ("r1", OLD, "1.1", Cause.RULES),
        ("r1", NEW, "1.1", Cause.UNCLEAR),
        ("r1", OLD, "1.0", Cause.REGISTER),
        ("r3", OLD, "1.0", Cause.SITE),
        ("r3", NEW, "1.0", Cause.UNCLEAR),
        ("r3", OLD, "1.1", Cause.UNCLEAR),
    ],
)
def test_one_change_is_the_cause_and_several_are_unclear(
    run: str, packs: tuple[PackStamp, ...], version: str, cause: Cause
) -> None:
    assert why(run, packs, version) is cause


def test_data_changes_nothing_where_a_check_does_not_judge_by_it() -> None:
    assert why("r3", NEW, by_data=False) is Cause.SITE
    assert why("r1", NEW, by_data=False) is Cause.REGISTER


def test_the_first_evaluation_compares_with_nothing() -> None:
    assert since(None, RunId("r1"), NEW, "1.0") is None
    assert since(BEFORE, RunId("r1"), OLD, "1.0") == Since(evidence=False)


def test_packs_are_named_with_their_dates() -> None:
    assert changed(OLD, NEW) == ("vulns 2026-08-22 -> 2026-11-01",)
    assert changed(OLD, OLD[:1]) == ("vulns 2026-08-22 -> -",)
    assert changed((), OLD[:1]) == ("kev - -> 2026-08-01",)
    same_day = (OLD[0], PackStamp("vulns", date(2026, 8, 22), "cc"))
    assert changed(OLD, same_day) == ("vulns 2026-08-22 -> 2026-08-22",)


def test_a_stamp_is_of_a_pack() -> None:
    pack = Pack("vulns", date(2026, 8, 22), sha256="0123456789abcdef0123")
    assert PackStamp.of(pack) == PackStamp("vulns", date(2026, 8, 22), "0123456789abcdef")


def event(what: str, cause: Cause | None) -> FindingEvent:
    return FindingEvent(at=datetime(2026, 9, 1, tzinfo=UTC), what=what, cause=cause)


def test_changes_are_what_an_evaluation_added_for_another_cause_than_the_site() -> None:
    opened, by_data, by_site = event("opened", None), event("seen", Cause.DATA), event("seen", Cause.SITE)
    before = msgspec.structs.replace(only(after(look(1, says(Outcome.FAIL)))), history=(opened,))
    now = msgspec.structs.replace(before, history=(opened, by_site, by_data))
    known = {before.fingerprint: before}
    assert [one.event for one in changes(known, [now])] == [by_data]
    assert changes({now.fingerprint: now}, [now]) == ()
    assert changes(known, [before]) == ()
