"""What gives a product away, as data: structure of its own pages and answers, never words that anybody may write."""

import re
from enum import Enum

import msgspec

from secscan.identify.version_files import Weight

BASE = r"^(?P<base>/(?:[^?#]{0,200}?/)??)"


class Place(Enum):
    """Where a product's pages name its version."""

    ASSET = "asset"  # paths, with queries, of scripts and styles below the product's folder
    SCRIPT = "script"  # inline scripts
    LINK = "link"  # "URL text" of a link
    TITLE = "title"
    TEXT = "text"  # the visible text of a page


class Said(msgspec.Struct, frozen=True):
    """A place in a recognised product's pages that names its version in group 1. `branch`: it names a branch only."""

    place: Place
    pattern: re.Pattern[str]
    source: str
    weight: Weight = Weight.PLAIN
    branch: bool = False


class Signature(msgspec.Struct, frozen=True, kw_only=True):
    """The marks of one product; each is enough by itself, but those that say otherwise.

    `assets` match paths of a page's own sub-resources, with the group `base` for the product's folder; `assets_needed`
    different ones must be seen. `linked` is a link to the project that assets of common names need beside them.
    `generator` and `headers` (name, pattern) may hold the version in group 1; `branch` says that this is a branch.
    `cookies` match whole names. `fields` are names of form controls that stand on one page; `scripts` match inline
    scripts; `errors` "title|text" of the product's own error pages. `said` are places that name the version once the
    product is recognised. A `kit` is what apps are built with: of interest, but no packaged product.
    """

    label: str
    assets: re.Pattern[str] | None = None
    assets_needed: int = 1
    linked: re.Pattern[str] | None = None
    generator: re.Pattern[str] | None = None
    headers: tuple[tuple[str, re.Pattern[str]], ...] = ()
    branch: bool = False
    cookies: re.Pattern[str] | None = None
    fields: tuple[frozenset[str], ...] = ()
    scripts: re.Pattern[str] | None = None
    errors: re.Pattern[str] | None = None
    said: tuple[Said, ...] = ()
    kit: bool = False


def below(rule: str) -> re.Pattern[str]:
    """A rule for asset paths below the product's folder."""
    return re.compile(f"{BASE}(?:{rule})")


def asset(pattern: str, source: str, weight: Weight = Weight.PLAIN) -> Said:
    """A version in the path or query of an asset."""
    return Said(Place.ASSET, re.compile(pattern), source, weight)


def script(pattern: str, source: str, weight: Weight = Weight.EXACT) -> Said:
    """A version that the running code writes into a script of its page."""
    return Said(Place.SCRIPT, re.compile(pattern), source, weight)


def names(*fields: str) -> tuple[frozenset[str], ...]:
    """One set of form controls."""
    return (frozenset(fields),)
