import hashlib

import pytest

from secscan.identify.claims import claims
from secscan.identify.signs import Seen
from secscan.identify.version_files import ETAG_PATH, FILES, Weight
from secscan.intel.packs import load_intel
from tests.unit.builders import Response, site

INTEL = load_intel()
BASE = "https://blog.contoh.go.id/"


def said(product: str, responses: dict[str, Response]) -> dict[str, tuple[set[str], Weight]]:
    known = site(BASE, {"/": "<p>x</p>", **responses})
    seen = Seen(product=product, base="/", evidence=())
    return {one.source: (set(one.versions), one.weight) for one in claims(known, seen, INTEL)}


def etag(value: str) -> dict[str, tuple[set[str], Weight]]:
    return said("wordpress", {f"/{ETAG_PATH}": (200, {"Content-Type": "text/css", "ETag": value}, "")})


@pytest.mark.parametrize(
    ("value", "version"),
    [
        ("6.1.9", "6.1.9"),  # as Debian's WordPress 6.1.9 sends it
        ('"4.7.2"', "4.7.2"),
        ('W/"8e0bb2c3f10f3723d2c55649ba617e73"', "6.6"),
        (f'W/"{hashlib.md5(b"WP:7.1.3;").hexdigest()}"', "7.1.3"),
        (f'"{hashlib.md5(b"WP:8.0;").hexdigest()}-gzip"', "8.0"),
    ],
)
def test_the_etag_is_exact_and_reaches_beyond_the_data(value: str, version: str) -> None:
    assert etag(value) == {"load-styles.php ETag": ({version}, Weight.EXACT)}


@pytest.mark.parametrize("value", ['"5f3b-60a1b2c3"', 'W/"0123456789abcdef0123456789abcdef"', "", '"1700000000"'])
def test_other_etags_say_nothing(value: str) -> None:
    assert etag(value) == {}


def test_core_assets_vote_and_jquery_does_not() -> None:
    body = (
        "<link rel=stylesheet href=/wp-includes/css/dist/block-library/style.min.css?ver=6.4.2>"
        "<link rel=stylesheet href=/wp-includes/css/dashicons.min.css?ver=6.4.2>"
        "<script src=/wp-includes/js/jquery/jquery.min.js?ver=3.7.1></script>"
        "<script src=/wp-includes/js/jquery/jquery-migrate.min.js?ver=3.4.1></script>"
        "<link rel=stylesheet href=/wp-content/themes/x/style.css?ver=1.2>"
    )
    assert said("wordpress", {"/": body}) == {"core asset ?ver=": ({"6.4.2"}, Weight.PLAIN)}


def test_a_theme_number_on_core_assets_is_no_core_version() -> None:
    body = "<link rel=stylesheet href=/wp-includes/css/dashicons.min.css?ver=1.0.0>"
    assert said("wordpress", {"/": body}) == {}


def test_votes_without_majority_say_nothing() -> None:
    body = (
        "<link rel=stylesheet href=/wp-includes/css/dashicons.min.css?ver=6.4.2>"
        "<link rel=stylesheet href=/wp-includes/css/buttons.min.css?ver=6.3.1>"
    )
    assert said("wordpress", {"/": body}) == {}


def test_texts_of_wordpress() -> None:
    made = said(
        "wordpress",
        {
            "/": "<meta name=generator content='WordPress 6.4.2'>",
            "/wp-links-opml.php": (
                200,
                {"Content-Type": "text/xml"},
                '<?xml version="1.0"?><opml version="1.0"><head><title>Links</title>'
                '<!-- generator="WordPress/6.4.2" --></head></opml>',
            ),
        },
    )
    assert made == {"generator": ({"6.4.2"}, Weight.PLAIN), "wp-links-opml.php": ({"6.4.2"}, Weight.PLAIN)}


def test_joomla_manifest() -> None:
    manifest = """<?xml version="1.0" encoding="UTF-8"?>
    <extension type="file" method="upgrade"><name>files_joomla</name>
    <author>Joomla! Project</author><authorEmail>admin@joomla.org</authorEmail><authorUrl>www.joomla.org</authorUrl>
    <copyright>(C) 2019 Open Source Matters, Inc.</copyright>
    <license>GNU General Public License version 2 or later; see LICENSE.txt</license><version>4.4.2</version>
    <creationDate>2024-01</creationDate></extension>"""
    made = said("joomla", {"/administrator/manifests/files/joomla.xml": (200, {"Content-Type": "text/xml"}, manifest)})
    assert made["administrator/manifests/files/joomla.xml"] == ({"4.4.2"}, Weight.EXACT)


def test_a_soft_404_page_is_no_manifest() -> None:
    assert (
        said("joomla", {"/administrator/manifests/files/joomla.xml": "<p>Halaman tidak ditemukan versi 4.4.2</p>"})
        == {}
    )


def test_drupal_by_script_header_and_change_log() -> None:
    made = said(
        "drupal",
        {
            "/": (
                200,
                {"Content-Type": "text/html", "X-Generator": "Drupal 10 (https://www.drupal.org)"},
                "<script src=/core/misc/drupal.js?v=10.2.1></script>",
            ),
            "/CHANGELOG.txt": (200, {"Content-Type": "text/plain"}, "Drupal 7.98, 2023-06-07\n-----\n- Fixed"),
        },
    )
    assert made["core/misc/drupal.js?v="] == ({"10.2.1"}, Weight.EXACT)
    assert made["CHANGELOG.txt"] == ({"7.98"}, Weight.WEAK)
    branch, weight = made["header x-generator"]
    assert weight is Weight.PLAIN
    assert "10.2.1" in branch
    assert not any(version.startswith(("9.", "11.")) for version in branch)


def test_opensid_footer() -> None:
    footer = "<a href=https://github.com/OpenSID/OpenSID>OpenSID 2408.0.0</a>"
    assert said("opensid", {"/": footer}) == {"footer": ({"2408.0.0"}, Weight.PLAIN)}
    assert said("opensid", {"/": "<a href=/berita>OpenSID 2408.0.0 diretas</a>"}) == {}


def test_a_hostile_generator_is_no_version() -> None:
    assert said("wordpress", {"/": "<meta name=generator content='WordPress 9<script>'>"}) == {}
    assert said("wordpress", {"/": f"<meta name=generator content='WordPress {'9' * 500}'>"}) == {}


def test_the_feed_names_the_version_behind_its_name_spaces() -> None:
    head = "".join(f'xmlns:n{n}="http://purl.org/rss/1.0/modules/content/{n}/" ' for n in range(6))
    feed = (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" {head}><channel><title>Dinas Komunikasi</title>'
        '<atom:link href="https://blog.contoh.go.id/feed/" rel="self" /><link>https://blog.contoh.go.id</link>'
        "<description>Laman resmi</description><lastBuildDate>Thu, 01 Oct 2026 03:00:00 +0000</lastBuildDate>"
        "<language>id</language><generator>https://wordpress.org/?v=6.4.2</generator></channel></rss>"
    )
    made = said("wordpress", {"/feed/": (200, {"Content-Type": "application/rss+xml; charset=UTF-8"}, feed)})
    assert made == {"feed/": ({"6.4.2"}, Weight.PLAIN)}


@pytest.mark.parametrize("product", sorted(FILES))
def test_a_page_in_the_place_of_the_file_names_no_version(product: str) -> None:
    page = "<!DOCTYPE html><title>Tidak ditemukan</title><p>versi 4.7, VERSION 2024-02-06, Drupal 7.98, === 3.9 ==="
    assert said(product, {f"/{file.path}": page for file in FILES[product]}) == {}


def test_roundcube_tells_its_scripts() -> None:
    page = '<script>rcmail.set_env({"task":"login","rcversion":10611,"cookie_path":"/"});</script>'
    assert said("roundcube", {"/": page}) == {"rcversion": ({"1.6.11"}, Weight.EXACT)}


def test_moodle_names_branches() -> None:
    text = "This files describes API changes in core libraries and APIs.\n\n=== 3.9 ===\n* Unit tests"
    branch, weight = said("moodle", {"/lib/upgrade.txt": (200, {"Content-Type": "text/plain"}, text)})[
        "lib/upgrade.txt"
    ]
    assert weight is Weight.PLAIN
    assert "3.9.1" in branch
    assert not any(version.startswith(("3.8.", "3.10.")) for version in branch)
