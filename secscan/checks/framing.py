"""SS-HDR-02: protection against framing, by CSP `frame-ancestors` or X-Frame-Options (RFC 7034, CSP Level 3)."""

from collections.abc import Iterator

from secscan.analysis.csp import frame_ancestors
from secscan.analysis.looks import judged_home
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Outcome, Reason, Severity
from secscan.model.evidence import AppEvidence, Context
from secscan.model.ids import CheckId

SPEC = CheckSpec(
    id=CheckId("framing"),
    severity=Severity.RENDAH,
    cwe=(1021,),
    references=("CSP Level 3, section 6.4.2", "RFC 7034"),
    effort_minutes=5,
)


def evaluate(app: AppEvidence, _context: Context) -> Iterator[Verdict]:
    """One verdict per site."""
    for site in app.sites:
        home = judged_home(site)
        if isinstance(home, Reason):
            yield SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=home)
            continue
        sources = frame_ancestors(home)
        option = (home.header("x-frame-options") or "").strip().upper()
        protected = "*" not in sources if sources is not None else option in ("DENY", "SAMEORIGIN")
        yield SPEC.verdict(
            site.site,
            Outcome.PASS if protected else Outcome.FAIL,
            evidence=(home.request.key,),
            url=home.request.url,
            x_frame_options=option,
        )
