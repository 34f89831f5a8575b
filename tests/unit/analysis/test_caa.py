"""Records and answers are those of RFC 8659, sections 3 to 5."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secscan.analysis.caa import Caa, caa, climb
from secscan.model.observations import DnsAnswer


def said(name: str, *records: str, rcode: str = "NOERROR") -> dict[str, DnsAnswer]:
    held = {"CAA": records} if records else {}
    return {name: DnsAnswer(name=name, records=held, rcodes={"CAA": rcode})}


ABOVE = {**said("go.id"), **said("id")}


def test_the_tree_is_climbed_from_the_name_up() -> None:
    assert climb("www.Contoh.go.id.") == ("www.contoh.go.id", "contoh.go.id", "go.id", "id")


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        (('0 issue "letsencrypt.org"',), Caa("contoh.go.id", ("letsencrypt.org",), True)),
        (('0 issue "Digicert.com; account=230123"',), Caa("contoh.go.id", ("digicert.com",), True)),
        (('0 issue ";"',), Caa("contoh.go.id", (), True)),
        (('0 iodef "mailto:csirt@contoh.go.id"',), Caa("contoh.go.id")),
        (('0 issuewild ";"',), Caa("contoh.go.id")),
        (('0 ISSUE "a.example"', '0 issue "b.example"'), Caa("contoh.go.id", ("a.example", "b.example"), True)),
        (('128 tbs "Unknown"',), Caa("contoh.go.id", (), True, True)),
        (('0 tbs "Unknown"',), Caa("contoh.go.id")),
    ],
)
def test_record_sets(records: tuple[str, ...], expected: Caa) -> None:
    assert caa("contoh.go.id", {**ABOVE, **said("contoh.go.id", *records)}) == expected


def test_a_domain_without_records_has_those_above_it() -> None:
    answers = {**said("contoh.go.id"), **said("go.id", '0 issue "ca.example"'), **said("id", '0 issue "x.example"')}
    assert caa("contoh.go.id", answers) == Caa("go.id", ("ca.example",), True)
    assert caa("contoh.go.id", {**ABOVE, **said("contoh.go.id")}) == Caa()


def test_a_failed_look_up_is_not_the_absence_of_records() -> None:
    assert caa("contoh.go.id", {**ABOVE, **said("contoh.go.id", rcode="SERVFAIL")}) is None
    assert caa("contoh.go.id", ABOVE) is None
    own = said("contoh.go.id", '0 issue "ca.example"')
    assert caa("contoh.go.id", own) == Caa("contoh.go.id", ("ca.example",), True)


@given(st.lists(st.text(max_size=60), max_size=5))
def test_no_record_breaks_it(records: list[str]) -> None:
    found = caa("contoh.go.id", {**ABOVE, **said("contoh.go.id", *records)})
    assert found is not None
