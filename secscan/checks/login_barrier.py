"""SS-ADM-04: something visible keeps robots from trying passwords on log-in pages. Nothing is ever tried here.

What a server does after ten wrong passwords cannot be seen without trying, so that a finding is an indication.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import msgspec

from secscan.analysis.guesses import unanswered
from secscan.analysis.logins import Barrier, barrier, identity, login_form, needs_script
from secscan.analysis.looks import below, judged_home
from secscan.analysis.scripted import scripted_login
from secscan.analysis.soft404 import Presence, presence
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Confidence, Outcome, Reason, Severity
from secscan.model.evidence import AppEvidence, Context, SiteEvidence
from secscan.model.ids import CheckId
from secscan.model.observations import Exchange
from secscan.model.pages import Form, PageFacts

SPEC = CheckSpec(
    id=CheckId("login-barrier"),
    severity=Severity.RENDAH,
    confidence=Confidence.INDIKASI,
    cwe=(307,),
    references=("ASVS 4.0.3 2.2.1", "OWASP WSTG-ATHN-03"),
    effort_minutes=60,
)
_ESSENTIAL = ("admin", "login")
_LIMITS = re.compile(r"(?:x-)?rate-?limit(?:-limit|-remaining|-policy)?")
_SSO_PATH = re.compile(
    r"/(?:sso|saml2?|oauth2?|openid|oidc|cas/login|keycloak|adfs|openid-connect|social/login)(?:[/?.-]|$)"
    r"|/auth/(?:google|realms|sso|redirect|keycloak)\b|accounts\.google\.com|login\.microsoftonline\.com",
    re.IGNORECASE,
)
_SSO_TEXT = re.compile(
    r"\b(?:SSO|single sign[- ]on|(?:masuk|login|sign in) (?:dengan|via|with) (?:google|microsoft|sso|asn))\b",
    re.IGNORECASE,
)


class _Login(msgspec.Struct, frozen=True):
    """One log-in form, and what stands before its password: a barrier's name, `sso`, `rate_limit` or "none"."""

    path: str
    exchange: Exchange
    barrier: str


def evaluate(app: AppEvidence, _context: Context) -> Iterator[Verdict]:
    """One verdict per log-in form without a barrier, and one for the rest of the site."""
    for site in app.sites:
        home = judged_home(site)
        if isinstance(home, Reason):
            yield SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=home)
            continue
        logins = _logins(site)
        for login in logins:
            if login.barrier in ("none", "rate_limit"):
                yield _bare(site, login)
        yield _rest(site, home, logins)


def _bare(site: SiteEvidence, login: _Login) -> Verdict:
    return SPEC.verdict(
        site.site,
        Outcome.PARTIAL if login.barrier == "rate_limit" else Outcome.FAIL,
        discriminators=(("path", login.path),),
        evidence=(login.exchange.request.key,),
        url=login.exchange.request.url,
        path=login.path,
        limited=login.barrier == "rate_limit",
        title=login.exchange.page.title if login.exchange.page is not None else "",
    )


def _rest(site: SiteEvidence, home: Exchange, logins: tuple[_Login, ...]) -> Verdict:
    if logins:
        return SPEC.verdict(site.site, Outcome.PASS, evidence=tuple(one.exchange.request.key for one in logins)[:20])
    essential = tuple(below(site, path) for path in _ESSENTIAL)
    reason = unanswered(site, essential)
    if reason is not None:
        return SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=reason)
    answers = [answer for request in essential if (answer := site.exchange(request)) is not None]
    soft = any(presence(site, answer) is Presence.SOFT_404 for answer in answers)
    if soft and home.page is not None and needs_script(home.page):
        return SPEC.verdict(site.site, Outcome.INCONCLUSIVE, reason=Reason.SOFT_404)
    return SPEC.verdict(site.site, Outcome.NOT_APPLICABLE, reason=Reason.NO_LOGIN, evidence=(home.request.key,))


def _logins(site: SiteEvidence) -> tuple[_Login, ...]:
    """Each log-in form once, under its shortest address: a catch-all shows the same one under every path."""
    kept: dict[tuple[str, tuple[str, ...]], _Login] = {}
    for exchange in site.pages():
        page = exchange.page
        form = login_form(page) if page is not None and exchange.request.host == site.site.host else None
        if page is None or form is None or exchange.challenge:
            continue
        path = exchange.request.path.split("?", 1)[0]
        title, fields, _ = identity(page, form)
        login = _Login(path, exchange, _barrier(exchange, page, form))
        known = kept.get((title, fields))
        if known is None or (len(path), path) < (len(known.path), known.path):
            kept[(title, fields)] = login
    home = site.home
    scripted = scripted_login(site, home) if home is not None else None
    if home is not None and scripted is not None:
        path = home.request.path.split("?", 1)[0]
        kept[("", ("script",))] = _Login(path, home, scripted.barrier.value)
    return tuple(sorted(kept.values(), key=lambda login: login.path))


def _barrier(exchange: Exchange, page: PageFacts, form: Form) -> str:
    seen = barrier(page, form)
    if seen is not Barrier.NONE:
        return seen.value
    targets = [(link.url, link.text) for link in page.links] + [(one.action, "") for one in page.forms]
    for url, text in targets:
        parts = urlsplit(url)
        if _SSO_PATH.search(f"{parts.netloc}{parts.path}") or _SSO_TEXT.search(text):
            return "sso"
    limited = any(_LIMITS.fullmatch(name) for name, _ in exchange.headers)
    return "rate_limit" if limited else "none"
