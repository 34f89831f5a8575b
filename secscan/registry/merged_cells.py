"""Merged cells of a worksheet: openpyxl's streaming reader leaves them out, so they are read from the sheet itself.

ECMA-376 part 1, section 18.3.1.54: `<mergeCell ref="A2:A9"/>`, after the sheet's data.
"""

import re
from collections.abc import Iterable
from typing import IO, NamedTuple

from secscan.registry.cells import Cell

_CHUNK = 1 << 16
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})[\"']")
_LONGEST = 200


class Area(NamedTuple):
    """A merged area; rows count from 1, columns from 0, the last of each is included."""

    top: int
    left: int
    bottom: int
    right: int


def read_areas(sheet: IO[bytes], limit: int) -> list[Area]:
    """The merged areas of a sheet's XML, at most `limit`."""
    areas: dict[Area, None] = {}
    tail = b""
    while (chunk := sheet.read(_CHUNK)) and len(areas) < limit:
        window = tail + chunk
        for match in _MERGE.finditer(window):
            left, top, right, bottom = match.groups()
            areas[Area(int(top), _index(left), int(bottom), _index(right))] = None
        tail = window[-_LONGEST:]
    return list(areas)


def fill(rows: dict[int, list[Cell]], areas: Iterable[Area], width: int, limit: int) -> None:
    """Give every cell of an area the value of its first, in rows by number: at most `width` columns and `limit` cells.

    A row that holds nothing but its share of a merged cell stays empty.
    """
    done = 0
    for area in areas:
        source = rows.get(area.top)
        value = source[area.left] if source is not None and area.left < len(source) else None
        if value is None:
            continue
        right = min(area.right, width - 1)
        for number in range(area.top, area.bottom + 1):
            row = rows.get(number)
            done += 1
            if row is None:
                continue
            row.extend([None] * (right + 1 - len(row)))
            row[area.left : right + 1] = [value] * (right + 1 - area.left)
            done += right - area.left
        if done > limit:
            return


def _index(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1
