"""SPF against the rules and examples of RFC 7208."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secscan.analysis.spf import Spf, mentioned, spf, text
from secscan.model.observations import DnsAnswer

APEX = "contoh.go.id"


def known(*records: str, **types: tuple[str, ...]) -> DnsAnswer:
    held = {"TXT": tuple(f'"{record}"' for record in records), **types}
    return DnsAnswer(
        name="x",
        records={name: values for name, values in held.items() if values},
        rcodes=dict.fromkeys(("A", "AAAA", "MX", "TXT"), "NOERROR"),
    )


GONE = DnsAnswer(name="x", rcodes=dict.fromkeys(("A", "AAAA", "MX", "TXT"), "NXDOMAIN"))


def policy(record: str, /, **others: DnsAnswer) -> Spf:
    names = {name.replace("__", "."): answer for name, answer in others.items()}
    return spf(APEX, {APEX: known(record, MX=("10 a.contoh.go.id.",), A=("192.0.2.1",)), **names})


@pytest.mark.parametrize(
    ("record", "everybody", "lookups"),
    [
        ("v=spf1 -all", "-", 0),
        ("v=spf1 mx a ip4:192.0.2.0/24 ip6:2001:db8::/32 ~all", "~", 2),
        ("v=spf1 a/24 mx//64 all", "+", 2),
        ("V=SPF1 ?ALL", "?", 0),
        ("v=spf1 ip4:192.0.2.1", "", 0),
        ("v=spf1 -all include:tak.ada.id", "-", 0),
        ("v=spf1 exists:%{i}._spf.contoh.go.id ptr exp=mengapa.contoh.go.id -all", "-", 2),
    ],
)
def test_what_is_left_for_everybody(record: str, everybody: str, lookups: int) -> None:
    found = policy(record)
    assert (found.all, found.lookups, found.error, found.unknown) == (everybody, lookups, "", False)


@pytest.mark.parametrize("record", ["v=spf1 alll", "v=spf1 ip4:tidak -all", "v=spf1 include: -all", "v=spf1 -all:x"])
def test_a_malformed_term_makes_receivers_give_up(record: str) -> None:
    assert policy(record).error == "syntax"


def test_none_and_several() -> None:
    assert spf(APEX, {APEX: known("google-site-verification=x", "v=spf10 -all")}).error == "none"
    assert spf(APEX, {APEX: known("v=spf1 -all", "v=spf1 ~all")}).error == "several"


def test_includes_are_followed_and_need_a_policy() -> None:
    found = policy(
        "v=spf1 include:spf.penyedia.id ~all",
        spf__penyedia__id=known("v=spf1 a:x.id -all"),
        x__id=known(A=("192.0.2.2",)),
    )
    assert (found.all, found.lookups, found.error) == ("~", 2, "")
    assert policy("v=spf1 include:spf.penyedia.id -all", spf__penyedia__id=known()).error == "include"
    assert policy("v=spf1 include:contoh.go.id -all").error == "lookups"


def test_redirect_hands_over() -> None:
    found = policy("v=spf1 redirect=_spf.contoh.go.id", _spf__contoh__go__id=known("v=spf1 -all"))
    assert (found.all, found.lookups) == ("-", 1)
    assert policy("v=spf1 redirect=_spf.contoh.go.id", _spf__contoh__go__id=known()).error == "include"
    ignored = policy("v=spf1 ~all redirect=_spf.contoh.go.id")
    assert (ignored.all, ignored.lookups) == ("~", 0)


@pytest.mark.parametrize(("number", "error"), [(10, ""), (11, "lookups")])
def test_the_limit_of_ten_look_ups(number: int, error: str) -> None:
    terms = " ".join(f"a:h{index}.id" for index in range(number))
    others = {f"h{index}__id": known(A=("192.0.2.1",)) for index in range(number)}
    assert policy(f"v=spf1 {terms} -all", **others).error == error


@pytest.mark.parametrize(("number", "error"), [(2, ""), (3, "voids")])
def test_the_limit_of_two_void_look_ups(number: int, error: str) -> None:
    terms = " ".join(f"a:h{index}.id" for index in range(number))
    found = policy(f"v=spf1 {terms} -all", **{f"h{index}__id": GONE for index in range(number)})
    assert (found.voids, found.error) == (number, error)


def test_a_failed_look_up_is_unknown_never_void() -> None:
    failed = DnsAnswer(name="x", rcodes={"TXT": "SERVFAIL", "A": "SERVFAIL"})
    found = policy("v=spf1 include:spf.penyedia.id -all", spf__penyedia__id=failed)
    assert (found.unknown, found.voids, found.error) == (True, 0, "")
    assert policy("v=spf1 include:spf.penyedia.id -all").unknown


def test_names_that_must_be_looked_up() -> None:
    answers = {
        APEX: known("v=spf1 include:a.id a mx:b.id/24 exists:%{i}.c.id redirect=d.id ip4:192.0.2.1"),
        "a.id": known("v=spf1 include:contoh.go.id include:E.id. -all"),
    }
    assert mentioned(APEX, answers.get) == ("a.id", "b.id", "d.id", "e.id")


def test_strings_of_one_record_are_joined() -> None:
    assert text('"v=spf1 include:a" ".id -all"') == "v=spf1 include:a.id -all"
    assert text(r'"a\"b\059c"') == 'a"b;c'


@given(st.text(max_size=200), st.dictionaries(st.sampled_from(["a.id", "b.id"]), st.text(max_size=80)))
def test_any_text_is_survived_within_bounds(record: str, others: dict[str, str]) -> None:
    answers = {APEX: known("v=spf1 " + record), **{name: known("v=spf1 " + one) for name, one in others.items()}}
    found = spf(APEX, answers)
    assert found.all in ("", "-", "~", "?", "+")
    assert len(mentioned(APEX, answers.get)) <= 20
