"""The packs in force, joined into one `Intel`; each is read when it is first asked for."""

from datetime import date
from pathlib import Path

import msgspec

from secscan.intel.extensions import extension_table
from secscan.intel.fingerprints import PRODUCT, sign_of, table_of
from secscan.intel.fronts import fronts_of
from secscan.intel.holes import Exploits, hole_of
from secscan.intel.kinds import TABLES
from secscan.intel.lazy import Lazy
from secscan.intel.products import product_table
from secscan.intel.rows import EndpointRow, EpssRow, KevRow, LibraryRow
from secscan.intel.shelf import Shelf, open_shelf
from secscan.model.intel import Intel, JsLibrary, Pack, ScriptFile, Sign, VersionEndpoint

_KEV = msgspec.json.Decoder(KevRow)
_EPSS = msgspec.json.Decoder(EpssRow)
_LIBRARY = msgspec.json.Decoder(LibraryRow)
_ENDPOINTS = msgspec.json.Decoder(tuple[EndpointRow, ...])
_TEXT = msgspec.json.Decoder(str)
_TEXTS = msgspec.json.Decoder(tuple[str, ...])


def load_intel(folder: Path | None = None) -> Intel:
    """All packs of this installation, those in a workspace's `folder` before the shipped ones where they are newer.

    Raises SecscanError when a shipped pack is damaged, here or where it is first asked.
    """
    return intel_of(open_shelf(folder))


def intel_of(shelf: Shelf) -> Intel:
    """The data of a shelf, hardly any of it read yet."""
    exploits = Exploits(
        kev=Lazy(lambda: shelf.entries("kev"), lambda _, raw: _KEV.decode(raw)),
        epss=Lazy(lambda: shelf.entries("epss"), lambda _, raw: _EPSS.decode(raw)),
    )
    return Intel(
        products=product_table(shelf.entries, _built(shelf), exploits),
        admin_paths=Lazy(lambda: shelf.entries("admin_paths"), lambda _, raw: _TEXTS.decode(raw)),
        wordpress_etags=Lazy(lambda: shelf.entries("wp_etags"), lambda _, raw: _TEXT.decode(raw)),
        packs=in_brief(shelf.packs()),
        fingerprints=Lazy(lambda: dict.fromkeys(shelf.tables()), lambda key, _: table_of(shelf.read(TABLES + key))),
        extensions=extension_table(lambda: shelf.entries("wp_extensions"), exploits),
        js_libraries=Lazy(lambda: shelf.entries("jslibs"), lambda name, raw: _library(name, raw, exploits)),
        scripts=Lazy(lambda: shelf.entries("scripts"), lambda _, raw: ScriptFile(*_TEXTS.decode(raw))),
        version_endpoints=Lazy(lambda: shelf.entries("version_endpoints"), lambda _, raw: _endpoints(raw)),
        signs=_signs(shelf),
        fronts=fronts_of(shelf.entries("fronts")),
    )


def _built(shelf: Shelf) -> dict[str, msgspec.Raw]:
    """What the tables that were built here say of their products."""
    return {
        name.removeprefix(TABLES): pack.entries[PRODUCT]
        for name, pack in shelf.own.items()
        if name.startswith(TABLES) and PRODUCT in pack.entries
    }


def _signs(shelf: Shelf) -> dict[str, Sign]:
    found = {name.removeprefix(TABLES): sign_of(pack) for name, pack in shelf.own.items() if name.startswith(TABLES)}
    return {product: sign for product, sign in found.items() if sign is not None}


def in_brief(packs: tuple[Pack, ...]) -> tuple[Pack, ...]:
    """The packs as reports print them: all tables of digests as one, of the day of the newest."""
    tables = [pack for pack in packs if pack.name.startswith(TABLES)]
    others = tuple(pack for pack in packs if not pack.name.startswith(TABLES))
    if not tables:
        return others
    newest = max(tables, key=lambda pack: pack.data_date)
    whole = Pack(
        name=TABLES.removesuffix("/"),
        data_date=newest.data_date,
        source=", ".join(pack.name.removeprefix(TABLES) for pack in tables),
        entries=len(tables),
        max_age=newest.max_age,
    )
    return (*others, whole)


def pack_dates(intel: Intel) -> dict[str, date]:
    """The day that the data of each pack is of."""
    return {pack.name: pack.data_date for pack in intel.packs}


def stale_packs(packs: tuple[Pack, ...], day: date) -> tuple[Pack, ...]:
    """Those too old to be relied on that day."""
    return tuple(pack for pack in packs if pack.stale(day))


def _library(name: str, raw: msgspec.Raw, exploits: Exploits) -> JsLibrary:
    row = _LIBRARY.decode(raw)
    holes = tuple(hole_of(hole, exploits) for hole in row.holes)
    return JsLibrary(name=name, npm=row.npm, vulnerabilities=holes, sha1=row.sha1)


def _endpoints(raw: msgspec.Raw) -> tuple[VersionEndpoint, ...]:
    return tuple(
        VersionEndpoint(row.path, row.how, row.argument, row.precision, row.trust, row.note)
        for row in _ENDPOINTS.decode(raw)
    )
