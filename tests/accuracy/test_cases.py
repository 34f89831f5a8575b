"""Every labelled case through the real probes: no false alarm, no miss, nothing called clean that could not be seen."""

import pytest

from tests.accuracy.case import Case
from tests.accuracy.judge import judge
from tests.accuracy.look import Look
from tests.accuracy.run import CASES, KNOWN_MISTAKES, look_at


@pytest.fixture(scope="module")
def looks() -> dict[str, Look]:
    return {case.name: look for case, look, _ in look_at(CASES)}


def test_names_are_unique() -> None:
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_verdicts_are_true(case: Case, looks: dict[str, Look]) -> None:
    wrong = {
        score.check: score.told
        for score in judge(case, looks[case.name].verdicts)
        if not score.right and (case.name, score.check) not in KNOWN_MISTAKES
    }
    assert wrong == {}
