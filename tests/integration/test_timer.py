"""What `secscan init --timer` prints, read by systemd itself: as files where the text says that they go."""

import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.lab.desk import Desk

FOLDERS = {"plain": "kerja", "odd": '50% kerja $HOME "x" ; y'}
_PART = re.compile(r"^# --- (\S+) ---$", re.MULTILINE)


def units(folder: Path, desk: Desk) -> list[Path]:
    """The two files, cut out of the text as a reader would."""
    text, _, _ = desk.run("init", "--timer", desk.folder).stdout.partition("# (B)")
    _, *parts = _PART.split(text)
    files = []
    for name, content in zip(parts[::2], parts[1::2], strict=True):
        file = folder / name
        file.write_text(content)
        files.append(file)
    assert [file.name for file in files] == ["secscan.service", "secscan.timer"]
    return files


def verified(folder: Path, *files: Path) -> "subprocess.CompletedProcess[str]":
    """systemd's own check of user units; it complains of keys, values and programs that it can't use."""
    (folder / "run").mkdir(exist_ok=True, mode=0o700)
    return subprocess.run(
        ["systemd-analyze", "--user", "verify", *files],
        env={"PATH": "/usr/bin:/bin", "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder / "run")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("name", FOLDERS)
def test_systemd_accepts_both_units(tmp_path: Path, name: str) -> None:
    done = verified(tmp_path, *units(tmp_path, Desk(tmp_path / FOLDERS[name])))
    assert (done.returncode, done.stderr) == (0, "")


def test_systemd_would_complain(tmp_path: Path) -> None:
    """A check that finds nothing wrong proves nothing: a key that it doesn't know, a program that isn't there."""
    service, timer = units(tmp_path, Desk(tmp_path / "kerja"))
    content = service.read_text()
    for good, bad in (("KillSignal=", "KilSignal="), ("ExecStart=/", "ExecStart=/tidak/ada/"), ("oneshot", "sekali")):
        service.write_text(content.replace(good, bad))
        assert verified(tmp_path, service, timer).stderr != "", bad


@pytest.mark.parametrize(
    ("zone", "hours", "start"),
    [("Asia/Jakarta", "", 20), ("Asia/Jayapura", "21:00-05:00", 21), ("Asia/Makassar", "", 20)],
)
def test_the_timer_starts_at_that_hour_of_the_office(tmp_path: Path, zone: str, hours: str, start: int) -> None:
    desk = Desk(tmp_path / "kerja")
    desk.init(office={"name": "Pemda", "timezone": zone}, scan={"hours": hours} if hours else {})
    _, timer = units(tmp_path, desk)
    (expression,) = re.findall(r"^OnCalendar=(.+)$", timer.read_text(), re.MULTILINE)
    done = subprocess.run(
        ["systemd-analyze", "calendar", expression],
        env={"PATH": "/usr/bin:/bin", "TZ": "UTC", "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    (told,) = re.findall(r"Next elapse: \w+ (\S+ \S+) UTC", done.stdout)
    moment = datetime.fromisoformat(told).replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    assert (moment.hour, moment.minute) == (start, 0)
