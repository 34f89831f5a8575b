import pytest

from secscan.analysis.concerned import (
    Answer,
    Asked,
    Concern,
    Target,
    Why,
    product_keys,
    ranges_of,
    targets_of,
)
from secscan.intel.packs import load_intel
from secscan.model.assessment import Software
from secscan.model.enums import Confidence, Reason
from secscan.model.ids import AppId
from secscan.model.intel import Ranges, Vulnerability
from secscan.model.subjects import Site
from tests.unit.builders import TODAY

INTEL = load_intel()
RANGE: Ranges = (((">=", "6.4"), ("<", "6.4.3")),)
TARGET = Target(product="wordpress", label="WordPress", affected=RANGE)


def seen(product: str, *versions: str, **fields: object) -> Software:
    base: dict[str, object] = {"confidence": Confidence.KUAT, "label": product} | fields
    subject = Site("https", "a.go.id", 443)
    return Software(app=AppId("a"), subject=subject, product=product, versions=versions, **base)  # type: ignore[arg-type]


def told(*software: Software, target: Target = TARGET) -> tuple[Concern, Why]:
    one: Answer = Asked((target,)).answer(software)
    return one.concern, one.why


@pytest.mark.parametrize(
    ("software", "concern", "why"),
    [
        (seen("wordpress", "6.4.1", "6.4.2"), Concern.AFFECTED, Why.IN_RANGE),
        (seen("wordpress", "6.4.1", attested=True), Concern.AFFECTED, Why.ATTESTED),
        (seen("wordpress", "6.4.3", attested=True), Concern.UNKNOWN, Why.HIDDEN),
        (seen("wordpress", "6.4.3", attested=True, attested_on=TODAY), Concern.NOT_AFFECTED, Why.OUT_OF_RANGE),
        (seen("wordpress", "6.4.2", "6.4.3"), Concern.MAYBE, Why.SOME_VERSIONS),
        (seen("wordpress", "6.4.1", distribution="Debian"), Concern.MAYBE, Why.BACKPORTS),
        (seen("wordpress", "6.4.1", confidence=Confidence.INDIKASI), Concern.MAYBE, Why.INDICATION),
        (seen("wordpress"), Concern.UNKNOWN, Why.HIDDEN),
        (seen("wordpress", "6.4.3"), Concern.NOT_AFFECTED, Why.OUT_OF_RANGE),
        (seen("joomla", "5.0.1"), Concern.NOT_AFFECTED, Why.OTHER),
    ],
)
def test_only_what_is_sure_is_called_affected(software: Software, concern: Concern, why: Why) -> None:
    assert told(software) == (concern, why)


def test_a_range_read_out_of_prose_is_not_sure() -> None:
    hole = Vulnerability(id="CVE-2026-1", affected=RANGE, estimated=True)
    target = Target(product="wordpress", label="WordPress", affected=RANGE, hole=hole)
    assert told(seen("wordpress", "6.4.1"), target=target) == (Concern.MAYBE, Why.ESTIMATED)


def test_what_may_run_unseen_is_unknown_never_safe() -> None:
    php = Target(product="php", label="PHP", affected=RANGE)
    assert told(target=php) == (Concern.UNKNOWN, Why.UNSEEN)
    plugin = Target(product="plugin/wp-file-manager", label="x", affected=RANGE)
    assert told(seen("wordpress", "7.1"), target=plugin) == (Concern.UNKNOWN, Why.UNSEEN)
    assert told(seen("joomla", "5.0"), target=plugin) == (Concern.NOT_AFFECTED, Why.OTHER)
    library = Target(product="js/jquery", label="x", affected=RANGE)
    assert told(seen("wordpress", "7.1"), target=library) == (Concern.NOT_AFFECTED, Why.OTHER)


def test_the_worst_of_several_installations_counts() -> None:
    assert told(seen("wordpress", "7.1"), seen("wordpress", "6.4.1"))[0] is Concern.AFFECTED


def test_an_app_that_was_not_looked_at() -> None:
    one = Asked((TARGET,)).not_looked(Reason.NEVER)
    assert (one.concern, one.why, one.reason) == (Concern.UNKNOWN, Why.NOT_LOOKED, Reason.NEVER)


@pytest.mark.parametrize(
    ("identifier", "product"),
    [
        ("CVE-2024-31211", "wordpress"),
        ("cve-2024-31211", "wordpress"),
        ("CVE-2020-35489", "plugin/contact-form-7"),
        ("CVE-2020-11022", "js/jquery"),
        ("GHSA-gxr4-xjj5-5px2", "js/jquery"),
    ],
)
def test_ids_of_all_data_are_found(identifier: str, product: str) -> None:
    assert product in {target.product for target in targets_of(identifier, INTEL)}


def test_an_unknown_id_has_no_target() -> None:
    assert targets_of("CVE-2199-1", INTEL) == ()
    assert targets_of("", INTEL) == ()


@pytest.mark.parametrize(
    ("word", "keys"),
    [
        ("wordpress", ("wordpress",)),
        ("WordPress", ("wordpress",)),
        ("plugin/akismet", ("plugin/akismet",)),
        ("akismet", ("plugin/akismet",)),
        ("js/moment.js", ("js/moment.js",)),
        ("js/DOMPurify", ("js/DOMPurify",)),
        ("tidak-ada-ini", ()),
        ("plugin/tidak-ada-ini", ()),
    ],
)
def test_products_by_key_slug_or_label(word: str, keys: tuple[str, ...]) -> None:
    assert product_keys(word, INTEL) == keys


@pytest.mark.parametrize(
    ("text", "ranges"),
    [
        (">=6.4,<6.4.3", RANGE),
        (" >= 6.4 , < 6.4.3 ", RANGE),
        ("<=1.2|>=2,<2.1", ((("<=", "1.2"),), ((">=", "2"), ("<", "2.1")))),
        ("<=1.2 || 2.0", ((("<=", "1.2"),), (("==", "2.0"),))),
        ("*", (((">=", "0"),),)),
    ],
)
def test_ranges_as_people_write_them(text: str, ranges: Ranges) -> None:
    assert ranges_of(text) == ranges


@pytest.mark.parametrize("text", ["", "<", "abc", ">=6.4,", "~1.2 ^x", "<6.4|"])
def test_what_is_no_range_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        ranges_of(text)
