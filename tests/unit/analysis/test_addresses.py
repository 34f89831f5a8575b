"""Addresses in sitemaps (sitemaps.org), feeds (RSS 2.0, RFC 4287) and robots.txt (RFC 9309)."""

from secscan.analysis.addresses import named_in_robots, published, sitemaps
from tests.unit.analysis.pages import exchange_of


def test_sitemaps_and_feeds_name_addresses() -> None:
    xml = "<urlset><url><loc>https://a.go.id/x</loc></url><url><loc> https://a.go.id/y </loc></url></urlset>"
    assert published(xml) == ("https://a.go.id/x", "https://a.go.id/y")
    feed = "<rss><item><link><![CDATA[https://a.go.id/z]]></link></item></rss>"
    assert published(feed) == ("https://a.go.id/z",)
    assert published("<feed><entry><link rel='alternate' href='https://a.go.id/q'/></entry></feed>") == (
        "https://a.go.id/q",
    )


def test_of_a_long_sitemap_a_sample_is_kept() -> None:
    many = "".join(f"<loc>https://a.go.id/{n}</loc>" for n in range(4_000))
    kept = published(many)
    assert len(kept) <= 150
    assert kept[0] == "https://a.go.id/0"
    assert int(kept[-1].rpartition("/")[2]) > 3_900


def test_rules_and_sitemaps_of_a_robots_txt() -> None:
    text = (
        "User-agent: *\nDisallow: /slot-gacor/\nAllow: /\nSitemap: https://dinas.kab.go.id/peta.xml\n# Disallow: /x\n"
    )
    robots = exchange_of(text, "/robots.txt", kind="text/plain")
    assert list(named_in_robots(robots)) == [
        "https://dinas.kab.go.id/slot-gacor/",
        "https://dinas.kab.go.id/",
        "https://dinas.kab.go.id/peta.xml",
    ]
    assert list(sitemaps(robots)) == ["https://dinas.kab.go.id/peta.xml"]
