"""What the address of a script names: a library, and its version where the address holds it as libraries write it."""

import re

import msgspec

from secscan.base.urls import UrlParts
from secscan.identify.library_rules import RULES

_V = r"v?(\d{1,3}\.\d{1,4}(?:\.\d{1,5}){0,2}(?:-?(?:alpha|beta|rc)[.-]?\d{0,3})?(?:-wp)?)"
_TAIL = (
    r"(?:[-._](?:min|slim|pack|packed|umd|global|prod|production|development|debug|dev|full|custom|all|runtime|esm|browser"
    r"|compat|lite|standard|basic|dfsg|source|src|latest|sound))*"
)
_FILE = re.compile(rf"^(?P<name>[a-z][\w.-]*?)(?:[-._]{_V})?{_TAIL}\.m?js$", re.IGNORECASE | re.ASCII)
_FOLDER = re.compile(
    rf"^(?P<name>[a-z][\w.-]*?)[-_.]{_V}(?:[-_.](?:dist|custom|full|standard|basic|min|pro))*$", re.IGNORECASE
)
_WHOLE = re.compile(rf"^{_V}(?:-\d+)?$")
_PACKAGE = re.compile(rf"(?:^|[/,])(?:npm/)?(?P<name>[a-z][\w.-]*)@{_V}(?=[/,]|$)", re.IGNORECASE)
_BUILDER = re.compile(rf"^(?:.*-)?dt-{_V}(?:-|$)")
_QUERY = re.compile(rf"(?:^|&)ver={_V}(?:&|$)")
_OWN_FOLDERS = {
    "code.jquery.com": {"ui": "jquery-ui", "mobile": "jquery-mobile"},
    "cdn.datatables.net": {"": "jquery.datatables"},
    "cdn.ckeditor.com": {"": "ckeditor"},
}
"""File networks of one maker, whose first folder is the version, below a word or at once."""

_WORDPRESS_FILES = {
    "jquery/ui/core": "jquery-ui",
    "jquery/jquery": "jquery",
    "jquery/jquery-migrate": "jquery-migrate",
    "underscore": "underscore.js",
    "backbone": "backbone.js",
    "dist/vendor/moment": "moment.js",
    "dist/vendor/lodash": "lodash",
    "dist/vendor/react": "react",
    "dist/vendor/react-dom": "react-dom",
}
_WORDPRESS = re.compile(r"/wp-includes/js/([\w/.-]{1,80}?)(?:\.min)?\.js$")
_BY_FILE = {file: key for key, rule in reversed(RULES.items()) for file in rule.files}
_BY_PACKAGE = {package: key for key, rule in reversed(RULES.items()) for package in rule.packages}


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """A library by name; `version` "" where the address holds none, or one that moves on (`@5`)."""

    library: str
    version: str
    how: str


def names(url: UrlParts, core: frozenset[str]) -> tuple[Named, ...]:
    """The libraries that an address loads: mostly one or none. `core` are versions that are WordPress' own."""
    if url.path.startswith("/combine/"):  # jsDelivr joins several packages into one file
        return tuple(
            Named(library=key, version=match[2], how="address")
            for match in _PACKAGE.finditer(url.path)
            if (key := _BY_PACKAGE.get(match["name"].lower()))
        )
    bundled = _WORDPRESS.search(url.path)
    if bundled is not None:
        return _of_wordpress(bundled[1], url.query, core)
    key, version = _of_file(url.path.rpartition("/")[2])
    package = _PACKAGE.search(url.path)
    if package is not None and url.path.endswith(package[0]):  # the package's main file, without its name
        key, version = _BY_PACKAGE.get(package["name"].lower(), ""), package[2] if package[2].count(".") > 1 else ""
    folders = [segment for segment in url.path.split("/")[:-1] if segment]
    if not key or (key == "ckeditor" and "ckeditor5" in folders):
        return ()
    version = version or _in_folders(url.host, folders, key)
    if not version and RULES[key].common:
        return ()
    return (Named(library=key, version=version, how="address"),)


def _of_file(name: str) -> tuple[str, str]:
    match = _FILE.match(name)
    if match is None:
        return "", ""
    return _BY_FILE.get(match["name"].lower(), ""), match[2] or ""


def _in_folders(host: str, folders: list[str], key: str) -> str:
    """The version in the folders above the file: `jquery/3.6.0/`, `jquery@3.6.0/`, `jquery-ui-1.12.1/`; the nearest."""
    own = {*RULES[key].packages, *RULES[key].files}
    for at in range(len(folders) - 1, -1, -1):
        segment = folders[at]
        if host == "cdn.datatables.net" and (built := _BUILDER.match(segment)):
            return built[1]
        match = _FOLDER.match(segment)
        if match is not None and match["name"].lower() in own:
            return match[2]
        name, _, tail = segment.rpartition("@")
        version = _WHOLE.match(tail if name else segment)
        if version is None:
            continue
        if name:
            # Two numbers behind an @ stand for the newest of a branch.
            return version[1] if name.lower() in own and version[1].count(".") > 1 else ""
        above = folders[at - 1].lower() if at else ""
        if above in own or _OWN_FOLDERS.get(host, {}).get(above) == key:
            return version[1]
    return ""


def _of_wordpress(path: str, query: str, core: frozenset[str]) -> tuple[Named, ...]:
    """The copies that WordPress ships and gives their own `?ver=`, unless a plugin put the site's there."""
    key = _WORDPRESS_FILES.get(path)
    if key is None:
        return ()
    version = _QUERY.search(query)
    told = version[1] if version is not None and version[1] not in core else ""
    return (Named(library=key, version=told, how="address"),)
