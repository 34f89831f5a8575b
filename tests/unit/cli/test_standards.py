import json

from tests.unit.cli.shell import call


def test_the_standards_with_their_aliases() -> None:
    rows = {row["id"]: row for row in json.loads(call("standards", "list", "--format", "json").stdout)}
    assert "kominfo" in rows["pemda-eksternal"]["aliases"]
    assert 0 < rows["pemda-eksternal"]["automated"] <= rows["pemda-eksternal"]["controls"]


def test_the_controls_with_the_checks_that_judge_them() -> None:
    rows = {row["control"]: row for row in json.loads(call("standards", "show", "kominfo", "--format", "json").stdout)}
    assert rows["SS-HDR-02"]["checks"] == ["framing"]
    assert rows["SS-TLS-01"]["severity"] == "tinggi"
    assert all(row["checks"] for row in rows.values())


def test_titles_in_the_language_asked_for() -> None:
    assert call("standards", "show", "kominfo").stdout != call("--lang", "en", "standards", "show", "kominfo").stdout


def test_an_unknown_standard_names_the_nearest() -> None:
    result = call("standards", "show", "kominfoo")
    assert result.exit_code == 2
    assert "barangkali kominfo?" in result.stderr
