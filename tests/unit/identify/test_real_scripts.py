"""Script libraries and a theme as Debian ships them: what is said of the files is what the packages say."""

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

from secscan.identify.extensions import extensions
from secscan.identify.libraries import libraries
from secscan.intel.packs import load_intel
from tests.unit.builders import Response, site

INTEL = load_intel()
BASE = "https://web.contoh.go.id/"
SCRIPTS = Path("/usr/share/javascript")
WORDPRESS = Path("/usr/share/wordpress/wp-content")
JS = {"Content-Type": "application/javascript"}
FILES = {
    "libjs-jquery": ("jquery/jquery.min.js", "jquery"),
    "libjs-jquery-ui": ("jquery-ui/jquery-ui.min.js", "jquery-ui"),
    "libjs-bootstrap4": ("bootstrap4/js/bootstrap.min.js", "bootstrap"),
    "libjs-chart.js": ("chart.js/Chart.min.js", "chart.js"),
    "libjs-prototype": ("prototype/prototype.js", "prototypejs"),
    "libjs-moment": ("moment/moment.min.js", "moment.js"),
    "libjs-mustache": ("mustache/mustache.min.js", "mustache.js"),
}


@cache
def packaged(package: str) -> str:
    """The upstream version of an installed package; "" when it is not installed."""
    call = ("dpkg-query", "-W", "-f", "${Status} ${Version}", package)
    said = subprocess.run(call, capture_output=True, text=True, check=False).stdout
    match = re.search(r"installed (?:\d+:)?(\d+(?:\.\d+)+)", said)
    return match[1] if match else ""


def served(path: str, file: Path) -> dict[str, Response]:
    return {"/": f"<script src='{path}'></script>", path: (200, JS, file.read_bytes())}


@pytest.mark.parametrize("package", FILES)
def test_the_version_of_a_packaged_file_is_the_packages(package: str) -> None:
    file, library = FILES[package]
    version = packaged(package)
    if not version or not (SCRIPTS / file).is_file():
        pytest.skip(f"{package} is not installed")
    for path in (f"/javascript/{file}", "/aset/pustaka-lain.js"):
        found = libraries(site(BASE, served(path, SCRIPTS / file)), INTEL, frozenset())
        if path.startswith("/aset/") and library == "moment.js":
            continue  # its smallest file names itself nowhere
        assert [(copy.library, copy.version, copy.how) for copy in found] == [(library, version, "contents")]
        assert [copy.packaged for copy in found] == ["Debian" if path.startswith("/javascript/") else ""]


def test_a_packaged_theme_and_plugin_name_their_versions() -> None:
    style = WORDPRESS / "themes/twentytwentythree/style.css"
    readme = WORDPRESS / "plugins/akismet/readme.txt"
    if not (style.is_file() and readme.is_file()):
        pytest.skip("wordpress is not installed")
    theme = re.search(r"^Version: ([\d.]+)", style.read_text(), re.MULTILINE)
    plugin = re.search(r"^Stable tag: ([\d.]+)", readme.read_text(), re.MULTILINE)
    assert theme
    assert plugin
    page = (
        "<link rel=stylesheet href='/wp-content/themes/twentytwentythree/style.css'>"
        "<script src='/wp-content/plugins/akismet/_inc/akismet-frontend.js?ver=1700000000'></script>"
    )
    answers: dict[str, Response] = {
        "/": page,
        "/wp-content/themes/twentytwentythree/style.css": (200, {"Content-Type": "text/css"}, style.read_bytes()),
        "/wp-content/plugins/akismet/readme.txt": (200, {"Content-Type": "text/plain"}, readme.read_bytes()),
    }
    found = {one.slug: one.versions for one in extensions(site(BASE, answers), frozenset())}
    assert found == {"twentytwentythree": (theme[1],), "akismet": (plugin[1],)}
