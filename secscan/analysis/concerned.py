"""The question of the day: does this hole, or this range of versions, concern what runs behind an app?

Answered from software that was identified before. What the outside cannot see is said to be unknown, never safe: a
plugin that writes nothing into pages, a runtime that hides behind its server.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cached_property
from typing import Protocol, runtime_checkable

import msgspec

from secscan.analysis.affected import Holds, holds
from secscan.base.versions import is_version
from secscan.model.assessment import Software
from secscan.model.enums import Confidence, Reason
from secscan.model.intel import ExtensionKind, Intel, Ranges, Vulnerability

LIBRARY = "js/"
_SIGNS = ("<=", ">=", "==", "<", ">", "=")
_HIDING = frozenset(
    (
        *("php", "openssl", "apache-http-server", "nginx", "iis", "tomcat", "litespeed", "openssh", "mariadb", "mysql"),
        *("postgresql", "redis", "memcached", "mongodb", "exim", "postfix", "dovecot", "bind", "vsftpd", "proftpd"),
        *("laravel", "codeigniter", "symfony", "spring-boot", "docker-engine", "python", "nodejs", "perl", "ruby"),
    )
)
"""What often runs without showing: that it was not seen says nothing."""


class Concern(StrEnum):
    """Whether a hole concerns an app, worst first."""

    AFFECTED = "affected"
    MAYBE = "maybe"
    UNKNOWN = "unknown"
    NOT_AFFECTED = "not_affected"


class Why(StrEnum):
    """What an answer rests on."""

    IN_RANGE = "in_range"  # every possible version is
    ATTESTED = "attested"  # the register states a version in the range
    SOME_VERSIONS = "some_versions"  # some of the possible versions are
    BACKPORTS = "backports"  # a distribution's package: its number may be mended
    INDICATION = "indication"  # the version itself is not sure
    ESTIMATED = "estimated"  # the range was read out of prose
    HIDDEN = "hidden"  # the product is there, its version is not seen
    UNSEEN = "unseen"  # may run without being seen from outside
    NOT_LOOKED = "not_looked"  # the app was never looked at, or could not be
    OUT_OF_RANGE = "out_of_range"  # no possible version is
    OTHER = "other"  # another product runs there, as far as the outside shows


@runtime_checkable
class Searchable(Protocol):
    """A table that finds the entries which mention a text without making all of them."""

    def mentioning(self, text: str) -> Iterable[tuple[ExtensionKind, str]]:
        """The keys of the entries that hold the text."""
        ...


_CONCERNS, _WHYS = tuple(Concern), tuple(Why)
_EXTENSIONS = tuple(f"{kind}/" for kind in ExtensionKind)


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """One product with the versions that are asked for. `product` is as in `Software.product`; `hole` is None where a
    range was given by hand."""

    product: str
    label: str
    affected: Ranges
    hole: Vulnerability | None = None


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """One app. `seen` is the software that the answer rests on; `reason` says why nothing was looked at."""

    concern: Concern
    why: Why
    target: Target
    seen: Software | None = None
    reason: Reason | None = None


def targets_of(identifier: str, intel: Intel) -> tuple[Target, ...]:
    """Every product that the data gives a range of this id for (CVE, GHSA, Wordfence's); in any case of letters."""
    wanted = identifier.strip().lower()
    found: list[Target] = []
    for key, product in intel.products.items():
        found += _named(key, product.label, product.vulnerabilities, wanted)
    table = intel.extensions
    for kind, slug in table.mentioning(wanted) if isinstance(table, Searchable) and wanted else table:
        found += _named(f"{kind}/{slug}", slug, table[kind, slug], wanted)
    for name, library in intel.js_libraries.items():
        found += _named(f"{LIBRARY}{name}", name, library.vulnerabilities, wanted)
    return tuple(found)


def _named(product: str, label: str, known: Iterable[Vulnerability], wanted: str) -> Iterator[Target]:
    for hole in known:
        if wanted in (hole.id.lower(), *(alias.lower() for alias in hole.aliases)):
            yield Target(product=product, label=label, affected=hole.affected, hole=hole)


def product_keys(word: str, intel: Intel) -> tuple[str, ...]:
    """The products that a word may mean: a key (`wordpress`, `plugin/akismet`), a slug, a library or a label."""
    wanted = word.strip().lower()
    kind, _, slug = wanted.partition("/")
    exact = [key for key in (wanted,) if key in intel.products]
    if kind in tuple(ExtensionKind) and (ExtensionKind(kind), slug) in intel.extensions:
        exact.append(wanted)
    if wanted.startswith(LIBRARY):
        exact += [f"{LIBRARY}{name}" for name in intel.js_libraries if name.lower() == slug]
    if exact:
        return tuple(exact)
    by_label = [key for key, product in intel.products.items() if product.label.lower() == wanted]
    slugs = [f"{one}/{wanted}" for one in ExtensionKind if (one, wanted) in intel.extensions]
    names = [f"{LIBRARY}{name}" for name in intel.js_libraries if name.lower() == wanted]
    return tuple(dict.fromkeys((*by_label, *slugs, *names)))


def ranges_of(text: str) -> Ranges:
    """Alternatives of conditions: `>=6.4,<6.4.3 | 6.3.1`; `*` for all versions. Raises ValueError."""
    if text.strip() == "*":
        return (((">=", "0"),),)
    made = tuple(tuple(map(_condition, one.split(","))) for one in text.replace("||", "|").split("|"))
    if not made or not all(made):
        raise ValueError(text)
    return made


def _condition(text: str) -> tuple[str, str]:
    wanted = text.strip()
    sign = next((sign for sign in _SIGNS if wanted.startswith(sign)), "")
    version = wanted.removeprefix(sign).strip()
    if not is_version(version):
        raise ValueError(text)
    return ("==" if sign in ("", "=") else sign, version)


class Asked(msgspec.Struct, frozen=True, dict=True):
    """What is asked for: one product or more (a hole of a common part may lie in hundreds of plugins)."""

    targets: tuple[Target, ...]

    def answer(self, software: Iterable[Software]) -> Answer:
        """The worst answer for an app that was looked at, over all products asked for."""
        seen = tuple(software)
        met = [_meet(target, one) for one in seen for target in self._by_product.get(one.product, ())]
        plugins = any(one.product == "wordpress" for one in seen)  # many of them write nothing into pages
        missing = {one.product for one in seen}
        unseen = [one for one in (self._hiding, self._extension if plugins else None) if one is not None]
        met += [
            Answer(concern=Concern.UNKNOWN, why=Why.UNSEEN, target=one) for one in unseen if one.product not in missing
        ]
        met = met or [Answer(concern=Concern.NOT_AFFECTED, why=Why.OTHER, target=self.targets[0])]
        return min(met, key=lambda one: (_CONCERNS.index(one.concern), _WHYS.index(one.why)))

    def not_looked(self, reason: Reason) -> Answer:
        """The answer for an app of which nothing is known."""
        return Answer(concern=Concern.UNKNOWN, why=Why.NOT_LOOKED, target=self.targets[0], reason=reason)

    @cached_property
    def _by_product(self) -> dict[str, list[Target]]:
        found: dict[str, list[Target]] = {}
        for target in self.targets:
            found.setdefault(target.product, []).append(target)
        return found

    @cached_property
    def _hiding(self) -> Target | None:
        return next((one for one in self.targets if one.product in _HIDING), None)

    @cached_property
    def _extension(self) -> Target | None:
        return next((one for one in self.targets if one.product.startswith(_EXTENSIONS)), None)


def _meet(target: Target, one: Software) -> Answer:
    concern, why = _met(target, one)
    return Answer(concern=concern, why=why, target=target, seen=one)


def _met(target: Target, one: Software) -> tuple[Concern, Why]:
    """Only what is sure on both sides, range and version, is called affected."""
    how = holds(target.affected, one.versions)
    if how is Holds.UNKNOWN:
        return Concern.UNKNOWN, Why.HIDDEN
    if how is Holds.NONE and one.attested and one.attested_on is None:
        return Concern.UNKNOWN, Why.HIDDEN  # an undated word clears nobody
    if how is Holds.NONE:
        return Concern.NOT_AFFECTED, Why.OUT_OF_RANGE
    if how is Holds.SOME:
        return Concern.MAYBE, Why.SOME_VERSIONS
    if one.distribution:
        return Concern.MAYBE, Why.BACKPORTS
    if one.confidence is Confidence.INDIKASI:
        return Concern.MAYBE, Why.INDICATION
    if target.hole is not None and target.hole.estimated:
        return Concern.MAYBE, Why.ESTIMATED
    return Concern.AFFECTED, Why.ATTESTED if one.attested else Why.IN_RANGE
