import shlex
import tomllib
from pathlib import Path

from secscan.cli.timer import program, units
from secscan.model.register import Hours
from secscan.model.settings import Office, ScanSettings, Settings
from secscan.planning.hours import parse_window
from tests.unit.cli.shell import call


def lines(text: str, key: str) -> list[str]:
    return [line.partition("=")[2] for line in text.splitlines() if line.startswith(key + "=")]


def test_the_units_name_this_program_and_this_workspace(tmp_path: Path) -> None:
    text = units(tmp_path, Settings())
    (command,) = lines(text, "ExecStart")
    assert command.startswith("/")
    assert shlex.split(command) == [*program(), "--quiet", "-w", str(tmp_path), "scan", "--due"]
    assert lines(text, "OnCalendar") == ["*-*-* 20:00:00 Asia/Jakarta"]
    assert "{{" not in text


def test_the_timer_begins_with_the_hours(tmp_path: Path) -> None:
    night: Hours = parse_window("21:30-05:00")
    text = units(tmp_path, Settings(office=Office(timezone="Asia/Jayapura"), scan=ScanSettings(hours=night)))
    assert lines(text, "OnCalendar") == ["*-*-* 21:30:00 Asia/Jayapura"]
    assert f"\n30 21 * * * {program()[0]}" in text


def test_odd_folders_are_quoted_for_both(tmp_path: Path) -> None:
    folder = tmp_path / "50% kerja $HOME"
    folder.mkdir()
    text = units(folder, Settings())
    (command,) = lines(text, "ExecStart")
    assert f'"{tmp_path}/50%% kerja $$HOME"' in command
    (cron,) = [line for line in text.splitlines() if line.startswith("0 20 ")]
    assert r"50\% kerja" in cron, "cron reads a bare % as the end of the line"


def test_init_prints_them_and_makes_the_workspace(tmp_path: Path) -> None:
    result = call("init", "--timer", tmp_path / "kerja")
    assert result.exit_code == 0
    assert "[Timer]" in result.stdout
    assert str(tmp_path / "kerja") in result.stdout
    tomllib.loads((tmp_path / "kerja" / "secscan.toml").read_text(encoding="utf-8"))
