"""docs/architecture.md names the packages, layers and tables that exist."""

import re
import tomllib

from secscan.store.schema import METADATA
from secscan.workflows.scan import BODY_READERS, TLS_WORKERS
from tests.unit.docs.markdown import ROOT, read, rows, sections

SECTIONS = sections(read("docs/architecture.md"))


def test_rows_are_the_layers_that_the_linter_holds() -> None:
    contracts = tomllib.loads(read("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    (layers,) = [contract["layers"] for contract in contracts if contract["type"] == "layers"]
    held = [set(layer.split(" | ")) for layer in layers]
    named = [set(re.findall(r"(\w+)/", row[1])) for row in rows(SECTIONS["Layers"])]
    rules = next(index for index, layer in enumerate(held) if "checks" in layer)
    held[rules : rules + 2] = [held[rules] | held[rules + 1]]  # two rows of the linter, one of the table
    assert named == held


def test_every_package_has_a_row() -> None:
    packages = {path.parent.name for path in (ROOT / "secscan").glob("*/__init__.py")}
    assert packages == {name for row in rows(SECTIONS["Layers"]) for name in re.findall(r"(\w+)/", row[1])}


def test_tables_of_the_database() -> None:
    named = [name for row in rows(SECTIONS["The database"]) for name in re.findall(r"`(\w+)`", row[0])]
    assert sorted(named) == sorted(METADATA.tables)


def test_the_number_of_children() -> None:
    assert (TLS_WORKERS, BODY_READERS) == (4, 2)
    said = " ".join(SECTIONS["Threads and processes"].split())
    assert "four for TLS and two that read bodies" in said
