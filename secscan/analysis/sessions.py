"""The session cookies of a site, as all its answers set them."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from secscan.analysis.cookies import Cookie, is_session, set_by
from secscan.model.evidence import SiteEvidence
from secscan.model.observations import Exchange

# Classic ASP adds random letters to its cookie's name with every start of the server.
_ASP = re.compile(r"(ASPSESSIONID)[A-Z]+")


class CookieSet(NamedTuple):
    """One cookie, and the answer that set it."""

    cookie: Cookie
    exchange: Exchange


def session_cookies(site: SiteEvidence) -> dict[str, tuple[CookieSet, ...]]:
    """The site's session cookies by name, each with all answers that set it.

    Where HTTPS sets a cookie, only those answers are judged: over HTTP no server can set it Secure, and that the site
    answers HTTP at all is the concern of SS-TLS-01.
    """
    answers = [
        exchange for exchange in site.exchanges() if exchange.request.host == site.site.host and not exchange.challenge
    ]
    plain = _gather(exchange for exchange in answers if exchange.request.scheme == "http")
    encrypted = _gather(exchange for exchange in answers if exchange.request.scheme == "https")
    return {name: tuple(sets) for name, sets in {**plain, **encrypted}.items()}


def _gather(answers: Iterable[Exchange]) -> dict[str, list[CookieSet]]:
    found: dict[str, list[CookieSet]] = {}
    for exchange in answers:
        for cookie in set_by(exchange.headers):
            if is_session(cookie):
                found.setdefault(_ASP.sub(r"\1", cookie.name), []).append(CookieSet(cookie, exchange))
    return found
