"""The catalogue against the folders: what exists is listed, and what is listed exists."""

from pathlib import Path

from secscan.checks.catalogue import CHECKS
from secscan.model.enums import Language

ROOT = Path(__file__).parents[2]
IDS = [check.spec.id for check in CHECKS]


def test_ids_are_unique_and_name_their_modules() -> None:
    assert len(set(IDS)) == len(IDS)
    modules = {path.stem for path in (ROOT / "secscan" / "checks").glob("*.py")} - {"__init__", "catalogue"}
    assert modules == {check_id.replace("-", "_") for check_id in IDS}


def test_every_check_has_its_write_ups_and_its_test_file() -> None:
    expected = {f"{check_id}.{language}.md" for check_id in IDS for language in Language}
    assert {path.name for path in (ROOT / "findings").glob("*.md")} == expected
    tests = {path.name for path in (ROOT / "tests" / "unit" / "checks").glob("test_*.py")}
    assert {f"test_{check_id.replace('-', '_')}.py" for check_id in IDS} <= tests
