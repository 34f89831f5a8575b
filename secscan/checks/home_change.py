"""SS-INT-04: the home page is still the one that was there before, or somebody has said why it is not.

A change is partial until it is reviewed. `findings confirm` says that nobody of the office made it: it fails until the
page is as it was. `findings dismiss` explains it, and what is there now is what later looks are compared with.
"""

from collections.abc import Iterator

from secscan.analysis.change import Change, change
from secscan.analysis.looks import judged_home
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Confidence, Outcome, Reason, Severity
from secscan.model.evidence import AppEvidence, Context, EarlierHome, SiteEvidence
from secscan.model.ids import CheckId
from secscan.model.observations import Exchange

SPEC = CheckSpec(
    id=CheckId("home-change"),
    severity=Severity.SEDANG,
    confidence=Confidence.INDIKASI,
    cwe=(353,),
    effort_minutes=15,
)


def evaluate(app: AppEvidence, _context: Context) -> Iterator[Verdict]:
    """One verdict per site."""
    earlier = {one.site: one for one in app.earlier}
    for site in app.sites:
        yield _judge(site, earlier.get(site.site))


def _judge(site: SiteEvidence, before: EarlierHome | None) -> Verdict:
    home = judged_home(site)
    if isinstance(home, Reason):
        return SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=home)
    if home.page is None:
        return SPEC.verdict(site.site, Outcome.NOT_APPLICABLE, reason=Reason.NO_HTML)
    if home.status != 200:
        reason = Reason.BLOCKED if home.status in (401, 403, 429) else Reason.ERROR
        return SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=reason)
    if before is None:
        return SPEC.verdict(site.site, Outcome.NOT_APPLICABLE, reason=Reason.FIRST_LOOK)
    found = change(before.exchange, home)
    if found is None:
        return SPEC.verdict(site.site, Outcome.PASS, evidence=(home.request.key,), baseline=before.run)
    return _changed(site, home, before, found)


def _changed(site: SiteEvidence, home: Exchange, before: EarlierHome, found: Change) -> Verdict:
    return SPEC.verdict(
        site.site,
        Outcome.FAIL if before.confirmed else Outcome.PARTIAL,
        evidence=(home.request.key,),
        url=home.request.url,
        changed=tuple(part.value for part in found.parts),
        removed=found.removed,
        added=found.added,
        likeness_percent=round(found.likeness * 100) if found.likeness is not None else 0,
        words_before=found.words_before,
        words_after=found.words_after,
        baseline=before.run,
        compared_with=before.taken_at.date().isoformat(),
        confirmed=before.confirmed,
    )
