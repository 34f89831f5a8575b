"""Products joined from their packs: cycles and releases, vulnerabilities, and the floor of unnamed advisories."""

from collections.abc import Callable, Mapping
from datetime import date

import msgspec

from secscan.base.versions import is_version
from secscan.intel.holes import Exploits, hole_of
from secscan.intel.lazy import Lazy
from secscan.intel.rows import FloorRow, HoleRow, ProductRow, ReleaseRow
from secscan.model.intel import ProductIntel

WORDPRESS = "wordpress"

_PRODUCT = msgspec.json.Decoder(ProductRow)
_HOLES = msgspec.json.Decoder(tuple[HoleRow, ...])
_FLOOR = msgspec.json.Decoder(FloorRow)
_RELEASE = msgspec.json.Decoder(ReleaseRow)

Read = Callable[[str], Mapping[str, msgspec.Raw]]
"""Gives the entries of a pack by its name; none for one that there is not."""


def product_table(read: Read, built: Mapping[str, msgspec.Raw], exploits: Exploits) -> Mapping[str, ProductIntel]:
    """All products that any pack speaks of, each joined when it is asked for. `built` are those of tables that were
    made on this machine; what the packs say of a product counts before them."""
    packs = Lazy(lambda: dict.fromkeys(("products", "vulns", "vuln_floor", "wp_releases")), lambda name, _: read(name))
    return Lazy(
        lambda: dict.fromkeys((*packs["products"], *packs["vulns"], *packs["vuln_floor"], *built)),
        lambda key, _: _product(key, packs, packs["products"].get(key, built.get(key)), exploits),
    )


def _product(
    key: str, packs: Mapping[str, Mapping[str, msgspec.Raw]], raw: msgspec.Raw | None, exploits: Exploits
) -> ProductIntel:
    product = _PRODUCT.decode(raw) if raw is not None else ProductRow(label=key, support_known=False)
    holes = packs["vulns"].get(key)
    floor = packs["vuln_floor"].get(key)
    return ProductIntel(
        key=key,
        label=product.label,
        cycles=product.cycles,
        releases=product.releases if key != WORDPRESS else _with_new(product.releases, packs["wp_releases"]),
        vulnerabilities=tuple(hole_of(row, exploits) for row in _HOLES.decode(holes)) if holes is not None else (),
        support_known=product.support_known,
        courtesy=product.courtesy,
        floor=_FLOOR.decode(floor).affected if floor is not None else (),
    )


def _with_new(releases: dict[str, date], seen: Mapping[str, msgspec.Raw]) -> dict[str, date]:
    """The releases with those that WordPress' own list has besides, out since the day they were first seen there."""
    new = {version: _RELEASE.decode(raw)[1] for version, raw in seen.items() if version not in releases}
    return {**releases, **{version: day for version, day in new.items() if is_version(version)}}
