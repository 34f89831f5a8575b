"""JUnit XML for CI servers: one suite for each app, one case for each control of the standard.

A control that fails is a failure; one that could not be tested, or does not apply, is skipped with its reason: a
skipped case is never a passed one. A partly met control passes with the remark in its output.
"""

import re
import xml.etree.ElementTree as ET

from secscan.model.assessment import AppAssessment, Assessment
from secscan.model.enums import Language, Outcome
from secscan.model.findings import Finding
from secscan.model.score import ControlResult
from secscan.reports.wording import Wording

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SKIPPED = (Outcome.NOT_TESTED, Outcome.INCONCLUSIVE, Outcome.NOT_APPLICABLE)


def to_junit(assessment: Assessment, lang: Language = Language.ID) -> bytes:
    """The results of all controls as JUnit XML."""
    words = Wording(assessment, lang)
    suites = ET.Element("testsuites", name="secscan")
    for entry in assessment.apps:
        findings = [finding for finding in assessment.findings_of(entry.app.id) if finding.is_open]
        suites.append(_suite(entry, findings, words))
    for name in ("tests", "failures", "skipped"):
        suites.set(name, str(sum(int(suite.get(name, "0")) for suite in suites)))
    ET.indent(suites)
    return bytes(ET.tostring(suites, encoding="utf-8", xml_declaration=True)) + b"\n"


def _suite(entry: AppAssessment, findings: list[Finding], words: Wording) -> ET.Element:
    suite = ET.Element("testsuite", name=_text(entry.app.id))
    if entry.run is not None:
        suite.set("timestamp", entry.run.started_at.strftime("%Y-%m-%dT%H:%M:%S"))
    for result in entry.results:
        suite.append(_case(entry, result, findings, words))
    suite.set("tests", str(len(entry.results)))
    suite.set("failures", str(len(suite.findall("testcase/failure"))))
    suite.set("errors", "0")
    suite.set("skipped", str(len(suite.findall("testcase/skipped"))))
    return suite


def _case(entry: AppAssessment, result: ControlResult, findings: list[Finding], words: Wording) -> ET.Element:
    title = f"{result.control} {words.control(result.control)}"
    case = ET.Element("testcase", classname=_text(f"secscan.{entry.app.id}"), name=_text(title))
    control = words.standard.control(result.control)
    own = [one for one in findings if control is not None and one.check in control.checks]
    said = "\n".join(_told(finding, words) for finding in own)
    if result.planned or result.outcome in _SKIPPED:
        case.append(ET.Element("skipped", message=_text(f"{words.outcome(result)}: {words.result(result)}")))
    elif result.outcome is Outcome.FAIL:
        kind = str(min((one.severity for one in own), key=lambda severity: severity.rank, default="fail"))
        failure = ET.SubElement(case, "failure", type=kind, message=_text(words.outcome(result)))
        failure.text = _text(said)
    elif result.outcome is Outcome.PARTIAL:
        ET.SubElement(case, "system-out").text = _text(f"{words.outcome(result)}\n{said}")
    return case


def _told(finding: Finding, words: Wording) -> str:
    found = words.prose.line(words.writeup(finding.check).found, finding.facts)
    severity = words.t(f"severity.{finding.severity}")
    return f"[{severity}] {words.title(finding)}. {found} ({words.state(finding)})"


def _text(text: str) -> str:
    """The text without what XML 1.0 cannot carry."""
    return _NOT_XML.sub("", text)
