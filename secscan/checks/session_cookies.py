"""SS-SES-01: session cookies carry Secure and HttpOnly (RFC 6265bis, section 4.1.2)."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from secscan.analysis.cookies import Cookie, is_session, set_by
from secscan.analysis.https import https_entry
from secscan.analysis.looks import judged_home
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Outcome, Reason, Severity
from secscan.model.evidence import AppEvidence, Context, SiteEvidence
from secscan.model.ids import CheckId
from secscan.model.observations import Exchange

SPEC = CheckSpec(
    id=CheckId("session-cookies"),
    severity=Severity.SEDANG,
    cwe=(614, 1004),
    references=("RFC 6265bis", "ASVS 4.0.3 3.4.1", "ASVS 4.0.3 3.4.2"),
    effort_minutes=15,
    absence_closes=True,
)
# Classic ASP adds random letters to its cookie's name with every start of the server.
_ASP = re.compile(r"(ASPSESSIONID)[A-Z]+")


class _Set(NamedTuple):
    """One session cookie as the site's answers set it, with the weakest flags among them."""

    cookie: Cookie
    exchange: Exchange
    secure: bool
    http_only: bool


def evaluate(app: AppEvidence, _context: Context) -> Iterator[Verdict]:
    """A verdict for each session cookie that lacks a flag, and one for the rest of the site."""
    for site in app.sites:
        found = _session_cookies(site)
        http_only_site = https_entry(app, site) is None
        for name, one in found.items():
            if one.secure and one.http_only:
                continue
            missing = tuple(flag for flag, there in (("Secure", one.secure), ("HttpOnly", one.http_only)) if not there)
            yield SPEC.verdict(
                site.site,
                Outcome.PARTIAL if len(missing) == 1 else Outcome.FAIL,
                discriminators=(("cookie", name),),
                evidence=(one.exchange.request.key,),
                cookie=one.cookie.name,
                missing=missing,
                url=one.exchange.request.url,
                http_only_site=http_only_site,
            )
        yield _rest(site, found)


def _rest(site: SiteEvidence, found: dict[str, _Set]) -> Verdict:
    home = judged_home(site)
    if found:
        evidence = tuple(dict.fromkeys(one.exchange.request.key for one in found.values()))
        return SPEC.verdict(site.site, Outcome.PASS, evidence=evidence[:20], cookies=tuple(found))
    if isinstance(home, Reason):
        return SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=home)
    key = (home.request.key,)
    return SPEC.verdict(site.site, Outcome.NOT_APPLICABLE, reason=Reason.NO_SESSION_COOKIE, evidence=key)


def _session_cookies(site: SiteEvidence) -> dict[str, _Set]:
    """The site's session cookies by name.

    Where HTTPS sets a cookie, only those answers are judged: over HTTP no server can set it Secure, and that the site
    answers HTTP at all is the concern of SS-TLS-01.
    """
    answers = [
        exchange for exchange in site.exchanges() if exchange.request.host == site.site.host and not exchange.challenge
    ]
    encrypted = _gather([exchange for exchange in answers if exchange.request.scheme == "https"])
    plain = _gather([exchange for exchange in answers if exchange.request.scheme == "http"])
    return {**plain, **encrypted}


def _gather(answers: list[Exchange]) -> dict[str, _Set]:
    found: dict[str, _Set] = {}
    for exchange in answers:
        for cookie in set_by(exchange.headers):
            if not is_session(cookie):
                continue
            name = _ASP.sub(r"\1", cookie.name)
            known = found.get(name)
            if known is None:
                found[name] = _Set(cookie, exchange, cookie.secure, cookie.http_only)
            elif not (cookie.secure and cookie.http_only):
                found[name] = _Set(
                    cookie, exchange, cookie.secure and known.secure, cookie.http_only and known.http_only
                )
    return found
