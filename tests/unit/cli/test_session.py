from datetime import date
from pathlib import Path

import pytest

from secscan.base.errors import UsageError
from secscan.cli.output import Output
from secscan.cli.session import Session
from secscan.model.enums import Language
from secscan.model.settings import Office, Settings
from secscan.workspace.layout import create
from secscan.workspace.settings import Origin
from tests.unit.cli.shell import FixedClock


def session(folder: Path) -> Session:
    return Session(folder, Language.ID, {"SECSCAN_SCAN_RATE": "3"}, FixedClock(), Output(color=False))


def test_a_workspace_with_its_settings(tmp_path: Path) -> None:
    create(tmp_path)
    opened = session(tmp_path).open({"scan.rate": None, "scan.workers": 2})
    assert (opened.settings.scan.rate, opened.settings.scan.workers) == (3.0, 2)
    assert opened.configuration.origins["scan.workers"] is Origin.FLAG


def test_no_workspace(tmp_path: Path) -> None:
    assert session(tmp_path).open_if_there() is None
    with pytest.raises(UsageError, match="no_workspace"):
        session(tmp_path).open()


def test_the_date_is_the_office_s(tmp_path: Path) -> None:
    assert session(tmp_path).today(Settings()) == date(2026, 10, 1)
    assert session(tmp_path).today(Settings(office=Office(timezone="UTC"))) == date(2026, 9, 30)
