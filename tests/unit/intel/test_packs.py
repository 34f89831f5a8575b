import time
from datetime import date

from secscan.base.versions import is_version
from secscan.intel.packs import is_stale, load_intel, pack_dates
from secscan.model.enums import Severity
from secscan.model.intel import Pack


def test_packs_load_fast_and_know_what_identification_names() -> None:
    started = time.perf_counter()
    intel = load_intel()
    assert time.perf_counter() - started < 0.5  # 15 ms on an idle machine
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
    ):
        assert intel.products[product].cycles, product
    assert pack_dates(intel)["products"] == date(2026, 8, 22)


def test_facts_that_others_publish() -> None:
    intel = load_intel()
    php = {cycle.name: cycle for cycle in intel.products["php"].cycles}
    assert php["7.4"].eol == date(2022, 11, 28)  # php.net/eol.php
    assert intel.products["wordpress"].releases["4.7.2"] == date(2017, 1, 26)
    drupalgeddon = next(hole for hole in intel.products["drupal"].vulnerabilities if hole.id == "CVE-2018-7600")
    assert drupalgeddon.exploited
    assert intel.wordpress_etags["8e0bb2c3f10f3723d2c55649ba617e73"] == "6.6"


def test_wordpress_records_link_to_their_source() -> None:
    records = load_intel().products["wordpress"].vulnerabilities
    assert all(hole.link.startswith("https://www.wordfence.com/threat-intel/vulnerabilities/id/") for hole in records)
    kritis = next(hole for hole in records if hole.id == "CVE-2024-31211")
    assert kritis.severity is Severity.KRITIS


def test_every_bound_of_every_range_can_be_ordered() -> None:
    for product in load_intel().products.values():
        for hole in product.vulnerabilities:
            assert hole.affected
            for alternative in hole.affected:
                assert alternative
                assert all(is_version(bound) and sign in ("<", "<=", "==", ">=", ">") for sign, bound in alternative)


def test_staleness_begins_after_sixty_days() -> None:
    pack = Pack("products", date(2026, 8, 22))
    assert not is_stale(pack, date(2026, 10, 21))
    assert is_stale(pack, date(2026, 10, 22))
