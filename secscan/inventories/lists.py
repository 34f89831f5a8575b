"""Plain lists of names, and exports of certificate-transparency logs (crt.sh: JSON, CSV, or names one a line)."""

import csv
import io
from collections.abc import Iterable, Iterator

import msgspec

from secscan.base.text import clean
from secscan.inventories.bounds import MAX_NAMES, MAX_PROBLEMS, host_name
from secscan.model.discovery import FoundName, ListKind, ListProblem, NameList

_JSON_KEYS = ("name_value", "common_name", "dns_names", "names", "subject_alt_names")
_CSV_WORDS = ("name", "domain", "identit", "host", "dns", "url", "alamat", "situs")
_STRIP = " \t\r\n\"'`<>()[]{},;|"

Numbered = Iterable[tuple[int, str]]


def read_plain(file: str, text: str) -> NameList:
    """One name a line, or several with blanks, commas or semicolons between them; `#` begins a remark."""
    lines = (
        (number, word) for number, line in _lines(text) for word in line.partition("#")[0].replace(",", " ").split()
    )
    return gathered(file, ListKind.PLAIN, lines)


def read_certificates(file: str, text: str) -> NameList:
    """The names in an export, whatever certificates they stand in."""
    stripped = text.lstrip("\ufeff \t\r\n")
    if stripped.startswith(("[", "{")):
        return _from_json(file, stripped)
    header = stripped.partition("\n")[0].lower()
    if "," in header and any(word in header for word in _CSV_WORDS):
        return _from_csv(file, stripped)
    return gathered(file, ListKind.CERTIFICATES, ((n, word) for n, line in _lines(text) for word in line.split()))


def gathered(file: str, kind: ListKind, words: Numbered) -> NameList:
    """The names among numbered words, each at its first line; what is none is told."""
    found: dict[tuple[str, bool], FoundName] = {}
    problems: list[ListProblem] = []
    for line, word in words:
        text = word.strip(_STRIP).partition("://")[2] or word.strip(_STRIP)
        text = text.partition("/")[0].rpartition("@")[2]
        text = text.rpartition(":")[0] if text.count(":") == 1 else text
        wildcard = text.startswith(("*.", "."))
        name = host_name(text.lstrip("*").lstrip("."))
        if name is None:
            if text and "." in text and len(problems) < MAX_PROBLEMS and not text.replace(".", "").isdigit():
                problems.append(ListProblem(file, line, "no_host_name", clean(word, 120)))
            continue
        if len(found) >= MAX_NAMES:
            problems.append(ListProblem(file, line, "too_many_names", str(MAX_NAMES)))
            break
        place = f"{file}:{line}" if line else file
        found.setdefault((name, wildcard), FoundName(name=name, kind=kind, place=place, wildcard=wildcard))
    return NameList(kind=kind, names=tuple(found.values()), problems=tuple(problems))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    return ((number, line) for number, line in enumerate(text.splitlines(), start=1))


def _from_json(file: str, text: str) -> NameList:
    """An array of certificates, or one a line."""
    try:
        rows = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        return _from_json_lines(file, text)
    listed = rows if isinstance(rows, list) else [rows]
    return gathered(file, ListKind.CERTIFICATES, ((0, word) for row in listed for word in _names_in(row)))


def _from_json_lines(file: str, text: str) -> NameList:
    words: list[tuple[int, str]] = []
    problems: list[ListProblem] = []
    for number, line in _lines(text):
        if not line.strip():
            continue
        try:
            words.extend((number, word) for word in _names_in(msgspec.json.decode(line)))
        except (msgspec.DecodeError, RecursionError):
            if len(problems) < MAX_PROBLEMS:
                problems.append(ListProblem(file, number, "broken_json", clean(line, 120)))
    read = gathered(file, ListKind.CERTIFICATES, words)
    return msgspec.structs.replace(read, problems=(*problems, *read.problems))


def _names_in(row: object) -> Iterator[str]:
    if isinstance(row, str):
        yield from row.split()
    elif isinstance(row, dict):
        for key in _JSON_KEYS:
            value = row.get(key)
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, str):
                    yield from one.split()


def _from_csv(file: str, text: str) -> NameList:
    reader = csv.reader(io.StringIO(text, newline=""))
    words: list[tuple[int, str]] = []
    problems: list[ListProblem] = []
    columns: list[int] = []
    try:
        for row in reader:
            if not columns:
                columns = [
                    place for place, title in enumerate(row) if any(word in title.lower() for word in _CSV_WORDS)
                ]
                columns = [place for place in columns if "issuer" not in row[place].lower()] or columns
                continue
            cells = (row[place] for place in columns if place < len(row))
            words.extend((reader.line_num, word) for cell in cells for word in cell.split())
    except csv.Error as error:
        problems.append(ListProblem(file, reader.line_num, "broken_csv", clean(str(error), 120)))
    read = gathered(file, ListKind.CERTIFICATES, words)
    return msgspec.structs.replace(read, problems=(*problems, *read.problems))
