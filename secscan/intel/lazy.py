"""A table that is read when it is first asked, and whose entries are made one by one."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")
Raw = TypeVar("Raw")


class Lazy(Mapping[K, V], Generic[K, Raw, V]):
    """`load` gives the raw entries, once; `make` turns one into what is asked for, once each."""

    def __init__(self, load: Callable[[], Mapping[K, Raw]], make: Callable[[K, Raw], V]) -> None:
        self._load = load
        self._make = make
        self._made: dict[K, V] = {}

    @cached_property
    def _raw(self) -> Mapping[K, Raw]:
        return self._load()

    def mentioning(self, text: str) -> Iterator[K]:
        """The keys of the entries whose raw text holds these words, in any case of letters: a quick first choice."""
        wanted = text.lower().encode()
        return (key for key, raw in self._raw.items() if wanted in bytes(raw).lower())  # type: ignore[call-overload]

    def __getitem__(self, key: K) -> V:
        if key not in self._made:
            self._made[key] = self._make(key, self._raw[key])
        return self._made[key]

    def __contains__(self, key: object) -> bool:
        return key in self._raw

    def __iter__(self) -> Iterator[K]:
        return iter(self._raw)

    def __len__(self) -> int:
        return len(self._raw)
