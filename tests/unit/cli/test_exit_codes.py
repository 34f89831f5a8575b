import pytest

from secscan.base.errors import (
    InterruptedScanError,
    NothingLookedAtError,
    ScopeError,
    SecscanError,
    UsageError,
)
from secscan.cli.exit_codes import ExitCode, exit_code


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UsageError("x"), 2),
        (NothingLookedAtError("x"), 3),
        (ScopeError("x"), 4),
        (InterruptedScanError("x"), 130),
        (SecscanError("x"), 1),
    ],
)
def test_each_error_has_its_code(error: SecscanError, code: int) -> None:
    assert exit_code(error) == code


def test_the_codes_are_those_of_the_contract() -> None:
    assert sorted(ExitCode) == [0, 1, 2, 3, 4, 10, 11, 130]
