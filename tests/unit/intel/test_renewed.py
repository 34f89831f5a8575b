import pytest

from secscan.intel.renewed import FewerError, at_least_half


@pytest.mark.parametrize(("now", "before"), [(1, 0), (1, 2), (702, 1404), (5, 1)])
def test_half_is_enough(now: int, before: int) -> None:
    at_least_half(now, before)


@pytest.mark.parametrize(("now", "before"), [(0, 0), (1, 3), (701, 1404)])
def test_less_is_not(now: int, before: int) -> None:
    with pytest.raises(FewerError):
        at_least_half(now, before)
