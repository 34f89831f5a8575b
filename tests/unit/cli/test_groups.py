import errno
from collections.abc import Mapping
from typing import ClassVar

import click
import pytest
from click.testing import CliRunner, Result

from secscan.base.errors import ScopeError
from secscan.cli.exit_codes import ExitCode
from secscan.cli.groups import Shell, Verb


class Trial(Shell):
    verbs: ClassVar[Mapping[str, Verb]] = {
        name: Verb(f"tests.unit.cli.test_groups:{name}", name)
        for name in ("fine", "scope", "bug", "stop", "full", "reject")
    }


@click.group(cls=Trial)
@click.option("--lang", default="id")
def trial(lang: str) -> None:
    """A shell with verbs that end in every way."""


@click.command()
def fine() -> None:
    click.echo("ya")


@click.command()
def scope() -> None:
    values = {"target": "simpeg", "letter": "ST-1", "day": "2026-09-30"}
    raise ScopeError("permit_expired", where="https://simpeg.contoh.go.id/", values=values)


@click.command()
def bug() -> None:
    raise ZeroDivisionError("nol")


@click.command()
def stop() -> None:
    raise KeyboardInterrupt


@click.command()
def full() -> None:
    raise OSError(errno.ENOSPC, "No space left on device", "/kerja/secscan.db")


@click.command()
def reject() -> ExitCode:
    return ExitCode.REJECTED


def call(*arguments: str, debug: bool = False) -> Result:
    return CliRunner().invoke(trial, list(arguments), env={"SECSCAN_DEBUG": "1" if debug else "", "SECSCAN_LANG": ""})


@pytest.mark.parametrize(
    ("verb", "code", "said"),
    [
        ("fine", 0, ""),
        ("scope", 4, "izin ST-1 untuk simpeg sudah berakhir (2026-09-30)\n  -> mintakan surat tugas baru"),
        ("bug", 1, "laporkan"),
        ("stop", 130, "dihentikan"),
        ("full", 1, "ruang simpan habis (/kerja/secscan.db)"),
        ("reject", 10, ""),
        ("fien", 2, "barangkali fine?"),
        ("xyzxyz", 2, "secscan --help"),
    ],
)
def test_every_end_has_a_code_and_a_message(verb: str, code: int, said: str) -> None:
    result = call(verb)
    assert result.exit_code == code
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_a_traceback_only_when_asked_for() -> None:
    assert "ZeroDivisionError" in call("bug", debug=True).stderr
    assert "Traceback" in call("bug", debug=True).stderr


def test_english_even_where_the_call_is_wrong() -> None:
    assert "did you mean fine?" in call("--lang", "en", "fien").stderr
    assert "there is no option" in call("--lang=en", "fine", "--hlep").stderr


def test_a_missing_argument_is_usage() -> None:
    assert call("--lang").exit_code == 2
