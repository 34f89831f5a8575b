"""What an application is for, by its name, in the words that Indonesian local governments use.

Names only: two apps of one purpose may differ in all else, so that this is a reason to look, not to merge. The list is
of purposes that every agency has alike, for which the regulation on government applications (Perpres 95/2018) wants
one application instead of one for each agency.
"""

import re
from collections.abc import Iterator

_PURPOSES: dict[str, str] = {
    "absensi": r"absen(?:si)?|presensi|kehadiran",
    "kinerja": r"kinerja|skp|tpp",
    "kepegawaian": r"kepegawaian|simpeg|simasn|cuti",
    "persuratan": r"surat|persuratan|disposisi|office|tnde|naskah",
    "kearsipan": r"arsip|kearsipan|srikandi",
    "pengaduan": r"aduan|pengaduan|lapor|keluhan",
    "perizinan": r"izin|perizinan|perijinan|sicantik",
    "aset": r"aset|inventaris|bmd|simbada",
    "perpustakaan": r"perpustakaan|pustaka|inlislite|slims|opac|library",
    "ppid": r"ppid",
    "jdih": r"jdih",
    "pembelajaran": r"elearning|learning|lms|diklat|kediklatan",
    "antrean": r"antrian|antrean",
    "pajak dan retribusi": r"pajak|bphtb|retribusi|sppt|pbb",
    "bantuan sosial": r"bansos|dtks",
    "buku tamu": r"bukutamu|tamu",
    "rapat dan agenda": r"rapat|agenda|notulen",
    "survei kepuasan": r"survei|survey|skm|ikm",
    "bantuan teknis": r"helpdesk|tiket|ticketing",
    "peta": r"gis|webgis|geoportal|peta",
    "data statistik": r"opendata|satudata|statistik|dataset",
    "perencanaan": r"perencanaan|planning|musrenbang|pokir",
    "keuangan": r"keuangan|penatausahaan|simda|sipkd",
    "kendaraan dinas": r"kendaraan|randis",
    "rekam medis": r"simrs|simpus|rekammedis|erm",
}
_KNOWN = {purpose: re.compile(rf"(?:{words})") for purpose, words in _PURPOSES.items()}
_PREFIX = re.compile(r"^(?:e|i|si|sim|m)-")
_WORD = re.compile(r"[a-z0-9-]+")
_COMPOUNDS = (("buku tamu", "bukutamu"), ("satu data", "satudata"), ("open data", "opendata"))


def purposes_of(name: str) -> Iterator[str]:
    """The purposes that an app's name speaks of, in the order of the list."""
    text = name.lower()
    for words, joined in _COMPOUNDS:
        text = text.replace(words, joined)
    said: set[str] = set()
    for word in _WORD.findall(text):
        bare = _PREFIX.sub("", word).strip("-")
        said.update((bare, bare.replace("-", ""), word.replace("-", "")))
    for purpose, pattern in _KNOWN.items():
        if any(_speaks(pattern, word) for word in said):
            yield purpose


def _speaks(pattern: re.Pattern[str], word: str) -> bool:
    """The word itself, or with one of the letters that applications' names begin with: esurat, siabsen."""
    return any(pattern.fullmatch(word.removeprefix(begin)) for begin in ("", "e", "si", "sim"))
