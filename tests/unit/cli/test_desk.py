from pathlib import Path

import pytest

from secscan.base.errors import UsageError
from secscan.cli.desk import open_desk, pace_flags, profile
from secscan.cli.output import Output
from secscan.cli.session import Session
from secscan.model.enums import Language
from secscan.model.ids import CheckId
from tests.unit.registers import FixedClock
from tests.unit.stored_runs import bench


def session(folder: Path) -> Session:
    return Session(folder, Language.ID, {}, FixedClock(), Output(color=False))


def test_a_desk_holds_all_that_an_evaluation_needs_and_is_closed(tmp_path: Path) -> None:
    made = bench(tmp_path)
    here = session(made.workspace.folder)
    with open_desk(here, here.open()) as desk:
        assert desk.register == made.register()
        assert desk.standard.id == "pemda-eksternal"
        assert desk.profiles("quick").name == "quick"
        assert desk.intel.packs
        store = desk.store
    with pytest.raises(UsageError, match="unknown_standard"), open_desk(here, here.open(), "bukan"):
        pass
    with pytest.raises(Exception, match="closed_database"):
        store.save_findings(())


def test_a_profile_of_ones_own_may_only_name_checks_that_exist(tmp_path: Path) -> None:
    from secscan.base.resources import read_text

    own = tmp_path / "own.yaml"
    text = read_text("profiles", "scans", "quick.yaml")
    own.write_text(text)
    assert CheckId("hsts") in profile(str(own)).checks
    own.write_text(text.replace("- hsts", "- hstss"))
    with pytest.raises(UsageError, match="unknown_check: word=hstss, near=hsts"):
        profile(str(own))


def test_flags_that_are_not_given_leave_settings_alone(tmp_path: Path) -> None:
    made = bench(tmp_path)
    here = session(made.workspace.folder)
    assert here.open(pace_flags(None, None)).settings == here.open().settings
    assert here.open(pace_flags(2.5, 1)).settings.scan.rate == 2.5
