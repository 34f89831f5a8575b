"""Forms of a page: where they send to, and what they ask for."""

from collections.abc import Iterable
from itertools import islice

from secscan.analysis.markup import Element, attribute
from secscan.base.text import clean
from secscan.base.urls import resolve
from secscan.model.pages import Field, Form

_MAX_FORMS = 50
_MAX_FIELDS = 60
_MAX_LABELS = 300
_LABEL = 120
CONTROLS = frozenset(("input", "select", "textarea"))
INERT = frozenset(("template", "noscript"))
"""Elements of which nothing below is part of the page that a browser with scripts shows."""


def labels(tags: Iterable[Element]) -> dict[str, str]:
    """The texts of labels by the id of the control that they are for."""
    found: dict[str, str] = {}
    targets = ((target, tag) for tag in tags if (target := attribute(tag, "for", 200)))
    for target, tag in islice(targets, _MAX_LABELS):
        found.setdefault(target, short_text(tag))
    return found


def short_text(tag: Element, limit: int = _LABEL) -> str:
    """The first words below an element, without descending more than a few hundred nodes."""
    if len(tag.contents) == 1 and isinstance(tag.contents[0], str):
        return clean(tag.contents[0], limit)  # as most are
    pieces: list[str] = []
    size = 0
    stack: list[object] = list(reversed(tag.contents))
    for _ in range(300):
        if not stack or size > limit * 2:
            break
        node = stack.pop()
        if isinstance(node, Element):
            if node.name not in ("script", "style", "select"):
                stack.extend(reversed(node.contents[:100]))
        else:
            pieces.append(str(node))
            size += len(pieces[-1].strip())
    return clean(" ".join(pieces), limit)


class FormCollector:
    """Gathers forms while a page is walked. Controls outside any form make one of their own, with method "script"."""

    def __init__(self, base: str, page_url: str, label_texts: dict[str, str]) -> None:
        self._base = base
        self._page_url = page_url
        self._labels = label_texts
        self._forms: list[tuple[str, str, list[Field]]] = []
        self._by_id: dict[str, int] = {}
        self._loose: list[Field] = []

    def open(self, tag: Element) -> int | None:
        """Begin a form; its number, or None when there are too many."""
        if len(self._forms) >= _MAX_FORMS:
            return None
        action = attribute(tag, "action", 2_000)
        url = resolve(self._base, action) if action else resolve(self._page_url, "")
        method = attribute(tag, "method", 10).lower()
        self._forms.append((str(url) if url else "", method if method in ("post", "dialog") else "get", []))
        number = len(self._forms) - 1
        if name := attribute(tag, "id", 200):
            self._by_id.setdefault(name, number)
        return number

    def control(self, tag: Element, form: int | None, wrapper: str) -> None:
        """Add one of the `CONTROLS` to the form around it or named by its `form` attribute; `wrapper` is a label around
        it."""
        owner = self._by_id.get(attribute(tag, "form", 200), form)
        fields = self._loose if owner is None else self._forms[owner][2]
        if len(fields) < _MAX_FIELDS:
            fields.append(self._field(tag, wrapper))

    def _field(self, tag: Element, wrapper: str) -> Field:
        kind = attribute(tag, "type", 30).lower() or "text" if tag.name == "input" else str(tag.name)
        label = self._labels.get(attribute(tag, "id", 200), "") or wrapper
        if not label:
            label = next(
                (text for name in ("placeholder", "aria-label", "title") if (text := attribute(tag, name, _LABEL))), ""
            )
        return Field(kind, attribute(tag, "name", 100), label.lower())

    def forms(self) -> tuple[Form, ...]:
        """All forms, in document order; the controls outside any form last, if one of them can be typed into."""
        found = [Form(action, method, tuple(fields)) for action, method, fields in self._forms]
        if len(found) < _MAX_FORMS and any(
            field.type not in ("hidden", "button", "submit", "checkbox", "radio") for field in self._loose
        ):
            found.append(Form(self._page_url, "script", tuple(self._loose)))
        return tuple(found)
