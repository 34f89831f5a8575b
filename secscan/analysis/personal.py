"""Lists of people that a text gives away: identity numbers (NIK), family cards (KK), tax numbers (NPWP), mobile numbers
and bank accounts. Only counts leave this module, never a number (UU 27/2022 on personal data protection).

A number alone proves nothing: invoices, teachers' numbers (NUPTK) and digests have sixteen digits as well. So each must
be valid in itself, most numbers of its length on the page must be, and a label or names must stand beside them. The
numbers of officials (NIP), offices and companies are published on purpose.
"""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

Counts = tuple[tuple[str, int], ...]

_MAX_TEXT = 1_000_000
_MAX_LINES = 20_000
_MAX_LINE = 2_000
_PEOPLE = 3  # distinct identity or tax numbers that make a list
_ACCOUNTS = 5
_PHONES = 10
_MOSTLY = 0.5

# Province, the highest number of a regency, and of a city (from 71 on) that was ever given out, those of provinces
# split off later included, whose people keep their numbers (Permendagri on codes of administrative regions).
_CODES = (
    "11-19-75 12-25-79 13-12-77 14-10-74 15-10-72 16-13-74 17-10-72 18-13-73 19-6-72 21-7-72 31-1-75 "
    "32-19-79 33-29-76 34-5-72 35-29-79 36-4-75 51-8-72 52-8-73 53-21-72 54-13-71 61-13-73 62-13-72 "
    "63-11-73 64-11-75 65-4-72 71-12-75 72-13-72 73-27-74 74-16-73 75-6-72 76-6-71 81-9-73 82-9-73 "
    "91-29-72 92-12-72 93-4-71 94-29-72 95-8-71 96-6-72 "
)
_REGIONS: Mapping[str, tuple[int, int]] = {
    code: (int(regency), int(city)) for code, regency, city in (entry.split("-") for entry in _CODES.split())
}
_DISTRICTS = 60

_SIXTEEN = re.compile(
    r"(?<![\w.,/*+-])(?:\d{16}|\d{4} \d{4} \d{4} \d{4}|\d{4}-\d{4}-\d{4}-\d{4}|\d{6}[ .]\d{6}[ .]\d{4})"
    r"(?![\w*]|[.,/-]?\d)"
)
_NPWP = re.compile(r"(?<![\w.])\d{2}\.\d{3}\.\d{3}\.\d-\d{3}\.\d{3}(?![\w.]*\d)")
_NPWP_PLAIN = re.compile(r"(?<![\w.,/+-])\d{15}(?![\w]|[.,/-]?\d)")
_MOBILE = re.compile(r"(?<![\w.,/+-])(?:\+?62[ -]?|0)8[1-9]\d{1,2}[ -]?\d{3,4}[ -]?\d{2,5}(?![\w]|[.,/-]?\d)")
_ACCOUNT = re.compile(r"(?<![\w.,/+-])\d{10,16}(?![\w]|[.,/-]?\d)")
_LONG = re.compile(r"\d[\d .-]{8,40}\d")

_NAMES_NIK = re.compile(
    r"\bnik\b|\bno[. _-]{0,2}ktp\b|\bnomor ktp\b|induk kependudukan|\bno[. _-]{0,2}kk\b|kartu keluarga|\bpenduduk\b"
)
_NAMES_KK = re.compile(r"\bkk\b|no_?kk\b|kartu keluarga")
_NAMES_NPWP = re.compile(r"npwp")
_NAMES_ACCOUNT = re.compile(r"(?<!kode )\b(?:no[. _-]{0,2}rek|nomor rek|norek|rekening)")
_NAMES_PERSON = re.compile(r"\bnama\b|\bname\b|\bnm_")
_PRIVATE = re.compile(
    r"alamat|tanggal lahir|tgl[. _]{0,2}lahir|tempat lahir|jenis kelamin|\brt\b|penerima|pasien|siswa|santri|peserta"
    r"|pemohon|warga|orang tua|\bwali\b|nasabah|pelamar|jama?ah"
)
_OFFICE = re.compile(
    r"jabatan|pangkat|\bnip\b|\bkantor|\bdinas\b|puskesmas|call ?cent|hotline|\bposko\b|layanan|operator|petugas|admin"
    r"|narahubung|hubungi|\bcp\b|kelurahan|kecamatan|rsud|polsek|koramil"
)
_COMPANY = re.compile(r"\b(?:cv|pt|ud|pd|koperasi|perum|yayasan|fa|bumdes)\b\.?", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]{3,}")
_SEPARATORS = re.compile(r"\t|;|\||,(?! ?\d{3}\b)")

_OPENS = re.compile(r"<!--|<(style|svg|select)\b", re.IGNORECASE)
_CLOSES = {"": re.compile("-->")} | {
    name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in ("style", "svg", "select")
}
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,15})[^<>]{0,2000}>")
_CELL = frozenset(("td", "th"))
_INLINE = frozenset(
    ("a", "b", "i", "em", "strong", "span", "u", "small", "font", "abbr", "wbr", "mark", "code", "label")
)


class _Row(NamedTuple):
    text: str
    cells: tuple[str, ...]


class _Hit(NamedTuple):
    """One number where it stands: its digits, and whether a label of its kind stands beside or above it."""

    value: str
    row: _Row
    labels: str


def count(text: str) -> Counts:
    """How many different people's numbers a text lists, by kind (nik, kk, npwp, phone, account), sorted; kinds of which
    there is no list are left out.

    Rows are lines, or the objects of JSON; cells are divided by tabs, semicolons, bars or commas.
    """
    bounded = text[:_MAX_TEXT]
    if not _LONG.search(bounded):
        return ()
    rows = tuple(_rows(bounded))
    lower = bounded.lower()
    found = {
        **_identities(rows, lower),
        "npwp": _taxpayers(rows),
        "phone": _phones(rows, lower),
        "account": _accounts(rows, lower),
    }
    return tuple(sorted((kind, number) for kind, number in found.items() if number))


def plain_rows(markup: str) -> str:
    """An HTML page as text whose lines are its rows and paragraphs, and whose cells are divided by tabs."""

    def put(match: re.Match[str]) -> str:
        name = match[2].lower()
        if name in _CELL:
            return "\t" if match[1] else ""
        return "" if name in _INLINE else "\n"

    flat = " ".join(line.strip() for line in _shown(markup[:_MAX_TEXT]).split("\n"))
    return html.unescape(_TAG.sub(put, flat))


def _shown(markup: str) -> str:
    """Markup without comments, styles, drawings and choices. What is never closed stays, and is looked for once only:
    a page of a hundred thousand openings must not cost as many searches to its end."""
    kept: list[str] = []
    done = at = 0
    endless: set[str] = set()
    while opening := _OPENS.search(markup, at):
        kind = (opening[1] or "").lower()
        closing = None if kind in endless else _CLOSES[kind].search(markup, opening.end())
        if closing is None:
            endless.add(kind)
            at = opening.end()
            continue
        kept += (markup[done : opening.start()], " ")
        done = at = closing.end()
    return "".join((*kept, markup[done:]))


def is_nik(digits: str) -> bool:
    """Whether sixteen digits are a NIK: a region that exists, a district, a birth date (for women the day and 40), a
    serial number (Permendagri 19/2010, Perpres 25/2008)."""
    if len(digits) != 16 or not digits.isdigit():
        return False
    regency, district, serial = int(digits[2:4]), int(digits[4:6]), int(digits[12:])
    region = _REGIONS.get(digits[:2])
    if region is None or not (1 <= regency <= region[0] or 71 <= regency <= region[1]):
        return False
    day, month, year = int(digits[6:8]), int(digits[8:10]), int(digits[10:12])
    return 1 <= district <= _DISTRICTS and serial > 0 and _is_date(day - 40 if day > 40 else day, month, year)


def is_npwp(digits: str) -> bool:
    """Whether fifteen digits are an NPWP of the old form: the ninth is the check digit (Luhn) of those before."""
    if len(digits) != 15 or not digits.isdigit() or digits.startswith("000"):
        return False
    doubled = (int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(digits[:9]))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _is_date(day: int, month: int, year: int) -> bool:
    """Whether a day exists in that year of either century."""
    try:
        date(2000 + year, month, day)
    except ValueError:
        return False
    return True


def _rows(text: str) -> Iterator[_Row]:
    divided = text.replace("},", "}\n").replace("],[", "]\n[")
    for line in divided.splitlines()[:_MAX_LINES]:
        bounded = line[:_MAX_LINE].strip(" ")
        if bounded:
            yield _Row(bounded, tuple(_SEPARATORS.split(bounded)))


def _hits(rows: Iterable[_Row], pattern: re.Pattern[str]) -> Iterator[_Hit]:
    """The numbers of that form, each with the words before it in its row and the head of its column."""
    heads: tuple[str, ...] = ()
    for row in rows:
        if not _LONG.search(row.text):
            if len(row.cells) > 1:
                heads = tuple(cell.strip().lower() for cell in row.cells)
            elif not heads:
                heads = (row.text.lower()[:60],)
            continue
        for place, cell in enumerate(row.cells):
            for match in pattern.finditer(cell):
                head = heads[place] if place < len(heads) and len(heads) == len(row.cells) else ""
                before = cell[: match.start()].lower()[-40:]
                yield _Hit(re.sub(r"\D", "", match[0]), row, f"{head} {before}")


def _identities(rows: tuple[_Row, ...], lower: str) -> dict[str, int]:
    """The distinct NIK and KK numbers, which have the same form; a KK is told by its label."""
    hits = tuple(_hits(rows, _SIXTEEN))
    valid = [hit for hit in hits if is_nik(hit.value)]
    values = {hit.value for hit in valid}
    if len(values) < _PEOPLE or len(values) < _MOSTLY * len({hit.value for hit in hits}):
        return {}
    if not _NAMES_NIK.search(lower) and _named(valid) < _PEOPLE:
        return {}
    families = {hit.value for hit in valid if _NAMES_KK.search(hit.labels) and "nik" not in hit.labels}
    return {"nik": len(values - families), "kk": len(families)}


def _taxpayers(rows: tuple[_Row, ...]) -> int:
    """The distinct tax numbers of people: written with points, or labelled and with a right check digit."""
    hits = list(_hits(rows, _NPWP))
    hits += [hit for hit in _hits(rows, _NPWP_PLAIN) if is_npwp(hit.value) and _NAMES_NPWP.search(hit.labels)]
    people = [hit for hit in hits if not _COMPANY.search(hit.row.text)]
    values = {hit.value for hit in people}
    enough = len(values) >= _PEOPLE and len(people) > _MOSTLY * len(hits)
    return len(values) if enough and _named(people) >= _PEOPLE else 0


def _phones(rows: tuple[_Row, ...], lower: str) -> int:
    """The distinct mobile numbers in a list of people that tells more of them than their office."""
    if not (_names_people(lower) and _PRIVATE.search(lower)):
        return 0
    hits = list(_hits(rows, _MOBILE))
    values = {hit.value for hit in hits}
    offices = sum(1 for hit in hits if _OFFICE.search(hit.row.text.lower()) or _OFFICE.search(hit.labels))
    heads = " ".join(row.text.lower() for row in rows if _NAMES_PERSON.search(row.text.lower()))[:5_000]
    if len(values) < _PHONES or offices > 0.3 * len(hits) or _OFFICE.search(heads) or _named(hits) < _PHONES:
        return 0
    return len(values) if _PRIVATE.search(heads) else 0


def _accounts(rows: tuple[_Row, ...], lower: str) -> int:
    """The distinct bank accounts that stand under or behind their label, in rows with names."""
    if not _names_people(lower):
        return 0
    hits = [hit for hit in _hits(rows, _ACCOUNT) if _NAMES_ACCOUNT.search(hit.labels)]
    people = [hit for hit in hits if not _COMPANY.search(hit.row.text) and not _OFFICE.search(hit.row.text.lower())]
    values = {hit.value for hit in people}
    return len(values) if len(values) >= _ACCOUNTS and _named(people) >= _ACCOUNTS else 0


def _names_people(lower: str) -> bool:
    return any(word in lower for word in ("nama", "name", "nm_")) and _NAMES_PERSON.search(lower) is not None


def _named(hits: Iterable[_Hit]) -> int:
    """In how many different rows words stand beside the number, as a name does."""
    return len({hit.row for hit in hits if len(_WORDS.findall(hit.row.text)) >= 1})
