"""Write-ups filled in with the facts of a finding: Jinja2 first, Markdown second, facts last.

Facts come from targets. While Jinja2 and Markdown work, each printed value is a place-holder of two private-use
characters around its number; the value itself is put in at the very end, escaped for where it stands. So a fact can
be neither markup nor a template, and the quotes of an expression never meet Markdown.
"""

import contextlib
import html
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from jinja2 import Template, UndefinedError, pass_context
from jinja2.runtime import Context, Undefined
from jinja2.sandbox import SandboxedEnvironment
from markdown_it import MarkdownIt
from markupsafe import Markup

from secscan.base.text import clean
from secscan.model.checks import Fact
from secscan.model.enums import Language
from secscan.reports import snippets
from secscan.reports.figures import Figures
from secscan.reports.translations import Translator

MAX_VALUE = 2_000
_TOKENS = "secscan_tokens"
_TOKEN = re.compile("\ue000([0-9]+)\ue001")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_BLOCK = re.compile(r'(<pre><code class="language-)([a-z0-9]+)(">)(.*?)(</code></pre>)', re.DOTALL)
_FENCE = re.compile(r"(^ *```)([a-z0-9]+)( *\n)(.*?)(^ *```)", re.DOTALL | re.MULTILINE)
_ISO_DAY = re.compile(r"(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}")
_LONE_TAGS = re.compile(r"^[ \t]*((?:\{%(?:(?!%\}).)*%\})+)[ \t]*\n", re.MULTILINE)


class _Facts:
    """The facts, so that `facts.items` is the fact of that name, not a method of a dictionary."""

    def __init__(self, facts: Mapping[str, Fact]) -> None:
        self._facts = facts

    def __getitem__(self, name: str) -> Fact:
        return self._facts[name]

    def __contains__(self, name: str) -> bool:
        return name in self._facts


class NotRecorded(Undefined):
    """A fact that the finding lacks (an older version of its check did not record it): printed as its name, false
    in every condition, never the end of a report."""

    def __str__(self) -> str:
        return f"‹{self._undefined_name or '?'}›"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __getitem__(self, _name: object) -> "NotRecorded":  # type: ignore[override]
        return self

    def _false(self, _other: object) -> bool:
        return False

    __lt__ = __le__ = __gt__ = __ge__ = _false  # type: ignore[assignment]

    def __float__(self) -> float:  # type: ignore[override]
        return 0.0

    def __int__(self) -> int:  # type: ignore[override]
        return 0


class StrictFact(NotRecorded):
    """The same, but an error where it is printed: for tests."""

    def __str__(self) -> str:
        raise UndefinedError(f"the fact {self._undefined_name!r} is printed, but not recorded")


class _Joined(str):
    """Place-holders with what the write-up puts between them, not to be replaced again."""


class Prose:
    """Renders the sections of write-ups in one language. `strict`: printing an unknown fact is an error, for tests."""

    def __init__(self, lang: Language, *, strict: bool = False) -> None:
        self._words = Translator(lang)
        self._figures = Figures(lang, "UTC")
        self._env = SandboxedEnvironment(
            undefined=StrictFact if strict else NotRecorded,
            finalize=self._keep,
            autoescape=False,
        )
        self._templates: dict[str, Template] = {}
        self._env.filters["join"] = self._join
        self._markdown = (
            MarkdownIt("commonmark", {"html": False}).enable("table").disable(["link", "image", "autolink"])
        )

    def html(self, source: str, facts: Mapping[str, Fact]) -> Markup:
        """The section as HTML without links, images or raw markup."""
        text, values = self._fill(source, facts)
        page = _BLOCK.sub(lambda match: _block(match, values), str(self._markdown.render(text)))
        return Markup(_TOKEN.sub(lambda m: html.escape(values[int(m[1])]), page))  # noqa: S704 - escaped one by one

    def text(self, source: str, facts: Mapping[str, Fact]) -> str:
        """The section as plain text, which keeps the signs of Markdown."""
        text, values = self._fill(source, facts)
        text = _FENCE.sub(lambda m: m[1] + m[2] + m[3] + snippets.insert(m[4], m[2], _TOKEN, values) + m[5], text)
        return _TOKEN.sub(lambda m: values[int(m[1])], text).strip()

    def line(self, source: str, facts: Mapping[str, Fact]) -> str:
        """The section as plain text on one line, without code marks."""
        return " ".join(self.text(source, facts).replace("`", "").replace("**", "").split())

    def _fill(self, source: str, facts: Mapping[str, Fact]) -> tuple[str, list[str]]:
        values: list[str] = []
        template = self._templates.get(source)
        if template is None:
            template = self._templates[source] = self._env.from_string(_LONE_TAGS.sub(r"\1", source + "\n"))
        return template.render({"facts": _Facts(facts), _TOKENS: values}), values

    @pass_context
    def _keep(self, context: Context, value: object) -> str:
        if isinstance(value, _Joined):
            return value
        values: list[str] = context[_TOKENS]
        values.append(self.printed(value))
        return f"\ue000{len(values) - 1}\ue001"

    @pass_context
    def _join(self, context: Context, values: Iterable[object], between: str = "") -> str:
        """The filter `join`: each value is replaced alone, so that what stands between them may be Markdown."""
        return _Joined(between.join(self._keep(context, value) for value in values))

    def printed(self, value: object) -> str:
        """A value as readers see it: bounded, on one line, without control or private-use characters."""
        if isinstance(value, bool):
            return self._words("word.yes" if value else "word.no")
        if isinstance(value, float):
            return self._figures.number(value, 0 if value == int(value) else 1)
        if isinstance(value, (tuple, list)):
            return ", ".join(self.printed(one) for one in value)
        if isinstance(value, str) and _ISO_DAY.fullmatch(value):
            with contextlib.suppress(ValueError):
                return self._figures.day(date.fromisoformat(value))
        return clean(_PRIVATE.sub("", str(value)), MAX_VALUE)


def _block(match: re.Match[str], values: list[str]) -> str:
    """A code block of a page with its values put in, as the block's language needs them."""
    code = snippets.insert(html.unescape(match[4]), match[2], _TOKEN, values)
    return match[1] + match[2] + match[3] + html.escape(code) + match[5]
