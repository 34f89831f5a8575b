from datetime import date

from secscan.analysis.components import ComponentStanding, component_standing, first_fix, is_published
from secscan.model.enums import Severity
from secscan.model.intel import Vulnerability

DAY = date(2026, 10, 1)


def hole(name: str, *affected: tuple[tuple[str, str], ...], **fields: object) -> Vulnerability:
    return Vulnerability(**{"id": name, "affected": affected, "published": date(2026, 1, 1), **fields})  # type: ignore[arg-type]


OLD = hole("CVE-2026-1", (("<", "2.0"),), severity=Severity.SEDANG)
BAD = hole("CVE-2026-2", ((">=", "1.5"), ("<", "2.1")), severity=Severity.KRITIS)


def stand(*versions: str, known: tuple[Vulnerability, ...] = (OLD, BAD), day: date = DAY) -> ComponentStanding:
    return component_standing(known, versions, day)


def test_holes_of_every_possible_version_count_worst_first() -> None:
    assert [one.id for one in stand("1.6").holes] == ["CVE-2026-2", "CVE-2026-1"]
    assert [one.id for one in stand("1.0", "1.6").holes] == ["CVE-2026-1"]
    assert stand("1.0", "1.6").unsure


def test_what_only_some_versions_have_blames_nobody() -> None:
    some = stand("1.6", "3.0")
    assert (some.holes, some.unsure) == ((), True)


def test_ends_of_ranges_tell_what_is_outdated() -> None:
    late = (hole("CVE-2026-3", ((">=", "4.0"), ("<", "4.2"))),)
    assert (stand("3.9", known=late).outdated, stand("3.9", known=late).newest) == (True, "4.2")
    assert not stand("4.2", known=late).outdated
    assert not stand("3.9", "4.2", known=late).outdated
    endless = (hole("CVE-2026-4", (("<=", "999.999.999"),)),)
    assert stand("3.9", known=endless).newest == ""


def test_a_record_of_yesterday_waits_unless_it_is_kritis() -> None:
    young = date(2026, 9, 20)
    waits = stand("1.0", known=(hole("CVE-2026-5", (("<", "1.1"),), published=young, severity=Severity.TINGGI),))
    assert (waits.holes, [one.id for one in waits.pending], waits.outdated) == ((), ["CVE-2026-5"], False)
    bad = stand("1.0", known=(hole("CVE-2026-6", (("<", "1.1"),), published=young, severity=Severity.KRITIS),))
    assert [one.id for one in bad.holes] == ["CVE-2026-6"]
    used = stand("1.0", known=(hole("CVE-2026-7", (("<", "1.1"),), published=young, exploited=True),))
    assert [one.id for one in used.holes] == ["CVE-2026-7"]


def test_the_future_and_prose_blame_nobody() -> None:
    later = hole("CVE-2026-8", (("<", "9"),), published=date(2026, 12, 1))
    read = hole("CVE-2026-9", (("<", "9"),), estimated=True)
    assert stand("1.0", known=(later, read)) == ComponentStanding()


def test_flaws_without_id_and_abandoned_branches_are_told_apart() -> None:
    flaw = hole("jquery<2.2.0", (("<", "2.2.0"),), cwe=(79,))
    end = hole("jquery<2.999.999", (("<", "2.999.999"),), cwe=(1104,))
    alias = hole("x<1", (("<", "2"),), aliases=("GHSA-xxxx",))
    seen = stand("1.0", known=(flaw, end, alias))
    assert ([one.id for one in seen.unpublished], seen.unmaintained) == (["jquery<2.2.0"], True)
    assert [one.id for one in seen.holes] == ["x<1"]
    assert not is_published(end)


def test_a_record_without_end_is_marked() -> None:
    assert stand("5.0", known=(hole("CVE-2026-10", ((">=", "0"),)),)).unbounded
    assert not stand("1.0").unbounded


def test_the_first_release_without_any_hole() -> None:
    assert first_fix((OLD, BAD), ("1.6",)) == "2.1"
    assert first_fix((OLD,), ("1.6",)) == "2.0"
    assert first_fix((OLD, hole("CVE-2026-11", (("<=", "3.0"),))), ("1.6",)) == ""
    assert first_fix((), ("1.6",)) == ""
