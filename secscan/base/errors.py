"""The errors that a user may see. Their class decides the exit code, their code the sentence."""

from collections.abc import Mapping, Sequence


class SecscanError(Exception):
    """Something went wrong that the user can be told about.

    `code` names the sentence and the advice in `templates/translations/errors.*.yaml`, whose gaps `values` fill; a
    value `near` holds the nearest known words, if any. `where` names the file, row, key path, app or host. `also` are
    further errors of the same call, told together. As text, it is for developers: place, code and values.
    """

    def __init__(
        self,
        code: str,
        *,
        where: str = "",
        values: Mapping[str, str] | None = None,
        also: Sequence["SecscanError"] = (),
    ) -> None:
        super().__init__(code)
        self.code = code
        self.where = where
        self.values = dict(values or {})
        self.also = tuple(also)

    def __str__(self) -> str:
        given = (f"{name}={value}" for name, value in self.values.items() if value)
        return "; ".join([": ".join(filter(None, (self.where, self.code, ", ".join(given)))), *map(str, self.also)])


class UsageError(SecscanError):
    """The call, a configuration file or the register is wrong: exit code 2."""


class ScopeError(SecscanError):
    """Refused, because outside the registered and permitted scope: exit code 4."""


class NothingLookedAtError(SecscanError):
    """No selected app could be looked at: exit code 3."""


class InterruptedScanError(SecscanError):
    """The user stopped the scan; it can be resumed: exit code 130."""
