import json
import re
from pathlib import Path

import pytest

from secscan.cli.intel_status import brief
from tests.unit.cli.test_intel_bundle import call
from tests.unit.intel.made import pack, put


def test_files_that_are_not_used_are_told_with_the_reason(tmp_path: Path) -> None:
    folder = tmp_path / "kerja"
    call(folder, "init", folder)
    put(folder / "intel", kev=pack())
    (folder / "intel" / "vulns.jsonl").write_bytes(b"rusak")
    (folder / "intel" / "ramalan.jsonl").write_bytes(pack())
    result = call(folder, "intel", "status", "--format", "json")
    assert result.exit_code == 0
    rows = {row["pack"]: row for row in json.loads(result.stdout)}
    assert (rows["kev"]["origin"], rows["vulns"]["origin"]) == ("updated", "shipped")
    assert "paket data vulns.jsonl di folder kerja tidak dipakai karena rusak" in result.stderr
    assert "ramalan.jsonl di folder paket bukan paket yang dikenal" in result.stderr


def test_every_pack_is_shown_with_licence_and_digest(tmp_path: Path) -> None:
    rows = json.loads(call(tmp_path, "intel", "status", "--format", "json").stdout)
    for row in rows:
        assert row["source"], row
        assert row["licence"], row
        assert len(row["sha256"]) == 64, row


def test_fresh_data_is_not_warned_of(tmp_path: Path) -> None:
    folder = tmp_path / "kerja"
    call(folder, "init", folder)
    put(folder / "intel", kev=pack())
    warned = call(folder, "intel", "status").stderr
    assert "products (92)" in warned
    assert "kev" not in warned
    assert "fingerprints" not in warned


def test_verbs_that_judge_warn_of_old_data(tmp_path: Path) -> None:
    folder = tmp_path / "kerja"
    call(folder, "init", folder)
    (folder / "intel").mkdir()
    (folder / "intel" / "kev.jsonl").write_bytes(b"rusak")
    evaluated = call(folder, "evaluate")
    assert "paket data sudah usang" in evaluated.stderr
    assert "kev.jsonl" in evaluated.stderr
    listed = call(folder, "findings", "list")
    assert "usang" not in listed.stderr


@pytest.mark.parametrize("lang", ["id", "en"])
def test_the_table_fits_120_characters_and_json_has_the_whole_source(tmp_path: Path, lang: str) -> None:
    folder = tmp_path / "kerja"
    call(folder, "init", folder)
    put(folder / "intel", kev=pack())
    table = call(folder, "--lang", lang, "intel", "status").stdout.splitlines()
    assert len(table) > 20
    assert max(len(line.rstrip()) for line in table) <= 120
    assert not any(re.search("@[0-9a-f]{12}", line) for line in table)
    rows = json.loads(call(folder, "--lang", lang, "intel", "status", "--format", "json").stdout)
    assert sum(re.search("@[0-9a-f]{12}", row["source"]) is not None for row in rows) > 15


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("own work", "own work"),
        ("jquery/codeorigin.jquery.com@db7070714ccb", "jquery/codeorigin.jquery.com"),
        ("a/b@5b1bb0d011cb, c/d@b1b76c054b82, e/f@39c72b83f4e2", "a/b +2"),
        ("one, two and three", "one, two and three"),
        ("x" * 50, "x" * 39 + "…"),
    ],
)
def test_sources_are_brief_in_the_table(source: str, words: str) -> None:
    assert brief(source) == words
