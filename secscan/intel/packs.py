"""The shipped data packs: read once, decoded strictly, joined into one `Intel`."""

from datetime import date
from importlib.resources import files
from typing import TypeVar

import msgspec

from secscan.base.errors import SecscanError
from secscan.intel.fingerprints import fingerprinted, load_fingerprints
from secscan.model.enums import Severity
from secscan.model.intel import Cycle, Intel, Pack, ProductIntel, Vulnerability

STALE_AFTER_DAYS = 60
_NVD = "https://nvd.nist.gov/vuln/detail/"
_WORDFENCE = "https://www.wordfence.com/threat-intel/vulnerabilities/id/"


class _Product(msgspec.Struct, frozen=True):
    label: str
    cycles: tuple[Cycle, ...] = ()
    releases: dict[str, date] = {}
    support_known: bool = True
    courtesy: bool = False


class _Row(msgspec.Struct, frozen=True):
    id: str
    affected: tuple[tuple[tuple[str, str], ...], ...]
    severity: Severity | None = None
    published: date | None = None
    wordfence: str = ""


class _Head(msgspec.Struct, frozen=True, kw_only=True):
    format: int
    data_date: date
    source: str = ""


_T = TypeVar("_T", bound=_Head)


class _Products(_Head, frozen=True, kw_only=True):
    products: dict[str, _Product]


class _Vulnerabilities(_Head, frozen=True, kw_only=True):
    labels: dict[str, str]
    products: dict[str, tuple[_Row, ...]]


class _Exploited(_Head, frozen=True, kw_only=True):
    ids: frozenset[str]


class _Etags(_Head, frozen=True, kw_only=True):
    md5: dict[str, str]


class _AdminPaths(_Head, frozen=True, kw_only=True):
    products: dict[str, tuple[str, ...]]


def load_intel() -> Intel:
    """All packs of this installation. Raises SecscanError when one is missing or damaged."""
    products = _read("products", _Products)
    vulnerabilities = _read("vulns", _Vulnerabilities)
    exploited = _read("kev", _Exploited)
    etags = _read("wp_etags", _Etags)
    paths = _read("admin_paths", _AdminPaths)
    heads = {"products": products, "vulns": vulnerabilities, "kev": exploited, "wp_etags": etags, "admin_paths": paths}
    tables = load_fingerprints(fingerprinted())
    return Intel(
        products=_joined(products, vulnerabilities, exploited.ids),
        admin_paths=paths.products,
        wordpress_etags=etags.md5,
        packs=(
            *(Pack(name, head.data_date, head.source) for name, head in heads.items()),
            Pack("fingerprints", max(table.data_date for table in tables.values())),
        ),
        fingerprints=tables,
    )


def pack_dates(intel: Intel) -> dict[str, date]:
    """The day that the data of each pack is of."""
    return {pack.name: pack.data_date for pack in intel.packs}


def is_stale(pack: Pack, day: date) -> bool:
    """Whether a pack is older than `STALE_AFTER_DAYS` on that day."""
    return (day - pack.data_date).days > STALE_AFTER_DAYS


def _read(name: str, kind: type[_T]) -> _T:
    place = files("secscan.intel").joinpath("data", f"{name}.json")
    try:
        pack = msgspec.json.decode(place.read_bytes(), type=kind)
    except (OSError, msgspec.MsgspecError) as error:
        raise SecscanError("broken_pack", where=f"{name}.json", values={"detail": str(error)}) from error
    if pack.format != 1:
        raise SecscanError("pack_format", where=f"{name}.json", values={"format": str(pack.format)})
    return pack


def _joined(products: _Products, known: _Vulnerabilities, exploited: frozenset[str]) -> dict[str, ProductIntel]:
    joined = {}
    for key in dict.fromkeys((*products.products, *known.products)):
        product = products.products.get(key) or _Product(known.labels.get(key, key), support_known=False)
        joined[key] = ProductIntel(
            key=key,
            label=product.label,
            cycles=product.cycles,
            releases=product.releases,
            vulnerabilities=tuple(_vulnerability(row, exploited) for row in known.products.get(key, ())),
            support_known=product.support_known,
            courtesy=product.courtesy,
        )
    return joined


def _vulnerability(row: _Row, exploited: frozenset[str]) -> Vulnerability:
    return Vulnerability(
        id=row.id,
        affected=row.affected,
        severity=row.severity,
        published=row.published,
        exploited=row.id in exploited,
        link=_WORDFENCE + row.wordfence if row.wordfence else _NVD + row.id if row.id.startswith("CVE-") else "",
    )
