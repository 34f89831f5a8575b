from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from secscan.model.observations import Observation
from secscan.store.codec import pack, stamp, unpack
from tests.unit.store.records import look


def test_a_record_comes_back_equal() -> None:
    assert unpack(pack(look(1)), Observation) == look(1)


def test_stamps_sort_as_times_do() -> None:
    base = datetime(2026, 10, 1, 0, 0, tzinfo=UTC)
    moments = [base + timedelta(microseconds=step) for step in (0, 1, 999_999, 1_000_000, 86_400_000_000)]
    stamps = [stamp(moment) for moment in moments]
    assert stamps == sorted(stamps)
    assert stamps[0] == "2026-10-01T00:00:00.000000Z"
    assert stamp(base.astimezone(ZoneInfo("Asia/Jakarta"))) == stamps[0]


def test_a_lone_surrogate_does_not_keep_a_record_from_being_stored() -> None:
    assert unpack(pack({"a\ud800": ["b\udc00", 1]}), dict) == {"a?": ["b?", 1]}
