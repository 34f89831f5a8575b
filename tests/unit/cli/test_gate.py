from pathlib import Path

import pytest

from secscan.cli.exit_codes import ExitCode
from tests.unit.cli.literal import CLOSED, planned
from tests.unit.cli.shell import call
from tests.unit.cli.stored import Place

PERMIT = (
    "nomor,penandatangan,berlaku_dari,berlaku_sampai,target,intensitas\nST/1,Saya,2026-01-01,2026-12-31,{},standard\n"
)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return planned(tmp_path)


@pytest.mark.parametrize("target", ["tutup", CLOSED])
def test_an_app_without_permit_is_refused_with_letter_and_day(place: Place, target: str) -> None:
    result = place("gate", target)
    assert result.exit_code == ExitCode.REFUSED
    assert "izin ST/8/2026 untuk 127.0.0.10 sudah berakhir (2026-09-30)" in result.stderr
    assert "the permit ST/8/2026" in place("--lang", "en", "gate", target).stderr


def test_an_app_without_web_address_gets_no_verdict(place: Place) -> None:
    assert place("gate", "ponsel").exit_code == ExitCode.NO_VERDICT


def test_an_address_that_is_not_registered_needs_a_permit(place: Place) -> None:
    result = place("gate", "http://127.0.0.77:8080/")
    assert result.exit_code == ExitCode.USAGE
    assert "--permit" in result.stderr


def test_an_unknown_id_names_the_nearest(place: Place) -> None:
    result = place("gate", "tutp")
    assert result.exit_code == ExitCode.USAGE
    assert "barangkali tutup?" in result.stderr


def test_a_self_made_permit_reaches_no_address_of_the_internet(tmp_path: Path) -> None:
    letter = tmp_path / "izin.csv"
    letter.write_text(PERMIT.format("8.8.8.8"))
    result = call("-w", tmp_path / "tidak-ada", "gate", "http://8.8.8.8/", "--permit", letter)
    assert result.exit_code == ExitCode.REFUSED
    assert "loopback dan privat" in result.stderr


def test_a_permit_that_names_something_else_does_not_cover(tmp_path: Path) -> None:
    letter = tmp_path / "izin.csv"
    letter.write_text(PERMIT.format("127.0.0.5"))
    result = call("-w", tmp_path / "tidak-ada", "gate", "http://127.0.0.6:8080/", "--permit", letter)
    assert result.exit_code == ExitCode.REFUSED
    assert "tidak ada izin yang mencakup 127.0.0.6" in result.stderr


@pytest.mark.parametrize(
    ("text", "said"), [(None, "tidak dapat dibaca"), ("x,y\n1,2\n", "register tidak dapat dibaca")]
)
def test_a_permit_file_that_is_none(tmp_path: Path, text: str | None, said: str) -> None:
    letter = tmp_path / "izin.csv"
    if text is not None:
        letter.write_text(text)
    result = call("-w", tmp_path / "tidak-ada", "gate", "http://127.0.0.6:8080/", "--permit", letter)
    assert result.exit_code == ExitCode.USAGE
    assert said in result.stderr


@pytest.mark.parametrize("name", ["hasil.xlsx", "hasil.csv", "hasil.docx", "hasil"])
def test_a_file_that_cannot_hold_a_decision_is_refused_before_scanning(place: Place, name: str) -> None:
    result = place("gate", "buka", "-o", name)
    assert result.exit_code == ExitCode.USAGE
    assert name in result.stderr


def test_a_wrong_severity_names_those_there_are(place: Place) -> None:
    result = place("gate", "buka", "--fail-on", "parah")
    assert result.exit_code == ExitCode.USAGE
    assert "kritis, tinggi, sedang, rendah" in result.stderr
