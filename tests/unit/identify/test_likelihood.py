from datetime import date

import msgspec
import pytest

from secscan.identify.claims import Claim
from secscan.identify.likelihood import Answer, weigh
from secscan.identify.traces import Kind, Trace, fit
from secscan.identify.version_files import Weight
from secscan.model.enums import Confidence
from tests.unit.identify.tables import PRODUCT, TABLE

A_JS = {"1.0": 0b00011, "1.1": 0b00011, "1.2": 0b00100, "2.0": 0b01000, "2.1": 0b10000}
C_JS = {"1": 0b00111, "2": 0b11000}


def claim(*versions: str, weight: Weight = Weight.PLAIN, source: str = "generator") -> Claim:
    return Claim(versions=frozenset(versions), weight=weight, source=source)


def known(path: str, releases: int) -> Trace:
    return Trace(path=path, kind=Kind.KNOWN, releases=releases)


def strange(path: str) -> Trace:
    return Trace(path=path, kind=Kind.STRANGE, releases=0b11111)


def weighed(*claims: Claim, found: tuple[Trace, ...] = ()) -> Answer:
    return weigh(claims, PRODUCT, TABLE, fit(TABLE, found) if found else None)


def versions(answer: Answer) -> tuple[str, ...]:
    return tuple(version for version, _ in answer.versions)


def test_nothing_seen_is_nothing_known() -> None:
    assert weighed() == Answer()


def test_texts_that_agree_are_one_and_count_once() -> None:
    twice = weighed(claim("1.2"), claim("1.2", source="feed"), found=(known("js/a.js", A_JS["2.0"]),))
    once = weighed(claim("1.2"), found=(known("js/a.js", A_JS["2.0"]),))
    assert twice.versions == once.versions


def test_files_alone() -> None:
    answer = weighed(found=(known("js/a.js", A_JS["1.0"]), known("lib/c.js", C_JS["1"])))
    assert versions(answer) == ("1.0", "1.1")
    assert [chance for _, chance in answer.versions] == pytest.approx([0.5, 0.5])
    assert answer.confidence is Confidence.KUAT


def test_one_file_alone_may_be_left_over() -> None:
    answer = weighed(found=(known("js/a.js", A_JS["2.0"]),))
    assert (answer.versions, answer.near, answer.confidence) == ((), ("2.0",), Confidence.INDIKASI)


def test_a_text_narrows_the_files_and_the_files_a_branch() -> None:
    files = (known("js/a.js", A_JS["1.0"]), known("lib/c.js", C_JS["1"]))
    assert versions(weighed(claim("1.1"), found=files)) == ("1.1",)
    assert versions(weighed(claim("1.1", "1.2"), found=files)) == ("1.1",)


def test_an_older_text_than_the_files_is_left_over() -> None:
    stale = claim("1.0")
    answer = weighed(stale, found=(known("js/a.js", A_JS["2.1"]), known("lib/c.js", C_JS["2"])))
    assert versions(answer) == ("2.1",)
    assert answer.contradicted == (stale,)


def test_a_text_against_one_file_leaves_both() -> None:
    answer = weighed(claim("2.1"), found=(known("js/a.js", A_JS["1.2"]),))
    assert set(versions(answer)) == {"1.2", "2.1"}
    assert answer.contradicted or answer.versions[0][1] < 0.9


def test_the_running_code_is_believed_against_a_text() -> None:
    answer = weighed(claim("1.2"), claim("2.1", weight=Weight.EXACT, source="ETag"))
    assert max(answer.versions, key=lambda item: item[1])[0] == "2.1"
    assert answer.confidence is Confidence.KUAT  # contradicted, so no longer sure
    assert weighed(claim("2.1", weight=Weight.EXACT)).confidence is Confidence.PASTI


def test_a_weak_text_speaks_only_alone() -> None:
    readme = claim("1.0", weight=Weight.WEAK, source="readme.html")
    assert versions(weighed(readme)) == ("1.0",)
    assert weighed(readme).confidence is Confidence.INDIKASI
    assert versions(weighed(readme, claim("2.0"))) == ("2.0",)
    files = (known("js/a.js", A_JS["2.0"]), known("lib/c.js", C_JS["2"]))
    assert versions(weighed(readme, found=files)) == ("2.0",)


def test_strange_files_make_no_version() -> None:
    files = (known("lib/c.js", C_JS["1"]), strange("js/a.js"))
    answer = weighed(found=files)
    assert (answer.versions, answer.near) == ((), ("1.0", "1.1", "1.2"))
    assert versions(weighed(claim("1.2"), found=files)) == ("1.2",)  # a text that fits what is known
    assert weighed(found=(strange("js/a.js"),)) == Answer()


def test_a_text_that_the_known_files_exclude_is_no_version_where_files_are_strange() -> None:
    told = claim("2.1")
    answer = weighed(told, found=(known("js/a.js", A_JS["1.2"]), known("lib/c.js", C_JS["1"]), strange("css/b.css")))
    assert (answer.versions, answer.near, answer.contradicted) == ((), ("1.2",), (told,))


def test_contradicting_files_make_no_version() -> None:
    answer = weighed(found=(known("js/a.js", A_JS["1.2"]), known("lib/c.js", C_JS["2"])))
    assert answer.versions == ()
    assert set(answer.near) == {"1.2", "2.0", "2.1"}


def test_a_known_release_that_the_table_lacks_is_possible_too() -> None:
    product = msgspec.structs.replace(PRODUCT, releases={**PRODUCT.releases, "2.2": date(2026, 9, 1)})
    state = fit(TABLE, (known("js/a.js", A_JS["2.1"]), known("lib/c.js", C_JS["2"])))
    answer = weigh((), product, TABLE, state)
    assert versions(answer) == ("2.1", "2.2")
    assert dict(answer.versions)["2.1"] > dict(answer.versions)["2.2"]


def test_one_version_in_two_spellings() -> None:
    assert versions(weighed(claim("6.4"), claim("6.4.0", source="feed"))) == ("6.4",)
