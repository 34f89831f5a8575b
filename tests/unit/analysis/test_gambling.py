import pytest

from secscan.analysis.gambling import (
    advertises,
    calls_to_play,
    fights,
    is_foreign,
    is_gambling_url,
    promotions,
    registrable,
)
from secscan.model.pages import Link, PageFacts


@pytest.mark.parametrize(
    "text",
    [
        "Daftar Situs SLOT GACOR Maxwin Hari Ini",
        "ＳＬＯＴ ＧＡＣＯＲ",
        "sl0t g4cor",
        "RTP Live Pragmatic Play",
        "Bandar Togel Toto Macau 4D",
        "bonus new member 100 deposit pulsa",
    ],
)
def test_advertising_terms_are_read(text: str) -> None:
    assert promotions(text)


@pytest.mark.parametrize(
    "text",
    [
        "Slot parkir tersedia 20 kendaraan",
        "Burung gacor juara lomba kicau",
        "Toto, pegawai teladan, menerima penghargaan",
        "Laporan RTP dan RTRW kabupaten",
        "Larangan togel dan perjudian menurut KUHP Pasal 303",
        "Jadwal slot waktu vaksinasi",
        "Pembangunan Jalan Zeus dan Olympus",
        "Data HK dan SGP ekspor ikan",
    ],
)
def test_ordinary_texts_advertise_nothing(text: str) -> None:
    assert not promotions(text)


@pytest.mark.parametrize(
    "url",
    [
        "https://slotgacor88.example/",
        "https://a.example/situs-slot-gacor/",
        "https://totomacau.example/",
        "https://hoki77.example/",
    ],
)
def test_addresses_that_advertise(url: str) -> None:
    assert is_gambling_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://judicialreview.example/",
        "https://stopjudi.example/lapor",
        "https://aduankonten.id/",
        "https://timeslot.example/",
        "https://berita.example/polisi-tangkap-bandar-togel-online",
        "https://www.kominfo.go.id/slot-gacor",
        "mailto:a@slotgacor.example",
    ],
)
def test_addresses_that_do_not(url: str) -> None:
    assert not is_gambling_url(url)


def test_own_domains_are_not_foreign() -> None:
    assert registrable("simpeg.kab.go.id") == "kab.go.id"
    assert registrable("www.contoh.com") == "contoh.com"
    assert registrable("127.0.0.1") == "127.0.0.1"
    assert not is_foreign("https://ppid.kab.go.id/x", "www.kab.go.id")
    assert is_foreign("https://lain.go.id/", "www.kab.go.id")


def test_an_anchor_advertises_like_a_shop_sign_and_not_like_a_headline() -> None:
    assert advertises(Link("https://kampus.ac.id/x", "slot gacor hari ini"))
    assert not advertises(Link("https://news.example/1", "Bahaya slot gacor"))
    assert not advertises(Link("https://news.example/1", "Tren slot gacor merambah warga desa di tiga kecamatan"))
    assert not advertises(Link("https://news.example/1", "Jadwal layanan"))


def test_words_of_those_who_fight_it_are_counted_once_each() -> None:
    assert fights("Polisi menangkap; polisi blokir situs. Laporkan!") == 3
    assert fights("slot gacor maxwin") == 0


def test_calls_to_play_lead_elsewhere() -> None:
    page = PageFacts(
        extractor=1,
        links=(
            Link("https://s.example/x", "DAFTAR SEKARANG"),
            Link("https://a.go.id/m", "Login"),
            Link("https://b.example/", "Profil"),
        ),
    )
    assert [link.url for link in calls_to_play(page, "a.go.id")] == ["https://s.example/x"]
