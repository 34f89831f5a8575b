import pytest

from secscan.analysis.pages import extract

URL = "https://simpeg.contoh.go.id/"


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ("<link rel='Stylesheet' href=a.css>", [("style", "a.css")]),
        ("<link rel=preload as=font href=a.woff2>", [("font", "a.woff2")]),
        ("<link rel=modulepreload href=a.js>", [("script", "a.js")]),
        ("<link rel=dns-prefetch href=//cdn.example><link rel=prev href=b>", []),
        ("<video src=a.mp4 poster=a.png></video>", [("media", "a.mp4"), ("img", "a.png")]),
        ("<iframe src=a.html></iframe>", [("iframe", "a.html")]),
        ("<embed src=a.swf>", [("object", "a.swf")]),
        ("<input type=image src=a.png>", [("img", "a.png")]),
        ("<img src='data:image/png;base64,AA=='>", []),
        ("<img src=a.png><img src=a.png>", [("img", "a.png")]),
        ("<noscript><img src=a.png></noscript>", []),
    ],
)
def test_sub_resources(markup: str, found: list[tuple[str, str]]) -> None:
    page = extract(f"<body>{markup}</body>".encode(), URL, "utf-8", False)
    assert [(one.tag, one.url) for one in page.resources] == [(tag, URL + name) for tag, name in found]


def test_malformed_and_foreign_schemes_are_left_out() -> None:
    html = (
        "<a href='http://[::1'>a</a><a href='http://user:rahasia@contoh.id/'>b</a><a href='tel:112'>c</a>"
        "<a href=' /ya '>d</a>"
    )
    page = extract(html.encode(), URL, "utf-8", False)
    assert [link.url for link in page.links] == [URL + "ya"]
