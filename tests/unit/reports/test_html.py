"""The HTML reports as a whole: self-contained, escaped, complete in both languages."""

import base64
import hashlib
import re
from html.parser import HTMLParser

import msgspec
import pytest

from secscan.model.enums import Confidence, Language, Review, Severity
from secscan.model.ids import AppId, OpdId
from secscan.reports.html import opd_report, overview
from secscan.reports.tlp import Tlp
from tests.unit.reports import sample

VOID = {"meta", "br", "link", "img", "input", "hr", "area", "base", "col", "embed", "source", "track", "wbr"}


class Page(HTMLParser):
    """The tags of a page, its text, and whether every element is closed where it should be."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] != "style":
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def pages(lang: Language) -> list[str]:
    made = sample.assessment()
    return [*(opd_report(made, score.opd, lang) for score in made.opds), overview(made, lang)]


@pytest.mark.parametrize("lang", Language)
def test_nothing_is_loaded_from_anywhere(lang: Language) -> None:
    for source in pages(lang):
        page = Page(source)
        for tag, attrs in page.tags:
            assert tag not in {"script", "link", "img", "iframe", "object", "embed", "base", "form", "video", "audio"}
            assert not any(name.startswith("on") or name == "style" for name in attrs)
            for name in ("src", "srcset", "action", "background", "poster", "data"):
                assert name not in attrs
            assert (attrs.get("href") or "#").startswith("#")
        style = re.findall(r"<style>(.*?)</style>", source, re.DOTALL)
        assert len(style) == 1
        assert "url(" not in style[0]
        assert "@import" not in style[0]


def test_the_policy_allows_that_style_and_nothing_else() -> None:
    source = pages(Language.ID)[0]
    policy = next(
        attrs["content"] for attrs in Page(source).all("meta") if attrs.get("http-equiv") == "Content-Security-Policy"
    )
    style = re.findall(r"<style>(.*?)</style>", source, re.DOTALL)[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@pytest.mark.parametrize("lang", Language)
def test_hostile_facts_are_text(lang: Language) -> None:
    made = sample.assessment()
    source = opd_report(made, OpdId("dinkes"), lang)
    assert "<script>" not in source
    assert "<script>alert(1)</script>" in Page(source).text
    assert "{{ 7*7 }}" in Page(source).text
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ue000-\uf8ff]", source)


def test_hostile_names_of_the_register_are_text() -> None:
    named = msgspec.structs.replace(sample.CLINIC, name="<img src=x onerror=alert(1)>")
    made = sample.assessment()
    apps = tuple(
        msgspec.structs.replace(entry, app=named) if entry.app.id == named.id else entry for entry in made.apps
    )
    made = msgspec.structs.replace(made, apps=apps, office="<b>Kantor</b>")
    for source in (opd_report(made, OpdId("dinkes")), overview(made)):
        assert Page(source).all("img") == []
        assert Page(source).all("b") == []


@pytest.mark.parametrize("lang", Language)
def test_an_opd_reads_of_no_other_opds_apps(lang: Language) -> None:
    text = opd_report(sample.assessment(), OpdId("dinkes"), lang)
    for other in (sample.PORTAL, sample.LPSE, sample.CIVIL_APP, sample.CLOSED):
        assert other.name not in text
        assert other.sites[0].host not in text
        assert f">{other.id}<" not in text
    page = Page(text).text
    words = "aplikasi lain di server ini: 1" if lang is Language.ID else "other apps on this server: 1"
    assert words in page
    hidden = "[aplikasi OPD lain]" if lang is Language.ID else "[another agency's app]"
    assert f"rsud.contoh.go.id dan {hidden}" in page


def test_the_first_page_says_what_a_head_of_agency_asks() -> None:
    page = Page(opd_report(sample.assessment(), OpdId("dinkes"))).text
    first = page[: page.index("Daftar isi")]
    assert "TLP:AMBER+STRICT / TERBATAS" in first
    assert "1 Oktober 2026 pukul 10.00 WIB" in first
    assert "Nilai perangkat daerah 59, batas bawah 48" in first
    assert "39 (39–39, cakupan 88 %)" in first
    assert "Menunggu verifikasi" in first
    assert "Terdaftar, tidak dinilai" in first
    assert first.count("waktu kerja sekitar") == 3
    assert re.search(r"server 203\.0\.113\.20 port 3306, .* \+\d+ poin", first)


def test_the_first_page_says_what_was_not_judged() -> None:
    page = Page(opd_report(sample.assessment(), OpdId("dinkes"))).text
    first = page[: page.index("Daftar isi")]
    planned = sum(not control.checks for control in sample.STANDARD.controls)
    assert f"{planned} dari {len(sample.STANDARD.controls)} kontrol standar belum ada dalam profil" in first
    assert "Menunggu verifikasi: SIMRS RSUD." in first
    assert "INSIDEN" not in page


def test_an_app_that_could_not_be_looked_at_shows_no_score() -> None:
    page = Page(opd_report(sample.assessment(), OpdId("diskominfo"))).text
    row = page[page.index("Siaran Pers") : page.index("Tiga tindakan")]
    assert "Belum diperiksa" in row
    assert "cakupan" not in row
    first = page[: page.index("Daftar isi")]
    told = "pada batas bawah nilai perangkat daerah dihitung nol: Siaran Pers: Tidak ada jawaban dalam batas waktu."
    assert told in first


def test_every_control_is_listed_with_its_reason() -> None:
    page = Page(opd_report(sample.assessment(), OpdId("disdukcapil"))).text
    for control in sample.STANDARD.controls:
        assert control.id in page
    assert "Belum ada dalam profil 0.1.0." in page
    assert "Memenuhi" in page
    assert "belum menyetujui pemindaian port" in page


def test_states_are_told_in_words() -> None:
    page = Page(opd_report(sample.assessment(), OpdId("dinkes"))).text
    assert "terbuka; belum diuji ulang" in page
    assert "sudah diperbaiki" in page
    assert "Indikasi, perlu verifikasi bersama." in page
    accepted = Page(opd_report(sample.assessment(), OpdId("disdukcapil"))).text
    assert "risiko diterima (tetap dihitung dalam skor)" in accepted


def test_a_confirmed_compromise_is_an_incident() -> None:
    confirmed = sample.of_site(
        "gambling-content",
        sample.CIVIL_APP,
        Severity.KRITIS,
        confidence=Confidence.INDIKASI,
        review=Review.CONFIRMED,
        reviewer="Sari",
        review_reason="dilihat bersama",
    )
    page = Page(opd_report(sample.assessment((confirmed,)), OpdId("disdukcapil"))).text
    assert "INSIDEN" in page
    assert "Dipastikan oleh Sari: dilihat bersama" in page
    first = page[: page.index("Daftar isi")]
    assert "INSIDEN: Adminduk Daring." in first
    assert "Pasal 15 Peraturan BSSN 1/2024" in first
    assert first.index("salin folder web") < first.index("Laporkan kepada tim tanggap insiden")
    assert "Tangani sebagai insiden: amankan bukti" in first, "what to do first"
    assert "Menunggu verifikasi" not in first
    assert "Tangani sebagai insiden siber" in page[len(first) :], "in the app's own part too"
    assert "INSIDEN Kritis Indikasi sisipan judi daring" in page
    assert "INSIDEN: Adminduk Daring." in Page(overview(sample.assessment((confirmed,)))).text


def test_references_stand_in_the_annex_with_their_certainty() -> None:
    page = Page(opd_report(sample.assessment(), OpdId("disdukcapil"))).text
    body, annex = page.split("Rujukan tiap kontrol", 1)
    assert "Pasal 27 ayat (8) huruf a" in annex
    assert "ayat (8)" not in body
    assert "(rujukan belum diverifikasi)" in annex
    assert annex.count("berasal dari sumber sekunder") == 1
    assert "sudah lama" in page  # the data pack of March


def test_permits_name_letter_and_signer_but_no_targets() -> None:
    page = Page(opd_report(sample.assessment(), OpdId("disdukcapil"))).text
    assert "800.1.11.1/123/2026" in page
    assert "1 September 2026 s.d. 31 Desember 2026 (pukul 20.00–05.00)" in page
    assert "10.10.0.0/24" not in page


def test_the_overview_ranks_by_the_lower_bound() -> None:
    page = Page(overview(sample.assessment())).text
    places = [
        page.index(f"{rank}. {name}")
        for rank, name in enumerate(
            ("Dinas Komunikasi dan Informatika", "Dinas Kesehatan", "Dinas Kependudukan dan Pencatatan Sipil"), start=1
        )
    ]
    assert places == sorted(places)
    assert "Tidak ada jawaban dalam batas waktu." in page
    assert "Tidak ada satu nilai untuk seluruh Pemda" in page


@pytest.mark.parametrize("lang", Language)
@pytest.mark.parametrize("tlp", Tlp)
def test_every_label_is_printed(lang: Language, tlp: Tlp) -> None:
    source = overview(sample.assessment(), lang, tlp)
    assert f'lang="{lang}"' in source
    assert tlp in Page(source).text


@pytest.mark.parametrize("lang", Language)
def test_the_pages_can_be_used_without_seeing_them(lang: Language) -> None:
    for source in pages(lang):
        page = Page(source)
        assert len(page.all("main")) == len(page.all("h1")) == len(page.all("title")) == 1
        assert all("scope" in attrs for attrs in page.all("th"))
        assert all(attrs.get("aria-label") for attrs in page.all("svg"))
        ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
        assert len(ids) == len(set(ids))
        targets = {(attrs.get("href") or "")[1:] for attrs in page.all("a")}
        assert targets <= set(ids)


def test_an_empty_register_has_a_report_too() -> None:
    empty = msgspec.structs.replace(
        sample.assessment(), apps=(), opds=(), findings=(), runs=(), impact=(), refusals=(), packs=()
    )
    assert "0 dari 0" in Page(overview(empty)).text
    assert "Tidak ada temuan terbuka" in Page(opd_report(empty, OpdId("dinkes"))).text


def test_a_finding_of_a_retired_check_ends_no_report() -> None:
    old = sample.of_site("no-longer-there", sample.CLINIC, Severity.RENDAH)
    assert "no-longer-there" in Page(opd_report(sample.assessment((old,)), OpdId("dinkes"))).text
    assert AppId("puskesmas") in old.apps


@pytest.mark.parametrize("lang", Language)
def test_a_report_can_be_mailed(lang: Language) -> None:
    made = sample.assessment()
    for opd in ("dinkes", "diskominfo", "disdukcapil"):
        assert len(opd_report(made, OpdId(opd), lang).encode()) < 1_000_000 * len(made.apps_of(OpdId(opd)))


@pytest.mark.parametrize("lang", Language)
def test_pages_warn_of_old_data_and_only_then(lang: Language) -> None:
    said = {Language.ID: "sudah usang pada tanggal laporan ini (wp_extensions)", Language.EN: "day of this report (wp_"}
    assert all(said[lang] in Page(source).text for source in pages(lang))
    fresh = msgspec.structs.replace(sample.assessment(), packs=sample.assessment().packs[:1])
    assert said[lang].split("(")[0] not in Page(overview(fresh, lang)).text
