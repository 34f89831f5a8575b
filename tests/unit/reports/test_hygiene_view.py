"""The hygiene of the register in words: hostile titles stay text, every code has its sentence."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest

from secscan.analysis.dating import KINDS
from secscan.analysis.default_pages import Vacancy
from secscan.hygiene.weigh import states, weigh
from secscan.model.enums import AppStatus, Confidence, Language
from secscan.model.hygiene import Hygiene, NameSeen, Presence, Proposal, Remark, Server, Topic
from secscan.reports.hygiene_files import hygiene_csv, hygiene_html, hygiene_rows
from secscan.reports.hygiene_view import HygieneWords
from secscan.reports.tlp import Tlp
from secscan.reports.translations import sentences
from tests.unit.hygiene.histories import OPDS, TERMS, app, look, seen
from tests.unit.reports.sample import HOSTILE

SOURCE = Path(__file__).parents[3] / "secscan" / "hygiene"


def report(*, title: str = "=cmd|' /C calc'!A0") -> Hygiene:
    histories = (
        seen(app("a", status=AppStatus.DITUTUP), look("a", title=title)),
        seen(app("b"), look("b", days=(("feed", date(2019, 5, 6)),), addresses=("192.0.2.1",))),
        seen(app("c"), *(look("c", Presence.NO_NAME, days_ago=days) for days in (0, 30))),
    )
    remarks = weigh(histories, OPDS, TERMS)
    return Hygiene(
        office="Kota Contoh",
        timezone="Asia/Makassar",
        as_of=date(2026, 10, 1),
        generated_at=datetime(2026, 10, 1, 3, 0, tzinfo=UTC),
        secscan_version="0.1.0",
        runs=(),
        apps=states(histories, OPDS, remarks),
        remarks=remarks,
        names=(NameSeen(name="x.contoh.go.id", official=True, met=("link",), apps=remarks[0].apps),),
        servers=(Server(ip="192.0.2.1", apps=(histories[1].app.id,), hints=("CDN",)),),
        opds=OPDS,
    )


def codes() -> set[str]:
    """Every code that the rules of hygiene may give, from their sources."""
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(SOURCE.glob("*.py")))
    plain = set(re.findall(r'_(?:remark|double)\(\s*(?:Topic\.\w+, )?"([a-z_]+)"', text))
    plain |= set(re.findall(r'(?:code=|else |code = )"([a-z_]+)"', text)) | {"same_text"}
    made = {f"gone_{one}" for one in Presence if one.gone} | {f"vacant_{one}" for one in Vacancy}
    made |= {f"stale_{kind}" for kind in KINDS}
    closed = (AppStatus.DITUTUP, AppStatus.DIGABUNG, AppStatus.MATI)
    return plain | made | {f"{status}_but_{what}" for status in closed for what in ("answers", "vacant")}


@pytest.mark.parametrize("lang", Language)
def test_every_code_and_word_has_a_sentence_and_none_is_idle(lang: Language) -> None:
    known = {key for key in sentences(lang) if key.startswith("hygiene.")}
    assert {key.removeprefix("hygiene.remark.") for key in known if ".remark." in key} == codes() - {"answers"}
    families = {"topic": Topic, "topic_note": Topic, "proposal_of": Proposal, "proposal_means": Proposal}
    families |= {"presence_of": Presence, "sure": Confidence}
    for family, words in families.items():
        prefix = f"hygiene.{family}."
        assert {key.removeprefix(prefix) for key in known if key.startswith(prefix)} == {str(word) for word in words}


def test_remarks_in_words() -> None:
    words = HygieneWords(report(), Language.ID)
    said = {one.code: words.evidence(one) for one in report().remarks}
    assert said["stale_feed"] == "Kiriman terbaru 6 Mei 2019 menurut umpan berita (7 tahun lalu)."
    assert said["gone_no_name"] == "Namanya tidak ada di DNS sejak 1 September 2026 (2 pemindaian berturut-turut)."


@pytest.mark.parametrize("lang", Language)
def test_hostile_titles_are_text(lang: Language) -> None:
    page = hygiene_html(report(title=HOSTILE), lang, Tlp.AMBER_STRICT)
    assert "<script" not in page
    assert "\x1b" not in page
    assert "\u202e" not in page


def test_no_cell_is_a_formula() -> None:
    whole = Remark(topic=Topic.OUTSIDE, code="not_official", apps=(), proposal=Proposal.REPAIR, values={"name": "=1+1"})
    text = hygiene_csv(msgspec.structs.replace(report(), remarks=(whole,)), Language.ID).decode("utf-8-sig")
    assert "\"'=1+1 tidak" in text
    assert len(hygiene_rows(report(), Language.EN)) == len(report().remarks)


def test_the_numbers_of_the_first_page() -> None:
    view = HygieneWords(report(), Language.ID).view()
    assert {tile.key: tile.count for tile in view.tiles} == {
        "apps": 3,
        "answers": 2,
        "gone": 1,
        "vacant": 0,
        "stale": 1,
        "double": 0,
    }
    assert {row.key: row.count for row in view.proposals if row.count} == {"tutup": 2, "perbaiki_layanan": 1}
    assert [line.note for line in view.servers] == [
        "Kepala respons menyebut CDN, tetapi alamatnya tidak cocok; itu hanya petunjuk."
    ]
    assert sum(sum(opd.counts) for opd in view.opds) == 3
