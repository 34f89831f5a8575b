"""Files of products that name the version in words, each with how far it can be believed."""

import re
from enum import IntEnum

import msgspec

from secscan.base.versions import version_key


class Weight(IntEnum):
    """How much a claim counts. Weak ones (a read-me that an upgrade left behind) speak only where nothing else does."""

    WEAK = 1
    PLAIN = 2
    EXACT = 3  # made by the running code, or the file that the code's own updater compares


class VersionFile(msgspec.Struct, frozen=True):
    """A file that names the version. From the release `branches_from` on it names branches where it has two numbers.
    A `page` is HTML; of all others a page in their place says nothing."""

    path: str
    pattern: re.Pattern[str]
    weight: Weight
    branches_from: str = ""
    page: bool = False

    def names_branch(self, version: str) -> bool:
        """Whether what the file says is a branch, not a release."""
        if not self.branches_from or version.count(".") > 1:
            return False
        return version_key(version) >= version_key(self.branches_from)


ETAG_PATH = "wp-admin/load-styles.php?load=zz"
_XML_VERSION = re.compile(r"<version>(\d[\w.-]*)</version>")
FILES: dict[str, tuple[VersionFile, ...]] = {
    "wordpress": (
        VersionFile(
            "feed/", re.compile(r"<generator>https?://wordpress\.org/\?v=(\d[\w.-]*)</generator>"), Weight.PLAIN
        ),
        VersionFile("wp-links-opml.php", re.compile(r'generator="WordPress/(\d[\w.-]*)"'), Weight.PLAIN),
        VersionFile("readme.html", re.compile(r"<br ?/?> ?Version (\d[\d.]*)"), Weight.WEAK, "4.7", page=True),
    ),
    "joomla": (
        VersionFile("administrator/manifests/files/joomla.xml", _XML_VERSION, Weight.EXACT),
        VersionFile("language/en-GB/langmetadata.xml", _XML_VERSION, Weight.PLAIN),
        VersionFile("language/en-GB/en-GB.xml", _XML_VERSION, Weight.PLAIN),
    ),
    "drupal": (
        VersionFile("core/modules/system/system.info.yml", re.compile(r"\bversion: '?(\d[\w.-]*)'?"), Weight.EXACT),
        VersionFile("CHANGELOG.txt", re.compile(r"^\s*Drupal (\d+\.\d+)\b"), Weight.WEAK),
        VersionFile("modules/system/system.info", re.compile(r'\bversion = "(\d[\w.-]*)"'), Weight.EXACT),
    ),
    "ojs": (
        VersionFile(
            "dbscripts/xml/version.xml",
            re.compile(r"<application>ojs2</application>.{0,200}?<release>(\d[\d.]*)</release>"),
            Weight.EXACT,
        ),
    ),
    "dokuwiki": (VersionFile("VERSION", re.compile(r"^(\d{4}-\d\d-\d\d[a-z]?)(?= |$)"), Weight.EXACT),),
    "moodle": (
        VersionFile("lib/upgrade.txt", re.compile(r"=== (\d\.\d{1,2})(?:\.\d+)? ==="), Weight.PLAIN, "1"),
        VersionFile("lib/UPGRADING.md", re.compile(r"## (\d\.\d{1,2})(?:\.\d+)?\b"), Weight.PLAIN, "1"),
    ),
    "mediawiki": (
        VersionFile(
            "api.php?action=query&meta=siteinfo&format=json",
            re.compile(r'"generator":"MediaWiki (\d[\w.-]*)"'),
            Weight.EXACT,
        ),
    ),
    "slims": (
        VersionFile(
            "index.php?p=slimsinfo", re.compile(r"codename \w+ <small>\(v?(\d[\d.]*)\)"), Weight.EXACT, page=True
        ),
    ),
    "roundcube": (VersionFile("CHANGELOG.md", re.compile(r"## Release (\d+\.\d+\.\d+)"), Weight.WEAK),),
    "phpmyadmin": (
        VersionFile("README", re.compile(r"\bVersion (\d+\.\d+\.\d+)\b"), Weight.PLAIN),
        VersionFile("ChangeLog", re.compile(r"\b(\d+\.\d+\.\d+)(?:\.0)? \(\d{4}-"), Weight.WEAK),
    ),
    "grafana": (VersionFile("api/health", re.compile(r'"version": ?"(\d+\.\d+\.\d+[\w.+-]*)"'), Weight.EXACT),),
    "dspace": (VersionFile("server/api", re.compile(r'"dspaceVersion" ?: ?"DSpace (\d[\w.-]*)"'), Weight.EXACT),),
    "magento": (VersionFile("magento_version", re.compile(r"^Magento/(\d+\.\d+) \("), Weight.PLAIN, "1"),),
    "matomo": (VersionFile("CHANGELOG.md", re.compile(r"## Matomo (\d+\.\d+\.\d+)"), Weight.WEAK),),
    "glpi": (VersionFile("CHANGELOG.md", re.compile(r"## \[(\d+\.\d+\.\d+)\] \d{4}"), Weight.WEAK),),
    "nextcloud": (VersionFile("status.php", re.compile(r'"versionstring":"(\d[\w. -]*)"'), Weight.EXACT),),
    "opensid": (VersionFile("catatan_rilis.md", re.compile(r"^.{0,80}?\bversi v?(\d[\d.]*\d)"), Weight.PLAIN),),
}
