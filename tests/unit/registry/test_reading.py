from pathlib import Path

from secscan.model.register import Register
from secscan.registry.columns import Table
from secscan.registry.problems import Code, Problem, ProblemKind
from secscan.registry.reading import Place, in_order, read_tables
from secscan.registry.sources import read_source
from tests.unit.registry.files import APPS, OPD, PERMITS, folder_of


def test_entries_know_where_they_stand(tmp_path: Path) -> None:
    tables, problems = read_source(folder_of(tmp_path, opd=OPD, apps=APPS, permits=PERMITS))
    reading = read_tables(tables, problems, Register())
    assert reading.places[Table.APPS, "simpeg"] == Place("apps.csv", "", 2)
    assert reading.tables == {Table.OPD, Table.APPS, Table.PERMITS}


def test_an_empty_sheet_says_nothing_of_its_table(tmp_path: Path) -> None:
    tables, problems = read_source(folder_of(tmp_path, opd=OPD, apps="id,opd,nama,url\n"))
    assert read_tables(tables, problems, Register()).tables == {Table.OPD}


def test_a_permit_of_an_earlier_register_s_app_is_spelled_as_the_app(tmp_path: Path) -> None:
    tables, problems = read_source(folder_of(tmp_path, opd=OPD, apps=APPS))
    first = read_tables(tables, problems, Register())
    tables, problems = read_source(folder_of(tmp_path / "x", permits=PERMITS.replace("simpeg", "SimPeg")))
    again = read_tables(tables, problems, Register(opds=first.opds, apps=first.apps))
    assert again.permits[0].targets == ("simpeg",)


def test_problems_follow_the_file() -> None:
    def problem(file: str, row: int) -> Problem:
        return Problem(kind=ProblemKind.ERROR, code=Code.EMPTY, file=file, row=row)

    found = in_order([problem("b", 9), problem("a", 3), problem("b", 2), problem("b", 9)])
    assert [(entry.file, entry.row) for entry in found] == [("b", 2), ("b", 9), ("a", 3)]
