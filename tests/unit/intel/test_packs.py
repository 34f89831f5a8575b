import time
from datetime import date

from secscan.base.versions import in_range, is_version
from secscan.intel.packs import load_intel, pack_dates, stale_packs
from secscan.model.enums import Severity
from secscan.model.intel import ExtensionKind, Pack

INTEL = load_intel()


def test_opening_the_packs_costs_next_to_nothing() -> None:
    began = time.process_time()
    intel = load_intel()
    assert time.process_time() - began < 0.1  # 7 ms on an idle machine
    began = time.process_time()
    assert intel.products["wordpress"].vulnerabilities
    assert time.process_time() - began < 0.2  # 10 ms
    began = time.process_time()
    assert intel.extensions[(ExtensionKind.PLUGIN, "duplicator")]
    assert time.process_time() - began < 0.5  # 50 ms, once


def test_products_of_every_kind_are_known() -> None:
    for product in (
        "wordpress",
        "joomla",
        "drupal",
        "php",
        "nginx",
        "apache-http-server",
        "tomcat",
        "opensid",
        "slims",
        "mariadb",
        "ubuntu",
        "jquery",
        "django",
    ):
        assert INTEL.products[product].cycles, product
    assert len(INTEL.products) >= 132
    assert pack_dates(INTEL)["products"] == date(2026, 8, 22)


def test_facts_that_others_publish() -> None:
    php = {cycle.name: cycle for cycle in INTEL.products["php"].cycles}
    assert php["7.4"].eol == date(2022, 11, 28)  # php.net/eol.php
    assert INTEL.products["wordpress"].releases["4.7.2"] == date(2017, 1, 26)
    assert INTEL.products["nginx"].releases["1.20.1"] == date(2021, 5, 25)  # nginx.org/en/CHANGES-1.20
    assert INTEL.wordpress_etags["8e0bb2c3f10f3723d2c55649ba617e73"] == "6.6"


def test_exploited_vulnerabilities_say_since_when() -> None:
    drupalgeddon = next(hole for hole in INTEL.products["drupal"].vulnerabilities if hole.id == "CVE-2018-7600")
    assert drupalgeddon.exploited
    assert drupalgeddon.ransomware
    assert drupalgeddon.exploited_since == date(2021, 11, 3)  # KEV's first day
    traversal = next(
        hole for hole in INTEL.products["apache-http-server"].vulnerabilities if hole.id == "CVE-2021-41773"
    )
    assert traversal.exploited
    assert in_range("2.4.49", traversal.affected)
    assert not in_range("2.4.51", traversal.affected)


def test_what_runtimes_are_vulnerable_to() -> None:
    holes = {hole.id: hole for hole in INTEL.products["openssl"].vulnerabilities}
    heartbleed = holes["CVE-2014-0160"]
    assert in_range("1.0.1f", heartbleed.affected)
    assert not in_range("1.0.1g", heartbleed.affected)
    assert not in_range("1.0.0t", heartbleed.affected)
    assert heartbleed.exploited
    resolver = next(hole for hole in INTEL.products["nginx"].vulnerabilities if hole.id == "CVE-2021-23017")
    assert in_range("1.20.0", resolver.affected)
    assert not in_range("1.20.1", resolver.affected)


def test_wordpress_records_link_to_their_source() -> None:
    records = INTEL.products["wordpress"].vulnerabilities
    assert all(hole.link.startswith("https://www.wordfence.com/threat-intel/vulnerabilities/id/") for hole in records)
    assert all("Wordfence" in hole.source for hole in records)
    kritis = next(hole for hole in records if hole.id == "CVE-2024-31211")
    assert kritis.severity is Severity.KRITIS


def test_every_bound_of_every_range_can_be_ordered() -> None:
    for product in INTEL.products.values():
        for ranges in (*(hole.affected for hole in product.vulnerabilities), product.floor):
            for alternative in ranges:
                assert alternative
                assert all(is_version(bound) and sign in ("<", "<=", "==", ">=", ">") for sign, bound in alternative)
        assert all(hole.affected for hole in product.vulnerabilities)
        assert all(is_version(release) for release in product.releases)


def test_script_libraries() -> None:
    jquery = INTEL.js_libraries["jquery"]
    html = next(hole for hole in jquery.vulnerabilities if hole.id == "CVE-2020-11022")
    assert in_range("3.4.1", html.affected)
    assert not in_range("3.5.0", html.affected)
    assert html.fixes == ("3.5.0",)
    assert "GHSA-gxr4-xjj5-5px2" in html.aliases
    assert sum(len(library.vulnerabilities) for library in INTEL.js_libraries.values()) == 722
    assert {file.library for file in INTEL.scripts.values()} >= {"jquery", "jquery-ui", "jquery-migrate"}


def test_an_end_that_records_make_up_is_no_fix() -> None:
    mobile = INTEL.js_libraries["jquery-mobile"]
    assert any(hole.id == "GHSA-fj93-7wm4-8x2g" and not hole.fixes for hole in mobile.vulnerabilities)


def test_staleness_begins_the_day_after_its_age() -> None:
    pack = Pack("products", date(2026, 8, 22), max_age=60)
    assert not pack.stale(date(2026, 10, 21))
    assert pack.stale(date(2026, 10, 22))
    assert not Pack("admin_paths", date(2020, 1, 1), max_age=None).stale(date(2026, 10, 22))
    assert stale_packs((pack,), date(2026, 10, 22)) == (pack,)


def test_every_pack_says_where_it_is_from() -> None:
    for pack in INTEL.packs:
        assert pack.source, pack.name
        if pack.name != "fingerprints":
            assert pack.licence, pack.name
            assert len(pack.sha256) == 64, pack.name
            assert pack.entries > 0, pack.name
