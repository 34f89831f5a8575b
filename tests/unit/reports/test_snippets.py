import re
import subprocess

import pytest

from secscan.reports.snippets import insert

TOKEN = re.compile("<([0-9]+)>")


def test_ordinary_values_stand_as_they_are() -> None:
    assert insert("curl -sI <0>", "sh", TOKEN, ["https://contoh.go.id/a_b"]) == "curl -sI https://contoh.go.id/a_b"
    assert insert("location = <0> {", "nginx", TOKEN, ["/wp-login.php"]) == "location = /wp-login.php {"


NASTY = [
    "$(echo hit)",
    "`echo hit`",
    "'; echo hit; '",
    '"; echo hit; "',
    "\\",
    "$HOME",
    "a b",
    "a&echo hit",
    "a\\'b",
    "*",
    "#x",
]


@pytest.mark.parametrize("value", NASTY)
@pytest.mark.parametrize("place", ["printf %s <0>", "printf %s '<0>'", 'printf %s "<0>"', 'printf %s "Host: <0>"'])
def test_a_real_shell_reads_the_value_as_one_word(place: str, value: str) -> None:
    said = subprocess.run(["sh", "-c", insert(place, "sh", TOKEN, [value])], capture_output=True, text=True, check=True)
    assert said.stdout == ("Host: " + value if "Host" in place else value)


def test_a_quotation_mark_of_another_line_does_not_count() -> None:
    assert insert("# don't\necho <0>", "sh", TOKEN, ["a b"]) == "# don't\necho 'a b'"


def test_configuration_gets_no_directive_from_a_value() -> None:
    code = insert("location = <0> {", "nginx", TOKEN, ["/x; } server { return 301 http://e;"])
    assert code == "location = /x%3B%20%7D%20server%20%7B%20return%20301%20http://e%3B {"


def test_shown_text_is_left_alone() -> None:
    assert insert("<0>", "text", TOKEN, ["a; b"]) == "a; b"
