import msgspec
import pytest

from secscan.cli.finding_page import finding_page
from secscan.model.enums import Confidence, Language, Review
from secscan.model.findings import Finding
from tests.unit.reports import sample


def finding(check: str, app: str = "") -> Finding:
    return next(one for one in sample.findings() if one.check == check and (not app or app in one.apps))


def page(one: Finding, language: Language = Language.ID) -> str:
    return finding_page(one, sample.assessment(), language)


def test_sections_stand_in_the_order_in_which_they_are_read() -> None:
    text = page(finding("https-redirect"))
    places = [text.index(part) for part in ("## Mengapa", "## Cara memperbaiki", "## Cara memeriksa", "## Bukti")]
    assert places == sorted(places)
    assert text.splitlines()[1] == "=" * len(text.splitlines()[0])


def test_the_fix_for_the_server_that_was_seen_is_shown_and_the_others_are_named() -> None:
    text = page(finding("https-redirect"))  # the clinic runs on nginx
    assert "### nginx" in text
    assert "### Apache" not in text
    assert "Apache" in text.partition("Cara untuk server lain")[2]


def test_a_finding_on_a_server_names_its_owner_and_all_apps_there() -> None:
    text = page(finding("database-ports"))
    assert "Pemilik server: Dinas Komunikasi dan Informatika" in text
    assert "puskesmas, rsud, adminduk" in text


def test_an_indication_warns_until_a_reviewer_spoke() -> None:
    injected = finding("gambling-content")
    assert "Jangan mengambil tindakan" in page(injected)
    confirmed = msgspec.structs.replace(
        injected, confidence=Confidence.PASTI, review=Review.CONFIRMED, reviewer="Rina", review_reason="dilihat"
    )
    assert "Jangan mengambil tindakan" not in page(confirmed)
    assert "Dipastikan oleh Rina: dilihat" in page(confirmed)


@pytest.mark.parametrize("language", Language)
def test_hostile_facts_stay_on_their_line_and_bring_no_controls(language: Language) -> None:
    text = page(finding("framing", "puskesmas"), language)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "49" not in text.replace("2049", "")  # {{ 7*7 }} was not computed


def test_links_to_gambling_are_not_live() -> None:
    assert "https://judi" not in page(finding("gambling-content"))
