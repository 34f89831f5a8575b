from string import Formatter

import pytest

from secscan.cli.wording import load_wording
from secscan.model.enums import Language
from secscan.registry.columns import COLUMNS, Table
from secscan.registry.problems import Code, Problem, ProblemKind, RegisterRefused, has_errors


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("code", Code)
def test_every_code_has_its_sentences(language: Language, code: Code) -> None:
    wording = load_wording("register", language)
    gaps = {"value": "NILAI", "expected": "HARAPAN"}
    assert wording.text(f"problems.{code}.message", gaps)
    assert wording.text(f"problems.{code}.expected", gaps)


@pytest.mark.parametrize("code", Code)
def test_both_languages_show_the_same_data(code: Code) -> None:
    shown = []
    for language in Language:
        wording = load_wording("register", language)
        texts = (wording.raw(f"problems.{code}.{part}") for part in ("message", "expected"))
        shown.append([sorted(name for _, name, _, _ in Formatter().parse(text) if name) for text in texts])
    assert shown[0] == shown[1]


@pytest.mark.parametrize("language", Language)
def test_every_column_is_explained(language: Language) -> None:
    wording = load_wording("register", language)
    for table in Table:
        for column in COLUMNS[table]:
            assert wording.text(f"columns.{table}.{column.key}")


def test_only_errors_refuse() -> None:
    warning = Problem(kind=ProblemKind.WARNING, code=Code.NO_SIGNER, file="permits.csv")
    error = Problem(kind=ProblemKind.ERROR, code=Code.EMPTY, file="opd.csv", row=3)
    assert not has_errors([warning])
    assert has_errors([warning, error])
    refused = RegisterRefused((warning, error), where="register")
    assert refused.values == {"count": "1", "first": "opd.csv:3: "}
