"""SS-UPD-04: no JavaScript library with a published vulnerability is loaded.

Scripts of other hosts are never fetched: their addresses name the version. What is exploited in the wild against
visitors of other sites does not make a library worse than tinggi: see `docs/decisions/0015-script-libraries.md`.
"""

from collections.abc import Iterator

import msgspec

from secscan.analysis.components import ComponentStanding, component_standing, first_fix
from secscan.analysis.looks import judged_home
from secscan.analysis.support import severity_of
from secscan.base.versions import is_version, version_key
from secscan.identify.extension_questions import core_versions
from secscan.identify.libraries import Copy, libraries
from secscan.identify.library_questions import ask as ask
from secscan.identify.library_rules import RULES
from secscan.model.checks import CheckSpec, Fact, Verdict
from secscan.model.enums import Confidence, Outcome, Reason, Severity
from secscan.model.evidence import AppEvidence, Context, SiteEvidence
from secscan.model.ids import CheckId
from secscan.model.intel import Intel

SPEC = CheckSpec(
    id=CheckId("js-libraries"),
    severity=Severity.SEDANG,
    confidence=Confidence.KUAT,
    cwe=(1104, 1395),
    references=("ASVS 4.0.3 14.2.1",),
    effort_minutes=45,
    by_data=True,
    absence_closes=True,
)
_MAX_LISTED = 10
_MAX_SCRIPTS = 5
_WORST_FIRST = (Outcome.FAIL, Outcome.PARTIAL, Outcome.INCONCLUSIVE, Outcome.PASS)


class _Judged(msgspec.Struct, frozen=True):
    """One copy with what holds for it."""

    copy: Copy
    outcome: Outcome
    stand: ComponentStanding


def evaluate(app: AppEvidence, context: Context) -> Iterator[Verdict]:
    """One verdict per library, and one for all that is not loaded; without any, one that says so."""
    for site in app.sites:
        home = judged_home(site)
        if isinstance(home, Reason):
            yield SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=home)
            continue
        copies = libraries(site, context.intel, core_versions(site, context.intel))
        by_library: dict[str, list[Copy]] = {}
        for copy in copies:
            by_library.setdefault(copy.library, []).append(copy)
        for library, some in by_library.items():
            yield _judge(site, library, some, context)
        if not copies and home.page is not None:
            yield _nothing(site, home.request.url, context)
        elif not copies:
            yield SPEC.verdict(site.site, Outcome.INCONCLUSIVE, reason=Reason.NO_HTML, url=home.request.url)
        elif _looked_wide(context):
            yield SPEC.verdict(site.site, Outcome.PASS, evidence=(home.request.key,), url=home.request.url)


def _looked_wide(context: Context) -> bool:
    """Whether enough pages are read by the profile to say that a library is not loaded any more."""
    return context.script_files > 0


def _nothing(site: SiteEvidence, url: str, context: Context) -> Verdict:
    """No library that is known: there is nothing to judge, if the look was wide enough to say so."""
    outcome = Outcome.NOT_APPLICABLE if _looked_wide(context) else Outcome.INCONCLUSIVE
    return SPEC.verdict(site.site, outcome, reason=Reason.NO_LIBRARY, url=url)


def _judge(site: SiteEvidence, library: str, copies: list[Copy], context: Context) -> Verdict:
    """The worst copy counts: a page is open to attack by any of them."""
    judged = [_judge_copy(copy, context) for copy in copies]
    outcome = min((one.outcome for one in judged), key=_WORST_FIRST.index)
    worst = [one for one in judged if one.outcome is outcome]
    sure = any(not one.copy.packaged for one in worst)
    reason = Reason.VERSION_HIDDEN if outcome is Outcome.INCONCLUSIVE else None
    verdict = SPEC.verdict(
        site.site,
        outcome,
        severity=_severity(outcome, worst),
        confidence=Confidence.KUAT if sure else Confidence.INDIKASI,
        discriminators=(("library", library),),
        reason=reason,
        evidence=tuple(dict.fromkeys(key for one in worst for key in one.copy.seen_in))[:_MAX_LISTED],
    )
    return msgspec.structs.replace(verdict, facts=_facts(library, worst, context.intel))


def _judge_copy(copy: Copy, context: Context) -> _Judged:
    known = context.intel.js_libraries.get(copy.library)
    if not copy.version or not is_version(copy.version):
        return _Judged(copy, Outcome.INCONCLUSIVE, ComponentStanding())
    stand = component_standing(known.vulnerabilities if known else (), (copy.version,), context.as_of)
    if stand.holes:
        return _Judged(copy, Outcome.FAIL, stand)
    late = stand.unpublished or stand.pending or stand.unmaintained or stand.outdated
    return _Judged(copy, Outcome.PARTIAL if late else Outcome.PASS, stand)


def _severity(outcome: Outcome, judged: list[_Judged]) -> Severity | None:
    """The worst published hole, tinggi at most; rendah where the library is only old."""
    if outcome is Outcome.PARTIAL:
        return Severity.RENDAH
    ranks = [severity_of(hole) for one in judged for hole in one.stand.holes]
    worst = min(ranks, key=lambda severity: severity.rank, default=None)
    return Severity.TINGGI if worst is Severity.KRITIS else worst


def _facts(library: str, judged: list[_Judged], intel: Intel) -> dict[str, Fact]:
    versions = sorted({one.copy.version for one in judged if one.copy.version}, key=version_key)
    holes = tuple(dict.fromkeys(hole for one in judged for hole in one.stand.holes))
    ids = tuple(dict.fromkeys(hole.id for hole in holes))
    rule, known = RULES.get(library), intel.js_libraries.get(library)
    every = known.vulnerabilities if known else ()
    return {
        "url": judged[0].copy.page,
        "library": library,
        "label": rule.label if rule is not None else library,
        "versions": tuple(versions[:_MAX_LISTED]),
        "scripts": tuple(dict.fromkeys(one.copy.url for one in judged))[:_MAX_SCRIPTS],
        "packaged": next((one.copy.packaged for one in judged if one.copy.packaged), ""),
        "vulnerabilities": ids[:_MAX_LISTED],
        "vulnerability_total": len(ids),
        "exploited": tuple(dict.fromkeys(hole.id for hole in holes if hole.exploited))[:_MAX_LISTED],
        "links": tuple(dict.fromkeys(hole.link for hole in holes if hole.link))[:_MAX_LISTED],
        "unmaintained": any(one.stand.unmaintained for one in judged),
        "newest": max((one.stand.newest for one in judged if one.stand.newest), key=version_key, default=""),
        "fixed_in": first_fix(every, versions) if versions and every else "",
    }
