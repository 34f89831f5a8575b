"""The exit codes of secscan, and which error means which."""

from enum import IntEnum

from secscan.base.errors import InterruptedScanError, NothingLookedAtError, ScopeError, SecscanError, UsageError


class ExitCode(IntEnum):
    """What a command says to the shell that called it."""

    OK = 0  # done; gate: approved
    FAILED = 1  # secscan itself failed
    USAGE = 2  # the call, a configuration file or a register is wrong
    NO_VERDICT = 3  # nothing could be looked at
    REFUSED = 4  # outside the registered and permitted scope
    REJECTED = 10  # gate: rejected
    CONDITIONAL = 11  # gate: approved under conditions
    INTERRUPTED = 130  # stopped by the user, resumable


_CODES: tuple[tuple[type[SecscanError], ExitCode], ...] = (
    (UsageError, ExitCode.USAGE),
    (ScopeError, ExitCode.REFUSED),
    (NothingLookedAtError, ExitCode.NO_VERDICT),
    (InterruptedScanError, ExitCode.INTERRUPTED),
)


def exit_code(error: SecscanError) -> ExitCode:
    """The exit code that an error of the program ends with."""
    return next((code for kind, code in _CODES if isinstance(error, kind)), ExitCode.FAILED)
