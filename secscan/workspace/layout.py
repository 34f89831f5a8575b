"""The workspace: a folder that only its owner may read, holding settings, register, database and reports."""

import os
import stat
from pathlib import Path

import msgspec

from secscan.base.errors import UsageError
from secscan.base.resources import read_text

SETTINGS = "secscan.toml"
_IGNORE = "# Data pemindaian adalah rahasia: tidak satu pun masuk ke repositori.\n*\n"
_FOLDER_MODE = 0o700
_FILE_MODE = 0o600


class Workspace(msgspec.Struct, frozen=True):
    """Where the parts of a workspace stand."""

    folder: Path

    @property
    def settings(self) -> Path:
        return self.folder / SETTINGS

    @property
    def register(self) -> Path:
        return self.folder / "register"

    @property
    def database(self) -> Path:
        return self.folder / "secscan.db"

    @property
    def reports(self) -> Path:
        return self.folder / "reports"

    @property
    def intel(self) -> Path:
        """Data packs of this workspace's own; need not exist."""
        return self.folder / "intel"

    @property
    def lock(self) -> Path:
        return self.folder / ".lock"

    @property
    def private(self) -> bool:
        """Whether the file system keeps others out; some mounted Windows drives can't."""
        return not stat.S_IMODE(self.folder.stat().st_mode) & 0o077


def create(folder: Path) -> Workspace:
    """Make a workspace, or complete one that is there already; nothing that exists is overwritten.

    Raises UsageError for a file, or a folder that holds something else.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError("not_a_folder", where=str(folder))
    if folder.is_dir() and not (folder / SETTINGS).is_file() and any(folder.iterdir()):
        raise UsageError("foreign_folder", where=str(folder), values={"inside": str(folder / "secscan")})
    workspace = Workspace(folder)
    for place in (folder, workspace.register, workspace.reports):
        place.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
        place.chmod(_FOLDER_MODE)
    _write_new(folder / ".gitignore", _IGNORE)
    _write_new(workspace.settings, read_text("templates", "workspace", SETTINGS))
    return workspace


def open_workspace(folder: Path) -> Workspace:
    """The workspace in a folder. Raises UsageError, with the advice to make one, if there is none."""
    if not (folder / SETTINGS).is_file():
        raise UsageError("no_workspace", where=str(folder))
    workspace = Workspace(folder)
    for place in (workspace.register, workspace.reports):
        place.mkdir(mode=_FOLDER_MODE, exist_ok=True)
    return workspace


def _write_new(path: Path, text: str) -> None:
    """Write a file of the owner's only, unless it exists."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FILE_MODE)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
