"""What is wrong with a register, as values: the sentences stand in `templates/translations/register.*.yaml`."""

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from secscan.base.errors import UsageError


class ProblemKind(StrEnum):
    """An error keeps the register from being read; a warning is imported, and may be refused later."""

    ERROR = "error"
    WARNING = "warning"


class Code(StrEnum):
    """One word for each thing that can be wrong, never reused for another."""

    # the files
    NOT_FOUND = "not_found"
    UNKNOWN_FORMAT = "unknown_format"
    TOO_LARGE = "too_large"
    TOO_MANY_ROWS = "too_many_rows"
    BROKEN_WORKBOOK = "broken_workbook"
    ENCRYPTED_WORKBOOK = "encrypted_workbook"
    OLD_WORKBOOK = "old_workbook"
    BROKEN_CSV = "broken_csv"
    BAD_ENCODING = "bad_encoding"
    NO_TABLES = "no_tables"
    DUPLICATE_TABLE = "duplicate_table"
    # the columns
    NO_HEADER = "no_header"
    MISSING_COLUMN = "missing_column"
    DUPLICATE_COLUMN = "duplicate_column"
    UNKNOWN_COLUMN = "unknown_column"
    # the cells
    FORMULA = "formula"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    DATE_AS_TEXT = "date_as_text"
    BAD_ID = "bad_id"
    BAD_CHOICE = "bad_choice"
    BAD_URL = "bad_url"
    BAD_ADDRESS = "bad_address"
    BAD_PORT = "bad_port"
    BAD_PATH = "bad_path"
    BAD_DATE = "bad_date"
    BAD_HOURS = "bad_hours"
    BAD_TARGET = "bad_target"
    WIDE_TARGET = "wide_target"
    NUMERIC_VERSION = "numeric_version"
    UNDATED_VERSION = "undated_version"
    UNKNOWN_EXTRA = "unknown_extra"
    # the rows together
    DUPLICATE = "duplicate"
    UNKNOWN_OPD = "unknown_opd"
    AMBIGUOUS_OPD = "ambiguous_opd"
    PARENT_CYCLE = "parent_cycle"
    DATES_REVERSED = "dates_reversed"
    # the register on a day
    PERMIT_EXPIRED = "permit_expired"
    PERMIT_FUTURE = "permit_future"
    PERMIT_ENDING = "permit_ending"
    NO_SIGNER = "no_signer"
    NO_PERMIT = "no_permit"
    NO_PERMIT_BY_NAME = "no_permit_by_name"
    TARGET_UNMATCHED = "target_unmatched"
    DOUBLE_SITE = "double_site"


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing wrong with one cell, row, sheet or file.

    `row` is the number that Excel shows, None where the problem concerns more than a row; `column` is the header as it
    stands in the file; `expected` the data of what was expected (allowed words, the nearest name, another row), which
    the sentence of the code completes.
    """

    kind: ProblemKind
    code: Code
    file: str
    sheet: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    expected: str = ""


def has_errors(problems: Iterable[Problem]) -> bool:
    return any(problem.kind is ProblemKind.ERROR for problem in problems)


class RegisterRefused(UsageError):  # noqa: N818 - an answer to the user, with all problems at once
    """The register can't be read. `problems` holds all of them, warnings too."""

    def __init__(self, problems: tuple[Problem, ...], *, where: str) -> None:
        self.problems = problems
        errors = [problem for problem in problems if problem.kind is ProblemKind.ERROR]
        first = "".join(f"{problem.file}:{problem.row or 1}: {problem.value}" for problem in errors[:1])
        super().__init__("register_broken", where=where, values={"count": str(len(errors)), "first": first})
