import pytest

from secscan.registry.cells import Grid, Unreadable
from secscan.registry.columns import Table
from secscan.registry.csv_grid import read_csv, write_csv
from secscan.registry.problems import Code, Problem


def grid(data: str | bytes, table: Table = Table.OPD) -> Grid:
    found = read_csv("opd.csv", data if isinstance(data, bytes) else data.encode(), table)
    assert isinstance(found, Grid)
    return found


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_delimiters(mark: str) -> None:
    text = f"id{mark}nama{mark}induk\na{mark}Dinas A{mark}\n"
    assert grid(text).rows[1] == (2, ("a", "Dinas A", ""))


def test_the_delimiter_is_the_one_that_shows_columns_not_the_commonest() -> None:
    rows = grid("Daftar, lengkap, dengan, banyak, koma\nid;nama\na;Dinas Kominfo, Statistik, dan Persandian\n").rows
    assert rows[-1] == (3, ("a", "Dinas Kominfo, Statistik, dan Persandian"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings(encoding: str) -> None:
    assert grid("id,nama\na,Café\n".encode(encoding)).rows == [(1, ("id", "nama")), (2, ("a", "Café"))]


def test_row_numbers_are_those_of_a_spreadsheet() -> None:
    rows = grid('id,nama\n\na,"Dinas\nA"\nb,B\n').rows
    assert [number for number, _ in rows] == [1, 3, 4]


def test_formulas_are_not_believed_unless_guarded() -> None:
    rows = grid("id,nama\n=A1,'=A1\n").rows
    assert rows[1] == (2, (Unreadable("=A1"), "'=A1"))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'id,nama\na,"tanpa penutup\nb,B\n', Code.BROKEN_CSV),
        (b"id,nama\na,\x81\x8d\n", Code.BAD_ENCODING),
        (b"id,nama\na,\0\n", Code.BAD_ENCODING),
    ],
)
def test_what_cannot_be_read_is_told(data: bytes, code: Code) -> None:
    found = read_csv("opd.csv", data, Table.OPD)
    assert isinstance(found, Problem)
    assert found.code is code


def test_writing_guards_formulas() -> None:
    data = write_csv(["id", "nama"], [["a", "=cmd|' /C calc'!A0"], ["b", 'Dinas "B", dua']])
    assert data.decode().splitlines()[1] == "a,'=cmd|' /C calc'!A0"
    assert grid(data).rows[1:] == [(2, ("a", "'=cmd|' /C calc'!A0")), (3, ("b", 'Dinas "B", dua'))]
