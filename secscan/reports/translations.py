"""The words of reports, from `templates/translations/`. A key that is missing is an error, never an empty place."""

from functools import cache
from typing import Any

import msgspec

from secscan.base.resources import read_text
from secscan.model.enums import Language


class MissingTranslationError(LookupError):
    """A sentence does not exist in a language: a bug of secscan."""


@cache
def sentences(lang: Language) -> dict[str, str]:
    """All sentences of a language by dotted key (`reason.timeout`); errors and refusals below `error`, those of
    the register's hygiene below `hygiene`."""
    places = {"report": "", "errors": "error", "hygiene": "hygiene"}
    return dict(pair for name, prefix in places.items() for pair in _flat(_tree(name, lang), prefix))


def _tree(name: str, lang: Language) -> Any:
    return msgspec.yaml.decode(read_text("templates", "translations", f"{name}.{lang}.yaml").encode())


def _flat(node: Any, prefix: str) -> list[tuple[str, str]]:
    if not isinstance(node, dict):
        return [(prefix, str(node))]
    return [pair for key, value in node.items() for pair in _flat(value, f"{prefix}.{key}" if prefix else str(key))]


class Translator:
    """The sentences of one language, filled in."""

    def __init__(self, lang: Language) -> None:
        self.lang = lang
        self._sentences = sentences(lang)

    def has(self, key: str) -> bool:
        return key in self._sentences

    def __call__(self, key: str, **values: str | int) -> str:
        """The sentence of that key; `{name}` in it is replaced by the value given. Raises MissingTranslationError."""
        sentence = self._sentences.get(key)
        if sentence is None:
            raise MissingTranslationError(f"no sentence {key!r} in templates/translations/report.{self.lang}.yaml")
        return sentence.format_map(values) if values else sentence

    def pick(self, indonesian: str, english: str) -> str:
        """The text in this language, of two that the standard holds side by side."""
        return indonesian if self.lang is Language.ID else english
