"""The kinds of packs: what their entries are, and after how many days they are stale. The one place for both."""

from collections.abc import Callable

import msgspec

from secscan.intel.fingerprints import PRODUCT, sign_of, table_of
from secscan.intel.packfile import PackFile
from secscan.intel.rows import (
    EndpointRow,
    EpssRow,
    ExtensionRow,
    FloorRow,
    FrontRow,
    HoleRow,
    KevRow,
    LibraryRow,
    ProductRow,
    ReleaseRow,
)

TABLES = "fingerprints/"
"""How the names of the tables of digests begin, one a product."""


class Kind(msgspec.Struct, frozen=True):
    """`max_age` is in days, None for what does not age. `row` is the type of an entry. `packed`: kept in gzip."""

    max_age: int | None
    row: object
    packed: bool = False


KINDS = {
    "kev": Kind(30, KevRow),  # grows every few days, and its entries are the urgent ones
    "epss": Kind(30, EpssRow, packed=True),  # made anew every day
    "wp_extensions": Kind(60, tuple[ExtensionRow, ...], packed=True),
    "vulns": Kind(60, tuple[HoleRow, ...]),
    "vuln_floor": Kind(60, FloorRow),
    "products": Kind(60, ProductRow),
    "wp_releases": Kind(60, ReleaseRow),
    "jslibs": Kind(90, LibraryRow),
    "scripts": Kind(365, tuple[str, str]),
    "wp_etags": Kind(365, str),
    "fronts": Kind(730, FrontRow),  # the large ones add a network every few years, and hardly ever give one up
    "admin_paths": Kind(None, tuple[str, ...]),
    "version_endpoints": Kind(None, tuple[EndpointRow, ...]),
}
"""A pack that is fetched weekly is never stale; one that was forgotten for two months may miss what is attacked now."""

_TABLE = Kind(365, None)
"""A table goes on telling the releases that it knows, and newer ones come out as "near" its last."""


def kind_of(name: str) -> Kind | None:
    """The kind of a pack by its name; None for what this version does not know."""
    if name.startswith(TABLES) and is_product_key(name.removeprefix(TABLES)):
        return _TABLE
    return KINDS.get(name)


def is_product_key(text: str) -> bool:
    """Whether a text may name a product: lower-case letters, digits and single hyphens or dots, which no path can
    abuse."""
    words = text.replace(".", "-").split("-")
    return len(text) <= 64 and all(word.isascii() and word.isalnum() and word == word.lower() for word in words)


def decoder(row: object) -> Callable[[msgspec.Raw], object]:
    """How one entry of that type is decoded."""
    made: msgspec.json.Decoder[object] = msgspec.json.Decoder(row)
    return made.decode


def validate(pack: PackFile) -> None:
    """Raises ValueError for a pack of an unknown kind, or with an entry that is not of its kind."""
    kind = kind_of(pack.head.name)
    if kind is None:
        raise ValueError(f"no kind of pack: {pack.head.name}")
    if not pack.entries:
        raise ValueError("no entries")
    if kind is _TABLE:
        table_of(pack)
        sign_of(pack)
        if PRODUCT in pack.entries:
            decoder(ProductRow)(pack.entries[PRODUCT])
        return
    decode = decoder(kind.row)
    for raw in pack.entries.values():
        decode(raw)
