import csv
import io
import json

import pytest

from secscan.cli.output import Format, Output, Said
from tests.unit.cli.shell import call

ROWS = [{"a": "x\x1b[31m", "b": 3, "c": ["p", "q"]}, {"a": "=1+1", "b": None, "c": "[bold]z[/bold]"}]
COLUMNS = {"a": "Satu", "b": "Dua", "c": "Tiga"}


def printed(capsys: pytest.CaptureFixture[str], form: Format) -> str:
    Output(color=True).rows(COLUMNS, ROWS, form)
    return capsys.readouterr().out


def test_tables_carry_no_escapes_and_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, Format.TABLE)
    assert text.split() == ["Satu", "Dua", "Tiga", "x[31m", "3", "p", "q", "=1+1", "[bold]z[/bold]"]


def test_json_keeps_the_types(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, Format.JSON)
    assert "\x1b" not in text
    assert json.loads(text) == ROWS


def test_csv_guards_formulas(capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(csv.DictReader(io.StringIO(printed(capsys, Format.CSV))))
    assert [row["a"] for row in rows][1] == "'=1+1"
    assert rows[0]["c"] == "p q"


def test_numbers_are_not_taken_for_formulas(capsys: pytest.CaptureFixture[str]) -> None:
    Output(color=False).rows({"n": "n"}, [{"n": -3}], Format.CSV)
    assert capsys.readouterr().out == "n\n-3\n"


def test_talk_goes_to_stderr_on_clean_lines(capsys: pytest.CaptureFixture[str]) -> None:
    Output(color=False).say("satu\x1b]0;judul\x07\n    dua")
    streams = capsys.readouterr()
    assert (streams.out, streams.err) == ("", "satu]0;judul\n    dua\n")


def test_what_is_said_in_words_is_plain_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"stale": Said(True, "ya"), "n": Said(4.88, "4,9")}]
    out = Output(color=False)
    for form in Format:
        out.rows({"stale": "Usang", "n": "N"}, rows, form)
    table, _, rest = capsys.readouterr().out.partition("[")
    assert table.split() == ["Usang", "N", "ya", "4,9"]
    assert '"stale": true' in rest
    assert '"n": 4.88' in rest
    assert rest.endswith("stale,n\nTrue,4.88\n")


def test_hidden_columns_are_for_programs_only(capsys: pytest.CaptureFixture[str]) -> None:
    Output(color=False).rows(COLUMNS, ROWS, Format.TABLE, hidden=("b",))
    assert "Dua" not in capsys.readouterr().out
    Output(color=False).rows(COLUMNS, ROWS, Format.JSON, hidden=("b",))
    assert '"b": 3' in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [((), "barangkali json? pilih salah satu: table, json, csv"), (("--lang", "en"), "did you mean json?")],
)
def test_a_misspelt_format_names_the_nearest_in_the_language_of_the_call(words: tuple[str, ...], said: str) -> None:
    result = call(*words, "checks", "list", "--format", "jsn")
    assert result.exit_code == 2
    assert said in result.stderr
