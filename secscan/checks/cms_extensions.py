"""SS-UPD-02: plugins and themes that the site's own pages name are on no version with a published vulnerability.

Only what is named is judged, and only by versions that pages or the extension's own file tell. An extension that the
data does not know has nothing published, and passes.
"""

from collections.abc import Iterator

import msgspec

from secscan.analysis.components import ComponentStanding, component_standing, first_fix
from secscan.analysis.looks import judged_home
from secscan.analysis.support import severity_of
from secscan.identify.extension_questions import ask as ask
from secscan.identify.extension_questions import core_versions, wordpress
from secscan.identify.extensions import Extension, extensions
from secscan.identify.signs import products
from secscan.model.checks import CheckSpec, Discriminators, Fact, Verdict
from secscan.model.enums import Confidence, Outcome, Reason, Severity
from secscan.model.evidence import AppEvidence, Context, SiteEvidence
from secscan.model.ids import CheckId
from secscan.model.intel import ExtensionKind

SPEC = CheckSpec(
    id=CheckId("cms-extensions"),
    severity=Severity.TINGGI,
    confidence=Confidence.KUAT,
    cwe=(1104, 937),
    references=("ASVS 4.0.3 14.2.1",),
    effort_minutes=30,
    by_data=True,
)
_MAX_LISTED = 10
_EXTENSIBLE = frozenset(("joomla", "drupal", "moodle", "ojs", "mediawiki", "typo3", "backdrop", "opencart", "omeka-s"))
"""Products whose extensions no data judges: that none is known to be vulnerable says nothing."""

_PAGES = {ExtensionKind.PLUGIN: "wordpress-plugins", ExtensionKind.THEME: "wordpress-themes"}
_WORDFENCE = "https://www.wordfence.com/threat-intel/vulnerabilities/"


def evaluate(app: AppEvidence, context: Context) -> Iterator[Verdict]:
    """One verdict per extension that is named; one for the site where none is."""
    for site in app.sites:
        home = judged_home(site)
        if isinstance(home, Reason):
            yield SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=home)
            continue
        found = extensions(site, core_versions(site, context.intel))
        for one in found:
            yield _judge(site, one, context)
        if all(one.gone for one in found):
            yield _nothing(site, home.request.url)


def _nothing(site: SiteEvidence, url: str) -> Verdict:
    """What can be said where no extension is named: of a CMS that lives by them, that they can't be seen."""
    known = {seen.product for seen in products(site)}
    hidden = bool(wordpress(site)) or not known.isdisjoint(_EXTENSIBLE)
    outcome: Outcome = Outcome.INCONCLUSIVE if hidden else Outcome.NOT_APPLICABLE
    return SPEC.verdict(site.site, outcome, reason=Reason.NO_EXTENSION, url=url)


def _judge(site: SiteEvidence, one: Extension, context: Context) -> Verdict:
    known = context.intel.extensions.get(one.key, ())
    if one.gone or not known:
        return _verdict(site, one, Outcome.PASS, ComponentStanding())
    if not one.versions:
        return _verdict(site, one, Outcome.INCONCLUSIVE, ComponentStanding(), reason=Reason.VERSION_HIDDEN)
    stand = component_standing(known, one.versions, context.as_of)
    if stand.holes:
        worst = min((severity_of(hole) for hole in stand.holes), key=lambda severity: severity.rank)
        return _verdict(site, one, Outcome.FAIL, stand, severity=worst)
    if stand.unsure:
        return _verdict(site, one, Outcome.INCONCLUSIVE, stand, reason=Reason.VERSION_UNCERTAIN)
    if stand.outdated:
        return _verdict(site, one, Outcome.PARTIAL, stand, severity=Severity.RENDAH)
    return _verdict(site, one, Outcome.PASS, stand)


def _verdict(
    site: SiteEvidence,
    one: Extension,
    outcome: Outcome,
    stand: ComponentStanding,
    *,
    severity: Severity | None = None,
    reason: Reason | None = None,
) -> Verdict:
    apart: Discriminators = (("path", one.path),)
    unsure = one.confidence is Confidence.INDIKASI or stand.unbounded
    verdict = SPEC.verdict(
        site.site,
        outcome,
        severity=severity,
        confidence=Confidence.INDIKASI if unsure else Confidence.KUAT,
        discriminators=apart,
        reason=reason,
        evidence=one.seen_in,
    )
    return msgspec.structs.replace(verdict, facts=_facts(site, one, stand))


def _facts(site: SiteEvidence, one: Extension, stand: ComponentStanding) -> dict[str, Fact]:
    listed = stand.holes[:_MAX_LISTED]
    page = f"{_WORDFENCE}{_PAGES[one.kind]}/{one.slug.lower()}"
    return {
        "url": site.site.origin + one.path,
        "extension": one.slug,
        "theme": one.kind is ExtensionKind.THEME,
        "versions": one.versions[:_MAX_LISTED],
        "version_total": len(one.versions),
        "evidence": one.evidence,
        "vulnerabilities": tuple(hole.id for hole in listed),
        "vulnerability_total": len(stand.holes),
        "exploited": tuple(hole.id for hole in stand.holes if hole.exploited)[:_MAX_LISTED],
        "links": (page, *dict.fromkeys(hole.link for hole in listed if hole.link)) if listed else (),
        "pending": tuple(hole.id for hole in stand.pending[:_MAX_LISTED]),
        "newest": stand.newest,
        "fixed_in": first_fix(stand.holes, one.versions) if one.versions else "",
        "wordfence": bool(stand.holes or stand.pending),
    }
