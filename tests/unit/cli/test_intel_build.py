import json
from pathlib import Path

from secscan.intel.packs import load_intel
from tests.unit.cli.test_intel_bundle import call
from tests.unit.intel.repository import repository, simdes


def clone(tmp_path: Path) -> Path:
    return repository(tmp_path / "klon", {f"v1.{number}": simdes(number) for number in range(3)} | {"coba": simdes(9)})


def test_a_product_is_added_and_shown(tmp_path: Path) -> None:
    folder = tmp_path / "kerja"
    call(folder, "init", folder)
    result = call(
        folder, "intel", "build", "simdes", "--from", clone(tmp_path), "--path", "public", "--label", "SIMDES"
    )
    assert result.exit_code == 0, result.stderr
    assert "simdes: 3 berkas dari 3 rilis, yang membedakan 3 kelompok rilis." in result.stderr
    assert "1 tag bukan rilis final atau tidak cocok: coba" in result.stderr
    assert "assets/simdes.js" in result.stderr
    status = {row["pack"]: row for row in json.loads(call(folder, "intel", "status", "--format", "json").stdout)}
    assert status["fingerprints/simdes"]["origin"] == "built"
    intel = load_intel(folder / "intel")
    assert intel.products["simdes"].label == intel.signs["simdes"].label == "SIMDES"


def test_declared_signs_stand_in_the_table(tmp_path: Path) -> None:
    folder = tmp_path / "kerja"
    call(folder, "init", folder)
    result = call(
        folder, "intel", "build", "simdes", "--from", clone(tmp_path), "--path", "public", "--tags", "v1.[12]",
        "--asset", "simdes-theme/", "--cookie", "SIMDESSID", "--generator", "Simdes ",
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    sign = load_intel(folder / "intel").signs["simdes"]
    assert (sign.assets, sign.cookies, sign.generators) == (("simdes-theme/",), ("SIMDESSID",), ("Simdes ",))
    assert load_intel(folder / "intel").fingerprints["simdes"].versions == ("1.1", "1.2")


def test_a_table_that_pages_hardly_load_is_warned_of(tmp_path: Path) -> None:
    folder = tmp_path / "kerja"
    call(folder, "init", folder)
    place = repository(tmp_path / "klon", {
        "1.0": {"logo.png": b"\x89PNG" + bytes(60)},
        "1.1": {"logo.png": b"\x89PNG" + bytes(70)},
    })  # fmt: skip
    result = call(folder, "intel", "build", "simdes", "--from", place)
    assert result.exit_code == 0
    assert "Berikan --asset, --cookie, atau --generator" in result.stderr


def test_refusals_name_what_to_do(tmp_path: Path) -> None:
    folder = tmp_path / "kerja"
    call(folder, "init", folder)
    wrong = call(folder, "intel", "build", "SIMDES Kota", "--from", clone(tmp_path))
    assert wrong.exit_code == 2
    assert "huruf kecil" in wrong.stderr
    assert call(folder, "intel", "build", "simdes", "--from", tmp_path / "none").exit_code == 2
    assert not (folder / "intel").exists()
