"""The shipped tables of static-file digests, one file per product, decoded into sets of releases."""

from collections.abc import Iterable
from datetime import date
from importlib.resources import files

import msgspec

from secscan.base.errors import SecscanError
from secscan.model.intel import FingerprintFile, Fingerprints

_FORMAT = 1


class _Table(msgspec.Struct, frozen=True, kw_only=True):
    """`files` maps paths to their weight and, by digest, ranges of indices into `versions`: first, last, first ..."""

    format: int
    data_date: date
    product: str
    source: str
    versions: tuple[str, ...]
    files: dict[str, tuple[float, dict[str, tuple[int, ...]]]]


def fingerprinted() -> tuple[str, ...]:
    """The keys of the products that this installation has a table of."""
    names = (place.name for place in files("secscan.intel").joinpath("data", "fingerprints").iterdir())
    return tuple(sorted(name.removesuffix(".json") for name in names if name.endswith(".json")))


def load_fingerprints(products: Iterable[str]) -> dict[str, Fingerprints]:
    """The tables of these products. Raises SecscanError when one is missing or damaged."""
    return {product: _load(product) for product in products}


def _load(product: str) -> Fingerprints:
    place = files("secscan.intel").joinpath("data", "fingerprints", f"{product}.json")
    try:
        return decode(place.read_bytes())
    except (OSError, ValueError) as error:
        raise SecscanError(
            "broken_pack", where=f"fingerprints/{product}.json", values={"detail": str(error)}
        ) from error


def decode(data: bytes) -> Fingerprints:
    """One table from its file. Raises ValueError (msgspec's errors are such) when it is none of this format."""
    table = msgspec.json.decode(data, type=_Table)
    if table.format != _FORMAT:
        raise ValueError(f"format {table.format}, not {_FORMAT}")
    count = len(table.versions)
    return Fingerprints(
        product=table.product,
        versions=table.versions,
        files={
            path: FingerprintFile(weight, {digest: _set(ranges, count) for digest, ranges in digests.items()})
            for path, (weight, digests) in table.files.items()
        },
        data_date=table.data_date,
    )


def _set(ranges: tuple[int, ...], count: int) -> int:
    """The bits of ranges of indices. Ranges do not overlap, so that their bits can be added up."""
    if not ranges or len(ranges) % 2 or max(ranges) >= count or min(ranges) < 0:
        raise ValueError(f"ranges {ranges} of {count} releases")
    bits = 0
    for first, last in zip(ranges[::2], ranges[1::2], strict=True):
        bits |= (2 << last) - (1 << first)
    return bits
