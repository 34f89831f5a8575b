"""When content says that it changed, in the forms that feeds, sitemaps and Indonesian sites use."""

import pytest

from secscan.analysis.dating import days
from secscan.model.observations import Exchange, FileKind
from secscan.model.requests import Request
from tests.unit.builders import answer

REQUEST = Request(scheme="https", host="a.go.id", port=443)


def of(body: str, kind: str = "text/html", **headers: str) -> dict[str, list[str]]:
    sent = {"Content-Type": kind} | {name.replace("_", "-"): value for name, value in headers.items()}
    payload = answer(REQUEST, (200, sent, body)).payload
    assert isinstance(payload, Exchange)
    found: dict[str, list[str]] = {}
    for name, day in payload.days:
        found.setdefault(name, []).append(day)
    return found


def test_sitemaps_and_feeds() -> None:
    sitemap = (
        '<?xml version="1.0"?><urlset><url><loc>https://a.go.id/</loc><lastmod>2021-03-04T10:00:00+07:00</lastmod></url>'
        "<url><lastmod>2022-11-30</lastmod></url><url><lastmod>kemarin</lastmod></url></urlset>"
    )
    assert of(sitemap, "application/xml") == {"sitemap": ["2022-11-30", "2021-03-04"]}
    rss = (
        '<?xml version="1.0"?><rss><channel><lastBuildDate>Tue, 02 Jul 2019 01:02:03 +0000</lastBuildDate>'
        "<item><pubDate>Mon, 01 Jul 2019 10:00:00 +0700</pubDate></item></channel></rss>"
    )
    assert of(rss, "application/rss+xml") == {"feed": ["2019-07-02", "2019-07-01"]}


@pytest.mark.parametrize(
    ("page", "kind", "day"),
    [
        ("<p>Diterbitkan 7 Agustus 2020 oleh admin", "text", "2020-08-07"),
        ("<p>Senin, 05/02/2018 pukul 10.00", "text", "2018-02-05"),
        ("<p>Posted on March 9, 2017", "text", "2017-03-09"),
        ("<footer>© 2016 - 2019 Dinas Kominfo</footer>", "copyright", "2019-12-31"),
        ("<footer>Hak Cipta &copy; 2015</footer>", "copyright", "2015-12-31"),
        ("<time datetime='2021-05-06T07:08:09Z'>lalu</time>", "time", "2021-05-06"),
        ('<script type="application/ld+json">{"dateModified":"2020-01-02"}</script>', "time", "2020-01-02"),
        (
            "<meta property='article:modified_time' content='2018-09-10T00:00:00+00:00'>",
            "meta",
            "2018-09-10",
        ),
    ],
)
def test_pages(page: str, kind: str, day: str) -> None:
    assert of(f"<html><title>x</title><body><h1>x</h1>{page}</html>") == {kind: [day]}


def test_the_header() -> None:
    assert of("<p>x</p>", Last_Modified="Wed, 21 Oct 2015 07:28:00 GMT") == {"modified": ["2015-10-21"]}
    assert of("<p>x</p>", Last_Modified="entah") == {}


@pytest.mark.parametrize(
    "page",
    [
        "<p>Nomor 32 Januari 2020",
        "<p>Telepon 021-555-2020, Perda 12/2019, versi 3.2.2021",
        "<p>31/02/2020",
        "<p>Tahun anggaran 2019. Sejak 1 Januari 1945.",
        "<script>var d = '1 Januari 2020'</script>",
    ],
)
def test_what_is_no_day(page: str) -> None:
    assert of(page) == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1/2/3/2019 dan 4-5-2018-2019", ["2019-03-02", "2018-05-04"]),
        ("12 Mei 2019-2020, Mei 3 2018", ["2019-05-12", "2018-05-03"]),
        ("112 Januari 2019, 2 JANUARI. 2018/3 jan.2017", ["2018-01-02", "2017-01-03"]),
        ("September 30, 2016 1 Oktober 2016", ["2016-10-01", "2016-09-30"]),
        ("7 Juni 20201 dan 8 Juni 202", []),
        ("Mei 2020 12/2020 5/2020", []),
    ],
)
def test_days_beside_each_other(text: str, found: list[str]) -> None:
    assert of(f"<p>{text}").get("text", []) == found


@pytest.mark.parametrize("month", ["de\u017fember", "Jun\u0130", "jun\u0131"])
def test_letters_that_only_look_like_those_of_a_month_are_no_month(month: str) -> None:
    assert of(f"<p>1 {month} 2020") == {}


def test_no_kind_keeps_more_than_ten_and_the_newest_stay() -> None:
    text = " ".join(f"{day} Mei 2020" for day in range(1, 29))
    kept = of(f"<p>{text}</p>")["text"]
    assert len(kept) == 10
    assert kept[0] == "2020-05-28"


def test_hostile_text_is_read_in_time() -> None:
    assert days(FileKind.XML, "<lastmod>" + " " * 1_000_000, None) == ()
    assert days(FileKind.XML, "<lastmod>" * 100_000, None) == ()
