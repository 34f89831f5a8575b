"""FIRST's daily file of EPSS scores (`epss_scores-YYYY-MM-DD.csv.gz`), as entries of the pack `epss`.

A comment line `#model_version:…,score_date:…`, a header `cve,epss,percentile`, then one CVE a line
(https://www.first.org/epss/data_stats). Only those of vulnerabilities that the other packs know are kept.
"""

import re
from datetime import date

from secscan.intel.packfile import make_pack, unpacked
from secscan.intel.shelf import Shelf
from secscan.model.intel import PackOrigin

NAME = "epss"
SOURCE = "FIRST EPSS"
_START = re.compile(rb"#model_version:([\w.]{1,40}),score_date:(\d{4}-\d\d-\d\d)[^\n]{0,40}\r?\n", re.ASCII)
_HEADER = b"cve,epss,percentile"
_ROW = re.compile(
    r"(CVE-\d{4}-\d{4,9}),([01](?:\.\d{1,10})?|\d(?:\.\d{1,10})?e-\d{1,2}),([01](?:\.\d{1,10})?)", re.ASCII
)
_CVE = re.compile(rb"CVE-\d{4}-\d{4,9}", re.ASCII)
_WITH_IDS = ("vulns", "jslibs", "wp_extensions", "kev")


def is_epss(data: bytes) -> bool:
    """Whether a file, perhaps in gzip, begins as FIRST's do."""
    try:
        return _START.match(unpacked(data)) is not None
    except ValueError:
        return False


def epss_pack(data: bytes, shelf: Shelf, origin: PackOrigin) -> bytes:
    """The pack made of a file of scores. Raises ValueError for another form, naming the line."""
    text = unpacked(data)
    start = _START.match(text)
    if start is None:
        raise ValueError("line 1: no model_version and score_date")
    lines = text[start.end() :].splitlines()
    if not lines or lines[0].strip() != _HEADER:
        raise ValueError("line 2: not cve,epss,percentile")
    known = known_ids(shelf)
    entries = {
        name: scores
        for number, line in enumerate(lines[1:], start=3)
        if line and (found := _scores(line, number))[0] in known
        for name, scores in (found,)
    }
    if not entries:
        raise ValueError("no CVE that the data packs know")
    return make_pack(
        NAME,
        entries,
        data_date=date.fromisoformat(start[2].decode()),
        source=f"{SOURCE}, model {start[1].decode()}",
        licence="https://www.first.org/epss/ asks for attribution",
        origin=origin,
    )


def known_ids(shelf: Shelf) -> frozenset[str]:
    """The CVE ids that the packs speak of."""
    return frozenset(
        name.decode()
        for pack in _WITH_IDS
        for key, raw in shelf.entries(pack).items()
        for name in _CVE.findall(key.encode() + b" " + bytes(raw))
    )


def _scores(line: bytes, number: int) -> tuple[str, tuple[float, float]]:
    match = _ROW.fullmatch(line.decode("ascii", "replace").strip())
    if match is None:
        raise ValueError(f"line {number}: not a CVE with two figures from 0 to 1")
    score, percentile = float(match[2]), float(match[3])
    if score > 1 or percentile > 1:
        raise ValueError(f"line {number}: above 1")
    return match[1], (score, percentile)
