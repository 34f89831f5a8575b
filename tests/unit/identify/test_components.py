from secscan.identify.components import MAX_LIBRARIES, components
from secscan.intel.packs import load_intel
from tests.unit.builders import app, site
from tests.unit.identify.test_extensions import asset

INTEL = load_intel()
BASE = "https://web.contoh.go.id/"


def test_extensions_and_libraries_stand_in_the_list_with_all_that_is_known() -> None:
    page = (
        asset("contact-form-7", "a.js", "5.3.1")
        + asset("Divi", "a.js", folder="themes")
        + "<script src=https://code.jquery.com/jquery-3.4.1.min.js></script>"
        + "<script src=https://code.jquery.com/jquery-1.12.4.min.js></script>"
        + "<script src=/javascript/moment/moment.min.js></script>"
    )
    found = components(app(site(BASE, {"/": page})), INTEL)
    assert [(one.product, one.versions, one.distribution) for one in found] == [
        ("plugin/contact-form-7", ("5.3.1",), ""),
        ("theme/divi", (), ""),
        ("js/jquery", ("1.12.4",), ""),
        ("js/jquery", ("3.4.1",), ""),
        ("js/moment.js", (), "Debian"),
    ]
    assert found[0].subject.place == "https://web.contoh.go.id/wp-content/plugins/contact-form-7/"


def test_the_list_is_bounded() -> None:
    page = "".join(f"<script src=https://code.jquery.com/jquery-1.{n}.1.min.js></script>" for n in range(70))
    assert len(components(app(site(BASE, {"/": page})), INTEL)) == MAX_LIBRARIES


def test_nothing_named_is_nothing_listed() -> None:
    assert components(app(site(BASE, {"/": "<p>jquery-1.4.2.js, /wp-content/plugins/x/</p>"})), INTEL) == ()
