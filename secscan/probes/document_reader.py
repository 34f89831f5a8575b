"""A child program that counts the people whose numbers a document lists: bytes of one document in, counts out.

Documents come from the target, and their parsers are large: so the program has little memory, little time and no
network to speak of, and what it reads ends with it. Kinds are those of `analysis.documents`.
"""

import io
import resource
import sys
import zipfile
from collections.abc import Callable, Iterator

import msgspec
import openpyxl
from lxml import etree  # type: ignore[import-untyped]
from pypdf import PdfReader

from secscan.analysis.personal import count
from secscan.probes.documents import CPU_SECONDS

MEMORY_BYTES = 1 << 30
_MAX_TEXT = 1_000_000
_MAX_PAGES = 60
_MAX_PART = 60_000_000
_ROW_ENDS = frozenset(("p", "h", "tr", "table-row"))
_CELL_ENDS = frozenset(("tc", "table-cell", "tab"))


def main(kind: str) -> int:
    """Read a document of that kind from stdin; print its counts as JSON. Exits with 1 for one that cannot be read."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    try:
        text = text_of(sys.stdin.buffer.read(), kind)
    except Exception:
        return 1
    sys.stdout.buffer.write(msgspec.json.encode(count(text)))
    return 0


def text_of(body: bytes, kind: str) -> str:
    """The text of a document: a line for each row or paragraph, cells divided by tabs. Raises whatever its parser does,
    and ValueError for one without text, such as a scanned page."""
    lines: list[str] = []
    size = 0
    for line in _READERS[kind](body):
        lines.append(line)
        size += len(line) + 1
        if size > _MAX_TEXT:
            break
    if not any(line.strip() for line in lines):
        raise ValueError("no text")
    return "\n".join(lines)


def _pdf(body: bytes) -> Iterator[str]:
    reader = PdfReader(io.BytesIO(body))
    for number, page in enumerate(reader.pages):
        if number >= _MAX_PAGES:
            return
        yield from page.extract_text().splitlines()


def _xlsx(body: bytes) -> Iterator[str]:
    _need_small(body)
    book = openpyxl.load_workbook(io.BytesIO(body), read_only=True, data_only=True)
    for sheet in book.worksheets:
        for row in sheet.iter_rows(values_only=True):
            yield "\t".join("" if cell is None else _number(cell) for cell in row)


def _number(cell: object) -> str:
    """A cell's text; long numbers stand in spreadsheets as floats."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _part(name: str) -> Callable[[bytes], Iterator[str]]:
    """The reader of a text document: one XML file within a ZIP archive."""

    def read(body: bytes) -> Iterator[str]:
        _need_small(body)
        with zipfile.ZipFile(io.BytesIO(body)) as archive, archive.open(name) as part:
            yield from _xml_rows(part.read(_MAX_PART))

    return read


def _xml_rows(data: bytes) -> Iterator[str]:
    row: list[str] = []
    in_row = 0
    events = etree.iterparse(
        io.BytesIO(data), events=("start", "end"), resolve_entities=False, no_network=True, huge_tree=False
    )
    for event, element in events:
        name = etree.QName(element).localname if isinstance(element.tag, str) else ""
        table_row = name in ("tr", "table-row")
        if event == "start":
            in_row += table_row
            row.append(element.text or "")
            continue
        if name in _CELL_ENDS:
            row.append("\t")
        in_row -= table_row
        if table_row or (name in _ROW_ENDS and not in_row):
            yield "".join(row)
            row.clear()
        row.append(element.tail or "")
        element.clear()
    yield "".join(row)


def _need_small(body: bytes) -> None:
    """Raises ValueError for an archive that unpacks to more than anybody writes."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        if sum(part.file_size for part in archive.infolist()) > _MAX_PART:
            raise ValueError("too large")


_READERS: dict[str, Callable[[bytes], Iterator[str]]] = {
    "pdf": _pdf,
    "xlsx": _xlsx,
    "docx": _part("word/document.xml"),
    "ods": _part("content.xml"),
    "odt": _part("content.xml"),
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
