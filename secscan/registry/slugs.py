"""Ids made from names: the same names give the same ids, however often a list is imported."""

import re
import unicodedata
from collections.abc import Container

from secscan.base.text import digest

_NOT_WORD = re.compile(r"[^a-z0-9]+")
MAX_ID = 48


def slug(*names: str) -> str:
    """The names in lower-case ASCII letters, digits and hyphens; a digest where nothing is left of them."""
    text = " ".join(names)
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    made = _NOT_WORD.sub("-", plain).strip("-")[:MAX_ID].strip("-")
    return made or f"id-{digest(text.encode('utf-8'))[:8]}"


def free_slug(first: str, second: str, taken: Container[str]) -> str:
    """The first of `first`, `second`, `second-2`, `second-3` ... that is not taken."""
    if first not in taken:
        return first
    if second not in taken:
        return second
    number = 2
    while f"{second}-{number}" in taken:
        number += 1
    return f"{second}-{number}"
