"""What is kept of an HTML page: the facts that checks read, extracted once by `analysis.pages`.

Pages are made of hundreds of these records, which hold nothing but texts: `gc=False` keeps the search for garbage away
from them, as it does elsewhere in the model for records that can be in no cycle.
"""

import msgspec


class Field(msgspec.Struct, frozen=True, gc=False):
    """One form control: its `type` and `name` attributes, and its label or placeholder in lower case."""

    type: str
    name: str
    label: str = ""


class Form(msgspec.Struct, frozen=True, gc=False):
    """`action` is absolute; a form without action posts to its own page, a script's has "".

    Controls that stand outside any form make one of their own, with `method` "script".
    """

    action: str
    method: str
    fields: tuple[Field, ...] = ()

    @property
    def has_password(self) -> bool:
        return any(field.type == "password" for field in self.fields)


class Link(msgspec.Struct, frozen=True, gc=False):
    """An anchor. `url` is absolute; `hidden` names how it is kept from readers' eyes ("" when it is visible).

    `nested` is hidden by a rule for elements within others, as the lower levels of menus are, too.
    """

    url: str
    text: str = ""
    rel: str = ""
    hidden: str = ""


class Resource(msgspec.Struct, frozen=True, gc=False):
    """A sub-resource of the page: `tag` is script, style, img, iframe, media, object or font; `url` is absolute.

    `place` says where it stands if it stands oddly: hidden (css, offscreen, zero_size), or `before` the document's own
    beginning; "" for all else.
    """

    tag: str
    url: str
    integrity: str = ""
    place: str = ""


class HiddenText(msgspec.Struct, frozen=True, gc=False):
    """Text that a browser does not show, and how it is hidden: css, offscreen, zero_size, comment, noscript,
    template."""

    how: str
    text: str


class PageFacts(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One page. All URLs are absolute; every text is cleaned and bounded; `extractor` is the version of the rule
    that made it.

    `metas` maps lower-case names (name, property or http-equiv) to contents; `alternates` are (hreflang, url) pairs;
    `truncated` says that the page was longer than what was read or kept; `inline_scripts` are bounded excerpts.
    `shape` is the page's template without its content: the sorted distinct `element.class` words, digits as 0.
    """

    extractor: int
    title: str = ""
    lang: str = ""
    base: str = ""
    text: str = ""
    metas: tuple[tuple[str, str], ...] = ()
    headings: tuple[str, ...] = ()
    forms: tuple[Form, ...] = ()
    links: tuple[Link, ...] = ()
    resources: tuple[Resource, ...] = ()
    alternates: tuple[tuple[str, str], ...] = ()
    canonical: str = ""
    hidden: tuple[HiddenText, ...] = ()
    inline_scripts: tuple[str, ...] = ()
    truncated: bool = False
    shape: tuple[str, ...] = ()

    def meta(self, name: str) -> tuple[str, ...]:
        """All contents of the metas of that (lower-case) name."""
        return tuple(content for key, content in self.metas if key == name)
