"""SS-INT-04: today's home page beside that of an earlier look."""

import msgspec

from secscan.checks import home_change
from secscan.model.checks import Verdict
from secscan.model.enums import Confidence, Outcome, Reason, Status
from secscan.model.evidence import EarlierHome
from secscan.model.ids import RunId
from tests.unit.builders import NOW, Response, app, context, site
from tests.unit.checks.rounds import HTML

URL = "https://dinas.kab.go.id/"
MENU = "<nav class=menu><a href=/profil>Profil</a><a href=/berita>Berita</a></nav>"


def news(day: int, extra: str = "", title: str = "Portal Dinas") -> str:
    items = "".join(
        f"<article class='item post-{day + n}'><h2 class=judul><a href=/b/{day + n}>Warta {day + n}</a></h2>"
        f"<time>{n}</time>"
        f"<p class=ringkas>Kegiatan {('panen', 'posyandu', 'jalan', 'pasar')[(day + n) % 4]} desa.</p></article>"
        for n in range(8)
    )
    return (
        f"<html lang=id><title>{title}</title><body>{MENU}<main class=isi>"
        f"<section class=daftar>{items}</section></main>"
        f"<aside class=hit>{day * 371}</aside>{extra}<footer class=kaki><small>Dinas</small></footer></body></html>"
    )


DEFACED = (
    "<html><title>Hacked by X</title><body bgcolor=black><center><h1>Hacked</h1><img src=x></center></body></html>"
)


def judge(now: Response, before: str | None = None, *, confirmed: bool = False) -> Verdict:
    evidence = app(site(URL, {"/": now}))
    if before is not None:
        old = site(URL, {"/": before})
        assert old.home is not None
        home = EarlierHome(site=old.site, run=RunId("r1"), taken_at=NOW, exchange=old.home, confirmed=confirmed)
        evidence = msgspec.structs.replace(evidence, earlier=(home,))
    (verdict,) = home_change.evaluate(evidence, context())
    return verdict


def test_the_first_look_has_nothing_to_compare_with() -> None:
    verdict = judge(news(1))
    assert (verdict.outcome, verdict.reason) == (Outcome.NOT_APPLICABLE, Reason.FIRST_LOOK)


def test_news_dates_counters_and_banners_are_no_change() -> None:
    banner = "<div class=spanduk><p>Selamat Hari Kesehatan</p></div>"
    tag = "<script src='https://www.googletagmanager.com/gtag/js'></script>"
    for later in (news(2), news(400), news(7, banner), news(9, tag), news(1, title="Dinas - Portal (9 kunjungan)")):
        assert judge(later, news(1)).outcome is Outcome.PASS


def test_a_headline_as_title_may_change_every_day() -> None:
    assert judge(news(30, title="Warta 30"), news(1, title="Warta 1")).outcome is Outcome.PASS


def test_another_page_is_partial_until_it_is_reviewed_and_fails_when_confirmed() -> None:
    verdict = judge(DEFACED, news(1))
    assert (verdict.outcome, verdict.confidence) == (Outcome.PARTIAL, Confidence.INDIKASI)
    assert {"title", "template"} <= set(verdict.facts["changed"])  # type: ignore[arg-type]
    assert verdict.facts["baseline"] == "r1"
    assert "Portal Dinas" in verdict.facts["removed"]  # type: ignore[operator]
    assert judge(DEFACED, news(1), confirmed=True).outcome is Outcome.FAIL
    assert judge(news(5), news(1), confirmed=True).outcome is Outcome.PASS


def test_whose_scripts_run_and_where_forms_send_to_is_told_with_dead_addresses() -> None:
    verdict = judge(news(2, "<script src='https://stat.example/a.js'></script>"), news(1))
    assert verdict.facts["changed"] == ("scripts",)
    assert "stat[.]example" in verdict.facts["added"]  # type: ignore[operator]
    form = "<form method=post action='https://kumpul.example/x'><input name=nama></form>"
    assert judge(news(2, form), news(1)).facts["changed"] == ("forms",)
    assert judge(news(2, "<form method=post><input type=password></form>"), news(1)).outcome is Outcome.PARTIAL
    assert judge(news(2, "<form action=/cari><input name=q></form>"), news(1)).outcome is Outcome.PASS


def test_many_new_foreign_links() -> None:
    links = "".join(f"<a href='https://mitra-{n}.example/'>m</a>" for n in range(9))
    assert judge(news(2, links), news(1)).facts["changed"] == ("links",)
    assert judge(news(2, links[: len(links) // 3]), news(1)).outcome is Outcome.PASS


def test_a_home_that_is_down_or_refused_is_untested() -> None:
    assert judge((500, HTML, "x"), news(1)).outcome is Outcome.NOT_TESTED
    assert judge((404, HTML, "x"), news(1)).outcome is Outcome.NOT_TESTED
    assert judge((403, HTML, "x"), news(1)).outcome is Outcome.NOT_TESTED
    assert judge(Status.TIMEOUT, news(1)).outcome is Outcome.NOT_TESTED


def test_what_the_diff_shows_is_bounded_and_masked() -> None:
    loud = "<h1>" + "x" * 5_000 + "</h1><h2>Hubungi 0812-3344-5566</h2><p>" + "kata " * 9_000 + "</p>"
    verdict = judge(f"<title>{'y' * 3_000}</title>{loud}", news(1))
    assert sum(len(line) for line in verdict.facts["added"]) < 2_000  # type: ignore[union-attr]
    assert "3344" not in repr(verdict.facts)
