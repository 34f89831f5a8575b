import re
import string

import pytest

from secscan.base.resources import data_folder
from secscan.model import enums
from secscan.model.enums import (
    AppKind,
    AppStatus,
    Cause,
    Confidence,
    Criticality,
    DecisionKind,
    Environment,
    FindingState,
    HostKind,
    Intensity,
    Language,
    Outcome,
    Reason,
    Review,
    Severity,
    Vantage,
)
from secscan.reports.tables import COLUMNS
from secscan.reports.tlp import Tlp
from secscan.reports.translations import MissingTranslationError, Translator, sentences

FAMILIES = {
    "severity": Severity,
    "confidence": Confidence,
    "outcome": Outcome,
    "reason": Reason,
    "state": FindingState,
    "intensity": Intensity,
    "criticality": Criticality,
    "environment": Environment,
    "app_kind": AppKind,
    "app_status": AppStatus,
    "host_kind": HostKind,
    "vantage": Vantage,
    "cause": Cause,
    "decision.kind": DecisionKind,
    "decision.meaning": DecisionKind,
}


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_both_languages_have_the_same_keys_and_the_same_places() -> None:
    indonesian, english = sentences(Language.ID), sentences(Language.EN)
    assert set(indonesian) == set(english)
    assert {key for key in indonesian if fields(indonesian[key]) != fields(english[key])} == set()


@pytest.mark.parametrize("lang", Language)
def test_every_word_of_the_model_has_a_sentence(lang: Language) -> None:
    known = sentences(lang)
    wanted = {f"{family}.{value}" for family, values in FAMILIES.items() for value in values}
    wanted |= {f"review.{value}" for value in Review if value is not Review.NONE}
    wanted |= {f"tlp.{part}.{label.key}" for part in ("class", "handling") for label in Tlp}
    wanted |= {f"columns.{name}" for name in COLUMNS}
    assert wanted - set(known) == set()
    assert all(known[key].strip() for key in known)


def test_no_enum_of_the_model_is_forgotten() -> None:
    spoken = {*FAMILIES.values(), Review, enums.Status, enums.Language}
    assert {
        value for value in vars(enums).values() if isinstance(value, type) and value.__module__ == enums.__name__
    } <= spoken


@pytest.mark.parametrize("lang", Language)
def test_templates_ask_for_no_unknown_sentence(lang: Language) -> None:
    folder = data_folder("templates").joinpath("report")
    for template in folder.iterdir():
        for key in re.findall(r'\bt\("([a-z_.]+)"', template.read_text(encoding="utf-8")):
            assert key in sentences(lang) or key.endswith("."), (template.name, key)


def test_a_missing_sentence_is_an_error() -> None:
    with pytest.raises(MissingTranslationError, match=r"no\.such\.key"):
        Translator(Language.ID)("no.such.key")


def test_values_are_filled_in_and_never_read_as_places() -> None:
    assert Translator(Language.EN)("subject.host", ip="{evil} {0}") == "server {evil} {0}"
