from string import Formatter

import pytest
import yaml

from secscan.base.errors import UsageError
from secscan.base.resources import read_text
from secscan.cli.wording import describe, load_wording
from secscan.model.enums import Language


def gaps(name: str, language: Language) -> dict[str, list[str]]:
    """The gaps of every sentence, by dotted key."""
    found: dict[str, list[str]] = {}

    def walk(tree: object, prefix: str) -> None:
        if isinstance(tree, dict):
            for key, value in tree.items():
                walk(value, f"{prefix}.{key}")
        else:
            texts = tree if isinstance(tree, list) else [tree]
            found[prefix] = sorted(gap for text in texts for _, gap, _, _ in Formatter().parse(str(text)) if gap)

    walk(yaml.safe_load(read_text("templates", "translations", f"{name}.{language}.yaml")), "")
    return found


@pytest.mark.parametrize("name", ["shell", "register", "errors", "verbs", "intel", "doctor"])
def test_both_languages_say_the_same_with_the_same_data(name: str) -> None:
    assert gaps(name, Language.ID) == gaps(name, Language.EN)


def test_an_error_in_words() -> None:
    error = UsageError("bad_count", where="secscan.toml: scan.workers", values={"value": "0"})
    assert describe(error, Language.ID) == (
        "secscan.toml: scan.workers: nilai tidak dapat dipakai: 0\n  -> bilangan bulat 1-1000"
    )
    assert describe(error, Language.EN).endswith("a whole number 1-1000")


def test_the_nearest_known_word_is_offered_if_there_is_one() -> None:
    values = {"word": "simpge", "near": "simpeg"}
    assert "-> barangkali simpeg? lihat `secscan register list`" in describe(
        UsageError("unknown_entry", values=values), Language.ID
    )
    assert "-> lihat" in describe(UsageError("unknown_entry", values=values | {"near": ""}), Language.ID)


def test_errors_told_together_stand_one_after_the_other() -> None:
    also = (UsageError("no_reason"),)
    lines = describe(UsageError("no_reviewer", also=also), Language.EN).splitlines()
    assert [line.startswith("  -> ") for line in lines] == [False, True, False, True]


def test_a_part_about_nothing_is_left_out() -> None:
    wording = load_wording("register", Language.EN)
    assert wording.without_gap("problems.unknown_column.expected", {"expected": ""}) == ""
    assert wording.without_gap("problems.unknown_column.expected", {"expected": "nama"}) == "perhaps nama"


def test_a_missing_sentence_is_a_bug() -> None:
    with pytest.raises(KeyError):
        load_wording("shell", Language.ID).text("tidak.ada")
