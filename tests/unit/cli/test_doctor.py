import json
from pathlib import Path

import pytest

from secscan.workflows import doctor as doctors
from secscan.workflows.doctor import Diagnosis, Health
from tests.unit.cli.shell import call


def diagnosed(monkeypatch: pytest.MonkeyPatch, *found: Diagnosis) -> None:
    monkeypatch.setattr(doctors, "diagnose", lambda *_given: found)


def test_each_finding_is_told_with_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    diagnosed(monkeypatch, Diagnosis("nmap", Health.WARN, "missing", {}))
    result = call("-w", tmp_path, "doctor")
    assert result.exit_code == 0
    assert "perhatikan" in result.stdout
    assert "apt install nmap" in result.stdout


def test_what_would_spoil_results_is_exit_code_1(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    diagnosed(monkeypatch, Diagnosis("disk", Health.FAIL, "low", {"free": "3", "folder": "x"}))
    result = call("-w", tmp_path, "doctor", "--format", "json")
    assert result.exit_code == 1
    (row,) = json.loads(result.stdout)
    assert (row["check"], row["health"]) == ("disk", "fail")
    assert "3 MB" in row["message"]
