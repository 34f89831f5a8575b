"""Pages of a WAF, a ban, a challenge or a filtering provider, which are no answers of the app.

Recognised by structure, status and headers together, never by words alone: a news page about Cloudflare is a page, and
a plain 403 or 404 is the app's own.
"""

import re
from collections.abc import Mapping

_TITLE = re.compile(r"<title[^>]{0,100}>([^<]{0,300})", re.IGNORECASE)
_REFUSALS = frozenset((401, 403, 405, 406, 409, 415, 418, 429, 444, 493, 501, 503, 520, 521, 522, 523, 525, 526, 530))
_SMALL = 30_000
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


def challenge(status: int, headers: Mapping[str, str], body: str) -> str:
    """The name of the product or provider that answered in the app's place; "" when the app itself answered.

    `headers` are by lower-case name (the first of each); `body` is the start of the decoded body.
    """
    title_match = _TITLE.search(body[:_SMALL])
    title = title_match[1].strip().lower() if title_match else ""
    return _provider(headers, title, body) or _product(status, headers, title, body)


def _provider(headers: Mapping[str, str], title: str, body: str) -> str:
    """A page that an Indonesian provider or an office firewall puts in a site's place."""
    location = _LOCATION_HOST.match(headers.get("location", ""))
    if location and any(host in location[1].lower() for host in _FILTER_HOSTS):
        return "internet-positif"
    lower = body.lower()
    if len(body) < 6_000 and _words(body) < 60 and _FILTER_LOADED.search(lower):
        return "internet-positif"
    if _FILTER_WORDS.search(title) and _words(body) < 200 and ("diblokir" in lower or "blocked" in lower):
        return "internet-positif"
    if "fgd_icon" in body or "/fgtauth?" in body or ("fortiguard" in title and len(body) < _SMALL):
        return "fortiguard"
    return ""


def _product(status: int, headers: Mapping[str, str], title: str, body: str) -> str:
    if headers.get("cf-mitigated") == "challenge":
        return "cloudflare"
    server = headers.get("server", "").lower()
    challenged = any(title.startswith(known) for known in _CHALLENGE_TITLES)
    refused = status in _REFUSALS
    if refused and (name := _refusal(headers, server, title, body)):
        return name
    if _INCAPSULA.search(body) and len(body) < 10_000 and "<iframe" in body.lower():
        return "imperva"
    if headers.get("sg-captcha") == "challenge" or "/.well-known/sgcaptcha/" in body[:4_000]:
        return "siteground"
    if "/.lsrecap/recaptcha" in body[:_SMALL]:
        return "litespeed"
    if headers.get("x-sucuri-id") and "sucuri_cloudproxy_js" in body:
        return "sucuri"
    if "x-amzn-waf-action" in headers:
        return "aws-waf"
    if challenged and (refused or _proves(body)):
        return "cloudflare" if any(mark in body for mark in _CLOUDFLARE) else "challenge"
    if len(body) < 8_000 and _words(body) < 40 and _COOKIE_SCRIPT.search(body):
        return "challenge"
    return ""


def _refusal(headers: Mapping[str, str], server: str, title: str, body: str) -> str:
    """A refusal that names its maker."""
    small = len(body) < _SMALL
    marks: tuple[tuple[str, bool], ...] = (
        ("cloudflare", "cf-ray" in headers and any(mark in body for mark in _CLOUDFLARE + _CLOUDFLARE_BLOCK)),
        ("cloudflare", server == "cloudflare" and small and body.strip().startswith("error code: 10")),
        ("sucuri", "x-sucuri-block" in headers or ("x-sucuri-id" in headers and "sucuri" in body.lower())),
        ("imperva", bool(_INCAPSULA.search(body))),
        ("akamai", "access denied" in title and small and bool(_AKAMAI.search(body))),
        ("modsecurity", small and ("mod_security" in body.lower() or "modsecurity" in body.lower())),
        ("wordfence", "wordfence" in body.lower() and ("generated by wordfence" in body.lower() or "blocked" in title)),
        ("litespeed", "litespeed" in server and small and "captcha" in body.lower()),
        ("barikode", small and ("barikode" in server or "barikode" in title or "barikode" in body.lower())),
        ("f5", small and "the requested url was rejected" in body.lower() and "support id" in body.lower()),
        ("fortiweb", small and "attack id" in body.lower() and "message id" in body.lower()),
        ("imunify360", "imunify360" in server or ("imunify360" in body.lower() and small)),
        ("ddos-guard", server == "ddos-guard"),
        ("bitninja", "bitninja" in server or (small and "bitninja" in body.lower() and "captcha" in body.lower())),
    )
    return next((name for name, seen in marks if seen), "")


def _proves(body: str) -> bool:
    """Whether a page makes its visitor's browser prove itself, rather than only talking about it."""
    lower = body.lower()
    few = len(body) < 100_000 and _words(body) < 150 and lower.count("<a ") <= 4
    return few and "<script" in lower and any(mark in lower for mark in _PROOFS)


def _words(body: str) -> int:
    """The number of words that a page shows, counted on its start."""
    return len(_MARKUP.sub(" ", body[:_SMALL]).split())
