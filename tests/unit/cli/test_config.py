import json
from pathlib import Path

from secscan.workspace.keys import KEYS
from tests.unit.cli.shell import call


def test_every_key_with_value_and_origin(tmp_path: Path) -> None:
    call("init", tmp_path / "kerja")
    environ = {"SECSCAN_SCAN_RATE": "2.5"}
    result = call("-w", tmp_path / "kerja", "config", "show", "--format", "json", environ=environ)
    rows = {row["key"]: (row["value"], row["origin"]) for row in json.loads(result.stdout)}
    assert list(rows) == list(KEYS)
    assert rows["scan.rate"] == ("2.5", "env")
    assert rows["office.timezone"] == ("Asia/Jakarta", "secscan.toml")
    assert rows["scan.port_rate"] == ("", "default")


def test_a_bad_value_ends_with_file_key_and_advice(tmp_path: Path) -> None:
    call("init", tmp_path / "kerja")
    (tmp_path / "kerja" / "secscan.toml").write_text("[scan]\nvantage = 'luar'\n")
    result = call("-w", tmp_path / "kerja", "config", "show")
    assert result.exit_code == 2
    assert result.stderr.splitlines() == [
        "secscan: secscan.toml: scan.vantage: nilai tidak dapat dipakai: luar",
        "  -> internet atau intranet",
    ]
