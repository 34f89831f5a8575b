import pytest

from secscan.identify.version_files import FILES


@pytest.mark.parametrize(
    ("product", "path", "text", "version"),
    [
        (
            "ojs",
            "dbscripts/xml/version.xml",
            '<?xml version="1.0"?> <version> <application>ojs2</application> <type>core</type> '
            "<release>3.3.0.8</release> <tag>3_3_0-8</tag> </version>",
            "3.3.0.8",
        ),
        ("dokuwiki", "VERSION", '2024-02-06b "Kaos"', "2024-02-06b"),
        ("moodle", "lib/upgrade.txt", "This files describes API changes in core libraries. === 3.9 === * A", "3.9"),
        (
            "mediawiki",
            "api.php?action=query&meta=siteinfo&format=json",
            '{"batchcomplete":"","query":{"general":{"mainpage":"Beranda","generator":"MediaWiki 1.39.3"}}}',
            "1.39.3",
        ),
        ("nextcloud", "status.php", '{"installed":true,"version":"28.0.1.1","versionstring":"28.0.1"}', "28.0.1"),
        ("slims", "index.php?p=slimsinfo", "<h3>SLiMS codename Bulian <small>(v9.6.1)</small></h3>", "9.6.1"),
        ("grafana", "api/health", '{"commit":"a","database":"ok","version":"10.2.3"}', "10.2.3"),
        ("dspace", "server/api", '{ "dspaceUI" : "https://a", "dspaceVersion" : "DSpace 7.6.1" }', "7.6.1"),
        ("magento", "magento_version", "Magento/2.4 (Community)", "2.4"),
        ("phpmyadmin", "README", "phpMyAdmin - Readme ==== Version 5.2.1 A web interface", "5.2.1"),
        ("moodle", "lib/UPGRADING.md", "# core (subsystem) Upgrade notes ## 4.5 ### Added", "4.5"),
        ("roundcube", "CHANGELOG.md", "# Changelog Roundcube Webmail ## Release 1.6.11 - Managesieve", "1.6.11"),
        ("drupal", "modules/system/system.info", 'core = 7.x version = "7.98" project = "drupal"', "7.98"),
        ("opensid", "catatan_rilis.md", "Di rilis ini, versi 2410.0.0 berisi penambahan fitur", "2410.0.0"),
    ],
)
def test_files_name_the_version(product: str, path: str, text: str, version: str) -> None:
    (file,) = (file for file in FILES[product] if file.path == path)
    match = file.pattern.search(text)
    assert match is not None
    assert match[1] == version


def test_what_names_branches() -> None:
    readme = FILES["wordpress"][-1]
    assert readme.names_branch("6.4")
    assert not readme.names_branch("6.4.2")
    assert not readme.names_branch("4.6")
    assert FILES["moodle"][0].names_branch("3.9")
    assert not FILES["joomla"][0].names_branch("5.2")


def test_only_pages_may_be_pages() -> None:
    assert {file.path for files in FILES.values() for file in files if file.page} == {
        "readme.html",
        "index.php?p=slimsinfo",
    }
