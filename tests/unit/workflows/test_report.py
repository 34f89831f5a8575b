import json
import stat
from pathlib import Path

import pytest

from secscan.base.errors import UsageError
from secscan.model.enums import Language
from secscan.reports.tlp import Tlp
from secscan.workflows.report import SUFFIXES, ReportFormat, format_of, render, write_all
from tests.unit.reports import sample

ASSESSMENT = sample.assessment()


@pytest.mark.parametrize(("suffix", "form"), SUFFIXES.items())
def test_suffixes(suffix: str, form: ReportFormat) -> None:
    assert format_of(Path(f"laporan{suffix}")) is form
    assert format_of(Path(f"LAPORAN{suffix.upper()}")) is form


@pytest.mark.parametrize("name", ["laporan", "laporan.docx", "laporan.html.bak"])
def test_other_suffixes_name_those_there_are(name: str) -> None:
    with pytest.raises(UsageError) as error:
        format_of(Path(name))
    assert all(suffix in error.value.values["known"] for suffix in SUFFIXES)


def test_every_format_has_its_shape() -> None:
    made = {form: render(ASSESSMENT, form, Language.ID, Tlp.AMBER_STRICT, None) for form in ReportFormat}
    assert "<!doctype html>" in str(made[ReportFormat.HTML]).lower()
    assert json.loads(made[ReportFormat.JSON])["schema_version"] == "1.0"
    assert json.loads(made[ReportFormat.SARIF])["version"] == "2.1.0"
    assert b"<testsuite" in bytes(made[ReportFormat.JUNIT])  # type: ignore[arg-type]
    assert bytes(made[ReportFormat.XLSX])[:2] == b"PK"  # type: ignore[arg-type]
    assert b"\n" in bytes(made[ReportFormat.CSV])  # type: ignore[arg-type]


def test_a_page_is_the_overview_or_one_opds() -> None:
    everything = str(render(ASSESSMENT, ReportFormat.HTML, Language.ID, Tlp.AMBER_STRICT, None))
    one = str(render(ASSESSMENT, ReportFormat.HTML, Language.ID, Tlp.AMBER_STRICT, sample.CIVIL.id))
    assert "Portal Pemda" in everything
    assert "Portal Pemda" not in one
    assert "Adminduk Daring" in one


def test_all_reports_are_written_for_their_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    written = write_all(ASSESSMENT, folder, Language.EN, Tlp.RED, [sample.CIVIL.id, sample.HEALTH.id])
    assert {path.name for path in written} == {
        *("ringkasan.html", "laporan.json", "opd-disdukcapil.html", "opd-dinkes.html")
    }
    assert {stat.S_IMODE(path.stat().st_mode) for path in written} == {0o600}
    assert all("TLP:RED" in path.read_text() for path in written if path.suffix == ".html")
