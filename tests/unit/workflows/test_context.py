from datetime import date

import msgspec
import pytest

from secscan.analysis import revisits
from secscan.checks.catalogue import CHECKS
from secscan.identify import software
from secscan.intel.packs import load_intel
from secscan.model.enums import FindingState, Outcome, Vantage
from secscan.model.findings import Finding
from secscan.model.ids import CheckId, JobKey
from secscan.model.settings import DomainSettings, Exemption, ScanSettings, Settings
from secscan.standards.load import load_profile
from secscan.workflows.context import asks_of, checks_of, context_of
from tests.unit.tracking.verdicts import after, look, only, says

INTEL = load_intel()
DAY = date(2026, 10, 1)


def test_checks_are_told_what_the_settings_say_of_domains_and_place() -> None:
    settings = Settings(
        scan=ScanSettings(vantage=Vantage.INTRANET),
        domains=DomainSettings(official=("contoh.go.id",), exempt=(Exemption("wisata.id", "SK 1"),)),
    )
    made = context_of(settings, INTEL, DAY, load_profile("quick"))
    assert (made.as_of, made.vantage, made.official_domains) == (DAY, Vantage.INTRANET, ("contoh.go.id",))
    assert made.exempt_domains == {"wisata.id": "SK 1"}
    assert made.intel is INTEL


@pytest.mark.parametrize("name", ["quick", "standard", "deep", "gate"])
def test_a_profile_runs_its_own_checks_in_the_order_of_the_catalogue(name: str) -> None:
    profile = load_profile(name)
    checks = checks_of(profile)
    assert {check.spec.id for check in checks} == set(profile.checks)
    places = [CHECKS.index(check) for check in checks]
    assert places == sorted(places)
    assert context_of(Settings(), INTEL, DAY, profile).checks == frozenset(profile.checks)


def test_only_checks_of_the_profile_and_identification_may_ask() -> None:
    quick, standard = load_profile("quick"), load_profile("standard")
    assert software.ask in asks_of(quick)
    assert len(asks_of(quick)) < len(asks_of(standard))
    nothing = msgspec.structs.replace(quick, checks=())
    assert asks_of(nothing) == (software.ask, revisits.ask)


@pytest.mark.parametrize(("name", "files"), [("quick", 3), ("standard", 12), ("gate", 12), ("deep", 40)])
def test_a_profile_pays_for_a_share_of_version_files(name: str, files: int) -> None:
    assert context_of(Settings(), INTEL, DAY, load_profile(name)).version_files == files


def open_finding(check: str, *pages: str, **fields: object) -> Finding:
    made = only(after(look(1, says(Outcome.FAIL, check=CheckId(check)), checks=(CheckId(check),))))
    return msgspec.structs.replace(made, pages=tuple(JobKey(page) for page in pages), **fields)


def test_pages_of_open_findings_are_asked_for_those_that_wait_longest_first() -> None:
    seen, waiting = open_finding("mixed-content", "a", "b"), open_finding("malicious-scripts", "b", "c", retested=False)
    fixed = open_finding("framing", "d", state=FindingState.FIXED)
    made = context_of(Settings(), INTEL, DAY, load_profile("standard"), [seen, waiting, fixed])
    assert made.open_pages == ("b", "c", "a")


def test_leaked_files_and_checks_that_do_not_run_ask_for_no_pages() -> None:
    """Of a leaked file its own check asks for the first bytes; nobody asks for the whole."""
    leak, slow = open_finding("secret-files", "a"), open_finding("unapproved-ports", "b")
    made = context_of(Settings(), INTEL, DAY, load_profile("quick"), [leak, slow])
    assert made.open_pages == ()


@pytest.mark.parametrize(("name", "pages"), [("quick", 2), ("standard", 6), ("gate", 6), ("deep", 24)])
def test_looking_again_takes_a_small_share_of_the_budget(name: str, pages: int) -> None:
    assert context_of(Settings(), INTEL, DAY, load_profile(name)).revisits == pages
