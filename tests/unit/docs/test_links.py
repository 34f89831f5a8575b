"""Relative links of the documents lead somewhere, anchors included."""

import re
from pathlib import Path

import pytest

from tests.unit.docs.markdown import ROOT, anchors, documents, prose

_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def problem(document: Path, target: str) -> str | None:
    """What is wrong with a link; None when it leads somewhere."""
    path, _, anchor = target.partition("#")
    place = (document.parent / path).resolve() if path else document
    if not place.is_relative_to(ROOT):
        return "leads out of the repository"
    if not place.exists():
        return "leads nowhere"
    if anchor and anchor not in anchors(place.read_text(encoding="utf-8")):
        return "there is no such heading"
    return None


@pytest.mark.parametrize("document", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_relative_links_lead_somewhere(document: Path) -> None:
    targets = _LINK.findall(prose(document.read_text(encoding="utf-8")))
    wrong = {
        target: why
        for target in targets
        if not _ELSEWHERE.match(target) and (why := problem(document, target)) is not None
    }
    assert wrong == {}


def test_a_broken_link_would_be_seen() -> None:
    here = ROOT / "docs" / "cli.md"
    assert problem(here, "no-such-file.md") == "leads nowhere"
    assert problem(here, "exit-codes.md#no-such-heading") == "there is no such heading"
    assert problem(here, "../../elsewhere.md") == "leads out of the repository"
