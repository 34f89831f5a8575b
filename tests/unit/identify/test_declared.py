from datetime import date

import msgspec

from secscan.base.text import digest
from secscan.identify.software import ask, identify
from secscan.model.enums import Confidence
from secscan.model.intel import FingerprintFile, Fingerprints, Intel, ProductIntel, Sign
from tests.unit.builders import app, context, site

BASE = "https://layanan.contoh.go.id/"
APP_1, APP_2, STYLE = "var simdes=1;\n", "var simdes=2;\n", ".simdes{color:red}\n"
TABLE = Fingerprints(
    product="simdes",
    versions=("1.0", "2.0"),
    files={
        "assets/simdes.js": FingerprintFile(1.0, {digest(APP_1.encode()): 0b01, digest(APP_2.encode()): 0b10}),
        "assets/simdes.css": FingerprintFile(1.0, {digest(STYLE.encode()): 0b11}),
    },
    data_date=date(2026, 10, 1),
)
SIGN = Sign(label="Simdes", paths=tuple(TABLE.files))
HOME = '<html><link rel="stylesheet" href="/assets/simdes.css"><script src="/assets/simdes.js?v=9"></script></html>'
SCRIPT = {"Content-Type": "application/javascript"}
CSS = {"Content-Type": "text/css"}


def intel(sign: Sign = SIGN) -> Intel:
    return Intel(
        products={"simdes": ProductIntel(key="simdes", label="Simdes", support_known=False)},
        fingerprints={"simdes": TABLE},
        signs={"simdes": sign},
    )


def test_two_linked_paths_of_the_table_are_asked_for_and_identify_the_release() -> None:
    home = site(BASE, {"/": HOME})
    (request,) = ask(home, context(intel=intel()))
    assert request.path == "/assets/simdes.js"
    whole = site(
        BASE,
        {"/": HOME, "/assets/simdes.js": (200, SCRIPT, APP_2), "/assets/simdes.css": (200, CSS, STYLE)},
    )
    (seen,) = identify(app(whole), intel())
    assert (seen.product, seen.label, seen.versions) == ("simdes", "Simdes", ("2.0",))


def test_the_same_paths_with_other_files_are_another_app() -> None:
    other = site(
        BASE,
        {"/": HOME, "/assets/simdes.js": (200, SCRIPT, "lain"), "/assets/simdes.css": (200, CSS, "lain")},
    )
    assert identify(app(other), intel()) == ()
    half = site(
        BASE,
        {"/": HOME, "/assets/simdes.js": (200, SCRIPT, "lain"), "/assets/simdes.css": (200, CSS, STYLE)},
    )
    assert identify(app(half), intel()) == ()  # one file alone may be a common library


def test_one_path_alone_is_no_sign() -> None:
    home = site(BASE, {"/": '<script src="/assets/simdes.js"></script>'})
    assert not list(ask(home, context(intel=intel())))
    assert identify(app(home), intel()) == ()


def test_a_declared_asset_cookie_or_generator_is_enough() -> None:
    for sign, answer in (
        (Sign(label="Simdes", assets=("simdes-theme/",)), '<script src="/desa/simdes-theme/a.js"></script>'),
        (Sign(label="Simdes", cookies=("SIMDESSID",)), (200, {"Set-Cookie": "SIMDESSID=1; path=/"}, "<p>")),
        (Sign(label="Simdes", generators=("Simdes ",)), '<meta name="generator" content="Simdes 9">'),
    ):
        (seen,) = identify(app(site(BASE, {"/": answer})), intel(sign))
        assert seen.product == "simdes"
        assert seen.versions == ()
        assert seen.confidence is not Confidence.PASTI


def test_the_folder_is_that_of_the_declared_asset() -> None:
    sign = Sign(label="Simdes", assets=("simdes-theme/",))
    home = site(BASE, {"/": '<script src="/desa/simdes-theme/a.js"></script>'})
    (request, *_) = ask(home, context(intel=intel(sign)))
    assert request.path == "/desa/assets/simdes.js"


def test_near_misses_of_declared_signs() -> None:
    sign = Sign(label="Simdes", assets=("simdes-theme/",), cookies=("SIMDESSID",), generators=("Simdes ",))
    home = site(
        BASE,
        {
            "/": (
                200,
                {"Set-Cookie": "SIMDESSID2=1"},
                '<p>Simdes 9</p><meta name="generator" content="Bukan Simdes 9">'
                '<script src="/my-simdes-theme/a.js"></script><script src="https://cdn.contoh/simdes-theme/a.js"></script>',
            )
        },
    )
    assert identify(app(home), intel(sign)) == ()


def test_without_declared_products_nothing_is_looked_for() -> None:
    bare = msgspec.structs.replace(intel(), signs={})
    assert identify(app(site(BASE, {"/": HOME})), bare) == ()
