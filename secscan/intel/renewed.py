"""What a public source gives for a pack, and what it must have to be believed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


class FewerError(ValueError):
    """The source has far less than it had: half an answer, or another one's."""

    def __init__(self, now: int, before: int) -> None:
        super().__init__(f"{now} < {before} / 2")


@dataclass(frozen=True, slots=True)
class Renewed:
    """The new entries of a pack, in order. `data_date` None: the source does not say of which day they are."""

    entries: Mapping[str, object]
    data_date: date | None = None


def at_least_half(now: int, before: int) -> None:
    """Raises FewerError where less than half of what there was is left."""
    if now * 2 < before or now == 0:
        raise FewerError(now, before)
