"""Every labelled case through the real probes: no false alarm, no miss, nothing called clean that could not be seen."""

import pytest

from tests.accuracy.case import Case
from tests.accuracy.judge import judge
from tests.accuracy.look import Look
from tests.accuracy.run import CASES, KNOWN_MISTAKES, look_at


@pytest.fixture(scope="module")
def looks() -> dict[str, tuple[Look, int]]:
    return {case.name: (look, requests) for case, look, requests in look_at(CASES)}


def test_names_are_unique() -> None:
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_verdicts_are_true(case: Case, looks: dict[str, tuple[Look, int]]) -> None:
    wrong = {
        score.check: score.told
        for score in judge(case, looks[case.name][0].verdicts)
        if not score.right and (case.name, score.check) not in KNOWN_MISTAKES
    }
    assert wrong == {}


def test_a_standard_look_is_frugal(looks: dict[str, tuple[Look, int]]) -> None:
    counts = [requests for _, requests in looks.values()]
    assert sum(counts) / len(counts) <= 60
    assert max(counts) <= 70


def test_a_quick_look_is_quick() -> None:
    counts = [requests for _, _, requests in look_at(CASES, "quick")]
    assert sum(counts) / len(counts) <= 12
