import pytest

from secscan.identify.extensions import Extension, extensions, of_path
from secscan.model.enums import Confidence
from secscan.model.intel import ExtensionKind
from tests.unit.builders import Response, site

BASE = "https://web.contoh.go.id/"
CORE = frozenset(("6.4.3",))
TEXT = {"Content-Type": "text/plain"}
CSS = {"Content-Type": "text/css"}


def asset(slug: str, rest: str, version: str = "", folder: str = "plugins") -> str:
    query = f"?ver={version}" if version else ""
    return f"<script src='/wp-content/{folder}/{slug}/{rest}{query}'></script>"


def readme(stable: str, name: str = "Nama", changes: str = "") -> Response:
    return (200, TEXT, f"=== {name} ===\nContributors: a\nTested up to: 6.4\nStable tag: {stable}\n\nKata.\n{changes}")


def found(home: str, url: str = BASE, **files: Response) -> list[Extension]:
    places = {f"wp-content/{place.replace('__', '/').replace('_', '-')}": seen for place, seen in files.items()}
    return list(extensions(site(url, {url: home, **{url + place: seen for place, seen in places.items()}}), CORE))


def told(home: str, **files: Response) -> list[tuple[str, tuple[str, ...], Confidence]]:
    return [(one.slug, one.versions, one.confidence) for one in found(home, **files)]


def file(slug: str, answer: Response, folder: str = "plugins", name: str = "readme.txt") -> dict[str, Response]:
    return {f"{BASE}wp-content/{folder}/{slug}/{name}": answer}


def with_file(home: str, answers: dict[str, Response]) -> list[tuple[str, tuple[str, ...], Confidence]]:
    known = extensions(site(BASE, {"/": home, **answers}), CORE)
    return [(one.slug, one.versions, one.confidence) for one in known]


KUAT, INDIKASI = Confidence.KUAT, Confidence.INDIKASI


def test_two_assets_that_agree_name_the_version_and_one_is_an_indication() -> None:
    two = asset("contact-form-7", "includes/js/index.js", "5.7.7") + asset("contact-form-7", "a/b.js", "5.7.7")
    assert told(two) == [("contact-form-7", ("5.7.7",), KUAT)]
    assert told(asset("contact-form-7", "includes/js/index.js", "5.7.7")) == [("contact-form-7", ("5.7.7",), INDIKASI)]


@pytest.mark.parametrize(
    ("rest", "version"),
    [
        ("a.js", "6.4.3"),  # the core's: no version of its own
        ("a.js", "1699999999"),  # a time
        ("a.js", "20240131"),
        ("a.js", "3f2a9c"),
        ("a.js", "5.3.6abc"),
        ("assets/lib/swiper/swiper.min.js", "5.3.6"),
        ("vendor/x/x.js", "1.2.3"),
        ("js/jquery.blockUI.min.js", "2.7.0"),
        ("css/font-awesome.min.css", "4.7.0"),
        ("js/js.cookie.min.js", "2.1.4-wc.8.0.2"),
    ],
)
def test_a_query_that_is_not_the_extensions_tells_nothing(rest: str, version: str) -> None:
    assert told(asset("sesuatu", rest, version)) == [("sesuatu", (), KUAT)]


def test_a_number_that_many_share_is_the_sites() -> None:
    page = "".join(asset(slug, "a.js", "2.4.1") for slug in ("satu", "dua", "tiga"))
    assert [versions for _, versions, _ in told(page)] == [(), (), ()]
    core = "<link rel=stylesheet href='/wp-includes/css/dashicons.min.css?ver=5.5.5'>"
    assert told(core + asset("satu", "a.js", "5.5.5"))[0][1] == ()


def test_default_numbers_prove_nothing_even_twice() -> None:
    assert told(asset("tema", "a.js", "1.0.0", "themes") + asset("tema", "b.js", "1.0.0", "themes")) == [
        ("tema", ("1.0.0",), INDIKASI)
    ]


def test_assets_that_disagree_are_a_set() -> None:
    page = asset("elementor", "assets/js/a.js", "3.16.4") + asset("elementor", "assets/js/b.js", "1.0.2")
    assert told(page) == [("elementor", ("1.0.2", "3.16.4"), INDIKASI)]


def test_the_read_me_settles_what_agrees_with_it() -> None:
    page = asset("elementor", "assets/js/a.js", "3.16.4") + asset("elementor", "assets/js/b.js", "1.0.2")
    assert with_file(page, file("elementor", readme("3.16.4"))) == [("elementor", ("3.16.4",), KUAT)]
    assert with_file(asset("a", "a.js"), file("a", readme("2.1"))) == [("a", ("2.1",), KUAT)]
    stale = with_file(page, file("elementor", readme("3.10.0")))
    assert stale == [("elementor", ("3.10.0", "3.16.4"), KUAT)]


def test_the_change_log_speaks_where_the_stable_tag_does_not() -> None:
    log = "== Changelog ==\n\n= 4.2.1 - 2024-01-02 =\n* x\n= 4.2.0 =\n* y\n"
    assert with_file(asset("a", "a.js"), file("a", readme("trunk", changes=log)))[0][1] == ("4.2.1",)
    assert with_file(asset("a", "a.js"), file("a", readme("trunk")))[0][1] == ()


def test_a_theme_names_itself_in_its_style_sheet() -> None:
    head = "/*\nTheme Name: Twenty Twenty-Three\nRequires PHP: 5.6\nVersion: 1.1\nLicense: GPL\n*/ body{}"
    page = asset("twentytwentythree", "a.js", folder="themes")
    answers = file("twentytwentythree", (200, CSS, head), "themes", "style.css")
    assert with_file(page, answers) == [("twentytwentythree", ("1.1",), KUAT)]
    plain = file("twentytwentythree", (200, CSS, "/* Version: 9.9 */ body{}"), "themes", "style.css")
    assert with_file(page, plain)[0][1] == ()


@pytest.mark.parametrize(
    "answer", ["<h1>Beranda</h1>", (200, TEXT, "Stable tag: 1.0"), (403, TEXT, "x"), (404, {}, "x")]
)
def test_what_is_no_read_me_tells_nothing(answer: Response) -> None:
    assert with_file(asset("a", "a.js"), file("a", answer)) == [("a", (), KUAT)]


def test_an_extension_that_was_asked_for_and_is_not_there_is_gone() -> None:
    known = extensions(site(BASE, {"/": "<p>x</p>", **file("lama", (404, {}, "x"))}), CORE)
    assert [(one.slug, one.gone) for one in known] == [("lama", True)]
    refused = extensions(site(BASE, {"/": "<p>x</p>", **file("lama", (403, {}, "x"))}), CORE)
    assert refused == ()
    there = extensions(site(BASE, {"/": "<p>x</p>", **file("lama", readme("1.4"))}), CORE)
    assert [(one.slug, one.gone, one.versions) for one in there] == [("lama", False, ("1.4",))]


def test_marks_name_versions_outright() -> None:
    yoast = "<!-- This site is optimized with the Yoast SEO plugin v20.1 - https://yoast.com/wordpress/plugins/seo/ -->"
    meta = "<meta name=generator content='Elementor 3.14.1; features: a; settings: b'>"
    assert told(yoast + meta) == [("wordpress-seo", ("20.1",), KUAT), ("elementor", ("3.14.1",), KUAT)]


def test_the_network_of_jetpack_names_versions() -> None:
    page = "<script src=https://c0.wp.com/p/woocommerce/7.1.0/assets/js/frontend/a.min.js></script>"
    assert told(page) == [("woocommerce", ("7.1.0",), KUAT)]


@pytest.mark.parametrize(
    "page",
    [
        "<p>Kami memakai /wp-content/plugins/contact-form-7/ versi 5.3.1</p>",
        "<!-- /wp-content/plugins/contact-form-7/includes/js/index.js?ver=5.3.1 -->",
        "<!-- dulu: This site is optimized with the Yoast SEO plugin v1.0 - https://yoast.com/ -->",
        "<a href=/wp-content/plugins/contact-form-7/readme.txt>baca</a>",
        "<img src=/wp-content/plugins/galeri-lama/foto.png>",
        "<script src=https://lain.go.id/wp-content/plugins/contact-form-7/a.js?ver=5.3.1></script>",
        "<meta name=generator content='Plugin elementor 1.0'>",
        "<p>Yoast SEO plugin v1.0</p>",
    ],
)
def test_near_misses_name_no_extension(page: str) -> None:
    assert found(page) == []


def test_of_path_reads_folder_kind_and_slug() -> None:
    assert of_path("/blog/wp-content/themes/Divi/style.css?ver=1") == (ExtensionKind.THEME, "Divi", "/blog/")
    assert of_path("/wp-content/plugins/hello.php/x") is None
    assert of_path("/wp-content/uploads/a.js") is None
    (one,) = found("<script src='/blog/wp-content/plugins/a/a.js'></script>")
    assert (one.path, one.key) == ("/blog/wp-content/plugins/a/", (ExtensionKind.PLUGIN, "a"))


def test_extensions_are_bounded() -> None:
    page = "".join(asset(f"p{number}", "a.js") for number in range(300))
    assert len(found(page)) <= 60
