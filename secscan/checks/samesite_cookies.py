"""SS-SES-02: session cookies say which foreign sites may make a browser send them (RFC 6265bis, section 5.6.7)."""

from collections.abc import Iterator, Mapping

from secscan.analysis.cookies import Cookie
from secscan.analysis.looks import judged_home
from secscan.analysis.sessions import CookieSet, session_cookies
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Outcome, Reason, Severity
from secscan.model.evidence import AppEvidence, Context, SiteEvidence
from secscan.model.ids import CheckId

SPEC = CheckSpec(
    id=CheckId("samesite-cookies"),
    severity=Severity.RENDAH,
    cwe=(1275,),
    references=("RFC 6265bis", "ASVS 4.0.3 3.4.3"),
    effort_minutes=10,
    absence_closes=True,
)


def evaluate(app: AppEvidence, _context: Context) -> Iterator[Verdict]:
    """A verdict for each session cookie without a sound SameSite in any answer, and one for the rest of the site."""
    for site in app.sites:
        found = session_cookies(site)
        for name, sets in found.items():
            bare = next((one for one in sets if not _limited(one.cookie)), None)
            if bare is None:
                continue
            yield SPEC.verdict(
                site.site,
                Outcome.FAIL,
                discriminators=(("cookie", name),),
                evidence=(bare.exchange.request.key,),
                cookie=bare.cookie.name,
                same_site=bare.cookie.same_site[:40],
                url=bare.exchange.request.url,
            )
        yield _rest(site, found)


def _limited(cookie: Cookie) -> bool:
    """Lax and Strict limit; None is a choice that browsers accept only together with Secure; other words are none."""
    return cookie.same_site in ("lax", "strict") or (cookie.same_site == "none" and cookie.secure)


def _rest(site: SiteEvidence, found: Mapping[str, tuple[CookieSet, ...]]) -> Verdict:
    if found:
        evidence = tuple(dict.fromkeys(sets[0].exchange.request.key for sets in found.values()))
        return SPEC.verdict(site.site, Outcome.PASS, evidence=evidence[:20], cookies=tuple(found))
    home = judged_home(site)
    if isinstance(home, Reason):
        return SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=home)
    key = (home.request.key,)
    return SPEC.verdict(site.site, Outcome.NOT_APPLICABLE, reason=Reason.NO_SESSION_COOKIE, evidence=key)
