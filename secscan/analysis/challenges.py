"""Pages of a WAF, a ban, a challenge or a filtering provider, which are no answers of the app.

Recognised by structure, status and headers together, never by words alone: a news page about Cloudflare is a page, and
a plain 403 or 404 is the app's own.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

_TITLE = re.compile(r"<title[^>]{0,100}>([^<]{0,300})", re.IGNORECASE)
_REFUSALS = frozenset((401, 403, 405, 406, 409, 415, 418, 429, 444, 493, 501, 503, 520, 521, 522, 523, 525, 526, 530))
_SMALL = 30_000
_SERVERS = frozenset(("cloudflare", "ddos-guard"))  # as the whole Server header
_SERVERS_NAMING = ("litespeed", "barikode", "imunify360", "bitninja")  # somewhere within it
# Headers that tell, with the value that they must have, or "" for any.
_TELLING = {
    "cf-mitigated": "challenge",
    "cf-ray": "",
    "sg-captcha": "challenge",
    "x-amzn-waf-action": "",
    "x-sucuri-block": "",
    "x-sucuri-id": "",
}
_FILTER_HOSTS = (
    "internetpositif", "internet-positif", "trustpositif", "trust-positif", "mercusuar.uzone", "internetbaik.telkomsel",
    "aduankonten.id", "block.myrepublic", "safesurf.biznet", "lamanlabuh.aduankonten",
)  # fmt: skip
_FILTER_WORDS = re.compile(r"(?i)internet\s?(?:positif|sehat|baik)|trust\s?\+?\s?positif|lamanlabuh|mercusuar\.uzone")
# Loaded or moved to, not linked: offices that fight gambling link to the report desk.
_FILTER_LOADED = re.compile(
    r"(?:<(?!a\b)[a-z][^>]{0,300}|\blocation\b[^<]{0,100})(?:" + "|".join(map(re.escape, _FILTER_HOSTS)) + ")"
)
_LOCATION_HOST = re.compile(r"(?:https?:)?//([^/?#]{1,255})", re.IGNORECASE)
_INCAPSULA = re.compile(r"/_Incapsula_Resource\?|Incapsula incident ID", re.IGNORECASE)
_AKAMAI = re.compile(r"Reference(?:&#32;|\s)*#?(?:&#35;)?(?:&#32;|\s)*\d{1,3}(?:\.|&#46;)[0-9a-f]{4,}", re.IGNORECASE)
_CLOUDFLARE = ("/cdn-cgi/challenge-platform/", "window._cf_chl_opt", "cf-browser-verification", "cf_chl_prog")
_CLOUDFLARE_BLOCK = ("cf-error-details", "cf-wrapper", "/cdn-cgi/styles/cf.errors.css")
_CHALLENGE_TITLES = (
    "just a moment", "one moment, please", "checking your browser", "attention required", "ddos-guard",
    "ddos protection by",
    "please wait while your request is being verified", "bot verification", "human verification", "security check",
    "are you a robot",
    "vercel security checkpoint", "making sure you're not a bot", "verifying your browser",
    "javascript challenge",
)  # fmt: skip
_MARKUP = re.compile(r"<(script|style)\b[\s\S]{0,20000}?</\1>|<[^>]{0,500}>", re.IGNORECASE)
_PROOFS = (
    *_CLOUDFLARE,
    "/cdn-cgi/",
    "grecaptcha",
    "hcaptcha",
    "turnstile",
    "challenge",
    "__ddg",
    "document.cookie",
    "wsidchk",
)
_COOKIE_SCRIPT = re.compile(r"document\.cookie\s{0,3}=[^;]{0,200};?[\s\S]{0,400}location\.(?:reload|href|replace)")


class Front(NamedTuple):
    """What status and headers say of who answered: whether it is a refusal, which known servers the Server header
    names, and which of the telling headers are there."""

    refused: bool
    servers: frozenset[str]
    headers: frozenset[str]


def front_of(status: int, headers: Mapping[str, str]) -> Front:
    """The front of an answer; `headers` are by lower-case name, the first of each."""
    server = headers.get("server", "").lower()
    named = (name for name in _SERVERS_NAMING if name in server)
    present = (name for name, value in _TELLING.items() if name in headers and value in ("", headers[name]))
    return Front(status in _REFUSALS, frozenset((*named, *_SERVERS.intersection((server,)))), frozenset(present))


def challenge(status: int, headers: Mapping[str, str], body: str) -> str:
    """The name of the product or provider that answered in the app's place; "" when the app itself answered.

    `headers` are by lower-case name (the first of each); `body` is the start of the decoded body.
    """
    return filtered(headers) or told(front_of(status, headers), body)


def filtered(headers: Mapping[str, str]) -> str:
    """The filter of Indonesian providers, if an answer leads there; "" if not."""
    location = _LOCATION_HOST.match(headers.get("location", ""))
    leads = location is not None and any(host in location[1].lower() for host in _FILTER_HOSTS)
    return "internet-positif" if leads else ""


def told(front: Front, body: str) -> str:
    """The challenge that a body tells, which came with that front; "" if none."""
    title_match = _TITLE.search(body[:_SMALL])
    title = title_match[1].strip().lower() if title_match else ""
    lower = body.lower()
    return _provider(title, body, lower) or _product(front, title, body, lower)


def _provider(title: str, body: str, lower: str) -> str:
    """A page that an Indonesian provider or an office firewall puts in a site's place."""
    named = len(body) < 6_000 and any(host in lower for host in _FILTER_HOSTS)
    if named and _FILTER_LOADED.search(lower) and _words(body) < 60:
        return "internet-positif"
    if _FILTER_WORDS.search(title) and ("diblokir" in lower or "blocked" in lower) and _words(body) < 200:
        return "internet-positif"
    if "fgd_icon" in body or "/fgtauth?" in body or ("fortiguard" in title and len(body) < _SMALL):
        return "fortiguard"
    return ""


def _product(front: Front, title: str, body: str, lower: str) -> str:
    if "cf-mitigated" in front.headers:
        return "cloudflare"
    challenged = title.startswith(_CHALLENGE_TITLES)
    if front.refused and (name := _refusal(front, title, body, lower)):
        return name
    if len(body) < 10_000 and "incapsula" in lower and "<iframe" in lower and _INCAPSULA.search(body):
        return "imperva"
    if "sg-captcha" in front.headers or "/.well-known/sgcaptcha/" in body[:4_000]:
        return "siteground"
    if "/.lsrecap/recaptcha" in body[:_SMALL]:
        return "litespeed"
    if "x-sucuri-id" in front.headers and "sucuri_cloudproxy_js" in body:
        return "sucuri"
    if "x-amzn-waf-action" in front.headers:
        return "aws-waf"
    if challenged and (front.refused or _proves(body, lower)):
        return "cloudflare" if any(mark in body for mark in _CLOUDFLARE) else "challenge"
    if len(body) < 8_000 and "document.cookie" in body and _COOKIE_SCRIPT.search(body) and _words(body) < 40:
        return "challenge"
    return ""


def _refusal(front: Front, title: str, body: str, lower: str) -> str:
    """A refusal that names its maker."""
    small = len(body) < _SMALL
    servers, headers = front.servers, front.headers
    marks: tuple[tuple[str, bool], ...] = (
        ("cloudflare", "cf-ray" in headers and any(mark in body for mark in _CLOUDFLARE + _CLOUDFLARE_BLOCK)),
        ("cloudflare", "cloudflare" in servers and small and body.strip().startswith("error code: 10")),
        ("sucuri", "x-sucuri-block" in headers or ("x-sucuri-id" in headers and "sucuri" in lower)),
        ("imperva", "incapsula" in lower and bool(_INCAPSULA.search(body))),
        ("akamai", "access denied" in title and small and bool(_AKAMAI.search(body))),
        ("modsecurity", small and ("mod_security" in lower or "modsecurity" in lower)),
        ("wordfence", "wordfence" in lower and ("generated by wordfence" in lower or "blocked" in title)),
        ("litespeed", "litespeed" in servers and small and "captcha" in lower),
        ("barikode", small and ("barikode" in servers or "barikode" in title or "barikode" in lower)),
        ("f5", small and "the requested url was rejected" in lower and "support id" in lower),
        ("fortiweb", small and "attack id" in lower and "message id" in lower),
        ("imunify360", "imunify360" in servers or ("imunify360" in lower and small)),
        ("ddos-guard", "ddos-guard" in servers),
        ("bitninja", "bitninja" in servers or (small and "bitninja" in lower and "captcha" in lower)),
    )
    return next((name for name, seen in marks if seen), "")


def _proves(body: str, lower: str) -> bool:
    """Whether a page makes its visitor's browser prove itself, rather than only talking about it."""
    few = len(body) < 100_000 and _words(body) < 150 and lower.count("<a ") <= 4
    return few and "<script" in lower and any(mark in lower for mark in _PROOFS)


def _words(body: str) -> int:
    """The number of words that a page shows, counted on its start."""
    return len(_MARKUP.sub(" ", body[:_SMALL]).split())
