import json
import stat
from pathlib import Path

import pytest

from secscan.cli.exit_codes import ExitCode
from secscan.cli.report import FORMATS
from secscan.workflows.report import ReportFormat
from tests.unit.cli.literal import planned
from tests.unit.cli.stored import Place, scanned


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return scanned(tmp_path_factory.mktemp("report"))


def test_without_a_file_one_page_for_each_opd_an_overview_and_json(place: Place) -> None:
    result = place("report")
    assert result.exit_code == 0, result.output
    written = [Path(line) for line in result.stdout.splitlines()]
    assert {path.name for path in written} == {
        *("ringkasan.html", "laporan.json", "opd-kominfo.html", "opd-dinkes.html")
    }
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in written)


def test_an_opds_report_names_no_other_opds_apps(place: Place, tmp_path: Path) -> None:
    file = tmp_path / "dinkes.html"
    assert place("report", "--opd", "dinkes", "-o", file).exit_code == 0
    text = file.read_text()
    assert "arsip.contoh.go.id" in text
    assert "portal.contoh.go.id" not in text
    assert "berita.contoh.go.id" not in text


@pytest.mark.parametrize("suffix", [".html", ".json", ".sarif", ".xml", ".csv", ".xlsx"])
def test_the_suffix_chooses_the_format(place: Place, tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"laporan{suffix}"
    assert place("report", "-o", file).exit_code == 0
    assert file.stat().st_size > 100


def test_a_named_format_goes_before_the_suffix(place: Place, tmp_path: Path) -> None:
    file = tmp_path / "laporan.txt"
    assert place("report", "-o", file, "--format", "json").exit_code == 0
    assert json.loads(file.read_text())["schema_version"]


def test_the_formats_of_the_option_are_those_there_are() -> None:
    assert tuple(form.value for form in ReportFormat) == FORMATS


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--format", "json"), "-o"),
        (("-o", "laporan.docx"), ".xlsx"),
        (("--tlp", "ungu"), "TLP:AMBER"),
        (("--opd", "dinkess"), "barangkali dinkes?"),
        (("--standard", "./tidak-ada.yaml"), "tidak dapat dibaca"),
    ],
)
def test_a_wrong_call_says_what_would_be_right(place: Place, options: tuple[str, ...], said: str) -> None:
    result = place("report", *options)
    assert result.exit_code == ExitCode.USAGE
    assert said in result.stderr


def test_nothing_seen_is_no_report(tmp_path: Path) -> None:
    result = planned(tmp_path)("report")
    assert result.exit_code == ExitCode.NO_VERDICT
    assert "secscan scan" in result.stderr


def test_a_run_that_is_not_there(place: Place) -> None:
    result = place("report", "--run", "r9")
    assert (result.exit_code, "r9" in result.stderr) == (ExitCode.USAGE, True)
