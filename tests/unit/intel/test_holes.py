from datetime import date

from secscan.intel.holes import Exploits, hole_of
from secscan.intel.rows import HoleRow, KevRow

RANGE = ((("<", "2.0"),),)
LISTED = Exploits(
    kev={"CVE-2026-0001": KevRow(added=date(2026, 11, 1), ransomware=True)},
    epss={"CVE-2026-0001": (0.25, 0.9), "CVE-2026-0002": (0.5, 0.95)},
)
NOTHING = Exploits({}, {})


def row(**fields: object) -> HoleRow:
    return HoleRow(**{"id": "CVE-2026-0001", "affected": RANGE, **fields})  # type: ignore[arg-type]


def test_the_catalogue_marks_what_is_exploited() -> None:
    hole = hole_of(row(), LISTED)
    assert (hole.exploited, hole.exploited_since, hole.ransomware) == (True, date(2026, 11, 1), True)
    assert not hole_of(row(), NOTHING).exploited
    by_alias = hole_of(row(id="GHSA-aaaa-bbbb-cccc", aliases=("CVE-2026-0001",)), LISTED)
    assert by_alias.exploited


def test_a_record_may_say_so_itself() -> None:
    hole = hole_of(row(exploited=date(2025, 5, 5)), NOTHING)
    assert (hole.exploited, hole.exploited_since) == (True, date(2025, 5, 5))
    undated = hole_of(row(exploited=date.min), NOTHING)
    assert (undated.exploited, undated.exploited_since) == (True, None)


def test_epss_is_that_of_the_likeliest_of_its_ids() -> None:
    assert hole_of(row(), LISTED).epss == 0.25
    assert hole_of(row(aliases=("CVE-2026-0002",)), LISTED).epss == 0.5
    assert hole_of(row(id="CVE-2026-0009"), LISTED).epss is None


def test_links_lead_to_who_published_it() -> None:
    wordfence = "https://www.wordfence.com/threat-intel/vulnerabilities/id/"
    assert hole_of(row(wf="0534bc03"), NOTHING).link == wordfence + "0534bc03"
    assert hole_of(row(id="WF-217d68dc"), NOTHING).link == wordfence + "217d68dc"
    assert hole_of(row(), NOTHING).link == "https://nvd.nist.gov/vuln/detail/CVE-2026-0001"
    assert hole_of(row(id="GHSA-aaaa-bbbb-cccc"), NOTHING).link == "https://github.com/advisories/GHSA-aaaa-bbbb-cccc"
    assert hole_of(row(id="jquery<2.2.0"), NOTHING).link == ""


def test_fixes_are_the_open_ends_of_ranges() -> None:
    affected = (((">=", "1.0"), ("<", "1.5")), ((">=", "2.0"), ("<=", "2.1")), (("<", "999.999.999"),))
    assert hole_of(row(affected=affected), NOTHING).fixes == ("1.5",)
