from pathlib import Path

import pytest

from secscan.cli.exit_codes import ExitCode
from tests.unit.cli.literal import planned
from tests.unit.cli.stored import Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return planned(tmp_path)


def test_what_no_permit_covers_is_refused_by_name_and_letter_and_nothing_is_sent(place: Place) -> None:
    result = place("scan", "--app", "tutup")
    assert result.exit_code == ExitCode.REFUSED
    assert "ST/8/2026" in result.stderr
    assert "2026-09-30" in result.stderr
    assert "tutup" in result.stdout


def test_an_app_without_web_address_cannot_be_looked_at(place: Place) -> None:
    assert place("scan", "--app", "ponsel").exit_code == ExitCode.NO_VERDICT


def test_nothing_to_resume(place: Place) -> None:
    result = place("scan", "--resume")
    assert result.exit_code == ExitCode.USAGE
    assert "tidak ada pemindaian terhenti" in result.stderr


def test_unknown_names_are_told_before_anything_is_done(place: Place) -> None:
    assert "barangkali standard?" in place("scan", "--profile", "standart").stderr
    assert "barangkali dinkes?" in place("scan", "--opd", "dinkesh").stderr
    assert place("scan", "--rate", "0").exit_code == ExitCode.USAGE


def test_quiet_leaves_out_the_progress_and_keeps_the_result(place: Place) -> None:
    loud, quiet = place("scan", "--app", "tutup"), place("-q", "scan", "--app", "tutup")
    assert "akan dilihat" in loud.stderr
    assert "akan dilihat" not in quiet.stderr
    assert quiet.stdout == loud.stdout
    assert "ST/8/2026" in quiet.stderr
