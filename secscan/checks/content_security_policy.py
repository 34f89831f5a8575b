"""SS-HDR-01: a Content-Security-Policy that keeps injected scripts from running (CSP Level 3)."""

from collections.abc import Iterator

from secscan.analysis.csp import HEADER, allowed_scripts, enforced, reported
from secscan.analysis.looks import judged_home
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Outcome, Reason, Severity
from secscan.model.evidence import AppEvidence, Context, SiteEvidence
from secscan.model.ids import CheckId
from secscan.model.observations import Exchange

SPEC = CheckSpec(
    id=CheckId("content-security-policy"),
    severity=Severity.RENDAH,
    cwe=(1021, 79),
    references=("CSP Level 3",),
    effort_minutes=120,
)


def evaluate(app: AppEvidence, _context: Context) -> Iterator[Verdict]:
    """One verdict per site, on its home page."""
    for site in app.sites:
        home = judged_home(site)
        if isinstance(home, Reason):
            yield SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=home)
        elif home.page is None:
            yield SPEC.verdict(site.site, Outcome.NOT_APPLICABLE, reason=Reason.NO_HTML, evidence=(home.request.key,))
        else:
            yield _verdict(site, home)


def _verdict(site: SiteEvidence, home: Exchange) -> Verdict:
    policies = enforced(home)
    allowed = allowed_scripts(policies)
    if not policies:
        # Many servers add headers to successful answers only: an error page proves nothing.
        outcome = Outcome.INCONCLUSIVE if home.status >= 400 else Outcome.FAIL
    else:
        outcome = Outcome.PASS if allowed is not None and allowed.strict else Outcome.PARTIAL
    header = home.header(HEADER)
    return SPEC.verdict(
        site.site,
        outcome,
        reason=Reason.NO_HTML if outcome is Outcome.INCONCLUSIVE else None,
        evidence=(home.request.key,),
        url=home.request.url,
        policy=(header or "")[:1_000],
        invalid=header is not None and not policies,
        report_only=not policies and bool(reported(home)),
        no_script_rule=bool(policies) and allowed is None,
        inline=allowed is not None and allowed.inline,
        evaluated=allowed is not None and allowed.evaluated and not allowed.trusted,
        anywhere=allowed is not None and allowed.anywhere,
    )
