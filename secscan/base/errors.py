"""Errors that say what happened, where, and what to do next.

Everything a user may meet is a `SecscanError`; a traceback is a bug. The shell maps each class to one exit code.
"""

from collections.abc import Mapping


class SecscanError(Exception):
    """Something went wrong that the user can be told about.

    `message` says what happened, `where` names the file, row, key path, app or host, `advice` what to do next.
    """

    def __init__(self, message: str, *, where: str = "", advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.advice = advice

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        hint = f"\n  -> {self.advice}" if self.advice else ""
        return f"{place}{self.message}{hint}"


class UsageError(SecscanError):
    """The call or a configuration file is wrong: exit code 2."""


class CodedError(UsageError):
    """A usage error whose sentence and advice stand, in both languages, under `errors.<code>` of
    `templates/translations/shell.*.yaml`; `values` fill its gaps. Without translation it prints code and values."""

    def __init__(self, code: str, *, where: str = "", values: Mapping[str, str] | None = None) -> None:
        self.code = code
        self.values = dict(values or {})
        super().__init__(": ".join((code, *self.values.values())), where=where)


class ScopeError(SecscanError):
    """Refused, because outside the registered and permitted scope: exit code 4."""


class NothingLookedAtError(SecscanError):
    """No selected app could be looked at: exit code 3."""


class InterruptedScanError(SecscanError):
    """The user stopped the scan; it can be resumed: exit code 130."""
