import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from secscan.base.errors import UsageError
from secscan.workspace.layout import Workspace, create
from secscan.workspace.lock import locked

NOW = datetime(2026, 10, 1, 2, 3, 4, tzinfo=UTC)


def test_a_second_one_is_told_who_is_first(tmp_path: Path) -> None:
    workspace = create(tmp_path)
    with locked(workspace, "scan", NOW), pytest.raises(UsageError) as busy, locked(workspace, "register import", NOW):
        pass
    assert busy.value.code == "busy"
    assert busy.value.values["verb"] == "scan"
    assert busy.value.values["pid"] == str(os.getpid())
    assert busy.value.values["since"] == "2026-10-01T02:03:04+00:00"


def test_it_is_free_again_afterwards(tmp_path: Path) -> None:
    workspace = create(tmp_path)
    for _ in range(2):
        with locked(workspace, "scan", NOW):
            assert workspace.lock.stat().st_mode & 0o077 == 0


def test_a_killed_holder_leaves_no_lock(tmp_path: Path) -> None:
    workspace = create(tmp_path)
    code = (
        "import os,signal,sys;from pathlib import Path;from datetime import datetime,UTC;"
        "from secscan.workspace.layout import Workspace;from secscan.workspace.lock import locked\n"
        "with locked(Workspace(Path(sys.argv[1])),'scan',datetime.now(UTC)): os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    assert b"scan" in workspace.lock.read_bytes()
    with locked(workspace, "scan", NOW):
        pass


def test_an_unreadable_note_still_means_busy(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    with locked(workspace, "scan", NOW):
        workspace.lock.write_text("?")
        with pytest.raises(UsageError, match="busy_unknown"), locked(workspace, "scan", NOW):
            pass
