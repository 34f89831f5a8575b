import pytest

from secscan.intel.lazy import Lazy


class Counting:
    def __init__(self) -> None:
        self.loaded = 0
        self.made: list[str] = []

    def load(self) -> dict[str, int]:
        self.loaded += 1
        return {"a": 1, "b": 2}

    def make(self, key: str, raw: int) -> int:
        self.made.append(key)
        return raw * 10


def test_nothing_is_read_before_it_is_asked_for_and_nothing_twice() -> None:
    counting = Counting()
    table = Lazy(counting.load, counting.make)
    assert counting.loaded == 0
    assert "a" in table
    assert "c" not in table
    assert counting.made == []
    assert table["b"] == table["b"] == table.get("b") == 20
    assert (counting.loaded, counting.made) == (1, ["b"])


def test_it_is_a_mapping() -> None:
    counting = Counting()
    table = Lazy(counting.load, counting.make)
    assert dict(table) == {"a": 10, "b": 20}
    assert len(table) == 2
    assert {**table} == dict(table.items())
    assert table.get("c") is None
    with pytest.raises(KeyError):
        table["c"]
