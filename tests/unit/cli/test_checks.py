import json

from secscan.checks.catalogue import CHECKS
from tests.unit.cli.shell import call


def test_every_check_with_its_controls_and_profiles() -> None:
    rows = {row["check"]: row for row in json.loads(call("checks", "list", "--format", "json").stdout)}
    assert list(rows) == [check.spec.id for check in CHECKS]
    framing = rows["framing"]
    assert (framing["severity"], framing["confidence"], framing["controls"]) == ("rendah", "pasti", ["SS-HDR-02"])
    assert {"quick", "standard", "deep", "gate"} == set(framing["profiles"])
    assert "quick" not in rows["backup-files"]["profiles"]


def test_titles_in_both_languages() -> None:
    def title(*options: str) -> str:
        rows = json.loads(call(*options, "checks", "list", "--format", "json").stdout)
        return next(str(row["title"]) for row in rows if row["check"] == "hsts")

    assert title() != title("--lang", "en")
    assert "tinggi" in call("checks", "list").stdout
    assert "high" in call("--lang", "en", "checks", "list").stdout


def test_a_write_up() -> None:
    assert "## Mengapa penting" in call("checks", "show", "framing").stdout
    assert "## Why it matters" in call("--lang", "en", "checks", "show", "framing").stdout


def test_an_unknown_check_names_the_nearest() -> None:
    result = call("checks", "show", "framin")
    assert result.exit_code == 2
    assert "barangkali framing" in result.stderr
