"""Problems of a register in words: as lines for people, or as rows for programs."""

from collections import Counter
from collections.abc import Iterator, Sequence

from secscan.cli.output import Cell, Format
from secscan.cli.session import Session
from secscan.cli.wording import Wording
from secscan.registry.problems import Code, Problem, ProblemKind

_COLUMNS = ("kind", "code", "file", "sheet", "row", "column", "value", "message", "expected")
_SHOWN = 10


def problem_lines(problems: Sequence[Problem], register: Wording, shell: Wording) -> Iterator[str]:
    """Every error, and of each kind of warning the first few."""
    seen: Counter[Code] = Counter()
    for problem in problems:
        seen[problem.code] += 1
        if problem.kind is ProblemKind.WARNING and seen[problem.code] > _SHOWN:
            continue
        message, expected = _sentences(problem, register)
        where = ", ".join(_place(problem, shell))
        yield f"{register.text(f'kinds.{problem.kind}')}: {where}: {message}"
        if expected:
            yield "    " + register.text("expected", {"text": expected})
    warned = Counter(problem.code for problem in problems if problem.kind is ProblemKind.WARNING)
    for code, count in warned.items():
        if count > _SHOWN:
            yield f"{code}: " + shell.text("register.more", {"count": str(count - _SHOWN)})


def problem_rows(problems: Sequence[Problem], register: Wording) -> list[dict[str, Cell]]:
    """One mapping for each problem, with its sentences."""
    rows: list[dict[str, Cell]] = []
    for problem in problems:
        message, expected = _sentences(problem, register)
        rows.append(
            {
                "kind": problem.kind.value,
                "code": problem.code.value,
                "file": problem.file,
                "sheet": problem.sheet,
                "row": problem.row,
                "column": problem.column,
                "value": problem.value,
                "message": message,
                "expected": expected,
            }
        )
    return rows


def print_problems(session: Session, problems: Sequence[Problem], output_format: Format) -> None:
    """Problems as the result of a check, on stdout."""
    register, shell = session.wording("register"), session.wording("shell")
    if output_format is Format.TABLE:
        for line in problem_lines(problems, register, shell):
            session.output.line(line)
        return
    titles = {key: shell.text(f"columns.{key}") for key in _COLUMNS}
    session.output.rows(titles, problem_rows(problems, register), output_format)


def counted(problems: Sequence[Problem]) -> dict[str, str]:
    """How many errors and warnings there are, for sentences."""
    kinds = Counter(problem.kind for problem in problems)
    return {"errors": str(kinds[ProblemKind.ERROR]), "warnings": str(kinds[ProblemKind.WARNING])}


def _sentences(problem: Problem, register: Wording) -> tuple[str, str]:
    values = {"value": problem.value[:200], "expected": problem.expected}
    key = f"problems.{problem.code}"
    return register.text(f"{key}.message", values), register.without_gap(f"{key}.expected", values)


def _place(problem: Problem, shell: Wording) -> Iterator[str]:
    yield problem.file
    if problem.sheet:
        yield shell.text("register.place_sheet", {"sheet": problem.sheet})
    if problem.row is not None:
        yield shell.text("register.place_row", {"row": str(problem.row)})
    if problem.column:
        yield shell.text("register.place_column", {"column": problem.column})
