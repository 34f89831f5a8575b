"""What leaves, by the logs of the servers that were looked at: how much, how, and never twice."""

import pytest

from tests.accuracy.run import CASES, look_at

Logs = dict[str, tuple[str, ...]]
_EACH = {"quick": 1, "standard": 2, "deep": 6}
"""Of how many cases one is looked at: the longer a profile takes, the fewer."""

_ASKED_AGAIN = frozenset(("semua-503", "terlalu-banyak"))
"""They answer 503 or 429 to all: "come again later", which is done once for each request."""


@pytest.fixture(scope="module", params=["quick", "standard", "deep"])
def profile(request: pytest.FixtureRequest) -> tuple[str, Logs]:
    """A profile, and the log of every case that was looked at with it."""
    cases = CASES[:: _EACH[request.param]]
    return request.param, {case.name: requests for case, _, requests in look_at(cases, request.param)}


def test_only_harmless_methods_leave(profile: tuple[str, Logs]) -> None:
    methods = {line.split(" ")[0] for log in profile[1].values() for line in log}
    assert methods <= {"GET", "HEAD", "OPTIONS"}


def test_no_request_is_repeated(profile: tuple[str, Logs]) -> None:
    repeated = {name: sorted({line for line in log if log.count(line) > 1}) for name, log in profile[1].items()}
    assert {name: lines for name, lines in repeated.items() if lines and name not in _ASKED_AGAIN} == {}


def test_what_a_profile_costs(profile: tuple[str, Logs]) -> None:
    name, logs = profile
    counts = [len(log) for log in logs.values()]
    mean, most = {"quick": (12, 14), "standard": (60, 70), "deep": (300, 310)}[name]
    assert sum(counts) / len(counts) <= mean
    assert max(counts) <= most


def test_every_request_says_who_asks(profile: tuple[str, Logs]) -> None:
    assert all("secscan" in line for log in profile[1].values() for line in log)
