import pytest

from secscan.analysis import ports
from secscan.base.errors import UsageError
from secscan.base.resources import read_text
from secscan.model.profile import ScanProfile
from secscan.standards.profilefile import ProfileFile, scan_profile
from secscan.standards.yamlfile import decode

TEXT = read_text("profiles", "scans", "quick.yaml")


def made(before: str, after: str) -> ScanProfile:
    assert before in TEXT
    return scan_profile(decode(TEXT.replace(before, after, 1), "own.yaml", ProfileFile), "own.yaml")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("none", ()),
        ("all", ports.STANDARD),
        ("[443, 80]", (80, 443)),
        ("[cleartext, 8443]", (21, 110, 143, 8443)),
        ("cleartext", (21, 110, 143)),
        ("[]", ()),
    ],
)
def test_ports(text: str, expected: tuple[int, ...]) -> None:
    assert made("ports: none", f"ports: {text}").ports == expected


@pytest.mark.parametrize("text", ["[0]", "[65536]", "[databse]", "alle"])
def test_ports_that_do_not_exist(text: str) -> None:
    with pytest.raises(UsageError, match="ports: ") as error:
        made("ports: none", f"ports: {text}")
    assert error.value.where == "own.yaml: ports"
    if text == "[databse]":
        assert error.value.values["near"] == "database"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("request_budget: 12", "request_budget: 0"),
        ("rate: 10", "rate: 0"),
        ("rate: 10", "rate: -1"),
        ("max_connections: 4", "max_connections: 0"),
        ("port_rate: 100", "port_rate: 0"),
        ("app_deadline: 90", "app_deadline: 0"),
        ("linked_pages: 2", "linked_pages: -1"),
        ("  - hsts\n", "  - hsts\n  - hsts\n"),
        ("rate: 10", "rate: .nan"),
    ],
)
def test_numbers_that_make_no_sense(before: str, after: str) -> None:
    with pytest.raises(UsageError):
        made(before, after)


def test_fractions_of_a_rate_are_fine() -> None:
    assert made("rate: 10", "rate: 0.5").rate == 0.5


@pytest.mark.parametrize("name", ["quick", "standard", "deep", "gate"])
def test_a_batch_of_one_app_has_ninety_seconds(name: str) -> None:
    file = decode(read_text("profiles", "scans", f"{name}.yaml"), f"{name}.yaml", ProfileFile)
    assert scan_profile(file, name).app_deadline == 90.0
