"""What `secscan init --timer` prints: a systemd service and timer, and a line for cron, that scan what is due."""

import shlex
import shutil
import sys
from pathlib import Path

from secscan.base.resources import read_text
from secscan.model.settings import Settings

EVENING = "20:00"
"""When a timer starts where the settings name no hours."""


def units(folder: Path, settings: Settings) -> str:
    """The units and the cron line for a workspace, ready to be copied."""
    hours = settings.scan.hours
    start = f"{hours.start:%H:%M}" if hours is not None else EVENING
    place = str(folder.resolve())
    hour, _, minute = start.partition(":")
    values = {
        "command": _systemd(*program(), "--quiet", "-w", place, "scan", "--due"),
        "cron": shlex.join([*program(), "--quiet", "-w", place, "scan", "--due"]).replace("%", r"\%"),
        "folder": place,
        "start": start,
        "hour": str(int(hour)),
        "minute": str(int(minute)),
        "timezone": settings.office.timezone,
    }
    text = read_text("templates", "workspace", "timer.txt")
    for name, value in values.items():
        text = text.replace("{{ " + name + " }}", value)
    return text


def program() -> tuple[str, ...]:
    """How this secscan is called from anywhere: by its absolute path, or by that of its Python."""
    script = shutil.which(sys.argv[0]) if Path(sys.argv[0]).name == "secscan" else None
    beside = Path(sys.executable).with_name("secscan")
    if script is not None:
        return (str(Path(script).resolve()),)
    return (str(beside),) if beside.is_file() else (sys.executable, "-m", "secscan")


def _systemd(*words: str) -> str:
    """A command line as systemd reads it (systemd.service(5), "Command lines"; systemd.unit(5), "Specifiers")."""
    return " ".join(
        '"' + word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$") + '"'
        if any(sign in word for sign in " \t\"'\\;%$")
        else word
        for word in words
    )
