"""SS-UPD-03: runtimes and web servers are on a branch that is still maintained."""

from collections.abc import Iterator
from datetime import date

import msgspec

from secscan.analysis.distributions import Package, Upkeep, carriers, end_of, package_of, upkeep
from secscan.analysis.looks import judged_home
from secscan.base.versions import branch_of, version_key
from secscan.identify.runtimes import LABELS, Runtime, runtimes
from secscan.model.checks import CheckSpec, Fact, Verdict
from secscan.model.enums import Confidence, Outcome, Reason, Severity
from secscan.model.evidence import AppEvidence, Context, SiteEvidence
from secscan.model.ids import CheckId
from secscan.model.intel import Cycle, Intel, ProductIntel

SPEC = CheckSpec(
    id=CheckId("runtime-version"),
    severity=Severity.TINGGI,
    confidence=Confidence.KUAT,
    cwe=(1104,),
    effort_minutes=120,
    by_data=True,
)

_NOT_JUDGED = frozenset(("aspnet", "litespeed", "werkzeug"))
"""Recognised, but without version or without published dates."""

_WINDOWS = {
    "6.0": ("2003-sp2",),
    "7.0": ("2008-sp2",),
    "7.5": ("2008-r2-sp1",),
    "8.0": ("2012",),
    "8.5": ("2012-r2",),
    "10.0": ("2016", "2019", "2022", "2025"),
}
"""IIS lives and dies with its Windows Server, whose names the data uses (Microsoft's life-cycle table)."""


def evaluate(app: AppEvidence, context: Context) -> Iterator[Verdict]:
    """One verdict per runtime that a site names. OpenSSL is judged with the runtime that it was built into."""
    for site in app.sites:
        home = judged_home(site)
        if isinstance(home, Reason):
            yield SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=home)
            continue
        found = [one for one in runtimes(site) if one.product not in _NOT_JUDGED]
        products = dict.fromkeys(one.product for one in found)
        if not products:
            yield SPEC.verdict(
                site.site,
                Outcome.INCONCLUSIVE,
                reason=Reason.VERSION_HIDDEN,
                evidence=(home.request.key,),
                url=home.request.url,
                product="",
                label="",
                version="",
                supported=(),
                by_distribution=False,
                backports=(),
            )
        for product in products:
            yield _judge(site, tuple(one for one in found if one.product == product), context)


def _judge(site: SiteEvidence, seen: tuple[Runtime, ...], context: Context) -> Verdict:
    """The worst version that was named counts: several may stand behind one name."""
    verdicts = [_judge_one(site, one, context) for one in seen]
    order = (Outcome.FAIL, Outcome.INCONCLUSIVE, Outcome.PASS)
    return min(verdicts, key=lambda verdict: order.index(verdict.outcome))


def _judge_one(site: SiteEvidence, one: Runtime, context: Context) -> Verdict:
    cycles = _cycles(one, context.intel)
    over = [cycle for cycle in cycles if cycle.over(context.as_of)]
    package = package_of(f"{one.evidence} {one.distribution}", one.product, one.version) if one.distribution else None
    state = upkeep(package, context.intel, context.as_of) if package is not None else Upkeep.UNKNOWN
    outcome: Outcome = Outcome.PASS
    reason: Reason | None = None
    if not one.version:
        outcome, reason = Outcome.INCONCLUSIVE, Reason.VERSION_HIDDEN
    elif state is not Upkeep.UNKNOWN:
        outcome = Outcome.FAIL if state is Upkeep.ENDED else Outcome.PASS
    elif not cycles or 0 < len(over) < len(cycles):
        outcome, reason = Outcome.INCONCLUSIVE, Reason.VERSION_UNCERTAIN
    elif over and one.distribution:
        outcome, reason = Outcome.INCONCLUSIVE, Reason.BACKPORTS
    elif over:
        outcome = Outcome.FAIL
    unmarked = _unmarked(one, context) if outcome is Outcome.FAIL and not one.distribution else ()
    verdict = SPEC.verdict(
        site.site,
        outcome,
        confidence=Confidence.INDIKASI if one.distribution or unmarked else None,
        discriminators=(("product", one.product),),
        reason=reason,
        evidence=(one.seen_in,),
    )
    facts = {**_facts(site, one, cycles, context), "backports": unmarked}
    if package is not None and state is not Upkeep.UNKNOWN:
        facts |= _package_facts(package, context.intel)
    return msgspec.structs.replace(verdict, facts=facts)


def _unmarked(one: Runtime, context: Context) -> tuple[str, ...]:
    """The maintained releases of distributions that carry this version: not every package says whose it is."""
    held = carriers(one.product, one.version)
    return tuple(
        package.release for package in held if upkeep(package, context.intel, context.as_of) is Upkeep.MAINTAINED
    )


def _package_facts(package: Package, intel: Intel) -> dict[str, Fact]:
    """A package is as old as its distribution."""
    end = end_of(package, intel)
    return {
        "distribution": package.release,
        "branch": package.release,
        "ended_on": end.isoformat() if end is not None else "",
        "supported": (),
        "by_distribution": True,
    }


def _facts(site: SiteEvidence, one: Runtime, cycles: tuple[Cycle, ...], context: Context) -> dict[str, Fact]:
    ends = [cycle.eol for cycle in cycles if cycle.eol is not None]
    product = context.intel.products.get(one.product)
    return {
        "url": site.site.url,
        "product": one.product,
        "label": LABELS[one.product],
        "version": one.version,
        "distribution": one.distribution,
        "shown_by": one.evidence,
        "branch": cycles[0].name if len(cycles) == 1 else "",
        "ended_on": max(ends).isoformat() if ends and len(ends) == len(cycles) else "",
        "supported": _supported(product, context.as_of),
        "by_distribution": False,
    }


def _cycles(one: Runtime, intel: Intel) -> tuple[Cycle, ...]:
    """The branches that the version may belong to; empty when the data does not know it."""
    if one.product == "iis":
        names: tuple[str, ...] = _WINDOWS.get(one.version, ())
        windows = intel.products.get("windows-server")
        known = windows.cycles if windows is not None else ()
        return tuple(cycle for cycle in known if cycle.name in names)
    product = intel.products.get(one.product)
    if product is None or not one.version or not _complete(one.version, product):
        return ()
    name = branch_of(one.version, (cycle.name for cycle in product.cycles))
    if name is not None:
        return tuple(cycle for cycle in product.cycles if cycle.name == name)
    return _unlisted(one.version, product)


def _complete(version: str, product: ProductIntel) -> bool:
    """Whether the version names its branch: `Apache/2` could be any."""
    shortest = min((cycle.name.count(".") for cycle in product.cycles), default=0)
    return version.count(".") >= shortest


def _unlisted(version: str, product: ProductIntel) -> tuple[Cycle, ...]:
    """Branches beside the data's: newer than all are supported, older than all have ended."""
    keys = [version_key(cycle.name) for cycle in product.cycles]
    if keys and version_key(version) > max(keys):
        return (Cycle(name=version),)
    if keys and version_key(version) < min(keys):
        return (Cycle(name=version, ended=True),)
    return ()


def _supported(product: ProductIntel | None, day: date) -> tuple[str, ...]:
    """The newest three branches that are maintained."""
    return tuple(cycle.name for cycle in product.cycles if not cycle.over(day))[:3] if product is not None else ()
