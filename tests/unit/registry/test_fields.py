from datetime import time

import pytest

from secscan.model.enums import Criticality
from secscan.model.register import Hours
from secscan.model.subjects import Site
from secscan.registry.cells import Cell, Unreadable
from secscan.registry.columns import Table
from secscan.registry.fields import Fields, nearest
from secscan.registry.problems import Code, Problem
from secscan.registry.tables import Row, TableRows
from secscan.registry.words import CRITICALITY


def fields(problems: list[Problem], **cells: Cell) -> Fields:
    row = Row(7, dict(cells))
    return Fields(
        TableRows(Table.APPS, "r.xlsx", "Aplikasi", {key: key.upper() for key in cells}, [row]), row, problems
    )


def test_a_problem_names_file_sheet_row_and_header() -> None:
    problems: list[Problem] = []
    fields(problems, nama=None).required("nama")
    (problem,) = problems
    assert (problem.file, problem.sheet, problem.row, problem.column) == ("r.xlsx", "Aplikasi", 7, "NAMA")
    assert problem.code is Code.EMPTY


def test_an_absent_column_keeps_and_an_empty_cell_clears() -> None:
    row = fields([], produk=None, jam="")
    assert row.text("versi", "6.5") == "6.5"
    assert row.text("produk", "wordpress") == ""
    assert row.words("tag", ("a",)) == ("a",)
    assert row.hours("jam", Hours(time(1), time(2))) is None
    assert row.choice("kritikalitas", CRITICALITY, Criticality.TINGGI, Criticality.RENDAH) is Criticality.TINGGI


def test_multi_valued_cells() -> None:
    assert fields([], tag="a, b\nc;d  a").words("tag") == ("a", "b", "c", "d")


def test_urls_get_a_scheme_and_lose_their_file() -> None:
    row = fields([], url="simpeg.contoh.go.id:8443/app/index.php?x=1 http://10.1.2.3")
    assert row.sites("url", ()) == (
        Site("https", "simpeg.contoh.go.id", 8443, "/app/"),
        Site("http", "10.1.2.3", 80, "/"),
    )


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.go.id",
        "https://user:pw@a.go.id",
        "https://a.go.id:99999",
        "https://",
        "https://[::1",
        "999.1.1.1",
    ],
)
def test_bad_urls(url: str) -> None:
    problems: list[Problem] = []
    assert fields(problems, url=url).sites("url", ()) == ()
    assert [problem.code for problem in problems] == [Code.BAD_URL]


@pytest.mark.parametrize(
    ("cell", "ports"), [("80 443", (80, 443)), (8443.0, (8443,)), ("80,443", (80, 443)), (None, ())]
)
def test_ports(cell: Cell, ports: tuple[int, ...]) -> None:
    assert fields([], port=cell).ports("port", ()) == ports


@pytest.mark.parametrize("cell", ["0", "65536", "http", 80.443, "80-90", "²"])
def test_bad_ports(cell: Cell) -> None:
    problems: list[Problem] = []
    fields(problems, port=cell).ports("port", ())
    assert [problem.code for problem in problems] == [Code.BAD_PORT]


def test_a_formula_is_told_once_and_not_as_empty() -> None:
    problems: list[Problem] = []
    row = fields(problems, nama=Unreadable("=A1"), target=Unreadable("#REF!"), berlaku=Unreadable("=NOW()"))
    assert row.required("nama") == ""
    assert row.targets("target") == ()
    assert row.day("berlaku") is None
    assert [problem.code for problem in problems] == [Code.FORMULA] * 3


def test_a_choice_lists_what_may_stand_there() -> None:
    problems: list[Problem] = []
    fields(problems, k="sedang").choice("k", CRITICALITY, Criticality.TINGGI, Criticality.RENDAH)
    assert [(p.code, p.expected) for p in problems] == [(Code.BAD_CHOICE, "strategis, tinggi, rendah")]


def test_long_texts_are_refused() -> None:
    problems: list[Problem] = []
    fields(problems, nama="x" * 301).text("nama")
    assert [problem.code for problem in problems] == [Code.TOO_LONG]


def test_the_nearest_word() -> None:
    assert nearest("dinas kominfoo", {"dinas kominfo": 1, "bkd": 2}) == "dinas kominfo"
    assert nearest("xyz", {"dinas": 1}) == ""
