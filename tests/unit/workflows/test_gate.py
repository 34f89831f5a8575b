"""What the gate refuses before it sends anything; its decisions are tested in scoring, on the wire in integration."""

from pathlib import Path

import msgspec
import pytest

from secscan.base.errors import NothingLookedAtError, ScopeError
from secscan.base.urls import parse_url
from secscan.model.ids import AppId
from secscan.model.subjects import Site
from secscan.scoring.decision import Thresholds
from secscan.standards.load import load_profile
from secscan.workflows.gate import GateTerms, gate
from secscan.workflows.progress import Silent
from tests.unit.cli.literal import planned
from tests.unit.registers import permit
from tests.unit.stored_runs import Bench


def judge(place: Bench, app: str, *, preliminary: bool = False) -> None:
    entry = place.register().app(AppId(app))
    assert entry is not None
    terms = GateTerms(thresholds=Thresholds(), preliminary=preliminary)
    with place.desk() as desk:
        gate(desk, entry, load_profile("gate"), terms, Silent())


def test_a_refusal_names_letter_day_and_target(tmp_path: Path) -> None:
    with pytest.raises(ScopeError) as error:
        judge(planned(tmp_path).bench, "tutup")
    assert error.value.code == "permit_expired"
    assert error.value.where == "http://127.0.0.10:8080/"
    assert error.value.values == {"target": "127.0.0.10", "letter": "ST/8/2026", "day": "2026-09-30"}


def test_an_app_without_address_gives_nothing_to_look_at(tmp_path: Path) -> None:
    with pytest.raises(NothingLookedAtError, match="no_url"):
        judge(planned(tmp_path).bench, "ponsel")


def test_a_self_made_permit_ends_at_the_internet(tmp_path: Path) -> None:
    place = planned(tmp_path, permit("8.8.8.0/24")).bench
    register = place.register()
    outside = msgspec.structs.replace(register.apps[0], sites=(Site.of(parse_url("http://8.8.8.8/")),))
    place.save(msgspec.structs.replace(register, apps=(outside, *register.apps[1:])))
    with pytest.raises(ScopeError, match="self_made_permit") as error:
        judge(place, "buka", preliminary=True)
    assert error.value.where == "8.8.8.8"


def test_nothing_is_stored_of_what_was_refused(tmp_path: Path) -> None:
    place = planned(tmp_path).bench
    with pytest.raises(ScopeError):
        judge(place, "tutup")
    with place.store() as store:
        assert store.runs() == ()
