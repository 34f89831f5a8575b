import json
import stat
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from secscan.cli.main import cli
from secscan.cli.session import Surroundings
from secscan.intel.shelf import open_shelf
from tests.unit.cli.test_intel import StillClock
from tests.unit.intel.made import pack, put
from tests.unit.intel.test_epss import scores

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)


def call(folder: Path, *words: str | Path, environ: dict[str, str] | None = None) -> Result:
    arguments = ["-w", str(folder), *map(str, words)]
    return CliRunner().invoke(cli, arguments, obj=Surroundings(environ or {}, StillClock(NOW)))


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A workspace whose catalogue of exploited vulnerabilities is newer than the shipped one."""
    assert call(tmp_path / "kota", "init", tmp_path / "kota").exit_code == 0
    put(tmp_path / "kota" / "intel", kev=pack())
    return tmp_path / "kota"


@pytest.fixture
def village(tmp_path: Path) -> Path:
    assert call(tmp_path / "desa", "init", tmp_path / "desa").exit_code == 0
    return tmp_path / "desa"


@pytest.fixture
def keys(tmp_path: Path) -> tuple[Path, Path]:
    """A key pair, made as the documents say."""
    private, public = tmp_path / "kunci.pem", tmp_path / "kunci-publik.pem"
    subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", private], check=True)
    subprocess.run(["openssl", "pkey", "-in", private, "-pubout", "-out", public], check=True)
    return private, public


def test_packs_travel_from_office_to_office(office: Path, village: Path, tmp_path: Path) -> None:
    file = tmp_path / "paket.zip"
    exported = call(office, "intel", "export", file)
    assert exported.exit_code == 0
    assert "tanpa tanda tangan" in exported.stderr
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    imported = call(village, "intel", "import", file, "--format", "json")
    assert imported.exit_code == 0, imported.stderr
    rows = {row["pack"]: row for row in json.loads(imported.stdout)}
    assert rows["kev"]["status"] == "imported"
    assert (rows["kev"]["before"], rows["kev"]["after"]) == ("2025-08-25", "2026-11-20")
    assert {row["status"] for name, row in rows.items() if name != "kev"} == {"same"}
    assert "Tanda tangan tidak diminta" in imported.stderr
    status = {row["pack"]: row for row in json.loads(call(village, "intel", "status", "--format", "json").stdout)}
    assert status["kev"]["origin"] == "imported"
    assert status["kev"]["stale"] is False


def test_signed_bundles_only_where_a_key_is_configured(
    office: Path, village: Path, keys: tuple[Path, Path], tmp_path: Path
) -> None:
    private, public = keys
    (village / "kunci.pub").write_bytes(public.read_bytes())
    (village / "secscan.toml").write_text('[intel]\npublic_key = "kunci.pub"\n')
    assert call(office, "intel", "export", tmp_path / "polos.zip").exit_code == 0
    refused = call(village, "intel", "import", tmp_path / "polos.zip")
    assert refused.exit_code == 2
    assert "tidak bertanda tangan" in refused.stderr
    assert not (village / "intel").exists()
    assert call(office, "intel", "export", tmp_path / "resmi.zip", "--sign", private).exit_code == 0
    taken = call(village, "--lang", "en", "intel", "import", tmp_path / "resmi.zip")
    assert taken.exit_code == 0, taken.stderr
    assert "signed by the key" in taken.stderr


def test_a_key_that_is_none_is_named(office: Path, village: Path, tmp_path: Path) -> None:
    (tmp_path / "x.pem").write_text("x")
    assert call(office, "intel", "export", tmp_path / "a.zip", "--sign", tmp_path / "x.pem").exit_code == 2
    assert not (tmp_path / "a.zip").exists()
    (village / "secscan.toml").write_text('[intel]\npublic_key = "tidak-ada.pem"\n')
    assert call(office, "intel", "export", tmp_path / "a.zip").exit_code == 0
    refused = call(village, "intel", "import", tmp_path / "a.zip")
    assert refused.exit_code == 2
    assert "tidak-ada.pem" in refused.stderr


def test_an_export_overwrites_nothing_unless_told(office: Path, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_text("penting")
    assert call(office, "intel", "export", tmp_path / "a.zip").exit_code == 2
    assert (tmp_path / "a.zip").read_text() == "penting"
    assert call(office, "intel", "export", tmp_path / "a.zip", "--force").exit_code == 0


def test_shipped_packs_can_be_exported_without_a_workspace(tmp_path: Path) -> None:
    assert call(tmp_path / "none", "intel", "export", tmp_path / "a.zip").exit_code == 0


def test_damaged_files_are_refused_in_both_languages(office: Path, village: Path, tmp_path: Path) -> None:
    call(office, "intel", "export", tmp_path / "a.zip")
    (tmp_path / "b.zip").write_bytes((tmp_path / "a.zip").read_bytes()[:-500])
    indonesian = call(village, "intel", "import", tmp_path / "b.zip")
    english = call(village, "--lang", "en", "intel", "import", tmp_path / "b.zip")
    assert indonesian.exit_code == english.exit_code == 2
    assert "rusak atau terpotong" in indonesian.stderr
    assert "damaged or cut off" in english.stderr
    assert "nothing was changed" in english.stderr


def test_scores_of_first(village: Path, tmp_path: Path) -> None:
    file = tmp_path / "epss_scores-2026-11-21.csv"
    file.write_bytes(scores())
    assert call(village, "intel", "import", file).exit_code == 0
    assert open_shelf(village / "intel").heads["epss"].data_date.isoformat() == "2026-11-21"


def test_without_a_workspace_there_is_nowhere_to_import_to(tmp_path: Path) -> None:
    assert call(tmp_path / "none", "intel", "import", tmp_path / "a.zip").exit_code == 2
