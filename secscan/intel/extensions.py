"""The vulnerabilities of WordPress plugins and themes: 18,000 slugs, of which a site asks for a few."""

import re
from collections.abc import Callable, Mapping

import msgspec

from secscan.base.versions import is_version
from secscan.intel.holes import UNDATED, WORDFENCE, Exploits, hole_of
from secscan.intel.lazy import Lazy
from secscan.intel.rows import ExtensionRow, HoleRow
from secscan.model.enums import Severity
from secscan.model.intel import ExtensionKind, Ranges, Vulnerability

Key = tuple[ExtensionKind, str]

_ROWS = msgspec.json.Decoder(tuple[ExtensionRow, ...])
_SEVERITIES = {"c": Severity.KRITIS, "h": Severity.TINGGI, "m": Severity.SEDANG, "l": Severity.RENDAH}
_CONDITION = re.compile(r"(<=|>=|<|>|=)(.+)")
_EVERY: Ranges = (((">=", "0"),),)


def extension_table(
    load: Callable[[], Mapping[str, msgspec.Raw]], exploits: Exploits
) -> Mapping[Key, tuple[Vulnerability, ...]]:
    """The table by kind and slug, over the entries `plugin/slug` and `theme/slug`."""
    return Lazy(
        lambda: {_key(name): raw for name, raw in load().items()},
        lambda _key, raw: tuple(hole_of(_row(row), exploits) for row in _ROWS.decode(raw)),
    )


def ranges_of(text: str) -> Ranges:
    """`>=1.2,<1.4|=2.0` as ranges. An alternative with a bound that is no version is left out: it would match anything
    or nothing. Raises ValueError for another grammar."""
    if text == "*":
        return _EVERY
    made = []
    for alternative in text.split("|"):
        matches = [_CONDITION.fullmatch(part) for part in alternative.split(",")]
        if not all(matches):
            raise ValueError(f"no range: {text[:80]}")
        one = tuple(("==" if match[1] == "=" else match[1], match[2]) for match in matches if match)
        if all(is_version(bound) for _, bound in one):
            made.append(one)
    return tuple(made)


def _key(name: str) -> Key:
    kind, _, slug = name.partition("/")
    return ExtensionKind(kind), slug


def _row(row: ExtensionRow) -> HoleRow:
    return HoleRow(
        id=row.id,
        affected=ranges_of(row.affected),
        severity=_SEVERITIES.get(row.severity),
        published=row.published,
        source=WORDFENCE,
        exploited=UNDATED if row.exploited else None,
    )
