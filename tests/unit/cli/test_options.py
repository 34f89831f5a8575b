import click
import pytest
from click.testing import CliRunner, Result

from secscan.cli.options import ENGLISH, SEVERITIES, SeverityType, selection
from secscan.model.enums import Severity


@click.command()
@click.option("--severity", type=SeverityType())
@selection
def verb(severity: Severity | None, **given: object) -> None:
    click.echo(f"{severity!r} {sorted(given.items())}")


def call(*words: str) -> Result:
    return CliRunner().invoke(verb, words)


@pytest.mark.parametrize(("word", "meant"), [*((s.value, s) for s in Severity), *ENGLISH.items(), ("High", "tinggi")])
def test_severities_in_both_languages(word: str, meant: str) -> None:
    assert repr(Severity(meant)) in call("--severity", word).stdout


def test_english_words_cover_all_but_info() -> None:
    assert set(ENGLISH.values()) == set(Severity) - {Severity.INFO}
    assert SEVERITIES == "kritis|tinggi|sedang|rendah|info"


def test_an_unknown_severity_names_those_there_are() -> None:
    result = call("--severity", "gawat")
    assert result.exit_code == 2
    assert "kritis, tinggi, sedang, rendah, info, critical" in result.output


def test_apps_and_opds_may_be_repeated_and_the_standard_profile_is_usual() -> None:
    text = call("--app", "a", "--app", "b", "--opd", "c").stdout
    assert "('apps', ('a', 'b'))" in text
    assert "('opds', ('c',))" in text
    assert "('profile', 'standard')" in text


@pytest.mark.parametrize("words", [("--rate", "0"), ("--rate", "-1"), ("--max-connections", "0"), ("--rate", "cepat")])
def test_a_pace_is_above_nothing(words: tuple[str, str]) -> None:
    assert call(*words).exit_code == 2
