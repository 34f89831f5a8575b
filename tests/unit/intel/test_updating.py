from datetime import date
from pathlib import Path

import pytest

from secscan.intel import updating
from secscan.intel.packfile import read_pack
from secscan.intel.public import Download, Failure, Route, SourceError, Validators
from secscan.intel.renewed import FewerError, Renewed
from secscan.intel.shelf import open_shelf
from secscan.intel.sources import Source
from secscan.intel.updating import FETCHED, Renewal, Result, update
from tests.unit.intel.made import KEV, NEW

TODAY = date(2026, 11, 22)
URL = "https://sumber.contoh.go.id/kev"


def source(made: Renewed | Exception, *, dated: bool = True) -> Source:
    def convert(_body: bytes, _old: object, _today: date) -> Renewed:
        if isinstance(made, Exception):
            raise made
        return made

    return Source("kev", "kev", URL, "CC0-1.0", convert, dated)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[Validators | None]:
    """What was asked conditionally; the source answers with one byte and a validator, or "unchanged"."""
    asked: list[Validators | None] = []

    def download(_url: str, _route: Route, known: Validators | None = None) -> Download:
        asked.append(known)
        return Download(None if known is not None else b"x", Validators(etag='"1"'))

    monkeypatch.setattr(updating, "download", download)
    return asked


def run(folder: Path, one: Source, today: date = TODAY, *, url: str = URL, again: bool = False) -> Result:
    (result,) = update(folder, [(one, url)], Route(), today, again=again)
    return result


def test_a_renewed_pack_names_its_source(tmp_path: Path, sent: list[Validators | None]) -> None:
    result = run(tmp_path, source(Renewed(KEV, NEW)))
    assert result.status is Renewal.UPDATED
    assert result.after is not None
    assert (result.after.source, result.after.licence, result.after.data_date) == (URL, "CC0-1.0", NEW)
    assert read_pack((tmp_path / "kev.jsonl").read_bytes()).head == result.after


def test_it_asks_conditionally_only_of_the_address_that_the_pack_is_from(
    tmp_path: Path, sent: list[Validators | None]
) -> None:
    one = source(Renewed(KEV, NEW))
    run(tmp_path, one)
    assert run(tmp_path, one).status is Renewal.UNCHANGED
    assert sent == [None, Validators(etag='"1"')]
    run(tmp_path, one, url="https://cermin.contoh.go.id/kev")
    assert sent[-1] is None
    run(tmp_path, one, again=True)
    assert sent[-1] is None


def test_a_damaged_note_only_costs_bytes(tmp_path: Path, sent: list[Validators | None]) -> None:
    one = source(Renewed(KEV, NEW))
    run(tmp_path, one)
    for text in ("", "{", "[]", '{"kev": 1}'):
        (tmp_path / FETCHED).write_text(text)
        assert run(tmp_path, one).failure is None
        assert sent[-1] is None


def test_data_without_a_day_is_of_the_day_it_was_last_seen(tmp_path: Path, sent: list[Validators | None]) -> None:
    one = source(Renewed(KEV), dated=False)
    run(tmp_path, one)
    later = run(tmp_path, one, date(2026, 12, 5))
    assert later.status is Renewal.UPDATED
    assert open_shelf(tmp_path).heads["kev"].data_date == date(2026, 12, 5)
    assert run(tmp_path, one, date(2026, 12, 6)).status is Renewal.UPDATED
    assert sent[-1] == Validators(etag='"1"')  # the note survives a new day of the same data


@pytest.mark.parametrize(("made", "failure"), [
    (ValueError("lain"), Failure.OTHER_FORM),
    (FewerError(1, 9), Failure.FEWER),
    (Renewed(KEV, date(2025, 8, 24)), Failure.OLDER),
    (Renewed(KEV, date(2026, 11, 25)), Failure.FUTURE),
    (Renewed({"CVE-2026-0001": {"added": "kemarin"}}, NEW), Failure.OTHER_FORM),
    (Renewed({}, NEW), Failure.OTHER_FORM),
])  # fmt: skip
def test_what_is_not_plausible_changes_nothing(
    tmp_path: Path, sent: list[Validators | None], made: Renewed | Exception, failure: Failure
) -> None:
    result = run(tmp_path, source(made))
    assert (result.status, result.failure) == (Renewal.FAILED, failure)
    assert result.before == result.after == open_shelf().heads["kev"]
    assert not list(tmp_path.iterdir())


def test_a_clock_that_is_a_day_off_is_forgiven(tmp_path: Path, sent: list[Validators | None]) -> None:
    assert run(tmp_path, source(Renewed(KEV, date(2026, 11, 23)))).failure is None


def test_one_failure_after_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(url: str, _route: Route, _known: Validators | None = None) -> Download:
        raise SourceError(Failure.UNREACHABLE, "x" * 500)

    monkeypatch.setattr(updating, "download", unreachable)
    one = source(Renewed(KEV, NEW))
    results = list(update(tmp_path, [(one, URL), (one, URL)], Route(), TODAY))
    assert [result.failure for result in results] == [Failure.UNREACHABLE] * 2
    assert len(results[0].detail) <= 200
