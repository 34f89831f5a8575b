"""How an element is kept from a reader's eyes: inline styles, and simple class and id rules of its style blocks.

Only facts: menus, modals and screen-reader texts are hidden in the same ways as injected links.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

_MAX_CSS = 200_000
_MAX_RULES = 3_000
_MAX_STYLE = 4_000
_FAR = {
    "px": 500.0,
    "": 500.0,
    "em": 30.0,
    "rem": 30.0,
    "vw": 100.0,
    "vh": 100.0,
    "%": 200.0,
    "pt": 400.0,
    "cm": 13.0,
    "in": 5.0,
}
_LENGTH = re.compile(r"\s*(-?\d{0,9}(?:\.\d{0,9})?)(px|em|rem|vw|vh|%|pt|cm|in)?\s*")
_COMMENT = re.compile(r"/\*.{0,20000}?\*/", re.DOTALL)
_ALWAYS = re.compile(r"@(?:media\s+(?:only\s+)?(?:all|screen)|layer(?:\s+[\w.-]+)?)\s*", re.IGNORECASE)
_SELECTOR = re.compile(r"([a-z][a-z0-9]{0,20})?((?:[.#][A-Za-z_-][\w-]{0,100}){1,4})")
_COMPOUND = re.compile(r"([a-z][a-z0-9]{0,20})?((?:[.#][A-Za-z_-][\w-]{0,100}){0,4})")
_PART = re.compile(r"[.#][\w-]+")
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*(?:,\s*(?:1|1\.0+))?\s*\)")
_COLOURS = {"white": "#ffffff", "black": "#000000", "red": "#ff0000", "yellow": "#ffff00", "blue": "#0000ff"}
_CLIPPED = re.compile(r"rect\(\s*([01](?:px)?)[\s,]+([01](?:px)?)[\s,]+([01](?:px)?)[\s,]+([01](?:px)?)\s*\)")

Declarations = Mapping[str, str]


class _Rule(NamedTuple):
    tag: str
    names: frozenset[str]
    declarations: Declarations


class Names(NamedTuple):
    """What a selector may ask of one element: its tag, and its classes and id as `.name` and `#name`."""

    tag: str
    names: frozenset[str]


class _Nested(NamedTuple):
    """A rule for an element within others: the compound selectors from the outside in, each with whether it must be the
    very parent of the next."""

    steps: tuple[tuple[Names, bool], ...]
    declarations: Declarations


class StyleSheet:
    """The rules of a page that can be read without its scripts, outside at-rules: for one element with at least one
    class or id, and for elements within others. `hides_nested` says that any of the latter hides something."""

    def __init__(self, css: str) -> None:
        self._rules: defaultdict[str, list[_Rule]] = defaultdict(list)
        self._nested: defaultdict[str, list[_Nested]] = defaultdict(list)
        self.hides_nested = False
        for count, (selectors, body) in enumerate(_blocks(_COMMENT.sub(" ", css[:_MAX_CSS]))):
            if count >= _MAX_RULES:
                break
            found = declarations(body)
            for selector in selectors.split(",")[:20] if found else ():
                match = _SELECTOR.fullmatch(selector.strip())
                if match:
                    names = frozenset(_PART.findall(match[2]))
                    self._rules[min(names)].append(_Rule(match[1] or "", names, found))
                elif steps := _steps(selector):
                    self.hides_nested = self.hides_nested or bool(how_hidden(found))
                    last = steps[-1][0]
                    self._nested[min(last.names, default=last.tag)].append(_Nested(steps, found))

    def nested_style(self, around: Sequence[Names]) -> dict[str, str]:
        """The declarations that hold for the last of these elements by rules for elements within others; the others
        are those around it, from the outside in."""
        merged: dict[str, str] = {}
        element = around[-1]
        for name in (element.tag, *sorted(element.names)):
            for rule in self._nested.get(name, ())[:50]:
                if _fits(rule.steps, around):
                    merged.update(rule.declarations)
        return merged

    def style_of(self, tag: str, element_id: str, classes: Sequence[str], inline: str) -> dict[str, str]:
        """The declarations that hold for an element: of matching rules in their order, then its own."""
        merged: dict[str, str] = {}
        names = {f".{name}" for name in classes[:30]}
        if element_id:
            names.add(f"#{element_id}")
        for name in sorted(names & self._rules.keys()):
            for rule in self._rules[name][:50]:
                if rule.names <= names and rule.tag in ("", tag):
                    merged.update(rule.declarations)
        if inline:
            merged.update(declarations(inline))
        return merged


def names_of(tag: str, element_id: str, classes: Sequence[str]) -> Names:
    """What selectors may ask of that element."""
    found = {f".{name}" for name in classes[:30]}
    return Names(tag, frozenset(found | {f"#{element_id}"} if element_id else found))


def _steps(selector: str) -> tuple[tuple[Names, bool], ...]:
    """The compounds of a selector with descendant and child combinators; none for any other selector."""
    words = selector.replace(">", " > ").split()
    steps: list[tuple[Names, bool]] = []
    for word in words[:12]:
        if word == ">":
            if not steps:
                return ()
            steps[-1] = (steps[-1][0], True)
            continue
        match = _COMPOUND.fullmatch(word)
        if not match or not word:
            return ()
        steps.append((Names(match[1] or "", frozenset(_PART.findall(match[2] or ""))), False))
    return tuple(steps) if len(steps) >= 2 and len(words) <= 12 and words[-1] != ">" else ()


def _fits(steps: Sequence[tuple[Names, bool]], around: Sequence[Names]) -> bool:
    """Whether the last element, with those around it, is what the steps ask for. Of several ways to stand within
    others the nearest is tried, which for rules as they are written is enough."""
    wanted = len(steps) - 1
    if not _is(steps[wanted][0], around[-1]):
        return False
    place = len(around) - 2
    for step in range(wanted - 1, -1, -1):
        names, parent = steps[step]
        if parent:
            if place < 0 or not _is(names, around[place]):
                return False
        else:
            while place >= 0 and not _is(names, around[place]):
                place -= 1
            if place < 0:
                return False
        place -= 1
    return True


def _is(wanted: Names, element: Names) -> bool:
    return wanted.tag in ("", element.tag) and wanted.names <= element.names


def declarations(style: str) -> dict[str, str]:
    """The declarations of a style attribute or rule body that can hide something, names and values in lower case."""
    found: dict[str, str] = {}
    for part in _COMMENT.sub(" ", style[:_MAX_STYLE]).lower().split(";"):
        name, colon, value = part.partition(":")
        if colon and (name := name.strip()) in _WATCHED:
            found[name] = value.replace("!important", "").strip()
    return found


def how_hidden(style: Declarations) -> str:
    """How these declarations hide an element: `css`, `offscreen`, `zero_size`, or "" when they do not."""
    if _invisible(style):
        return "css"
    if _offscreen(style):
        return "offscreen"
    return "zero_size" if _zero_size(style) else ""


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    """Selectors and body of each rule outside at-rules with blocks, but for media that are every screen."""
    position = 0
    while (opening := css.find("{", position)) >= 0:
        prelude = css[position:opening].rpartition(";")[2].strip()
        prelude = prelude.lstrip("} \t\n")
        if _ALWAYS.fullmatch(prelude):
            position = opening + 1
            continue
        if prelude.startswith("@"):
            position = _after_block(css, opening)
            continue
        closing = css.find("}", opening)
        if closing < 0:
            return
        if len(prelude) <= 1_000:
            yield prelude.removeprefix("<!--").strip(), css[opening + 1 : closing]
        position = closing + 1


def _after_block(css: str, opening: int) -> int:
    depth = 0
    for match in re.compile(r"[{}]").finditer(css, opening):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return match.end()
    return len(css)


def _invisible(style: Declarations) -> bool:
    if style.get("display") == "none" or style.get("visibility") in ("hidden", "collapse"):
        return True
    opacity = _length(style.get("opacity", ""))
    if opacity is not None and opacity[0] <= 0.01:
        return True
    colour = _colour(style.get("color", ""))
    background = _colour(style.get("background-color", "") or style.get("background", ""))
    return colour == "transparent" or (bool(colour) and colour == background)


def _offscreen(style: Declarations) -> bool:
    if _far(style.get("text-indent", "")):
        return True
    if style.get("position") in ("absolute", "fixed", "relative") and any(
        _far(style.get(side, "")) for side in ("left", "top", "right", "bottom")
    ):
        return True
    moved = style.get("transform", "")
    return any(_far(style.get(f"margin-{side}", "")) for side in ("left", "top")) or (
        moved.startswith("translate") and any(_far(part) for part in re.split(r"[(),]", moved[:80])[1:3])
    )


def _zero_size(style: Declarations) -> bool:
    if _tiny(style.get("font-size", ""), 0.0) or style.get("transform", "").startswith("scale(0)"):
        return True
    if _CLIPPED.fullmatch(style.get("clip", "")) or style.get("clip-path", "") in (
        "inset(50%)",
        "inset(100%)",
        "circle(0)",
    ):
        return True
    clipped = "hidden" in style.get("overflow", "")
    return clipped and any(_tiny(style.get(side, ""), 1.0) for side in ("width", "height", "max-width", "max-height"))


def _length(value: str) -> tuple[float, str] | None:
    match = _LENGTH.fullmatch(value[:40])
    if not match or match[1] in ("", "-", ".", "-."):
        return None
    return float(match[1]), match[2] or ""


def _far(value: str) -> bool:
    length = _length(value)
    return length is not None and abs(length[0]) >= _FAR[length[1]] and (length[0] < 0 or length[0] >= 5000)


def _tiny(value: str, limit: float) -> bool:
    length = _length(value)
    return length is not None and 0 <= length[0] <= limit and (length[0] == 0 or length[1] == "px")


def _colour(value: str) -> str:
    text = value.strip()
    if text in _COLOURS:
        return _COLOURS[text]
    if rgb := _RGB.fullmatch(text[:60]):
        return "#" + "".join(f"{min(int(rgb[group]), 255):02x}" for group in (1, 2, 3))
    if re.fullmatch(r"#[0-9a-f]{3}", text):
        return "#" + "".join(char * 2 for char in text[1:])
    return text if re.fullmatch(r"#[0-9a-f]{6}", text) or text == "transparent" else ""


_WATCHED = frozenset(
    [
        "display",
        "visibility",
        "opacity",
        "color",
        "background",
        "background-color",
        "text-indent",
        "position",
        "left",
        "top",
        "right",
        "bottom",
        "margin-left",
        "margin-top",
        "transform",
        "font-size",
        "clip",
        "clip-path",
        "overflow",
        "width",
        "height",
        "max-width",
        "max-height",
    ]
)
