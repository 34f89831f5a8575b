"""SS-HDR-02: protection against framing, by CSP `frame-ancestors` or X-Frame-Options (RFC 7034, CSP Level 3)."""

from collections.abc import Iterator

from secscan.analysis.csp import frame_ancestors, open_to_all
from secscan.analysis.looks import judged_home
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Outcome, Reason, Severity
from secscan.model.evidence import AppEvidence, Context
from secscan.model.ids import CheckId
from secscan.model.observations import Exchange

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
        protected = _protected(home)
        # Many servers add headers to successful answers only: an error page that lacks them proves nothing.
        unsure = not protected and home.status >= 400
        yield SPEC.verdict(
            site.site,
            Outcome.PASS if protected else Outcome.INCONCLUSIVE if unsure else Outcome.FAIL,
            reason=Reason.NO_HTML if unsure else None,
            evidence=(home.request.key,),
            url=home.request.url,
            x_frame_options=", ".join(home.header_values("x-frame-options")),
            frame_ancestors=frame_ancestors(home) or (),
        )


def _protected(home: Exchange) -> bool:
    """Whether browsers refuse to frame the page for strangers; `frame-ancestors` wins over X-Frame-Options.

    Repeated X-Frame-Options are one set of words: different valid ones together deny (HTML standard, section 7.7).
    """
    sources = frame_ancestors(home)
    if sources is not None:
        return not open_to_all(sources)
    values = ",".join(home.header_values("x-frame-options")).split(",")
    words = {word for value in values if (word := value.strip().upper())}
    return bool(words & {"DENY", "SAMEORIGIN"})
