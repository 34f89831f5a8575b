"""endoflife.date's life cycles (its API, version 1), merged into the pack `products`."""

from contextlib import suppress
from datetime import date

import msgspec

from secscan.base.versions import is_version
from secscan.intel.packfile import PackFile
from secscan.intel.renewed import Renewed, at_least_half
from secscan.intel.rows import ProductRow
from secscan.model.intel import Cycle

_ROW = msgspec.json.Decoder(ProductRow)
_MAX_NAME = 64


class _Latest(msgspec.Struct, frozen=True):
    name: str | None = None
    day: date | None = msgspec.field(default=None, name="date")


class _Release(msgspec.Struct, frozen=True, rename="camel"):
    name: str
    release_date: date | None = None
    is_lts: bool | None = None
    eoas_from: date | None = None
    is_eol: bool | None = None
    eol_from: date | None = None
    eoes_from: date | None = None
    latest: _Latest | None = None


class _Named(msgspec.Struct, frozen=True):
    name: str


class _Product(_Named, frozen=True):
    releases: tuple[_Release, ...]


class _Answer(msgspec.Struct, frozen=True):
    generated_at: str
    result: tuple[msgspec.Raw, ...]


_NAMED = msgspec.json.Decoder(_Named)
_PRODUCT = msgspec.json.Decoder(_Product)


def convert(body: bytes, old: PackFile | None, _today: date) -> Renewed:
    """The products of the pack in force with their newer cycles. Release dates that only the pack knows stay, and so do
    products that endoflife.date does not have (or no longer, or in another form). Raises ValueError for another form of
    the whole."""
    answer = msgspec.json.decode(body, type=_Answer)
    sent = {_NAMED.decode(raw).name: raw for raw in answer.result}
    rows = {key: _ROW.decode(raw) for key, raw in old.entries.items()} if old is not None else {}
    followed = [key for key, row in rows.items() if row.support_known]
    found: dict[str, _Product] = {}
    for key in followed:
        with suppress(KeyError, msgspec.ValidationError):
            found[key] = _PRODUCT.decode(sent[key])
    at_least_half(len(found), len(followed))
    return Renewed(
        {key: _merged(row, found[key]) if key in found else row for key, row in rows.items()},
        date.fromisoformat(answer.generated_at[:10]),
    )


def _merged(row: ProductRow, product: _Product) -> ProductRow:
    """A product that lost most of its cycles is taken for an accident, and stays as it was."""
    cycles = tuple(_cycle(release) for release in product.releases if 0 < len(release.name) <= _MAX_NAME)
    if len(cycles) * 2 < len(row.cycles):
        return row
    newest = {cycle.latest: cycle.latest_date for cycle in cycles if cycle.latest and cycle.latest_date is not None}
    releases = {**newest, **row.releases} if row.releases else row.releases
    return msgspec.structs.replace(row, cycles=cycles, releases=releases)


def _cycle(release: _Release) -> Cycle:
    latest = release.latest.name if release.latest is not None else None
    version = latest if latest is not None and is_version(latest) else ""
    return Cycle(
        name=release.name,
        released=release.release_date,
        eol=release.eol_from,
        ended=release.is_eol is True and release.eol_from is None,
        latest=version,
        latest_date=release.latest.day if release.latest is not None and version else None,
        lts=release.is_lts is True,
        active_until=release.eoas_from,
        extended=release.eoes_from,
    )
