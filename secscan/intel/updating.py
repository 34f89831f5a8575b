"""Renewing packs from the public sources: fetched, checked, and only then put in place of what is there."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

import msgspec

from secscan.intel.kinds import validate
from secscan.intel.overlay import install, write_file
from secscan.intel.packfile import Head, PackFile, dated, make_pack, read_pack
from secscan.intel.public import Download, Failure, Route, SourceError, Validators, download
from secscan.intel.renewed import FewerError
from secscan.intel.shelf import Shelf, open_shelf
from secscan.intel.sources import Source
from secscan.model.intel import PackOrigin

FETCHED = "fetched.json"
"""What each source said of its data, beside the packs, so that unchanged data is not sent again."""

_AHEAD = timedelta(days=2)  # time zones, and a clock that is slightly off


class Renewal(StrEnum):
    """What came of asking a source."""

    UPDATED = "updated"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Result:
    """One source: the head of the pack before and after (the same unless `status` is UPDATED), and why it failed."""

    source: str
    pack: str
    url: str
    status: Renewal
    before: Head | None
    after: Head | None
    failure: Failure | None = None
    detail: str = ""


class _Fetched(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was fetched from `url`, and the digest of the pack that was made of it."""

    url: str
    sha256: str
    etag: str = ""
    modified: str = ""


def update(
    folder: Path, sources: Iterable[tuple[Source, str]], route: Route, today: date, *, again: bool = False
) -> Iterator[Result]:
    """Renew the pack of each (source, URL), one after the other; each result as it is there.

    `again`: fetch even what the source says is unchanged. Raises OSError where the folder can't be written.
    """
    for source, url in sources:
        shelf = open_shelf(folder)
        before = shelf.heads.get(source.pack)
        try:
            after = _renew(folder, shelf, source, url, route, today, again=again)
        except SourceError as error:
            yield Result(source.key, source.pack, url, Renewal.FAILED, before, before, error.failure, error.detail)
            continue
        status = Renewal.UNCHANGED if before is not None and _same(before, after) else Renewal.UPDATED
        yield Result(source.key, source.pack, url, status, before, after)


def _same(before: Head, after: Head) -> bool:
    return (before.sha256, before.data_date) == (after.sha256, after.data_date)


def _renew(folder: Path, shelf: Shelf, source: Source, url: str, route: Route, today: date, *, again: bool) -> Head:
    notes = _notes(folder)
    old = shelf.read(source.pack) if source.pack in shelf.heads else None
    note = notes.get(source.key)
    current = note is not None and note.url == url and old is not None and note.sha256 == old.head.sha256
    known = Validators(note.etag, note.modified) if note is not None and current and not again else None
    fetched = download(url, route, known)
    data = _pack(source, url, fetched, old, today)
    if data is None:
        return shelf.heads[source.pack]
    head = read_pack(data).head
    if old is None or not _same(old.head, head):
        install(folder, data)
    if fetched.body is not None:
        notes[source.key] = _Fetched(url, head.sha256, fetched.validators.etag, fetched.validators.modified)
    write_file(folder, FETCHED, msgspec.json.encode(notes))
    return head


def _pack(source: Source, url: str, fetched: Download, old: PackFile | None, today: date) -> bytes | None:
    """The pack made of what was fetched; None where nothing is new, not even the day that it was seen on."""
    if fetched.body is None:
        seen_again = old is not None and not source.dated and old.head.data_date < today
        return dated(old, today) if old is not None and seen_again else None
    try:
        renewed = source.convert(fetched.body, old, today)
        data = make_pack(
            source.pack,
            renewed.entries,
            data_date=renewed.data_date or today,
            source=url,
            licence=source.licence,
            origin=PackOrigin.UPDATED,
        )
        validate(read_pack(data))
    except FewerError as error:
        raise SourceError(Failure.FEWER, str(error)) from None
    except ValueError as error:
        raise SourceError(Failure.OTHER_FORM, str(error)) from None
    _check_date(read_pack(data).head, old, today)
    return data


def _check_date(head: Head, old: PackFile | None, today: date) -> None:
    if old is not None and head.data_date < old.head.data_date:
        raise SourceError(Failure.OLDER, f"{head.data_date} < {old.head.data_date}")
    if head.data_date > today + _AHEAD:
        raise SourceError(Failure.FUTURE, str(head.data_date))


def _notes(folder: Path) -> dict[str, _Fetched]:
    """What was noted of earlier fetches; nothing where the note is gone or damaged: it only spares bytes."""
    with suppress(OSError, ValueError):
        return msgspec.json.decode((folder / FETCHED).read_bytes(), type=dict[str, _Fetched])
    return {}
