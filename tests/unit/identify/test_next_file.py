from secscan.identify.next_file import next_file, witness
from secscan.identify.traces import Kind, Trace, fit
from tests.unit.identify.tables import TABLE


def trace(path: str, kind: Kind, releases: int = 0b11111) -> Trace:
    return Trace(path=path, kind=kind, releases=releases)


def following(*found: Trace, told: int = 0) -> str | None:
    return next_file(TABLE, found, fit(TABLE, found), told)


def test_the_file_that_tells_most_first() -> None:
    assert following() == "js/a.js"  # four classes of five releases: 1.92 bits


def test_only_what_still_tells_something() -> None:
    assert following(trace("js/a.js", Kind.KNOWN, 0b00011)) == "css/b.css"  # absent in 1.0, there in 1.1
    assert following(trace("js/a.js", Kind.KNOWN, 0b00011), trace("css/b.css", Kind.KNOWN, 0b01110)) is None


def test_a_single_release_needs_a_second_witness() -> None:
    assert following(trace("js/a.js", Kind.KNOWN, 0b01000)) == "lib/c.js"  # shared with 2.1 only
    assert following(trace("js/a.js", Kind.KNOWN, 0b01000), trace("lib/c.js", Kind.KNOWN, 0b11000)) is None


def test_a_release_that_is_told_is_tried_on_one_file() -> None:
    assert following(told=0b10000) == "js/a.js"
    assert following(trace("js/a.js", Kind.KNOWN, 0b10000), told=0b10000) is None
    assert following(trace("js/a.js", Kind.KNOWN, 0b00011), told=0b10000) == "css/b.css"  # it is not what was told


def test_a_claim_whose_own_file_is_absent_is_looked_into() -> None:
    assert following(trace("js/a.js", Kind.ABSENT), told=0b10000) == "css/b.css"  # 1.14 bits over all, lib/c.js 0.97
    assert following(trace("js/a.js", Kind.STRANGE), trace("lib/c.js", Kind.ABSENT), told=0b10000) is None


def test_a_folder_that_refuses_is_not_asked_first() -> None:
    assert following(trace("js/z.js", Kind.SILENT)) in ("css/b.css", "lib/c.js")


def test_an_end_where_nothing_is_of_the_product() -> None:
    paths = [f"x/{number}.js" for number in range(8)]
    assert following(*(trace(path, Kind.ABSENT, 0) for path in paths[:4])) is None
    assert following(*(trace(path, Kind.STRANGE) for path in paths[:6])) is None
    assert following(*(trace(path, Kind.SILENT) for path in paths[:7])) is not None
    assert following(*(trace(path, Kind.SILENT) for path in paths)) is None


def test_a_witness_is_a_file_that_all_have() -> None:
    assert witness(TABLE, (), 0b00011) == "js/a.js"
    assert witness(TABLE, (trace("js/a.js", Kind.SILENT),), 0b00001) == "lib/c.js"  # 1.0 has no b.css
