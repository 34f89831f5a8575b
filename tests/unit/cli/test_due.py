import json
from datetime import datetime
from pathlib import Path

import pytest

from secscan.cli.exit_codes import ExitCode
from secscan.workspace.layout import Workspace
from secscan.workspace.lock import locked
from tests.unit.cli.literal import planned
from tests.unit.cli.stored import Place, scanned
from tests.unit.registers import permit


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return scanned(tmp_path)


def rows(place: Place, *words: str) -> dict[str, dict[str, object]]:
    result = place("scan", "--due", "--dry-run", "--format", "json", *words)
    assert result.exit_code == ExitCode.OK, result.output
    return {row["app"]: row for row in json.loads(result.stdout)}


def test_the_dry_run_says_of_each_app_why_and_when_next(place: Place) -> None:
    found = rows(place)
    assert found["arsip"]["why"] == "open_kritis"
    assert found["arsip"]["due"] is False
    assert datetime.fromisoformat(str(found["arsip"]["next"])) > datetime.fromisoformat(str(found["arsip"]["last"]))
    assert found["baru"]["why"] == "no_permit"
    table = place("scan", "--due", "--dry-run")
    assert "temuan kritis terbuka" in table.stdout
    assert "WIB" in table.stdout
    assert "aplikasi jatuh tempo; berikutnya" in table.stderr


def test_only_the_apps_asked_for(place: Place) -> None:
    assert set(rows(place, "--opd", "kominfo")) == {"portal", "berita"}
    assert place("scan", "--due", "--dry-run", "--app", "portl").exit_code == ExitCode.USAGE


def test_where_nothing_is_due_nothing_is_printed(place: Place) -> None:
    """cron mails whatever a call prints."""
    result = place("scan", "--due", "--opd", "kominfo")
    assert (result.exit_code, result.stdout, result.stderr) == (ExitCode.OK, "", "")


def test_outside_its_hours_a_timers_call_ends_at_once_and_silently(tmp_path: Path) -> None:
    place = planned(tmp_path, permit("127.0.0.9", letter="ST/9/2026"))
    result = place("scan", "--due", "--hours", "09:00-11:00")  # it is 00:30 in Jakarta
    assert (result.exit_code, result.stdout, result.stderr) == (ExitCode.OK, "", "")


def test_while_another_is_at_work_it_ends_politely_and_distinctly(place: Place) -> None:
    with locked(Workspace(place.folder), "scan", datetime(2026, 10, 1)):  # noqa: DTZ001 - only told, never compared
        result = place("scan", "--due")
        assert result.exit_code == ExitCode.OK
        assert "giliran berikutnya" in result.stderr
        assert place("-q", "scan", "--due").stderr == ""
        assert place("scan").exit_code == ExitCode.USAGE


def test_due_goes_with_neither_resume_nor_a_dry_run_of_something_else(place: Place) -> None:
    for words in (("--due", "--resume"), ("--dry-run",)):
        result = place("scan", *words)
        assert result.exit_code == ExitCode.USAGE
        assert "--due" in result.stderr


def test_the_plan_of_what_is_due_says_why(tmp_path: Path) -> None:
    place = planned(tmp_path, permit("127.0.0.9", letter="ST/9/2026"))
    result = place("plan", "--due", "--format", "json")
    assert result.exit_code == ExitCode.OK
    (batch,) = json.loads(result.stdout)["batches"]
    assert batch["apps"] == ["buka", "juga"]
    assert "jatuh tempo: buka: belum pernah dipindai" in result.stderr


def test_the_rule_is_read_from_the_settings(place: Place) -> None:
    settings = place.folder / "secscan.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("kritis = 1", "kritis = 9"), encoding="utf-8")
    assert rows(place)["arsip"]["days"] != 1
