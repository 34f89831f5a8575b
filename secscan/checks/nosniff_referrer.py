"""SS-HDR-03: X-Content-Type-Options: nosniff, and a Referrer-Policy (Fetch standard; Referrer Policy, W3C)."""

from collections.abc import Iterator

from secscan.analysis.looks import judged_home
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Outcome, Reason, Severity
from secscan.model.evidence import AppEvidence, Context, SiteEvidence
from secscan.model.ids import CheckId
from secscan.model.observations import Exchange

SPEC = CheckSpec(
    id=CheckId("nosniff-referrer"),
    severity=Severity.RENDAH,
    cwe=(116, 200),
    references=("Fetch standard, section 3.6", "W3C Referrer Policy"),
    effort_minutes=5,
)
_POLICIES = frozenset(
    (
        "no-referrer",
        "no-referrer-when-downgrade",
        "same-origin",
        "origin",
        "strict-origin",
        "origin-when-cross-origin",
        "strict-origin-when-cross-origin",
        "unsafe-url",
    )
)
# Words of older drafts that browsers still accept in the page (HTML standard, meta referrer).
_LEGACY = {
    "never": "no-referrer",
    "default": "strict-origin-when-cross-origin",
    "always": "unsafe-url",
    "origin-when-crossorigin": "origin-when-cross-origin",
}


def evaluate(app: AppEvidence, _context: Context) -> Iterator[Verdict]:
    """One verdict per site, on its home page."""
    for site in app.sites:
        home = judged_home(site)
        if isinstance(home, Reason):
            yield SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=home)
        else:
            yield _verdict(site, home)


def _verdict(site: SiteEvidence, home: Exchange) -> Verdict:
    option = ", ".join(home.header_values("x-content-type-options"))
    nosniff = option.split(",", 1)[0].strip().lower() == "nosniff"  # the first value counts, as Fetch says
    policy = referrer_policy(home)
    referrer = policy not in ("", "unsafe-url")
    outcome = Outcome.PASS if nosniff and referrer else Outcome.PARTIAL if nosniff or referrer else Outcome.FAIL
    if outcome is not Outcome.PASS and home.status >= 400:
        # Many servers add headers to successful answers only: an error page proves nothing.
        outcome = Outcome.INCONCLUSIVE
    return SPEC.verdict(
        site.site,
        outcome,
        reason=Reason.NO_HTML if outcome is Outcome.INCONCLUSIVE else None,
        evidence=(home.request.key,),
        url=home.request.url,
        nosniff=nosniff,
        referrer=referrer,
        x_content_type_options=option[:200],
        referrer_policy=policy,
    )


def referrer_policy(exchange: Exchange) -> str:
    """The policy that holds for a page: the last valid one of the page's metas, else of its headers; "" without any."""
    for content in reversed(exchange.page.meta("referrer") if exchange.page is not None else ()):
        word = content.strip().lower()
        if (known := _LEGACY.get(word, word)) in _POLICIES:
            return known
    words = [word.strip().lower() for word in ",".join(exchange.header_values("referrer-policy")).split(",")]
    return next((word for word in reversed(words) if word in _POLICIES), "")
