"""SS-UPD-01: packaged products are on a maintained branch and on no version with a published vulnerability."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

import msgspec

from secscan.analysis.distributions import Upkeep, carriers, upkeep
from secscan.analysis.looks import judged_home
from secscan.analysis.support import Standing, Support, severity_of, standings
from secscan.base.versions import in_branch, is_version, version_key
from secscan.identify import software
from secscan.identify.runtimes import runtimes
from secscan.identify.signatures import LABELS, SIGNATURES
from secscan.model.assessment import Software
from secscan.model.checks import CheckSpec, Discriminators, Fact, Verdict
from secscan.model.enums import Confidence, Outcome, Reason, Severity
from secscan.model.evidence import AppEvidence, Context, SiteEvidence
from secscan.model.ids import CheckId
from secscan.model.intel import ProductIntel, Vulnerability
from secscan.model.subjects import Site

SPEC = CheckSpec(
    id=CheckId("cms-version"),
    severity=Severity.TINGGI,
    confidence=Confidence.KUAT,
    cwe=(1104, 937),
    effort_minutes=60,
    by_data=True,
)
_MAX_LISTED = 10
ATTESTED_DAYS = 90
"""How long the register's word on a version counts: as long as other evidence does by the standard's own freshness."""
_TOOLS = frozenset(("phpmyadmin", "adminer"))
"""Not the app itself: that they can be reached at all is what SS-ADM-03 judges."""


class Unused(StrEnum):
    """Why the register's word on a version judges nothing: SS-UPD-01 takes only what is dated."""

    UNDATED = "undated"
    OUTDATED = "outdated"  # older than evidence may be, or of a day to come


_NO_RELEASE: dict[str, Fact] = {
    "branch": "",
    "ended_on": "",
    "support": Support.UNKNOWN.value,
    "newest": "",
    "newest_branch": "",
    "vulnerabilities": (),
    "vulnerability_total": 0,
    "exploited": (),
    "cvss": (),
    "epss": (),
    "advised": False,
    "backports": (),
    "links": (),
    "pending": (),
    "wordfence": False,
}


def evaluate(app: AppEvidence, context: Context) -> Iterator[Verdict]:
    """One verdict per product of a site; one that says "nothing to judge" where the home page shows none."""
    for site in app.sites:
        home = judged_home(site)
        if isinstance(home, Reason):
            yield SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=home)
            continue
        found = tuple(one for one in software.packaged(app.app, site, context.intel) if _is_judged(one))
        for one in found:
            yield _judge(app, site, one, context)
        if not found:
            yield SPEC.verdict(
                site.site,
                Outcome.NOT_APPLICABLE,
                reason=Reason.NO_PRODUCT,
                evidence=(home.request.key,),
                url=home.request.url,
            )


def _is_judged(one: Software) -> bool:
    """Whether this is packaged software. What an app is built with is judged where it names a version."""
    kit = one.product in SIGNATURES and SIGNATURES[one.product].kit
    return one.product not in _TOOLS and (not kit or bool(one.versions))


def _judge(app: AppEvidence, site: SiteEvidence, one: Software, context: Context) -> Verdict:
    facts = _facts(app, site, one, context)
    apart: Discriminators = (("product", one.product),)
    if isinstance(one.subject, Site) and one.subject.path != site.site.path:
        apart = (*apart, ("path", one.subject.path))
    product = context.intel.products.get(one.product)
    versions = tuple(version for version in one.versions if is_version(version))
    if not versions or product is None or not (product.cycles or product.vulnerabilities):
        hidden = Reason.VERSION_UNCERTAIN if versions or one.near else Reason.VERSION_HIDDEN
        return _verdict(site.site, Outcome.INCONCLUSIVE, one, apart, facts, reason=hidden)
    if one.attested and unused(one.attested_on, context.as_of) is not None:
        return _verdict(site.site, Outcome.INCONCLUSIVE, one, apart, facts, reason=Reason.VERSION_HIDDEN)
    stands = standings(product, versions, context.as_of)
    if len({outcome_of(stand) for stand in stands}) > 1 and (stated := _narrowed(app, one, context)):
        one, stands = stated, standings(product, stated.versions, context.as_of)
        facts |= {**_attested_facts(one, context.as_of), "versions": one.versions, "version_total": 1}
    outcomes = {outcome_of(stand) for stand in stands}
    facts |= _release_facts(stands, product)
    if len(outcomes) != 1:
        return _verdict(site.site, Outcome.INCONCLUSIVE, one, apart, facts, reason=Reason.VERSION_UNCERTAIN)
    outcome = outcomes.pop()
    reason = Reason.VERSION_UNCERTAIN if outcome is Outcome.INCONCLUSIVE else None
    severity = max((_severity(stand) for stand in stands), key=lambda severity: severity.rank)
    if outcome in (Outcome.FAIL, Outcome.PARTIAL):
        facts["backports"] = _backports(site, one, context)
    return _verdict(site.site, outcome, one, apart, facts, reason=reason, severity=severity)


def unused(stated_on: date | None, as_of: date) -> Unused | None:
    """Why what the register states as of that day judges nothing; None where it counts."""
    if stated_on is None:
        return Unused.UNDATED
    return None if 0 <= (as_of - stated_on).days <= ATTESTED_DAYS else Unused.OUTDATED


def _narrowed(app: AppEvidence, one: Software, context: Context) -> Software | None:
    """The register's word where the outside view leaves several versions and this is one of them."""
    stated, stated_on = software.attested(app.app, context.intel), app.app.version_date
    if stated is None or stated[0] != one.product or not stated[1] or unused(stated_on, context.as_of) is not None:
        return None
    named = next((seen for seen in one.versions if version_key(seen) == version_key(stated[1])), "")
    if not named:
        return None
    return msgspec.structs.replace(one, versions=(named,), probabilities=(1.0,), attested=True, attested_on=stated_on)


def _backports(site: SiteEvidence, one: Software, context: Context) -> tuple[str, ...]:
    """The maintained releases of distributions whose package this may be: those carry each of the versions, and the
    server does not say that it is another system's."""
    named = {runtime.distribution.lower() for runtime in runtimes(site) if runtime.distribution}
    found: list[str] = []
    for version in one.versions:
        held = [
            package.release
            for package in carriers(one.product, version)
            if upkeep(package, context.intel, context.as_of) is Upkeep.MAINTAINED
            and (not named or package.label.lower() in named)
        ]
        if not held:
            return ()
        found += held
    return tuple(dict.fromkeys(found))


def outcome_of(stand: Standing) -> Outcome:
    """What one release means; `docs/decisions/0011-courtesy-branches.md` says why a patched old WordPress is
    partial."""
    if stand.holes or stand.advised or stand.support is Support.ENDED:
        return Outcome.FAIL
    if stand.support is Support.COURTESY:
        return Outcome.PASS if stand.superseded_lately and not stand.behind else Outcome.PARTIAL
    if stand.behind:
        return Outcome.PARTIAL
    return Outcome.PASS if stand.support is Support.SUPPORTED else Outcome.INCONCLUSIVE


def _severity(stand: Standing) -> Severity:
    """The worst published hole, at least tinggi on an ended branch; sedang where a release is only behind."""
    ranks = [severity_of(hole) for hole in stand.holes]
    if stand.support is Support.ENDED:
        ranks.append(Severity.TINGGI)
    return min(ranks, key=lambda severity: severity.rank, default=Severity.SEDANG)


def _verdict(
    subject: Site,
    outcome: Outcome,
    one: Software,
    apart: Discriminators,
    facts: dict[str, Fact],
    *,
    reason: Reason | None = None,
    severity: Severity | None = None,
) -> Verdict:
    weak = one.confidence is Confidence.INDIKASI or facts["backports"] or _only_advised(facts)
    confidence = Confidence.INDIKASI if weak else Confidence.KUAT
    verdict = SPEC.verdict(
        subject, outcome, severity=severity, confidence=confidence, discriminators=apart, reason=reason
    )
    return msgspec.structs.replace(verdict, facts=facts)


def _only_advised(facts: dict[str, Fact]) -> bool:
    """Whether advisories without id are all that is held against a release."""
    return bool(facts["advised"]) and not facts["vulnerability_total"] and facts["support"] != Support.ENDED.value


def _attested_facts(one: Software, as_of: date) -> dict[str, Fact]:
    """What the register states, as of when, and why that judges nothing, if so."""
    why = unused(one.attested_on, as_of) if one.attested else None
    return {
        "attested": one.attested,
        "attested_on": one.attested_on.isoformat() if one.attested_on is not None else "",
        "attested_unused": why.value if why is not None else "",
    }


def _facts(app: AppEvidence, site: SiteEvidence, one: Software, context: Context) -> dict[str, Fact]:
    base = one.subject.path if isinstance(one.subject, Site) else site.site.path
    stated = software.attested(app.app, context.intel)
    facts: dict[str, Fact] = {
        "url": site.site.origin + base,
        "product": one.product,
        "label": one.label,
        "versions": one.versions[:_MAX_LISTED],
        "version_total": len(one.versions),
        "near": () if one.versions else _range(one.near),
        "evidence": one.evidence,
        **_attested_facts(one, context.as_of),
        "contradicted": one.contradicted,
        "left_over": one.left_over,
        "stated_version": "",
        "stated_product": "",
        **_NO_RELEASE,
    }
    if stated is not None and not one.attested and one.product in LABELS:
        key, version = stated
        seen = one.versions or one.near
        if key == one.product and version and seen and not any(in_branch(other, version) for other in seen):
            facts["stated_version"] = version
        elif key != one.product and key in LABELS:
            facts["stated_product"] = software.label_of(key, context.intel)
    return facts


def _range(versions: tuple[str, ...]) -> tuple[str, ...]:
    """Ascending versions as a reader wants them: the ends of a long list."""
    return versions if len(versions) <= _MAX_LISTED else (f"{versions[0]} - {versions[-1]}",)


def _release_facts(stands: tuple[Standing, ...], product: ProductIntel) -> dict[str, Fact]:
    """What holds for every possible version: its branch and dates if all share them, the holes that all have."""
    first = stands[0]
    same_branch = all(stand.branch == first.branch for stand in stands)
    counted = {hole.id for hole in first.holes}.intersection(*({hole.id for hole in stand.holes} for stand in stands))
    holes = tuple(hole for hole in first.holes if hole.id in counted)
    supports = {stand.support for stand in stands}
    return {
        "branch": first.branch if same_branch else "",
        "ended_on": first.ended_on.isoformat() if same_branch and first.ended_on is not None else "",
        "support": first.support.value if len(supports) == 1 else Support.UNKNOWN.value,
        "newest": first.newest if same_branch else "",
        "newest_branch": product.cycles[0].name if product.support_known and product.cycles else "",
        "vulnerabilities": tuple(hole.id for hole in holes[:_MAX_LISTED]),
        "vulnerability_total": len(holes),
        "exploited": tuple(hole.id for hole in holes if hole.exploited)[:_MAX_LISTED],
        "cvss": tuple(f"{hole.id}: {hole.cvss:.1f}" for hole in holes[:_MAX_LISTED] if hole.cvss is not None),
        "epss": tuple(f"{hole.id}: {100 * hole.epss:.1f} %" for hole in holes[:_MAX_LISTED] if hole.epss is not None),
        "advised": all(stand.advised for stand in stands),
        "links": tuple(hole.link for hole in holes[:_MAX_LISTED] if hole.link),
        "pending": tuple(hole.id for hole in first.pending[:_MAX_LISTED]),
        "wordfence": any(_from_wordfence(hole) for hole in holes),
    }


def _from_wordfence(hole: Vulnerability) -> bool:
    return hole.source == "Wordfence" or "wordfence.com" in hole.link
