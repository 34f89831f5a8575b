"""Versions by static files alone, on a sample of every table. `measure_fingerprints` plays all releases."""

import msgspec
import pytest

from secscan.analysis.support import Support
from secscan.base.versions import branch_of, is_prerelease, newest
from secscan.checks.cms_version import evaluate
from secscan.intel.packs import load_intel
from secscan.model.assessment import Software
from secscan.model.enums import Outcome
from secscan.model.intel import Fingerprints
from tests.accuracy.changed_sites import CHANGES, half_refused, minified, one_modified, tally
from tests.accuracy.fake_site import HOMES, look, release
from tests.accuracy.measure_fingerprints import measure, stratified
from tests.unit.builders import app, context

INTEL = load_intel()
SAMPLE = 9
ROWS = {product: measure(product, INTEL, SAMPLE) for product in HOMES}


def test_every_table_has_a_home_page_to_play() -> None:
    assert set(HOMES) == set(INTEL.fingerprints)


def test_the_true_version_is_answered_in_few_requests() -> None:
    releases = sum(row.releases for row in ROWS.values())
    assert sum(row.found for row in ROWS.values()) >= 0.99 * releases
    assert sum(row.branch for row in ROWS.values()) >= 0.95 * releases
    assert sum(row.requests for row in ROWS.values()) <= 5 * releases
    assert all(row.requests <= 5 * row.releases for row in ROWS.values())
    assert max(row.most for row in ROWS.values()) <= 15


def test_an_unknown_release_is_never_taken_for_a_known_one() -> None:
    assert not [row.product for row in ROWS.values() if row.wrong]
    assert sum(row.near for row in ROWS.values()) >= 0.95 * sum(row.unknown for row in ROWS.values())


@pytest.mark.parametrize("product", ["wordpress", "drupal", "joomla", "typo3", "roundcube"])
def test_the_newest_release_of_a_supported_branch_is_never_blamed(product: str) -> None:
    table, known = INTEL.fingerprints[product], INTEL.products[product]
    for cycle in known.cycles:
        names = tuple(other.name for other in known.cycles)
        own = [version for version in known.releases if branch_of(version, names) == cycle.name]
        top = newest(version for version in own if not is_prerelease(version))
        if cycle.over(context().as_of) or top not in table.versions:
            continue
        seen = look(product, INTEL, release(table, top))
        (verdict,) = (
            one
            for one in evaluate(app(seen.evidence), context(intel=INTEL))
            if dict(one.discriminators).get("product") == product
        )
        assert verdict.outcome in (Outcome.PASS, Outcome.INCONCLUSIVE), (top, verdict.facts)
        assert verdict.facts["support"] != Support.ENDED.value


@pytest.mark.parametrize("product", ["wordpress", "opensid", "moodle", "ojs"])
def test_a_minified_site_gives_no_wrong_version(product: str) -> None:
    for version in stratified(INTEL.fingerprints[product].versions, 5):
        seen = look(
            product, INTEL, minified(release(INTEL.fingerprints[product], version), INTEL.fingerprints[product])
        )
        assert version in seen.software.versions or not seen.software.versions
        assert seen.requests <= 12


@pytest.mark.parametrize("product", ["wordpress", "drupal", "opensid"])
def test_one_modified_file_never_makes_a_wrong_version(product: str) -> None:
    table = INTEL.fingerprints[product]
    for version in stratified(table.versions, 9):
        serve = release(table, version)
        seen = look(product, INTEL, one_modified(serve, table))
        assert version in seen.software.versions or not seen.software.versions


@pytest.mark.parametrize("product", ["wordpress", "joomla", "typo3", "matomo"])
def test_refusals_do_not_mislead(product: str) -> None:
    table = INTEL.fingerprints[product]
    for version in stratified(table.versions, 9):
        serve = release(table, version)
        half = look(product, INTEL, half_refused(serve, table)).software
        assert version in half.versions or not half.versions
    nothing = look(product, INTEL, lambda _: 403)
    assert (nothing.software.versions, nothing.software.near) == ((), ())
    assert nothing.requests <= 15


@pytest.mark.parametrize("product", sorted(HOMES))
def test_a_site_that_serves_no_file_of_the_product_has_no_version(product: str) -> None:
    gone = look(product, INTEL, lambda _: 404)
    assert (gone.software.versions, gone.software.near) == ((), ())
    page = look(product, INTEL, lambda _: 200)  # a catch-all page
    assert (page.software.versions, page.software.near) == ((), ())
    assert max(gone.requests, page.requests) <= 15


def test_below_a_folder() -> None:
    table = INTEL.fingerprints["wordpress"]
    seen = look("wordpress", INTEL, release(table, "6.4.2"), base="/blog/")
    assert "6.4.2" in seen.software.versions
    assert all("/blog/" in key for key in seen.evidence.looks if not key.endswith(".go.id/"))


def test_a_quick_look_asks_for_three_files_at_most() -> None:
    table = INTEL.fingerprints["wordpress"]
    seen = look("wordpress", INTEL, release(table, "6.4.2"), budget=3)
    assert sum(exchange.request.purpose == "digest" for exchange in seen.evidence.exchanges()) <= 3
    assert "6.4.2" in seen.software.versions


def test_the_same_evidence_asks_the_same_questions() -> None:
    table = INTEL.fingerprints["wordpress"]
    once, again = (look("wordpress", INTEL, release(table, "5.8.1")) for _ in range(2))
    assert list(once.evidence.looks) == list(again.evidence.looks)
    assert once.software == again.software


def test_probabilities_add_up() -> None:
    table: Fingerprints = INTEL.fingerprints["roundcube"]
    software: Software = look("roundcube", INTEL, release(table, "1.6.5")).software
    assert sum(software.probabilities) == pytest.approx(1)
    assert len(software.probabilities) == len(software.versions)
    assert msgspec.json.encode(software)


@pytest.mark.parametrize("name", CHANGES)
def test_what_happens_on_the_way_makes_no_wrong_version(name: str) -> None:
    made = tally(name, INTEL, lambda versions, _: stratified(versions, 4))
    assert made.right >= 0.97 * made.answered
    assert made.most <= 15
