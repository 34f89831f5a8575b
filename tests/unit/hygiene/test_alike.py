"""Apps that show the same, and what only looks so."""

import random

from secscan.hygiene.alike import alike
from secscan.model.enums import AppStatus, Confidence
from secscan.model.hygiene import History, Presence, Remark, Topic
from tests.unit.hygiene.histories import DISDIK, app, look, seen

_VOCABULARY = tuple(f"kata{letter}{other}" for letter in "abcdefghijklmnop" for other in "abcdefghijklmnop")


def text(seed: int, size: int = 200) -> tuple[str, ...]:
    return tuple(random.Random(seed).choices(_VOCABULARY, k=size))


def shown(app_id: str, words: tuple[str, ...], **fields: object) -> History:
    return seen(app(app_id), look(app_id, words=words, **fields))


def found(*histories: History) -> list[Remark]:
    return list(alike(histories))


def test_the_same_bytes() -> None:
    (remark,) = found(
        shown("a", text(1), digest="d1"), shown("b", text(1), digest="d1"), shown("c", text(2), digest="d2")
    )
    assert (remark.topic, remark.code, remark.apps) == (Topic.DOUBLE, "same_content", ("a", "b"))


def test_the_same_text_with_a_changing_word() -> None:
    other = (*text(1)[:100], "lain", *text(1)[101:])
    (remark,) = found(shown("a", text(1)), shown("b", other), shown("c", text(3)))
    assert (remark.code, remark.apps, remark.confidence) == ("same_text", ("a", "b"), Confidence.KUAT)


def test_much_alike_is_only_a_reason_to_look() -> None:
    other = (*text(1)[:165], *text(9, 35))
    (remark,) = found(shown("a", text(1)), shown("b", other))
    assert (remark.topic, remark.code, remark.confidence) == (Topic.ALIKE, "near_text", Confidence.INDIKASI)
    assert 82 <= int(remark.values["percent"]) < 90  # 165 of 200 words stand alike, and chance adds a few


def test_the_frame_of_a_theme_does_not_make_two_sites_one() -> None:
    frame = text(50, 80)
    assert found(shown("a", (*frame, *text(1))), shown("b", (*frame, *text(2)))) == []


def test_log_in_pages_are_alike_without_being_one_app() -> None:
    form = ("masuk", "nama", "pengguna", "kata", "sandi", "lupa", "sandi") * 4
    assert found(shown("a", form), shown("b", form)) == []


def test_groups_are_told_once() -> None:
    (remark,) = found(*(shown(name, text(1)) for name in "abc"))
    assert remark.apps == ("a", "b", "c")


def test_an_app_that_leads_to_another() -> None:
    away = seen(app("a"), look("a", Presence.AWAY, detail="b.contoh.go.id"))
    (remark,) = found(away, shown("b", text(1)))
    assert (remark.code, remark.apps, remark.values) == ("leads_to", ("a", "b"), {"target": "B"})
    elsewhere = seen(app("a"), look("a", Presence.AWAY, detail="lain.example"))
    assert found(elsewhere, shown("b", text(1))) == []


def test_closed_and_unseen_apps_are_not_compared() -> None:
    closed = seen(app("a", status=AppStatus.DITUTUP), look("a", words=text(1)))
    gone = seen(app("c"), look("c", Presence.SILENT, words=text(1)))
    assert found(closed, shown("b", text(1)), gone, History(app("d"))) == []


def test_one_purpose_in_several_agencies() -> None:
    one = seen(app("a", name="E-Absensi Dinkes"))
    other = seen(app("b", name="Presensi Guru", opd=DISDIK))
    same_agency = seen(app("c", name="Peta Puskesmas")), seen(app("d", name="GIS Stunting"))
    (remark,) = found(one, other, *same_agency)
    assert (remark.code, remark.apps, remark.values) == ("same_purpose", ("a", "b"), {"purpose": "absensi", "opds": 2})


def test_the_same_title_is_a_reason_to_look() -> None:
    title = "Sistem Informasi Layanan Terpadu"
    (remark,) = found(shown("a", text(1), title=title), shown("b", text(2), title=f"{title}  "), shown("c", text(3)))
    assert (remark.topic, remark.code, remark.confidence) == (Topic.DOUBLE, "same_title", Confidence.INDIKASI)
    for plain in ("Beranda", "Log in ke aplikasi anda", "Masuk ke halaman admin", "WordPress"):
        assert found(shown("a", text(1), title=plain), shown("b", text(2), title=plain)) == []


def test_what_is_the_same_text_is_not_told_again_for_its_title() -> None:
    title = "Sistem Informasi Layanan Terpadu"
    assert [one.code for one in found(shown("a", text(1), title=title), shown("b", text(1), title=title))] == [
        "same_text"
    ]
