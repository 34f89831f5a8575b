from secscan.registry.cells import Cell, Grid
from secscan.registry.columns import Table
from secscan.registry.problems import Code
from secscan.registry.tables import header_score, read_table
from tests.unit.registry.files import places


def grid(*rows: tuple[Cell, ...]) -> Grid:
    return Grid("register.xlsx", "OPD", list(enumerate(rows, start=1)))


def test_the_header_may_stand_below_titles() -> None:
    found, problems = read_table(
        grid(("PEMERINTAH KOTA CONTOH",), ("Daftar nama OPD", None), ("No", "ID", "Nama OPD"), (1, "a", "Dinas A")),
        Table.OPD,
    )
    assert problems == []
    assert found.headers == {"id": "ID", "nama": "Nama OPD"}
    assert [(row.number, row.cells) for row in found.rows] == [(4, {"id": "a", "nama": "Dinas A"})]


def test_a_header_repeated_on_each_page_is_no_row() -> None:
    found, _ = read_table(grid(("id", "nama"), ("a", "A"), ("id", "nama"), ("b", "B")), Table.OPD)
    assert [row.cells["id"] for row in found.rows] == ["a", "b"]


def test_rows_without_known_cells_are_left_out() -> None:
    found, _ = read_table(grid(("No", "id", "nama"), (1, None, " "), (2, "b", "B")), Table.OPD)
    assert [row.number for row in found.rows] == [3]


def test_no_header() -> None:
    found, problems = read_table(grid(("apa", "saja")), Table.OPD)
    assert found.rows == []
    assert [problem.code for problem in problems] == [Code.NO_HEADER]


def test_missing_doubled_and_unknown_columns() -> None:
    _, problems = read_table(grid(("id", "ID", "kontak_emial"), ("a", "A", "x")), Table.OPD)
    assert places(problems) == [
        ("duplicate_column", 1, "ID"),
        ("unknown_column", 1, "kontak_emial"),
        ("missing_column", 1, "nama"),
    ]
    assert problems[1].expected == "kontak_email"


def test_the_score_counts_different_columns() -> None:
    assert header_score(Table.OPD, ("id", "nama", "name", "lain", 3)) == 2
