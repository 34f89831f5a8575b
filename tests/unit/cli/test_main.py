import subprocess
import sys

import pytest

from secscan.cli.main import VERBS, cli
from tests.unit.cli.shell import call


def test_help_starts_without_the_heavy_libraries() -> None:
    code = (
        "import sys\nfrom secscan.cli.main import cli\n"
        "try:\n    cli(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'sqlalchemy', 'sslyze', 'openpyxl', 'rich', 'requests', 'tldextract', 'xlsxwriter'}\n"
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_help_lists_every_verb() -> None:
    text = call("--help").stdout
    assert all(f"  {verb}" in text for verb in VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_there(verb: str) -> None:
    assert call(verb, "--help").exit_code == 0


def test_a_typing_error_names_the_nearest() -> None:
    result = call("scna")
    assert result.exit_code == 2
    assert "barangkali scan?" in result.stderr


def test_the_version() -> None:
    assert call("--version").stdout.startswith("secscan, version ")


def test_completion_offers_verbs_without_loading_them() -> None:
    with cli.make_context("secscan", ["init"], resilient_parsing=True) as context:
        found = cli.shell_complete(context, "re")
    assert [item.value for item in found] == ["register", "report"]
