"""A finding closes only after its check looked again at what it was seen on: one case for each way of being seen."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from secscan.model.enums import FindingState, Outcome, Reason, Status
from secscan.model.findings import Finding
from secscan.model.ids import AppId
from secscan.workflows.evaluate import evaluate
from tests.unit.builders import TOKEN, Response
from tests.unit.checks.test_backup_files import zipped
from tests.unit.stored_runs import GOOD, HARDENED, INJECTED, PAGE, Bench, bench

JUDGED = HARDENED | {"Set-Cookie": "PHPSESSID=abcdefghijklmnopqrstuvwx; path=/"}
GONE: Response = (404, HARDENED, "<h1>Tidak ditemukan</h1>")
MINER = "<script>var m = new CoinHive.Anonymous('kunci'); m.start();</script>"
HACKED = "<html><head><title>Hacked by Team Garuda</title></head><body><h1>Hacked by Team Garuda</h1></body></html>"
SEEN: Mapping[str, tuple[str, Response]] = {
    "gambling-content": ("/berita", INJECTED),
    "malicious-scripts": ("/berita", (200, HARDENED, PAGE + MINER)),
    "defacement": ("/berita", (200, HARDENED, HACKED)),
    "mixed-content": ("/berita", (200, HARDENED, PAGE + "<script src='http://lain.example/a.js'></script>")),
    "cleartext-forms": (
        "/masuk",
        (200, HARDENED, PAGE + "<form method=post action='http://lain.example/'><input type=password name=p></form>"),
    ),
    "session-cookies": ("/masuk", (200, JUDGED, PAGE)),
    "session-in-url": (
        "/daftar",
        (200, HARDENED, PAGE + "<a href='/x?PHPSESSID=0123456789abcdef0123456789abcdef'>x</a>"),
    ),
    "version-disclosure": ("/info", (200, HARDENED | {"X-Powered-By": "PHP/7.4.3"}, PAGE)),
}


@pytest.fixture
def place(tmp_path: Path) -> Bench:
    return bench(tmp_path)


def finding(place: Bench, check: str, as_of: date | None = None) -> Finding:
    with place.desk() as desk:
        findings = evaluate(desk, as_of=as_of).findings
    found = [one for one in findings if one.check == check and AppId("portal") in one.apps]
    assert len(found) == 1, check
    return found[0]


@pytest.mark.parametrize("check", SEEN)
def test_a_page_that_was_not_asked_for_again_closes_nothing(place: Bench, check: str) -> None:
    path, page = SEEN[check]
    place.run("r1", {"portal": {"/": GOOD, path: page}}, views=True)
    assert finding(place, check).state is FindingState.OPEN
    place.run("r2", {"portal": {"/": GOOD, "/lain": GOOD}}, days=0.2, views=True)
    waiting = finding(place, check)
    assert (waiting.state, waiting.retested) == (FindingState.OPEN, False)
    place.run("r3", {"portal": {"/": GOOD, path: Status.SKIPPED}}, days=0.3, views=True)
    assert finding(place, check).is_open
    place.run("r4", {"portal": {"/": GOOD, path: GONE}}, days=0.4, views=True)
    assert finding(place, check).state is FindingState.FIXED


def test_a_pass_of_the_rest_is_no_pass_of_the_control(place: Bench) -> None:
    path, page = SEEN["mixed-content"]
    place.run("r1", {"portal": {"/": GOOD, path: page}})
    finding(place, "mixed-content")
    place.run("r2", {"portal": {"/": GOOD}}, days=0.2)
    with place.desk() as desk:
        entry = evaluate(desk).app(AppId("portal"))
    assert entry is not None
    (result,) = [one for one in entry.results if one.control == "SS-TLS-07"]
    assert (result.outcome, result.reason) == (Outcome.NOT_TESTED, Reason.BUDGET)


def test_one_clean_page_of_two_closes_nothing(place: Bench) -> None:
    _, page = SEEN["mixed-content"]
    place.run("r1", {"portal": {"/": GOOD, "/a": page, "/b": (200, HARDENED, PAGE + "<img src='http://x.example/b'>")}})
    assert len(finding(place, "mixed-content").pages) == 2
    place.run("r2", {"portal": {"/": GOOD, "/a": page}}, days=0.2)
    assert len(finding(place, "mixed-content").pages) == 2
    place.run("r3", {"portal": {"/": GOOD, "/a": GOOD}}, days=0.3)
    assert finding(place, "mixed-content").is_open
    place.run("r4", {"portal": {"/": GOOD, "/a": GOOD, "/b": GOOD}}, days=0.4)
    assert not finding(place, "mixed-content").is_open


def test_a_leak_that_only_its_finding_names_stays_open_as_long_as_it_leaks(place: Bench) -> None:
    """The archive of a year is guessed in that year; later its open finding has it asked for."""
    archive: Response = (200, {"Content-Type": "application/zip"}, zipped("html/index.php"))
    missing = dict.fromkeys((f"/{TOKEN}.zip", f"/{TOKEN[::-1]}.zip"), GONE)
    place.run("r1", {"portal": {"/": GOOD, "/backup2026.zip": archive, **missing}}, views=True)
    assert finding(place, "backup-files").is_open
    place.run("r2", {"portal": {"/": GOOD, "/backup2026.zip": archive, **missing}}, days=0.2, views=True)
    again = finding(place, "backup-files", date(2027, 1, 8))
    assert (again.is_open, again.retested, again.last_seen > again.first_seen) == (True, True, True)
    place.run("r3", {"portal": {"/": GOOD, "/backup.zip": GONE, **missing}}, days=0.3, views=True)
    assert finding(place, "backup-files", date(2027, 1, 8)).is_open
    place.run("r4", {"portal": {"/": GOOD, "/backup2026.zip": GONE, **missing}}, days=0.4, views=True)
    assert not finding(place, "backup-files", date(2027, 1, 8)).is_open


def test_judging_the_same_looks_again_changes_nothing(place: Bench) -> None:
    path, page = SEEN["session-cookies"]
    place.run("r1", {"portal": {"/": GOOD, path: page}})
    finding(place, "session-cookies")
    place.run("r2", {"portal": {"/": GOOD}}, days=0.2)
    first = finding(place, "session-cookies")
    assert finding(place, "session-cookies") == first
