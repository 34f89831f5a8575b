"""Pure rules that are asked often of the same record: worked out once, and kept with the record as long as it lives."""

import functools
from collections.abc import Callable
from typing import TypeVar

R = TypeVar("R")
T = TypeVar("T")


def once(rule: Callable[[R], T]) -> Callable[[R], T]:
    """The rule, which works an immutable record out once. The record needs a `__dict__`: a struct with `dict=True`.

    The answer must be immutable too, and never a generator. Nothing outlives the record, equality does not see it, and
    a changed copy of the record is asked anew.
    """
    name = f"once {rule.__module__}.{rule.__qualname__}"

    @functools.wraps(rule)
    def remembered(record: R) -> T:
        kept = record.__dict__
        if name not in kept:
            kept[name] = rule(record)
        answer: T = kept[name]
        return answer

    return remembered
