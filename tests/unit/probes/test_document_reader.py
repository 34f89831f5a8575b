import io
import zipfile

import openpyxl
import pytest

from secscan.probes.document_reader import text_of


def zipped(name: str, text: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, text)
    return out.getvalue()


def test_rows_of_a_spreadsheet_are_lines_and_its_long_numbers_whole() -> None:
    book, out = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Nama", "NIK", None])
    sheet.append(["Siti", 3204115705850002.0, 1.5])
    book.save(out)
    assert text_of(out.getvalue(), "xlsx").splitlines() == ["Nama\tNIK\t", "Siti\t3204115705850002\t1.5"]


def test_rows_of_tables_in_text_documents_are_lines_paragraphs_too() -> None:
    xml = (
        "<d xmlns:w='w'><w:p><w:r><w:t>Daftar</w:t></w:r></w:p><w:tbl>"
        "<w:tr><w:tc><w:p><w:t>Siti</w:t></w:p></w:tc><w:tc><w:p><w:t>1</w:t></w:p></w:tc></w:tr>"
        "<w:tr><w:tc><w:p><w:t>Budi</w:t></w:p></w:tc><w:tc><w:p><w:t>2</w:t></w:p></w:tc></w:tr></w:tbl></d>"
    )
    lines = [line.strip() for line in text_of(zipped("word/document.xml", xml), "docx").splitlines() if line.strip()]
    assert lines == ["Daftar", "Siti\t1", "Budi\t2"]


@pytest.mark.parametrize(("body", "kind"), [(b"", "pdf"), (b"rusak", "xlsx"), (zipped("a", "b"), "docx")])
def test_what_is_damaged_raises(body: bytes, kind: str) -> None:
    with pytest.raises(Exception):  # noqa: B017 - whatever the parser says; the program's exit code tells it
        text_of(body, kind)


def test_a_document_without_words_is_not_a_clean_one() -> None:
    with pytest.raises(ValueError, match="no text"):
        text_of(zipped("word/document.xml", "<d/>"), "docx")
