from secscan.cli.problems import counted, problem_lines, problem_rows
from secscan.cli.wording import load_wording
from secscan.model.enums import Language
from secscan.registry.problems import Code, Problem, ProblemKind

ID, SHELL = load_wording("register", Language.ID), load_wording("shell", Language.ID)


def error(**place: object) -> Problem:
    return Problem(kind=ProblemKind.ERROR, file="r.xlsx", **place)  # type: ignore[arg-type]


def test_a_line_names_file_sheet_row_column_value_and_what_was_expected() -> None:
    problem = error(code=Code.BAD_CHOICE, sheet="Aplikasi", row=7, column="Jenis", value="kapal", expected="web, api")
    assert list(problem_lines([problem], ID, SHELL)) == [
        "galat: r.xlsx, lembar Aplikasi, baris 7, kolom Jenis: pilihan tidak dikenal: kapal",
        "    diharapkan: salah satu dari web, api",
    ]


def test_what_is_not_known_is_not_said() -> None:
    lines = list(problem_lines([error(code=Code.UNKNOWN_OPD, value="X")], ID, SHELL))
    assert lines[1] == "    diharapkan: id atau nama OPD yang terdaftar"


def test_braces_in_values_are_data() -> None:
    assert "{value}" in next(iter(problem_lines([error(code=Code.BAD_URL, value="{value}")], ID, SHELL)))


def test_errors_are_all_shown() -> None:
    problems = [error(code=Code.BAD_URL, row=row, value="x") for row in range(40)]
    assert len(list(problem_lines(problems, ID, SHELL))) == 80
    assert counted(problems) == {"errors": "40", "warnings": "0"}


def test_rows_for_programs() -> None:
    (row,) = problem_rows([error(code=Code.BAD_PORT, row=3, column="port", value="0")], ID)
    assert (row["kind"], row["code"], row["row"], row["column"], row["value"]) == ("error", "bad_port", 3, "port", "0")
