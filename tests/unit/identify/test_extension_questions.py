from collections.abc import Mapping

from secscan.identify.extension_questions import ask, core_versions, wordpress
from secscan.intel.packs import load_intel
from tests.unit.builders import Response, context, site
from tests.unit.identify.test_extensions import asset, readme

INTEL = load_intel()
BASE = "https://web.contoh.go.id/"
OLD = asset("contact-form-7", "a.js", "5.3.1")


def asked(home: str, files: int = 4, answers: Mapping[str, Response] | None = None, **fields: object) -> list[str]:
    known = site(BASE, {"/": home, **(answers or {})})
    return [one.path for one in ask(known, context(intel=INTEL, extension_files=files, **fields))]


def test_whoever_would_be_blamed_is_asked_first() -> None:
    page = asset("woocommerce", "a.js") + OLD + asset("kustom-desa", "a.js", "1.0") + asset("elementor", "a.js", "99.0")
    assert asked(page) == [
        "/wp-content/plugins/contact-form-7/readme.txt",
        "/wp-content/plugins/woocommerce/readme.txt",
    ]


def test_what_is_sure_is_not_asked() -> None:
    assert asked(OLD + asset("contact-form-7", "b.js", "5.3.1")) == []


def test_never_more_than_the_profile_pays_for_and_none_where_it_pays_none() -> None:
    page = "".join(asset(slug, "a.js") for slug in ("woocommerce", "elementor", "contact-form-7", "wordpress-seo"))
    assert len(asked(page, files=2)) == 2
    assert asked(page, files=0) == []
    first = "/wp-content/plugins/contact-form-7/readme.txt"
    rest = asked(page, files=2, answers={first: readme("6.0.6")})
    assert len(rest) == 1
    assert first not in rest


def test_themes_are_asked_for_their_style_sheet() -> None:
    assert asked(asset("Divi", "a.js", folder="themes")) == ["/wp-content/themes/Divi/style.css"]


def test_an_open_finding_is_looked_for_again_even_without_wordpress() -> None:
    key = site(BASE, {}).site.key
    paths = (
        ("cms-extensions", key, "/wp-content/plugins/lama/"),
        ("cms-extensions", "site:https://lain.go.id:443/", "/wp-content/plugins/x/"),
        ("backup-files", key, "/wp-content/plugins/y/"),
        ("cms-extensions", key, "/backup.zip"),
    )
    assert asked("<p>x</p>", open_paths=paths) == ["/wp-content/plugins/lama/readme.txt"]


def test_no_wordpress_no_question() -> None:
    assert asked("<p>/wp-content/plugins/contact-form-7/</p>") == []


def test_the_folder_and_the_versions_of_wordpress_itself() -> None:
    page = "<meta name=generator content='WordPress 6.4.3'><script src='/blog/wp-includes/js/wp-embed.js'></script>"
    known = site(BASE, {"/": page})
    assert [seen.base for seen in wordpress(known)] == ["/blog/"]
    assert core_versions(known, INTEL) == {"6.4.3"}
