import xml.etree.ElementTree as ET

import pytest

from secscan.model.enums import Language, Outcome, Severity
from secscan.reports.junit import to_junit
from tests.unit.reports import sample


def suites(**changes: object) -> dict[str, ET.Element]:
    root = ET.fromstring(to_junit(sample.assessment(**changes)))  # type: ignore[arg-type]
    return {str(suite.get("name")): suite for suite in root}


def case(suite: ET.Element, control: str) -> ET.Element:
    return next(one for one in suite.iter("testcase") if str(one.get("name")).startswith(control))


def test_every_app_is_a_suite_and_every_control_a_case() -> None:
    found = suites()
    assert list(found) == [entry.app.id for entry in sample.assessment().apps]
    for suite in found.values():
        cases = list(suite.iter("testcase"))
        assert len(cases) == len(sample.STANDARD.controls) == int(suite.get("tests", "0"))
        assert int(suite.get("failures", "-1")) == len(list(suite.iter("failure")))
        assert int(suite.get("skipped", "-1")) == len(list(suite.iter("skipped")))


def test_a_failed_control_fails_with_its_findings() -> None:
    failure = case(suites()["puskesmas"], "SS-NET-01").find("failure")
    assert failure is not None
    assert failure.get("type") == "kritis"
    assert failure.text


def test_what_was_not_tested_is_skipped_with_its_reason_and_never_passed() -> None:
    found = suites()
    skipped = case(found["puskesmas"], "SS-NET-02").find("skipped")
    assert skipped is not None
    assert "belum menyetujui pemindaian port" in str(skipped.get("message"))
    dead = found["siaran"]
    assert len(list(dead.iter("skipped"))) == len(sample.STANDARD.controls)


def test_a_passed_control_is_a_bare_case() -> None:
    assert list(case(suites()["puskesmas"], "SS-TLS-02")) == []


def test_a_partly_met_control_says_so() -> None:
    partial = sample.of_site("framing", sample.TEST, Severity.RENDAH, outcome=Outcome.PARTIAL)
    root = ET.fromstring(to_junit(sample.assessment((partial,)), Language.EN))
    out = case(next(one for one in root if one.get("name") == "stunting"), "SS-HDR-02").find("system-out")
    assert out is not None
    assert str(out.text).startswith("Partly met")


@pytest.mark.parametrize("odd", ["\x00\x1b[31m", "\ufffe", "]]>", "<x/>"])
def test_no_text_breaks_the_xml(odd: str) -> None:
    bad = sample.of_site("framing", sample.TEST, Severity.RENDAH, facts={"url": odd})
    assert ET.fromstring(to_junit(sample.assessment((bad,)))).tag == "testsuites"
