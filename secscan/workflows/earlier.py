"""The home pages that today's are compared with: a few indexed reads for each app, whatever the number of runs."""

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from secscan.analysis.looks import judged_home
from secscan.base.urls import resolve
from secscan.checks import home_change
from secscan.model.enums import FindingState, Reason, Review
from secscan.model.evidence import AppEvidence, EarlierHome, SiteEvidence
from secscan.model.findings import Finding
from secscan.model.ids import Fingerprint, JobKey, RunId
from secscan.model.observations import Exchange, Observation
from secscan.model.requests import Request
from secscan.store.runs import AppRun
from secscan.store.store import Store
from secscan.tracking.identity import fingerprint

_TRIES = 3
"""Earlier runs that are tried for one in which the home page answered."""

_HOPS = 4


def earlier_homes(
    seen: AppEvidence, part: AppRun, parts: Iterable[AppRun], findings: Mapping[Fingerprint, Finding], store: Store
) -> Iterator[EarlierHome]:
    """For each site of an app the home page to compare with: the one before an open change, today's own where a
    reviewer has explained the change, else that of the run before. `parts` are the app's runs, the newest first."""
    listed = tuple(parts)
    place = next((index for index, one in enumerate(listed) if one.run == part.run), len(listed))
    older = listed[place + 1 :]
    for site in seen.sites:
        home = judged_home(site)
        if isinstance(home, Reason) or home.page is None:
            continue
        finding = findings.get(fingerprint(home_change.SPEC.id, site.site))
        if finding is not None and finding.state is FindingState.FALSE_POSITIVE and finding.last_seen >= seen.taken_at:
            yield EarlierHome(site=site.site, run=part.run, taken_at=seen.taken_at, exchange=home)
            continue
        found = _baseline(site, finding, older, store)
        if found is not None:
            confirmed = finding is not None and finding.is_open and finding.review is Review.CONFIRMED
            yield msgspec.structs.replace(found, confirmed=confirmed)


def _baseline(
    site: SiteEvidence, finding: Finding | None, older: tuple[AppRun, ...], store: Store
) -> EarlierHome | None:
    if finding is not None and finding.is_open and (run := finding.facts.get("baseline")):
        known = next((one.batches for one in older if one.run == run), ())
        found = _home(site, RunId(str(run)), known, store)
        if found is not None:
            return found
    tried = (one for one in older if one.batches and one.refused is None)
    for one, _ in zip(tried, range(_TRIES), strict=False):
        found = _home(site, one.run, one.batches, store)
        if found is not None:
            return found
    return None


def _home(site: SiteEvidence, run: RunId, batches: tuple[str, ...], store: Store) -> EarlierHome | None:
    """The home page of a site in a run, by its entries and their redirects; None when there was none to judge."""
    looks: dict[JobKey, Observation] = {}
    wanted = tuple(site.entry(scheme) for scheme, _ in site.origins)
    for _ in range(_HOPS):
        fresh = store.picked(run, batches, tuple(request.key for request in wanted if request.key not in looks))
        looks.update(fresh)
        wanted = tuple(_next_hops(fresh.values()))
        if not wanted:
            break
    then = msgspec.structs.replace(site, looks=looks)
    home = judged_home(then)
    if isinstance(home, Reason) or home.page is None or home.status != 200:
        return None
    return EarlierHome(site=site.site, run=run, taken_at=looks[home.request.key].taken_at, exchange=home)


def _next_hops(looks: Iterable[Observation]) -> Iterator[Request]:
    for seen in looks:
        exchange = seen.payload
        if isinstance(exchange, Exchange) and exchange.is_redirect:
            url = resolve(exchange.request.url, exchange.header("location") or "")
            if url is not None:
                yield Request.to(url)
