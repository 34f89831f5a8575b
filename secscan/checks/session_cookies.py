"""SS-SES-01: session cookies carry Secure and HttpOnly (RFC 6265bis, section 4.1.2)."""

from collections.abc import Iterator, Mapping

from secscan.analysis.https import https_entry
from secscan.analysis.looks import judged_home
from secscan.analysis.sessions import CookieSet, session_cookies
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Outcome, Reason, Severity
from secscan.model.evidence import AppEvidence, Context, SiteEvidence
from secscan.model.ids import CheckId

SPEC = CheckSpec(
    id=CheckId("session-cookies"),
    severity=Severity.SEDANG,
    cwe=(614, 1004),
    references=("RFC 6265bis", "ASVS 4.0.3 3.4.1", "ASVS 4.0.3 3.4.2"),
    effort_minutes=15,
    absence_closes=True,
)


def evaluate(app: AppEvidence, _context: Context) -> Iterator[Verdict]:
    """A verdict for each session cookie that lacks a flag in any answer, and one for the rest of the site."""
    for site in app.sites:
        found = session_cookies(site)
        http_only_site = https_entry(app, site) is None
        for name, sets in found.items():
            secure = all(one.cookie.secure for one in sets)
            http_only = all(one.cookie.http_only for one in sets)
            missing = tuple(flag for flag, there in (("Secure", secure), ("HttpOnly", http_only)) if not there)
            if not missing:
                continue
            shown = next(one for one in sets if not (one.cookie.secure and one.cookie.http_only))
            yield SPEC.verdict(
                site.site,
                Outcome.PARTIAL if len(missing) == 1 else Outcome.FAIL,
                discriminators=(("cookie", name),),
                evidence=(shown.exchange.request.key,),
                cookie=shown.cookie.name,
                missing=missing,
                url=shown.exchange.request.url,
                http_only_site=http_only_site,
            )
        yield _rest(site, found)


def _rest(site: SiteEvidence, found: Mapping[str, tuple[CookieSet, ...]]) -> Verdict:
    home = judged_home(site)
    if found:
        evidence = tuple(dict.fromkeys(sets[0].exchange.request.key for sets in found.values()))
        return SPEC.verdict(site.site, Outcome.PASS, evidence=evidence[:20], cookies=tuple(found))
    if isinstance(home, Reason):
        return SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=home)
    key = (home.request.key,)
    return SPEC.verdict(site.site, Outcome.NOT_APPLICABLE, reason=Reason.NO_SESSION_COOKIE, evidence=key)
