import msgspec
import pytest

from secscan.analysis.documents import MAX_DOCUMENTS, PURPOSE, as_document, kind_of, linked_documents
from secscan.model.enums import Intensity
from secscan.model.evidence import SiteEvidence
from tests.unit.builders import site

LINKS = (
    "<a href='/a.pdf'>a</a><a href='/b.XLSX?v=2'>b</a><a href='https://lain.example/c.pdf'>c</a><a href='d.csv'>d</a>"
    "<a href='/gambar.jpg'>e</a><a href='/b.XLSX?v=2'>lagi</a><a href='/lama.xls'>f</a>"
)


def linking(body: str = LINKS, *, allowed: bool = True) -> SiteEvidence:
    made = site("https://dinas.contoh.go.id/", {"/": body})
    return msgspec.structs.replace(made, documents=allowed)


def test_own_documents_are_asked_for_those_that_hold_lists_first() -> None:
    found = list(linked_documents(linking()))
    assert [request.path for request in found] == ["/b.XLSX?v=2", "/d.csv", "/a.pdf"]
    assert {(request.purpose, request.intensity) for request in found} == {(PURPOSE, Intensity.DEEP)}


def test_none_without_a_permit_that_names_them() -> None:
    assert list(linked_documents(linking(allowed=False))) == []


def test_their_number_is_bounded() -> None:
    many = "".join(f"<a href='/{number}.pdf'>x</a>" for number in range(100))
    assert len(list(linked_documents(linking(many)))) == MAX_DOCUMENTS


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/a.pdf", "pdf"), ("/a.PDF?unduh=1", "pdf"), ("/a.docx", "docx"), ("/a.doc", None), ("/pdf", None), ("/", None)],
)
def test_kinds(path: str, kind: str | None) -> None:
    assert kind_of(path) == kind


def test_a_document_keeps_its_address() -> None:
    request = linking().request("/a.pdf")
    assert as_document(request).key == request.key
