import json
from datetime import date

import pytest

from secscan.intel.packfile import read_pack
from secscan.intel.renewed import FewerError
from secscan.intel.retire import convert, hole_names
from secscan.intel.rows import LibraryRow
from secscan.model.enums import Severity
from tests.unit.intel.made import pack

TODAY = date(2026, 11, 22)


def library(*holes: dict[str, object], **fields: object) -> LibraryRow:
    tree = {"simdesjs": {"vulnerabilities": holes, "extractors": {"hashes": {"00": "1.0"}}, **fields}}
    row = convert(json.dumps(tree).encode(), None, TODAY).entries["simdesjs"]
    assert isinstance(row, LibraryRow)
    return row


def test_a_record_with_public_ids() -> None:
    row = library(
        {"below": "3.5.0", "atOrAbove": "1.0.3", "severity": "medium", "cwe": ["CWE-79"],
         "identifiers": {"CVE": ["CVE-2020-11023"], "githubID": "GHSA-jpcq-cgw6-v4j6", "summary": "x"}},
        npmname="simdes",
    )  # fmt: skip
    (hole,) = row.holes
    assert (hole.id, hole.aliases) == ("CVE-2020-11023", ("GHSA-jpcq-cgw6-v4j6",))
    assert hole.affected == (((">=", "1.0.3"), ("<", "3.5.0")),)
    assert (hole.severity, hole.cwe, hole.source) == (Severity.SEDANG, (79,), "retire.js")
    assert (row.npm, row.sha1) == ("simdes", {"00": "1.0"})


def test_records_without_public_ids_are_named_alike_every_time() -> None:
    row = library({"below": "2.0"}, {"below": "2.0"}, {"below": "3.0"})
    assert [hole.id for hole in row.holes] == ["simdesjs<2.0", "simdesjs<2.0#2", "simdesjs<3.0"]
    taken: set[str] = set()
    assert hole_names("a", (), "", "1", taken) == ("a<1",)
    assert hole_names("a", ("CVE-2026-1234",), "", "1", taken) == ("CVE-2026-1234",)


def test_several_ranges_and_excluded_releases() -> None:
    row = library({"ranges": [{"below": "1.5"}, {"atOrAbove": "2.0", "below": "3.0", "excludes": ["2.9", "2.5"]}]})
    assert row.holes[0].affected == (
        (("<", "1.5"),),
        ((">=", "2.0"), ("<", "2.5")),
        ((">", "2.5"), ("<", "2.9")),
        ((">", "2.9"), ("<", "3.0")),
    )


@pytest.mark.parametrize("hole", [{}, {"below": "semua"}, {"below": "2.0", "atOrAbove": "x"}, {"atOrAbove": "1.0"}])
def test_a_range_that_nothing_can_be_compared_with_says_nothing(hole: dict[str, object]) -> None:
    assert library(hole).holes == ()


def test_ids_of_another_form_are_left_out() -> None:
    row = library({"below": "2.0", "cwe": ["CWE-x", "79"], "identifiers": {"CVE": ["javascript:1"], "githubID": "x"}})
    assert row.holes[0].id == "simdesjs<2.0"
    assert row.holes[0].cwe == ()


def test_examples_are_no_libraries_and_half_must_be_there() -> None:
    hole = {"vulnerabilities": [{"below": "1.0"}]}
    tree = {"retire-example": hole, "a": hole, "b": {"vulnerabilities": []}}
    assert set(convert(json.dumps(tree).encode(), None, TODAY).entries) == {"a"}
    old = read_pack(pack("jslibs", {"a": {}, "b": {}, "c": {}}))
    with pytest.raises(FewerError, match="1 < 3 / 2"):
        convert(json.dumps(tree).encode(), old, TODAY)
