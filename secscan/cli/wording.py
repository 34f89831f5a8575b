"""Sentences for people, in the language asked for: `templates/translations/<name>.<lang>.yaml`."""

from collections.abc import Iterator, Mapping

import msgspec

from secscan.base.errors import SecscanError
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

    def __iter__(self) -> Iterator[str]:
        return iter(self._sentences)

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
    """An error in words: where, what happened, and what to do; errors told together one after the other."""
    try:
        wording = load_wording("errors", language)
    except SecscanError:  # this installation has lost its translations
        return str(error)
    return "\n".join(_described(one, wording) for one in (error, *error.also))


def _described(error: SecscanError, wording: Wording) -> str:
    place = f"{error.where}: " if error.where else ""
    message = wording.text(f"{error.code}.message", error.values)
    near = wording.text("near", error.values) + " " if error.values.get("near") else ""
    return f"{place}{message}\n  -> {near}{wording.text(f'{error.code}.advice', error.values)}"


def _flat(tree: object, prefix: str) -> Iterator[tuple[str, object]]:
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from _flat(value, f"{prefix}.{key}" if prefix else str(key))
    else:
        yield prefix, tree
