import subprocess
import sys

import pytest

from secscan.cli.main import VERBS, cli
from tests.unit.cli.shell import call
from tests.unit.docs.commands import verbs

HEAVY = (
    *("sqlalchemy", "alembic", "sslyze", "cryptography", "openpyxl", "xlsxwriter", "rich", "requests", "bs4", "lxml"),
    *("tldextract", "dns", "jinja2", "babel", "secscan.checks.catalogue", "secscan.intel.packs"),
)


def test_help_of_every_verb_starts_without_the_heavy_libraries() -> None:
    calls = [name.split() for name, _ in verbs()]
    code = (
        "import sys\nfrom secscan.cli.main import cli\n"
        f"for words in {[[], *calls]!r}:\n"
        "    try:\n        cli([*words, '--help'])\n"
        "    except SystemExit as end:\n        assert not end.code, words\n"
        f"    heavy = [name for name in {HEAVY!r} if name in sys.modules]\n"
        "    assert not heavy, (words, heavy)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(calls) > 20


@pytest.mark.parametrize("words", [["--help"], ["gate", "--help"]])
def test_what_ci_and_newcomers_ask_for_first_starts_with_next_to_nothing(words: list[str]) -> None:
    beside = ("msgspec", "logging", "hashlib", "dataclasses", "traceback", "tempfile", "csv", "json")
    code = (
        f"import sys\nfrom secscan.cli.main import cli\ntry:\n    cli({words!r})\nexcept SystemExit:\n"
        f"    print(*(name for name in {beside!r} if name in sys.modules), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.split() == []


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
