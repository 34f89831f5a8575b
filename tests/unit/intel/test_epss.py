import gzip
from datetime import date
from pathlib import Path

import pytest

from secscan.intel.epss import epss_pack, is_epss, known_ids
from secscan.intel.packfile import read_pack
from secscan.intel.packs import load_intel
from secscan.intel.shelf import open_shelf
from secscan.model.intel import ExtensionKind, PackOrigin
from tests.unit.intel.made import put

START = "#model_version:v2025.03.14,score_date:2026-11-21T00:00:00+0000\ncve,epss,percentile\n"
ROWS = "CVE-2018-7600,0.94427,0.99977\nCVE-2020-11022,0.2,0.95\nCVE-2020-11738,9.1e-05,1\nCVE-1901-0001,0.5,0.5\n"


def scores(rows: str = ROWS, start: str = START) -> bytes:
    return (start + rows).encode()


def test_scores_reach_the_vulnerabilities_that_are_known(tmp_path: Path) -> None:
    data = epss_pack(scores(), open_shelf(), PackOrigin.IMPORTED)
    head = read_pack(data).head
    assert (head.data_date, head.entries) == (date(2026, 11, 21), 3)
    assert "v2025.03.14" in head.source
    intel = load_intel(put(tmp_path, epss=data))
    by_id = {hole.id: hole for hole in intel.products["drupal"].vulnerabilities}
    assert by_id["CVE-2018-7600"].epss == pytest.approx(0.94427)
    assert by_id["CVE-2019-6340"].epss is None
    assert any(hole.epss == pytest.approx(0.2) for hole in intel.js_libraries["jquery"].vulnerabilities)
    holes = intel.extensions[(ExtensionKind.PLUGIN, "duplicator")]
    assert {hole.epss for hole in holes if hole.id == "CVE-2020-11738"} == {9.1e-05}


def test_gzip_and_windows_line_ends_are_read() -> None:
    plain = scores()
    for data in (gzip.compress(plain), plain.replace(b"\n", b"\r\n")):
        assert is_epss(data)
        assert read_pack(epss_pack(data, open_shelf(), PackOrigin.IMPORTED)).head.entries == 3


@pytest.mark.parametrize("data", [
    b"", b"cve,epss,percentile\n", b"PK\x03\x04", b"\x1f\x8bx", b"#model_version:x,score_date:gestern\n",
])  # fmt: skip
def test_other_files_are_told_apart(data: bytes) -> None:
    assert not is_epss(data)


@pytest.mark.parametrize(("rows", "line"), [
    ("CVE-2018-7600,0.94427\n", "line 3"),
    ("CVE-2018-7600,0.9,0.9\nCVE-2020-11022,1.5,0.9\n", "line 4"),
    ("CVE-2018-7600,-0.1,0.9\n", "line 3"),
    ("CVE-2018-7600,nan,0.9\n", "line 3"),
    ("<html>\n", "line 3"),
    ("CVE-2018-7600,0.9,0.9\nCVE-2020-1", "line 4"),
    ("CVE-1901-0001,0.9,0.9\n", "no CVE that the data packs know"),
    ("", "no CVE"),
])  # fmt: skip
def test_damaged_rows_are_refused_with_their_line(rows: str, line: str) -> None:
    with pytest.raises(ValueError, match=line):
        epss_pack(scores(rows), open_shelf(), PackOrigin.IMPORTED)


def test_the_first_two_lines_must_be_firsts() -> None:
    for start, line in ((START.replace("epss,", ""), "line 2"), ("#x\n", "line 1")):
        with pytest.raises(ValueError, match=line):
            epss_pack(scores(start=start), open_shelf(), PackOrigin.IMPORTED)


def test_the_ids_that_the_packs_speak_of() -> None:
    known = known_ids(open_shelf())
    assert {"CVE-2018-7600", "CVE-2020-11022", "CVE-2020-11738", "CVE-2014-0160"} <= known
    assert len(known) > 35_000
