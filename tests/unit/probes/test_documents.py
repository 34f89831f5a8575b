"""Looks at documents, without the child program; real documents are read in tests/integration/test_documents.py."""

import pytest

from secscan.model.enums import Status
from secscan.model.observations import Exchange, Observation
from secscan.probes import documents
from secscan.probes.bodies import Body
from secscan.probes.documents import Unreadable, with_people
from tests.unit.builders import answer, site


def seen(path: str, body: str = "%PDF-1.4") -> Observation:
    request = site("https://a.contoh.go.id/", {}).request(path, purpose="document")
    return answer(request, (200, {"Content-Type": "application/pdf"}, body))


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    kinds: list[str] = []

    def count(_body: bytes, kind: str) -> documents.Counts:
        kinds.append(kind)
        if kind == "docx":
            raise Unreadable("exit 1")
        return (("nik", 7),)

    monkeypatch.setattr(documents, "count_document", count)
    return kinds


def test_counts_join_the_exchange(counted: list[str]) -> None:
    found = with_people(seen("/a.pdf"), Body(b"%PDF", 4, False))
    assert isinstance(found.payload, Exchange)
    assert (found.payload.personal, found.detail, counted) == ((("nik", 7),), "", ["pdf"])


def test_what_cannot_be_read_says_so_and_counts_nothing(counted: list[str]) -> None:
    for path, cut, detail in (("/a.docx", False, "exit 1"), ("/a.pdf", True, "too large")):
        found = with_people(seen(path), Body(b"x", 1, cut))
        assert isinstance(found.payload, Exchange)
        assert (found.payload.personal, found.detail, found.status) == ((), detail, Status.OK)
    assert counted == ["docx"]


def test_pages_and_texts_are_left_as_they_are(counted: list[str]) -> None:
    page = answer(site("https://a.contoh.go.id/", {}).request("/a.pdf", purpose="document"), "<p>Tidak ada</p>")
    assert with_people(page, Body(b"", 0, False)) is page
    text = seen("/a.csv", "a;b")
    assert with_people(text, Body(b"a;b", 3, False)) is text
    assert counted == []
