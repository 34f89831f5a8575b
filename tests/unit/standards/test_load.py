import hashlib
from pathlib import Path

import pytest

from secscan.base.errors import UsageError
from secscan.base.resources import read_text
from secscan.checks.catalogue import CHECKS
from secscan.model.enums import Confidence, Intensity, Severity
from secscan.model.ids import CheckId, ControlId
from secscan.model.standard import Certainty
from secscan.standards.load import (
    load_profile,
    load_standard,
    profile_names,
    standard_names,
    validate,
    validate_profile,
)

CATALOGUE = [check.spec.id for check in CHECKS]
STANDARD = load_standard("pemda-eksternal")


def test_the_names_of_files_are_the_names_of_what_is_in_them() -> None:
    assert standard_names() == ("pemda-eksternal",)
    assert {load_standard(name).id for name in standard_names()} == set(standard_names())
    assert profile_names() == ("deep", "gate", "quick", "standard")
    assert {load_profile(name).name for name in profile_names()} == set(profile_names())


def test_the_standard_holds_all_controls_and_questions() -> None:
    assert len({control.id for control in STANDARD.controls}) == len(STANDARD.controls) == 54
    assert len({question.id for question in STANDARD.questions}) == len(STANDARD.questions) == 38
    assert {name: domain.weight for name, domain in STANDARD.domains.items()} == {
        "KOM": 20,
        "PRB": 18,
        "PJR": 15,
        "AKS": 15,
        "DAT": 15,
        "SES": 10,
        "INT": 5,
        "TKD": 2,
    }
    assert "".join(STANDARD.bssn_classes) == "abcdefghijklm"


def test_a_control_is_complete() -> None:
    control = STANDARD.control(ControlId("SS-NET-01"))
    assert control is not None
    assert (control.domain, control.severity, control.checks) == ("PJR", Severity.KRITIS, ("database-ports",))
    assert (control.confidence, control.bssn_class, control.deployment) == (Confidence.PASTI, "m", True)
    assert control.crossref == ("CWE-668", "CWE-284")
    first, *_, last = control.references
    assert (first.source, first.article, first.certainty) == ("BSSN-4-2021", "33 ayat (2) huruf d", Certainty.TEXT)
    assert first.note == "written for Jaringan Intra; applied to internet-facing hosts by analogy"
    assert (last.article, last.certainty) == ("27 ayat (12) huruf a", Certainty.SECONDARY_MULTI)


def test_a_reference_without_known_regulation_names_no_article() -> None:
    unsure = [ref for control in STANDARD.controls for ref in control.references if ref.certainty is Certainty.NONE]
    assert unsure
    assert {reference.article for reference in unsure} == {None}


def test_the_controls_of_the_apex() -> None:
    assert [control.id for control in STANDARD.controls if control.apex_only] == ["SS-DOM-04", "SS-DOM-05"]


def test_every_check_of_the_catalogue_gives_evidence_for_a_control() -> None:
    assert [check for check in CATALOGUE if not STANDARD.controls_of(check)] == []


def test_standards_and_profiles_name_only_checks_that_exist() -> None:
    for name in standard_names():
        validate(load_standard(name), CATALOGUE)
    for name in profile_names():
        validate_profile(load_profile(name), CATALOGUE)


@pytest.mark.parametrize("name", ["standard", "deep", "gate"])
def test_full_profiles_ask_for_every_check(name: str) -> None:
    assert set(load_profile(name).checks) == set(CATALOGUE)


def test_budgets_grow_with_depth() -> None:
    budgets = {name: load_profile(name).request_budget for name in profile_names()}
    assert budgets == {"quick": 12, "standard": 60, "gate": 60, "deep": 300}
    quick, deep = load_profile("quick"), load_profile("deep")
    assert (quick.ports, quick.intensity, deep.intensity) == ((), Intensity.STANDARD, Intensity.DEEP)
    assert {6379, 11211, 27017, 1883, 2379, 2375, 10250, 2087} <= set(deep.ports)


def test_an_alias_finds_the_standard() -> None:
    assert load_standard("kominfo") == STANDARD


def test_the_digest_is_that_of_the_file() -> None:
    text = read_text("profiles", "standards", "pemda-eksternal.yaml")
    assert hashlib.sha256(text.encode()).hexdigest() == STANDARD.digest


@pytest.mark.parametrize(("name", "near"), [("kominfoo", "kominfo"), ("pemda-external", "pemda-eksternal")])
def test_an_unknown_standard_suggests_the_nearest(name: str, near: str) -> None:
    with pytest.raises(UsageError) as error:
        load_standard(name)
    assert near in error.value.values["near"]


def test_an_unknown_profile_suggests_the_nearest() -> None:
    with pytest.raises(UsageError) as error:
        load_profile("standart")
    assert error.value.values["near"] == "standard"
    with pytest.raises(UsageError) as error:
        load_profile("xyz")
    assert error.value.values | {"near": "", "known": "deep, gate, quick, standard"} == error.value.values


def test_files_of_ones_own(tmp_path: Path) -> None:
    profile = tmp_path / "mine.yaml"
    profile.write_text(read_text("profiles", "scans", "quick.yaml").replace("request_budget: 12", "request_budget: 5"))
    assert load_profile(str(profile)).request_budget == 5
    standard = tmp_path / "own.yml"
    standard.write_text(read_text("profiles", "standards", "pemda-eksternal.yaml") + "# ours\n")
    own = load_standard(str(standard))
    assert own.controls == STANDARD.controls
    assert own.digest != STANDARD.digest


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="unreadable"):
        load_profile("./does-not-exist.yaml")
    bad = tmp_path / "bad.yaml"
    bad.write_bytes(b"name: \xff\xfe")
    with pytest.raises(UsageError, match="not_utf8"):
        load_standard(str(bad))


def test_an_unknown_check_is_named_with_its_control() -> None:
    with pytest.raises(UsageError, match="framing") as error:
        validate(STANDARD, {check for control in STANDARD.controls for check in control.checks} - {"framing"})
    assert "SS-HDR-02" in error.value.where
    with pytest.raises(UsageError) as error:
        validate_profile(load_profile("quick"), [CheckId("framin")])
    assert error.value.where == "quick"
