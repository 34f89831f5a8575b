"""Linked documents made by real programs: counted where a deep permit names them, else not even asked for."""

import io
import os
import subprocess
import threading
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader, PdfWriter

from secscan.probes.documents import Unreadable, count_document
from tests.integration.test_services import need
from tests.lab.desk import permit
from tests.scan_support import descendants, html, kill, listening, pages, small_profile, workspace

IP = "127.0.72.20"
PEOPLE = [
    ("Siti Aminah", "3204115705850002"),
    ("Budi Hartono", "3273010203900001"),
    ("Dewi Lestari", "3275064408920003"),
    ("Agus Salim", "3201022112780005"),
]
HEADS = ("No", "Nama Penerima", "NIK", "Alamat")


def table() -> list[tuple[str, ...]]:
    return [HEADS, *((str(number), name, nik, f"Jl. Melati {number}") for number, (name, nik) in enumerate(PEOPLE, 1))]


def spreadsheet(*, numbers: bool = False) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in table():
        sheet.append([float(cell) if numbers and len(cell) == 16 else cell for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def printed(folder: Path) -> bytes:
    """The table as a PDF that a browser printed."""
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in table())
    (folder / "daftar.html").write_text(f"<!doctype html><meta charset=utf-8><table>{rows}</table>", encoding="utf-8")
    command = [need("chromium"), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profil"]
    out = folder / "daftar.pdf"
    subprocess.run(
        [*command, f"--print-to-pdf={out}", (folder / "daftar.html").as_uri()],
        check=True,
        capture_output=True,
        timeout=60,
    )
    return out.read_bytes()


def zipped(name: str, text: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, text)
    return out.getvalue()


def word() -> bytes:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    rows = "".join("<w:tr>" + "".join(cell.format(one) for one in row) + "</w:tr>" for row in table())
    return zipped("word/document.xml", f"<w:document {space}><w:body><w:tbl>{rows}</w:tbl></w:body></w:document>")


def open_document(body: str) -> bytes:
    spaces = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    return zipped("content.xml", f"<office:document-content {spaces}>{body}</office:document-content>")


def calc() -> bytes:
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    rows = "".join(
        "<table:table-row>" + "".join(cell.format(one) for one in row) + "</table:table-row>" for row in table()
    )
    return open_document(f"<office:body><table:table>{rows}</table:table></office:body>")


@pytest.mark.parametrize(
    ("kind", "body"),
    [("xlsx", spreadsheet()), ("xlsx", spreadsheet(numbers=True)), ("docx", word()), ("ods", calc())],
    ids=["xlsx", "xlsx with numbers", "docx", "ods"],
)
def test_lists_are_counted(kind: str, body: bytes) -> None:
    assert dict(count_document(body, kind)) == {"nik": len(PEOPLE)}


def test_a_printed_list_is_counted_and_a_locked_one_is_not_called_clean(tmp_path: Path) -> None:
    body = printed(tmp_path)
    assert dict(count_document(body, "pdf")) == {"nik": len(PEOPLE)}
    locked, out = PdfWriter(clone_from=PdfReader(io.BytesIO(body))), io.BytesIO()
    locked.encrypt("rahasia", algorithm="AES-256")
    locked.write(out)
    with pytest.raises(Unreadable):
        count_document(out.getvalue(), "pdf")


def test_documents_without_lists_count_nothing() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for number in range(30):
        sheet.append([f"Kegiatan {number}", 1_250_000 * number, f"Dinas {number}"])
    out = io.BytesIO()
    book.save(out)
    assert count_document(out.getvalue(), "xlsx") == ()
    assert count_document(open_document("<text:p>Pengumuman lelang.</text:p>"), "odt") == ()


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("pdf", b"%PDF-1.7\nrusak"),
        ("pdf", b""),
        ("xlsx", b"PK\x03\x04rusak"),
        ("xlsx", zipped("xl/workbook.xml", "<workbook/>")),
        ("docx", zipped("lain.xml", "x")),
        ("docx", zipped("word/document.xml", "<a>" * 5000)),
        ("ods", zipped("content.xml", "0" * 70_000_000)),
    ],
    ids=["damaged", "empty", "no archive", "no sheets", "no text", "no end", "too large"],
)
def test_damaged_and_oversized_documents_are_unreadable(kind: str, body: bytes) -> None:
    with pytest.raises(Unreadable):
        count_document(body, kind)


def test_an_entity_bomb_is_survived() -> None:
    bomb = '<!DOCTYPE b [<!ENTITY a "0123456789">' + "".join(
        f'<!ENTITY a{n} "{"&a" + (str(n - 1) if n > 1 else "") + ";"}{"&a" + (str(n - 1) if n > 1 else "") + ";" * 1}">'
        for n in range(1, 40)
    )
    with pytest.raises(Unreadable):
        count_document(zipped("word/document.xml", f"{bomb}]><b>&a39;</b>"), "docx")


def answer(body: bytes, kind: str) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


@pytest.mark.parametrize(("extras", "intensity"), [("dokumen", "deep"), ("", "deep"), ("dokumen", "standard")])
def test_a_scan_reads_documents_only_where_the_permit_names_them(extras: str, intensity: str, tmp_path: Path) -> None:
    links = "<a href='/unduh/penerima.xlsx'>Penerima</a> <a href='/unduh/warga.csv'>Warga</a> <a href='/a.pdf'>A</a>"
    lines = "\n".join(";".join(row) for row in table())
    site = {
        "/": html(f"<h1>Unduhan</h1>{links}"),
        "/unduh/penerima.xlsx": answer(spreadsheet(), "application/octet-stream"),
        "/unduh/warga.csv": answer(lines.encode(), "text/csv"),
        "/a.pdf": answer(b"%PDF-1.4\nrusak", "application/pdf"),
    }
    with listening(IP, 0, pages(site)) as server:
        letter = {**permit("ST/9/2026", "127.0.72.0/24"), "intensitas": intensity, "izin_khusus": extras}
        desk = workspace(tmp_path, {"unduh": f"http://{server.url}/"}, "127.0.72.0/24", [letter])
        profile = small_profile(tmp_path, "dalam", intensity="deep", ports="none", checks=["personal-data"])
        desk.run("scan", "--profile", profile)
    asked = {line.split()[1] for line in server.requests}
    documents = {"/unduh/penerima.xlsx", "/unduh/warga.csv", "/a.pdf"}
    if extras and intensity == "deep":
        assert documents <= asked
        found = [one for one in desk.report()["findings"] if one["check"] == "personal-data"]
        assert sorted(one["facts"]["path"] for one in found) == ["/unduh/penerima.xlsx", "/unduh/warga.csv"]
    else:
        assert not documents & asked
    everything = b"".join(file.read_bytes() for file in desk.folder.glob("secscan.db*"))
    assert not [nik for _, nik in PEOPLE if nik.encode() in everything]


class Killer(threading.Thread):
    """Kills so many programs that read a document for this process, one after the other."""

    def __init__(self, times: int) -> None:
        super().__init__(daemon=True)
        self.left, self.killed = times, set[int]()

    def run(self) -> None:
        end = time.monotonic() + 20
        while self.left and time.monotonic() < end:
            for pid, command in descendants(os.getpid()).items():
                if "document_reader" in command and pid not in self.killed:
                    kill(pid)
                    self.killed.add(pid)
                    self.left -= 1
                    break


def test_a_reader_that_was_killed_from_outside_reads_once_more() -> None:
    killer = Killer(1)
    killer.start()
    assert count_document(spreadsheet(), "xlsx") == (("nik", len(PEOPLE)),)
    killer.join(20)
    assert len(killer.killed) == 1


def test_one_that_is_killed_again_costs_that_document_alone() -> None:
    killer = Killer(2)
    killer.start()
    with pytest.raises(Unreadable, match="exit -9"):
        count_document(spreadsheet(), "xlsx")
    killer.join(20)
    assert count_document(spreadsheet(), "xlsx") == (("nik", len(PEOPLE)),)
