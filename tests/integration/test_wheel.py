"""An installed wheel works outside the checkout: code, data folders and all."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROBE = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
import secscan
assert Path(secscan.__file__).is_relative_to(sys.argv[1]), secscan.__file__
from secscan.checks.catalogue import CHECKS
from secscan.intel.packs import load_intel
from secscan.model.enums import Language
from secscan.reports.writeups import load_writeup
from secscan.standards.load import load_profile, load_standard, profile_names
from secscan.store.store import Store
assert load_standard("kominfo").controls
assert all(load_profile(name).checks for name in profile_names())
assert all(load_writeup(check.spec.id, language).title for check in CHECKS for language in Language)
assert load_intel().products
Store.open(Path(sys.argv[2]) / "secscan.db").close()
from secscan.cli.main import main
sys.argv = ["secscan", "-w", sys.argv[2] + "/w", "init"]
main()
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(target), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    (built,) = target.glob("secscan-*.whl")
    return built


def test_the_wheel_carries_code_and_data_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert any(name.startswith("secscan/_data/findings/") for name in names)
    assert any(name.startswith("secscan/_data/profiles/standards/") for name in names)
    assert any(name.startswith("secscan/_data/templates/translations/") for name in names)
    assert any(name.startswith("secscan/intel/data/") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "docs/", "benchmarks/"))]


def test_it_works_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    installed = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(installed)
    command = [sys.executable, "-P", "-c", PROBE, str(installed), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "w" / "secscan.toml").is_file()
