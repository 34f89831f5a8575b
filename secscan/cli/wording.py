"""Sentences for people, in the language asked for: `templates/translations/<name>.<lang>.yaml`."""

from collections.abc import Iterator, Mapping

import msgspec

from secscan.base.errors import CodedError, SecscanError
from secscan.base.resources import read_text
from secscan.model.enums import Language

GAP = "{expected}"


class Wording:
    """The sentences of one file, by dotted key. A missing sentence is a bug, and raises KeyError."""

    def __init__(self, sentences: Mapping[str, str], lists: Mapping[str, tuple[str, ...]]) -> None:
        self._sentences = sentences
        self._lists = lists

    def __contains__(self, key: str) -> bool:
        return key in self._sentences

    def raw(self, key: str) -> str:
        """The sentence with its gaps."""
        return self._sentences[key]

    def text(self, key: str, values: Mapping[str, str] | None = None) -> str:
        """The sentence, its gaps filled."""
        return self._sentences[key].format_map(values or {})

    def lines(self, key: str) -> tuple[str, ...]:
        """A list of sentences."""
        return self._lists[key]

    def without_gap(self, key: str, values: Mapping[str, str]) -> str:
        """The sentence, less the parts (between semicolons) that would speak of an empty `expected`."""
        parts = self._sentences[key].split("; ")
        kept = parts if values.get("expected") else [part for part in parts if GAP not in part]
        return "; ".join(kept).format_map(values)


def load_wording(name: str, language: Language) -> Wording:
    """The sentences of `templates/translations/<name>.<language>.yaml`."""
    tree = msgspec.yaml.decode(read_text("templates", "translations", f"{name}.{language}.yaml"))
    sentences: dict[str, str] = {}
    lists: dict[str, tuple[str, ...]] = {}
    for key, value in _flat(tree, ""):
        if isinstance(value, list):
            lists[key] = tuple(map(str, value))
        else:
            sentences[key] = str(value)
    return Wording(sentences, lists)


def describe(error: SecscanError, language: Language) -> str:
    """An error in words: what happened, where, and what to do."""
    message, advice = error.message, error.advice
    if isinstance(error, CodedError):
        wording = load_wording("shell", language)
        if f"errors.{error.code}.message" in wording:
            message = wording.text(f"errors.{error.code}.message", error.values)
            advice = wording.text(f"errors.{error.code}.advice", error.values)
    place = f"{error.where}: " if error.where else ""
    return f"{place}{message}" + (f"\n  -> {advice}" if advice else "")


def _flat(tree: object, prefix: str) -> Iterator[tuple[str, object]]:
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from _flat(value, f"{prefix}.{key}" if prefix else str(key))
    else:
        yield prefix, tree
