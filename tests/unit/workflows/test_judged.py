"""What is stored of an evaluation, and that a later one tells the data's changes from the site's."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import msgspec

from secscan.model.enums import Cause, FindingState, Severity
from secscan.model.findings import Finding
from secscan.model.ids import AppId, CheckId
from secscan.model.intel import Intel, Pack, Vulnerability
from secscan.workflows.evaluate import evaluate
from tests.unit.builders import Response
from tests.unit.stored_runs import HARDENED, PAGE, Bench, bench

FRESH = date(2026, 10, 2)
MENDED = "7.1.9"
HOLE = Vulnerability(
    id="CVE-2026-77777",
    affected=(((">=", "7.1"), ("<", MENDED)), ((">=", "6.4"), ("<", "6.4.3"))),
    severity=Severity.KRITIS,
    published=date(2026, 9, 1),
)


def wordpress(version: str) -> Response:
    generator = f"<meta name='generator' content='WordPress {version}'><script src='/wp-includes/js/a.js'></script>"
    return (200, HARDENED, PAGE.replace("</head>", f"{generator}</head>"))


def scanned(folder: Path, version: str = "7.1") -> Bench:
    made = bench(folder)
    made.run("r1", {"portal": {"/": wordpress(version)}})
    judge(made)
    return made


def renewed(intel: Intel, *holes: Vulnerability) -> Intel:
    """The data with further holes of WordPress, of a later day."""
    wordpress = intel.products["wordpress"]
    more = msgspec.structs.replace(
        wordpress,
        vulnerabilities=(*wordpress.vulnerabilities, *holes),
        releases={**wordpress.releases, MENDED: date(2026, 9, 1)},
    )
    packs = tuple(Pack("vulns", FRESH, sha256="ff" * 32) if pack.name == "vulns" else pack for pack in intel.packs)
    return msgspec.structs.replace(intel, products={**intel.products, "wordpress": more}, packs=packs)


def judge(made: Bench, *holes: Vulnerability) -> dict[str, Finding]:
    """Evaluate and keep; the findings of WordPress' version by app."""
    with made.desk() as desk:
        if holes:
            desk = replace(desk, intel=renewed(desk.intel, *holes))
        evaluate(desk)
        return {one.app or "": one for one in desk.store.findings().values() if one.check == CheckId("cms-version")}


def test_an_evaluation_keeps_what_it_used_and_identified(tmp_path: Path) -> None:
    made = scanned(tmp_path, "6.4.1")
    with made.store() as store:
        kept = store.judgements()[AppId("portal")]
    assert kept.runs == ("r1",)
    assert [(one.product, one.versions) for one in kept.software] == [("wordpress", ("6.4.1",))]
    assert "vulns" in {pack.name for pack in kept.packs}


def test_a_finding_that_new_data_opens_says_so(tmp_path: Path) -> None:
    made = scanned(tmp_path)
    finding = judge(made, HOLE)["portal"]
    (opened,) = finding.history
    assert (opened.what, opened.cause, opened.run) == ("opened", Cause.DATA, "r1")
    (changed,) = opened.data
    assert changed.startswith("vulns ")
    assert changed.endswith(f" -> {FRESH}")


def test_a_finding_that_new_data_closes_says_so(tmp_path: Path) -> None:
    made = scanned(tmp_path)
    judge(made, HOLE)
    finding = judge(made)["portal"]
    assert (finding.state, finding.history[-1].cause) == (FindingState.FIXED, Cause.DATA)


def test_a_changed_finding_says_so_and_the_same_again_says_nothing(tmp_path: Path) -> None:
    made = scanned(tmp_path, "6.4.1")
    before = len(judge(made)["portal"].history)
    finding = judge(made, HOLE)["portal"]
    assert (finding.history[-1].what, finding.history[-1].cause) == ("seen", Cause.DATA)
    assert len(finding.history) == before + 1
    assert len(judge(made, HOLE)["portal"].history) == before + 1


def test_a_site_that_changed_is_not_blamed_on_the_data(tmp_path: Path) -> None:
    made = scanned(tmp_path)
    made.run("r2", {"portal": {"/": wordpress("6.4.1")}}, days=1)
    finding = judge(made)["portal"]
    assert (finding.history[0].cause, finding.history[0].data) == (Cause.SITE, ())


def test_both_at_once_are_unclear(tmp_path: Path) -> None:
    made = scanned(tmp_path)
    made.run("r2", {"portal": {"/": wordpress("6.4.1")}}, days=1)
    finding = judge(made, HOLE)["portal"]
    assert finding.history[0].cause is Cause.UNCLEAR


def test_only_changes_are_written(tmp_path: Path) -> None:
    made = scanned(tmp_path)
    with made.store() as store:
        before = store.judgements()
    made.clock.moment += timedelta(days=1)
    judge(made)
    with made.store() as store:
        assert store.judgements() == before
