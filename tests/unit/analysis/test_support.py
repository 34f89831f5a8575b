from datetime import date

import pytest

from secscan.analysis.support import Support, severity_of, standing
from secscan.intel.packs import load_intel
from secscan.model.enums import Severity
from secscan.model.intel import Cycle, ProductIntel, Vulnerability

INTEL = load_intel()
DAY = date(2026, 10, 1)


def product(**changes: object) -> ProductIntel:
    fields: dict[str, object] = {
        "key": "cms",
        "label": "CMS",
        "cycles": (
            Cycle(name="2.0", released=date(2025, 1, 1), latest="2.0.3"),
            Cycle(name="1.0", eol=date(2025, 6, 1), latest="1.0.9", latest_date=date(2026, 8, 1)),
            Cycle(name="0.9", eol=date(2020, 1, 1), latest="0.9.9", latest_date=date(2020, 1, 1)),
        ),
        "releases": {
            "0.9.9": date(2020, 1, 1),
            "1.0.8": date(2026, 1, 1),
            "1.0.9": date(2026, 8, 1),
            "2.0": date(2025, 1, 1),
            "2.0.1": date(2025, 5, 1),
            "2.0.2": date(2026, 8, 1),
            "2.0.3": date(2026, 9, 20),
            "2.0.4-RC1": date(2026, 9, 30),
        },
    }
    return ProductIntel(**fields | changes)  # type: ignore[arg-type]


def hole(below: str, identifier: str = "CVE-2026-1", **changes: object) -> Vulnerability:
    return Vulnerability(id=identifier, affected=((("<", below),),), **changes)  # type: ignore[arg-type]


def test_supported_and_newest() -> None:
    stand = standing(product(), "2.0.3", DAY)
    assert (stand.support, stand.branch, stand.newest, stand.behind) == (Support.SUPPORTED, "2.0", "2.0.3", False)


def test_behind_only_after_thirty_days() -> None:
    assert not standing(product(), "2.0.2", DAY).behind  # 2.0.3 is eleven days old
    assert standing(product(), "2.0.2", date(2026, 10, 21)).behind
    assert standing(product(), "2.0.1", DAY).behind


def test_a_release_of_tomorrow_is_not_known_today() -> None:
    assert standing(product(), "2.0.2", date(2026, 9, 1)).newest == "2.0.2"


def test_ended_branches_and_courtesy() -> None:
    assert standing(product(), "1.0.9", DAY).support is Support.ENDED
    assert standing(product(courtesy=True), "1.0.9", DAY).support is Support.COURTESY
    assert standing(product(courtesy=True), "0.9.9", DAY).support is Support.ENDED
    assert (
        standing(product(courtesy=True), "1.0.9", date(2030, 1, 1)).support is Support.COURTESY
    )  # old data ages no site


def test_branches_that_the_data_does_not_list() -> None:
    assert standing(product(), "3.0", DAY).support is Support.SUPPORTED
    assert standing(product(), "0.1", DAY).support is Support.ENDED
    assert standing(product(), "1.5", DAY).support is Support.UNKNOWN
    assert standing(product(support_known=False), "2.0.3", DAY).support is Support.UNKNOWN


def test_a_fix_has_thirty_days_unless_it_is_urgent() -> None:
    young = hole("2.0.3", severity=Severity.TINGGI)
    stand = standing(product(vulnerabilities=(young,)), "2.0.2", DAY)
    assert (stand.holes, stand.pending) == ((), (young,))
    assert standing(product(vulnerabilities=(young,)), "2.0.2", date(2026, 10, 21)).holes == (young,)
    for urgent in (hole("2.0.3", severity=Severity.KRITIS), hole("2.0.3", exploited=True)):
        assert standing(product(vulnerabilities=(urgent,)), "2.0.2", DAY).holes == (urgent,)


def test_what_no_update_of_a_maintained_branch_mends_does_not_count() -> None:
    endless = hole("9999")
    assert standing(product(vulnerabilities=(endless,)), "2.0.3", DAY).holes == ()
    assert standing(product(vulnerabilities=(endless,)), "2.0.1", DAY).holes == ()
    mended_in_two = hole("2.0")
    assert standing(product(vulnerabilities=(mended_in_two,)), "0.9.9", DAY).holes == (mended_in_two,)
    assert standing(product(vulnerabilities=(endless,)), "0.9.9", DAY).holes == ()


def test_a_hole_published_later_than_the_day_is_not_known() -> None:
    later = hole("2.0.2", published=date(2026, 10, 2))
    assert standing(product(vulnerabilities=(later,)), "2.0.1", DAY).holes == ()


def test_the_worst_comes_first_and_the_unrated_is_sedang() -> None:
    low, unrated, exploited = (
        hole("2.0.2", "CVE-2026-3", severity=Severity.RENDAH),
        hole("2.0.2", "CVE-2026-2"),
        hole("2.0.2", "CVE-2010-1", exploited=True),
    )
    stand = standing(product(vulnerabilities=(low, unrated, exploited)), "2.0.1", DAY)
    assert stand.holes == (exploited, unrated, low)
    assert severity_of(unrated) is Severity.SEDANG


@pytest.mark.parametrize("key", sorted(key for key, one in INTEL.products.items() if one.cycles))
def test_the_newest_release_of_a_maintained_branch_is_never_blamed(key: str) -> None:
    for cycle in INTEL.products[key].cycles:
        if not cycle.latest or cycle.name.startswith("200") or key == "windows-server":
            continue
        stand = standing(INTEL.products[key], cycle.latest, DAY)
        if stand.support in (Support.SUPPORTED, Support.COURTESY):
            assert (stand.holes, stand.behind) == ((), False), cycle.latest


@pytest.mark.parametrize("version", ["7.1.3", "7.2", "8.0.1"])
def test_versions_newer_than_the_data_are_fine(version: str) -> None:
    stand = standing(INTEL.products["wordpress"], version, DAY)
    assert (stand.support, stand.holes, stand.behind) == (Support.SUPPORTED, (), False)


def test_real_wordpress() -> None:
    known = INTEL.products["wordpress"]
    assert standing(known, "6.8.8", DAY).support is Support.COURTESY
    assert "CVE-2024-31211" in [one.id for one in standing(known, "6.4.1", DAY).holes]
    assert "CVE-2024-31211" not in [one.id for one in standing(known, "6.4.2", DAY).holes]
    assert standing(known, "4.6.30", DAY).support is Support.ENDED
    assert standing(known, "7.0.4", date(2026, 8, 30)).superseded_lately


def test_advisories_without_id_count_once_a_later_release_is_free_of_them() -> None:
    advised = product(floor=((("<", "2.0.2"),),))
    assert standing(advised, "2.0.1", DAY).advised
    assert not standing(advised, "2.0.2", DAY).advised
    assert not standing(advised, "2.0.1", date(2026, 8, 31)).advised  # 2.0.2 is thirty days old
    hopeless = product(floor=(((">=", "0"),),))
    assert not any(standing(hopeless, version, DAY).advised for version in ("2.0.1", "2.0.3"))
