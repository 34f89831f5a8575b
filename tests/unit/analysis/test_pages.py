import time

import pytest

from secscan.analysis.pages import extract
from secscan.model.pages import HiddenText, Link, PageFacts

URL = "https://simpeg.contoh.go.id/kantor/index.php"


def facts(html: str, url: str = URL) -> PageFacts:
    return extract(html.encode(), url, "utf-8", False)


def test_title_language_metas_and_headings() -> None:
    page = facts(
        "<!doctype html><html lang=ID><head><title> Dinas &amp;\n Badan\x1b[31m</title>"
        "<meta name=Generator content='WordPress 6.4'><meta property='og:title' content=Beranda>"
        "<meta http-equiv=Refresh content='0; url=/x'></head><body><h1>Selamat <b>datang</b></h1>"
    )
    assert (page.title, page.lang) == ("Dinas & Badan[31m", "id")
    assert page.metas == (("generator", "WordPress 6.4"), ("og:title", "Beranda"), ("refresh", "0; url=/x"))
    assert page.headings == ("Selamat datang",)


def test_title_of_a_picture_is_not_the_title_of_the_page() -> None:
    assert facts("<html><head></head><body><svg><title>logo</title></svg><p>isi").text == "isi"


def test_visible_text_is_what_a_reader_sees() -> None:
    page = facts(
        "<body><p>Pelayanan <b>Publ</b>ik</p><ul><li>Satu</li><li>Dua</li></ul><script>kode()</script>"
        "<style>p{color:red}</style><template>cetakan</template><noscript>nyalakan</noscript>"
        "<div style='display: none'>rahasia</div><!-- catatan --></body>"
    )
    assert page.text == "Pelayanan Publik Satu Dua"


def test_addresses_are_absolute_by_the_base_of_the_page() -> None:
    page = facts(
        "<head><base href='/aset/'><link rel='shortcut icon' href=i.ico>"
        "<link rel=canonical href='https://contoh.go.id/'>"
        "<link rel=alternate hreflang=EN href='?lang=en'></head><body>"
        "<a href='berkas.html#atas' rel='NoFollow'>Berkas</a>"
        "<a href='mailto:a@b.id'>surel</a><a href='javascript:x()'>x</a><script src=a.js integrity=sha384-x></script>"
        "<img srcset='kecil.png 1x, besar.png 2x'><form action=kirim method=POST><input name=a></form>"
    )
    origin = "https://simpeg.contoh.go.id/aset/"
    assert page.base == origin
    assert page.links == (Link(f"{origin}berkas.html", "Berkas", "nofollow"),)
    assert [(one.tag, one.url, one.integrity) for one in page.resources] == [
        ("img", f"{origin}i.ico", ""),
        ("script", f"{origin}a.js", "sha384-x"),
        ("img", f"{origin}kecil.png", ""),
        ("img", f"{origin}besar.png", ""),
    ]
    assert page.canonical == "https://contoh.go.id/"
    assert page.alternates == (("en", "https://simpeg.contoh.go.id/aset/?lang=en"),)
    assert page.forms[0].action == f"{origin}kirim"


@pytest.mark.parametrize(
    ("markup", "how"),
    [
        ("<div style='display:none'>slot <a href=//judi.example/>gacor</a></div>", "css"),
        ("<div style='VISIBILITY : hidden'>slot <a href=//judi.example/>gacor</a></div>", "css"),
        ("<div hidden>slot <a href=//judi.example/>gacor</a></div>", "css"),
        ("<div style='color:#fff;background:white'>slot <a href=//judi.example/>gacor</a></div>", "css"),
        ("<div style='opacity:0'>slot <a href=//judi.example/>gacor</a></div>", "css"),
        ("<div style='position:absolute;left:-9999px'>slot <a href=//judi.example/>gacor</a></div>", "offscreen"),
        ("<div style='text-indent:-9999em'>slot <a href=//judi.example/>gacor</a></div>", "offscreen"),
        ("<p style='font-size:0px'>slot <a href=//judi.example/>gacor</a></p>", "zero_size"),
        ("<p style='height:0;overflow:hidden'>slot <a href=//judi.example/>gacor</a></p>", "zero_size"),
        ("<noscript><p>slot <a href=//judi.example/>gacor</a></p></noscript>", "noscript"),
        ("<style>.sbx{display:none}</style><b class='a sbx'>slot <a href=//judi.example/>gacor</a></b>", "css"),
        (
            "<style>#x{position:fixed;top:-5000px!important}</style><b id=x>slot <a href=//judi.example/>gacor</a></b>",
            "offscreen",
        ),
    ],
)
def test_hidden_text_and_links(markup: str, how: str) -> None:
    page = facts(f"<body><p>Beranda</p>{markup}<p>Kontak</p></body>")
    assert page.text == "Beranda Kontak"
    assert page.hidden == (HiddenText(how, "slot gacor"),)
    assert page.links == (Link("https://judi.example/", "gacor", "", how),)


@pytest.mark.parametrize(
    "markup",
    [
        "<p style='display:block;opacity:1;color:#333;background:#fff'>terlihat</p>",
        "<p style='text-indent:-5px;margin-left:-20px'>terlihat</p>",
        "<p style='height:0'>terlihat</p>",
        "<style>@media print{.a{display:none}}</style><p class=a>terlihat</p>",
        "<style media=print>.a{display:none}</style><p class=a>terlihat</p>",
        "<style>.a{display:none}.a{display:block}</style><p class=a>terlihat</p>",
        "<style>.a{display:none}</style><p class=a style='display:block'>terlihat</p>",
        "<style>.a .b{display:none} .a:hover{display:none}</style><p class='a b'>terlihat</p>",
        "<body style='visibility:hidden'><p>terlihat</p>",
    ],
)
def test_what_is_not_hidden(markup: str) -> None:
    page = facts(markup)
    assert (page.text, page.hidden) == ("terlihat", ())


def test_comments_are_hidden_text_but_browser_switches_are_not() -> None:
    page = facts("<body><!-- slot gacor --><!--[if lt IE 9]><p>tua</p><![endif]--><p>isi</p>")
    assert page.hidden == (HiddenText("comment", "slot gacor"),)


def test_forms_of_scripts_are_forms_too() -> None:
    page = facts("<body><div><input type=password placeholder='Kata Sandi'></div>")
    (form,) = page.forms
    assert (form.action, form.method, form.has_password) == (URL, "script", True)


def test_bounds() -> None:
    page = facts(
        f"<title>{'j' * 5000}</title><body>"
        + "".join(f"<a href=/{n}>{n}</a>" for n in range(2000))
        + "".join(f"<i hidden><a href=/t{n}>{n}</a></i>" for n in range(2000))
        + "".join(f"<img src={n}.png><script src={n}.js></script><script>var a{n}</script>" for n in range(2000))
        + "<form><input name=a></form>" * 200
        + "<p>kata kata kata</p>" * 5000
    )
    assert len(page.title) == 300
    assert len(page.links) <= 500
    assert sum(1 for link in page.links if link.hidden) >= 100  # many ordinary links do not crowd hidden ones out
    assert len(page.resources) <= 200
    assert len(page.forms) <= 50
    assert len(page.inline_scripts) <= 30
    assert len(page.hidden) <= 100
    assert len(page.text) <= 20_000
    assert page.truncated


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 200_000 + "dalam",
        "<a href=/>x</a>" * 70_000,
        "<style>" + ".a{display:none}" * 40_000 + "</style>" + "<p class=a>x" * 20_000,
        "<label>" * 60_000,
        "<p class='" + "a " * 400_000 + "'>x",
        "<style>" + "@media{" * 100_000,
        "<!--" * 200_000,
        "<p " + "a=b " * 200_000 + ">",
    ],
    ids=["nested", "links", "rules", "labels", "classes", "at-rules", "comments", "attributes"],
)
def test_pathological_pages_end_soon(html: str) -> None:
    start = time.process_time()
    facts(html)
    assert time.process_time() - start < 4  # twice the bound, for slow machines


@pytest.mark.parametrize(
    "html", ["", "   ", "beranda", "/etc/passwd", "https://contoh.go.id/", "\x00", "<", "<?xml version='1.0'?><a/>"]
)
def test_what_is_hardly_a_page_is_no_error(html: str) -> None:
    assert facts(html).links == ()


def test_what_styles_load_counts() -> None:
    page = facts(
        "<style>@import url('http://cdn.example/a.css'); .x{background:url(http://cdn.example/b.png)}</style>"
        "<div style=\"background-image:url('http://cdn.example/c.jpg')\">x</div><p style='color:red'>http://d.example/</p>"
    )
    assert [(one.tag, one.url) for one in page.resources] == [
        ("style", "http://cdn.example/a.css"),
        ("img", "http://cdn.example/b.png"),
        ("img", "http://cdn.example/c.jpg"),
    ]


def test_links_hidden_by_a_rule_for_elements_within_others_are_told_apart_and_their_text_stays() -> None:
    page = facts(
        "<style>body .a p{position:absolute;left:-9999px}</style><div class=a><p><a href=/x>satu</a></p></div>"
        "<p><a href=/y>dua</a></p>"
    )
    assert {(link.url.rpartition("/")[2], link.hidden) for link in page.links} == {("x", "nested"), ("y", "")}
    assert page.text == "satu dua"


def test_the_shape_is_the_template_without_its_content() -> None:
    news = "".join(f"<li class='item-{n} terbaru'><a href='/berita/{n}'>Judul {n}</a></li>" for n in range(3))
    more = "".join(f"<li class='item-{n} terbaru'><a href='/berita/{n}'>Lain {n}</a></li>" for n in range(40, 49))
    one, other = (facts(f"<div class='wadah'><ul>{items}</ul></div>") for items in (news, more))
    assert one.shape == other.shape
    assert "div.wadah" in one.shape
    assert "li.item-0" in one.shape
    assert len(facts("".join(f"<div class='k{chr(97 + n % 26) * (n // 26 + 1)}'>" for n in range(400))).shape) == 150


def test_where_scripts_and_frames_stand_oddly() -> None:
    page = facts(
        "<script src='https://a.example/1.js'></script><!doctype html><html><head><script src='/2.js'></script></head>"
        "<iframe src='https://b.example/' width=0 height=0></iframe><div style='display:none'>"
        "<iframe src='https://c.example/'></iframe></div><iframe src='https://d.example/' width=560></iframe></html>"
    )
    places = {resource.url: resource.place for resource in page.resources}
    assert places["https://a.example/1.js"] == "before"
    assert places["https://b.example/"] == "zero_size"
    assert places["https://c.example/"] == "css"
    assert places["https://d.example/"] == ""
    assert [place for url, place in places.items() if url.endswith("/2.js")] == [""]


def test_an_address_for_mobile_search_results_is_an_alternate() -> None:
    assert facts("<link rel=amphtml href=https://amp.example/x>").alternates == (("amphtml", "https://amp.example/x"),)
