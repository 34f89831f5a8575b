from datetime import date
from pathlib import Path

import msgspec
import pytest

from secscan.base.errors import UsageError
from secscan.base.text import digest, normalised_digest
from secscan.identify.software import identify
from secscan.intel.building import Built, Order, build, version_of
from secscan.intel.fingerprints import table_of
from secscan.intel.overlay import install
from secscan.intel.packfile import read_pack
from secscan.intel.packs import load_intel
from secscan.model.intel import PackOrigin, Sign
from tests.unit.builders import app, site
from tests.unit.intel.repository import git, repository, simdes

INTEL = load_intel()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    releases = {f"v1.{number}": simdes(number) for number in range(4)}
    folder = repository(tmp_path_factory.mktemp("git") / "klon", releases)
    for name in ("v2.0-beta1", "percobaan", "v1.3.0"):
        git(folder, "tag", name)
    return folder


def built(place: Path, folder: str = "public", tags: str = "*", product: str = "simdes") -> Built:
    return build(Order(product, place, tags, folder, Sign(label="SIMDES")), INTEL)


def test_the_table_is_what_a_server_would_serve(place: Path) -> None:
    made = built(place)
    pack = read_pack(made.data)
    table = table_of(pack)
    assert table.product == "simdes"
    assert table.versions == ("1.0", "1.1", "1.2", "1.3")
    assert set(table.files) == {"assets/simdes.js", "assets/simdes.css", "logo.png"}
    script = table.files["assets/simdes.js"].releases
    assert script[normalised_digest(b"var versi = 2; // skrip utama aplikasi\r\n")] == 0b0100
    assert table.files["logo.png"].releases == {digest(b"\x89PNG\r\n\x1a\n" + bytes(range(40))): 0b1111}
    assert (made.releases, made.files, made.groups) == (4, 3, 4)
    assert set(made.left_out) == {"v2.0-beta1", "percobaan", "v1.3.0"}
    assert pack.head.origin is PackOrigin.BUILT
    assert pack.head.data_date == date(2026, 1, 4)
    assert set(made.paths) == {"assets/simdes.css", "assets/simdes.js"}


def test_a_site_is_then_recognised_and_its_release_named(place: Path, tmp_path: Path) -> None:
    install(tmp_path, built(place).data)
    intel = load_intel(tmp_path)
    assert intel.products["simdes"].label == "SIMDES"
    assert intel.products["simdes"].releases["1.2"] == date(2026, 1, 3)
    script, css = {"Content-Type": "application/javascript"}, {"Content-Type": "text/css"}
    home = '<link rel="stylesheet" href="/desa/assets/simdes.css"><script src="/desa/assets/simdes.js"></script>'
    seen = site(
        "https://desa.contoh.go.id/",
        {
            "/": home,
            "/desa/assets/simdes.js": (200, script, simdes(2)["public/assets/simdes.js"]),
            "/desa/assets/simdes.css": (200, css, simdes(2)["public/assets/simdes.css"]),
        },
    )
    (one,) = identify(app(seen), intel)
    assert (one.product, one.label, one.versions) == ("simdes", "SIMDES", ("1.2",))
    assert identify(app(seen), INTEL) == ()


def test_patterns_choose_tags_and_folders_the_web_root(place: Path) -> None:
    assert built(place, tags="v1.[01]").releases == 2
    whole = table_of(read_pack(built(place, folder="").data))
    assert "app/rahasia.js" in whole.files
    assert "public/assets/simdes.js" in whole.files


def test_files_of_common_libraries_and_other_products_are_no_sign(tmp_path: Path) -> None:
    jquery = next(name for name, file in INTEL.scripts.items() if file.library == "jquery")
    content = "var milik = 'orang lain, dengan isi yang cukup panjang';\n"
    intel = load_intel()
    scripts = dict(intel.scripts) | {normalised_digest(content.encode()): intel.scripts[jquery]}
    known = msgspec.structs.replace(intel, scripts=scripts)
    place = repository(tmp_path / "klon", {
        "1.0": {"js/umum.js": content, "js/sendiri.js": "var a = 'milik aplikasi ini, versi satu';\n"},
        "1.1": {"js/umum.js": content, "js/sendiri.js": "var a = 'milik aplikasi ini, versi dua';\n"},
    })  # fmt: skip
    made = build(Order("simdes", place, "*", "", Sign(label="x")), known)
    assert set(table_of(read_pack(made.data)).files) == {"js/sendiri.js"}


def test_what_cannot_be_built_is_said(place: Path, tmp_path: Path) -> None:
    for order, code in (
        (Order("Simdes", place, "*", "", Sign(label="x")), "bad_product_key"),
        (Order("simdes", place, "rilis-*", "", Sign(label="x")), "no_tags"),
        (Order("simdes", place, "*", "", Sign(label="x", assets=("/",))), "bad_sign"),
        (Order("simdes", place, "*", "", Sign(label="x", generators=("",))), "bad_sign"),
        (Order("simdes", place, "*", "tidak-ada", Sign(label="x")), "no_static_files"),
        (Order("simdes", tmp_path / "none", "*", "", Sign(label="x")), "no_clone"),
    ):
        with pytest.raises(UsageError) as refused:
            build(order, INTEL)
        assert refused.value.code == code


@pytest.mark.parametrize(("tag", "version"), [
    ("v1.2.3", "1.2.3"), ("1.2", "1.2"), ("release-2.0", "2.0"), ("simdes_2.1", "2.1"), ("release/3.0.1", "3.0.1"),
    ("v2408.0.0", "2408.0.0"), ("2026-05-14b", "2026-05-14b"), ("v2.0-rc1", ""), ("v2.0beta2", ""), ("latest", ""),
    ("percobaan-x", ""), ("", ""),
])  # fmt: skip
def test_versions_of_tags(tag: str, version: str) -> None:
    assert version_of(tag) == version
