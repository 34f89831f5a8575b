"""Look-ups of other parties: once a name, the names above where need be, no more of a silent resolver."""

from collections.abc import Callable

import pytest

from secscan.model.enums import Status
from secscan.model.observations import Observation
from secscan.workflows import third_parties
from secscan.workflows.third_parties import ThirdParties
from tests.unit.builders import NOW
from tests.unit.checks.lookups import resolved
from tests.unit.registers import FixedClock


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, str]], list[str]]:
    """Answers look-ups by name (NOERROR unless told), and lists them."""

    def answering(said: dict[str, str]) -> list[str]:
        names: list[str] = []

        def look_up(name: str, *_rest: object) -> Observation:
            names.append(name)
            rcode = said.get(name, "NOERROR")
            status = {"TIMEOUT": Status.TIMEOUT, "SERVFAIL": Status.ERROR}.get(rcode, Status.OK)
            return resolved(name, *(("192.0.2.1",) if rcode == "NOERROR" else ()), rcode=rcode, status=status)[name]

        monkeypatch.setattr(third_parties, "look_up", look_up)
        return names

    return answering


def parties(kept: list[Observation], known: dict[str, Observation] | None = None) -> ThirdParties:
    return ThirdParties("127.0.0.1:9", FixedClock(NOW), known or {}, kept.append)


def test_each_name_is_asked_for_once_in_a_run_and_kept(asked: Callable[[dict[str, str]], list[str]]) -> None:
    names, kept = asked({}), list[Observation]()
    made = parties(kept)
    for _ in range(2):
        made.look_up(("cdn.a.com", "cdn.b.com", "www.google.com"))
    assert names == ["cdn.a.com", "cdn.b.com"]
    assert len(kept) == 2


def test_what_an_interrupted_run_knew_is_not_asked_again(asked: Callable[[dict[str, str]], list[str]]) -> None:
    names = asked({})
    parties([], resolved("cdn.a.com", "192.0.2.1")).look_up(("cdn.a.com",))
    assert names == []


def test_above_a_name_that_is_gone_its_parents_are_asked_for(asked: Callable[[dict[str, str]], list[str]]) -> None:
    names = asked({"cdn.w.com": "NXDOMAIN", "w.com": "NXDOMAIN"})
    parties([]).look_up(("cdn.w.com",))
    assert names == ["cdn.w.com", "w.com", "com"]


def test_a_silent_resolver_is_left_alone(asked: Callable[[dict[str, str]], list[str]]) -> None:
    hosts = [f"cdn.n{n}.com" for n in range(9)]
    names = asked(dict.fromkeys(hosts, "TIMEOUT"))
    parties([]).look_up(hosts)
    assert len(names) == 3


def test_a_cancelled_scan_asks_nothing(asked: Callable[[dict[str, str]], list[str]]) -> None:
    names, made = asked({}), parties([])
    made.cancel()
    made.look_up(("cdn.a.com",))
    assert names == []
