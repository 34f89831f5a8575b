"""What an evaluation says of an app besides its verdicts: addresses, permits, software, impact, refusals."""

import json
from pathlib import Path

import msgspec
import pytest

from secscan.cli.output import Format, Output
from secscan.cli.scores import print_scores
from secscan.cli.session import Session
from secscan.model.assessment import Assessment
from secscan.model.enums import Language, Reason, Status
from secscan.model.ids import AppId
from secscan.reports.json_report import to_json
from secscan.reports.overview_view import overview_view
from secscan.reports.wording import Wording
from secscan.workflows.evaluate import evaluate
from tests.unit.stored_runs import DINKES, GOOD, HARDENED, KOMINFO, OTHER, PAGE, SHARED, Bench, bench

WALL = (
    403,
    {"Content-Type": "text/html", "Server": "cloudflare", "CF-RAY": "1", "cf-mitigated": "challenge"},
    "<title>Just a moment...</title><div id='challenge-form'></div>",
)


@pytest.fixture
def place(tmp_path: Path) -> Bench:
    return bench(tmp_path)


def judged(place: Bench) -> Assessment:
    with place.desk() as desk:
        return evaluate(desk, save=False)


def test_an_app_names_its_run_its_addresses_and_the_letters_it_was_looked_at_under(place: Bench) -> None:
    place.run("r1", {"portal": {"/": GOOD}})
    entry = judged(place).app(AppId("portal"))
    assert entry is not None
    assert entry.run is not None
    assert (entry.run.id, entry.run.profile, entry.addresses) == ("r1", "standard", (SHARED,))
    assert {permit.letter for permit in entry.permits} == {"ST/1/2026", "ST/2/2026"}
    assert (entry.unseen, entry.opd.name) == (None, "Dinas Kominfo")


@pytest.mark.parametrize(
    ("response", "reason"),
    [(Status.TIMEOUT, Reason.TIMEOUT), (Status.REFUSED, Reason.UNREACHABLE), (WALL, Reason.BLOCKED)],
)
def test_an_app_of_which_nothing_could_be_seen_says_why(place: Bench, response: object, reason: Reason) -> None:
    place.run("r1", {"portal": {"/": response}})  # type: ignore[dict-item]
    entry = judged(place).app(AppId("portal"))
    assert entry is not None
    assert entry.unseen is reason


def test_software_is_what_the_newest_look_shows(place: Bench) -> None:
    old, new = HARDENED | {"Server": "nginx/1.18.0"}, HARDENED | {"Server": "nginx/1.26.2"}
    place.run("r1", {"portal": {"/": (200, old, PAGE)}})
    place.run("r2", {"portal": {"/": (200, new, PAGE)}}, days=0.3)
    entry = judged(place).app(AppId("portal"))
    assert entry is not None
    assert [(seen.product, seen.versions) for seen in entry.software] == [("nginx", ("1.26.2",))]


def test_the_receipt_is_that_of_each_apps_newest_run(place: Bench) -> None:
    place.run("r1", {"portal": {"/": GOOD}, "berita": {"/": GOOD}})
    place.run("r2", {"portal": {"/": GOOD}}, days=0.3)
    receipts = judged(place).impact
    assert {one.ip for one in receipts} == {"203.0.113.10", "203.0.113.20", "203.0.113.30"}
    assert len(receipts) == 3


def test_refusals_are_those_of_the_newest_run(place: Bench) -> None:
    place.run("r1", {"portal": {"/": GOOD}})
    register = place.register()
    kept = tuple(app for app in register.apps if app.id != "baru")
    place.save(msgspec.structs.replace(register, apps=kept))
    place.run("r2", {"portal": {"/": GOOD}}, days=0.3)
    assert {one.app for one in judged(place).refusals if one.what == "app"} == {"ponsel"}


def test_an_opd_counts_all_its_apps_an_unscanned_one_as_nothing(place: Bench) -> None:
    place.run("r1", {"portal": {"/": GOOD}, "arsip": {"/": GOOD}, "berita": {"/": Status.TIMEOUT}})
    opds = {one.opd: one for one in judged(place).opds}
    assert "berita" in opds[KOMINFO].unscanned
    assert "baru" in opds[DINKES].unscanned
    assert opds[KOMINFO].asset_coverage <= 0.5


def test_an_app_that_left_the_register_leaves_the_assessment(place: Bench) -> None:
    place.run("r1", {"portal": {"/": GOOD}, "berita": {"/": GOOD}})
    register = place.register()
    place.save(msgspec.structs.replace(register, apps=tuple(app for app in register.apps if app.id != "berita")))
    assessment = judged(place)
    assert assessment.app(AppId("berita")) is None
    assert OTHER not in {one.ip for one in assessment.impact}


def test_what_the_address_of_a_dark_app_shows_is_no_score(place: Bench) -> None:
    place.run("r1", {"portal": {"/": GOOD}, "berita": {"/": Status.TIMEOUT}}, ports={OTHER: {443: "http"}})
    assessment = judged(place)
    entry = assessment.app(AppId("berita"))
    assert entry is not None
    assert entry.unseen is Reason.TIMEOUT
    assert 0 < entry.score.coverage < 0.6
    assert (entry.score.value, entry.score.low, entry.score.rating) == (None, 0.0, "-")
    (kominfo,) = [one for one in assessment.opds if one.opd == KOMINFO]
    assert ("berita" in kominfo.unscanned, "berita" in kominfo.rated) == (True, False)
    (shown,) = [one for one in json.loads(to_json(assessment))["apps"] if one["id"] == "berita"]
    assert (shown["score"]["value"], shown["score"]["uncapped"], shown["score"]["rating"]) == (None, None, "-")
    page = overview_view(assessment, Wording(assessment, Language.ID))
    (row,) = [row for row in page.apps if row.id == "berita"]
    assert (row.score.value, row.score.line, row.score.letter) == (None, "–", "-")


@pytest.mark.parametrize("form", [Format.CSV, Format.TABLE])
def test_no_listing_gives_a_dark_app_a_number(place: Bench, form: Format, capsys: pytest.CaptureFixture[str]) -> None:
    place.run("r1", {"portal": {"/": GOOD}, "berita": {"/": Status.TIMEOUT}}, ports={OTHER: {443: "http"}})
    session = Session(place.workspace.folder, Language.ID, {}, place.clock, Output(color=False))
    print_scores(session, judged(place), {AppId("berita")}, form)
    told = capsys.readouterr().out
    assert "berita" in told
    assert "100" not in told
