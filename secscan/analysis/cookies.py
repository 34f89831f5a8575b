"""Cookies as servers set them (RFC 6265bis), without their values.

What is stored of a value is its shape only: `***26-4.1***` stands for 26 characters of 4.1 bits each. That is enough to
tell a random session id from a language, and useless to whoever reads the store.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import msgspec

_SHAPE = re.compile(r"\*\*\*(\d{1,5})-(\d{1,2}\.\d)\*\*\*")

# Names that products and frameworks give their session cookies.
_SESSION_NAMES = re.compile(
    r"(?:__(?:host|secure)-)?(?:"
    r"phpsessid|jsessionid\w{0,20}|aspsessionid[a-z]{0,12}|asp\.net_sessionid|\.aspxauth|cfid|cftoken"
    r"|\.aspnetcore\.(?:session|cookies|identity\.application)"
    r"|ci_sessions?\w{0,20}|(?:[\w.-]{1,60}[_.-])?(?:session|sessid|sess)|[a-z]{0,12}session_?id|sid|connect\.sid"
    r"|koa[.:]sess|express:sess|wordpress_(?:logged_in|sec)_\w{1,64}|s?sess[0-9a-f]{32}|moodlesession\w{0,20}"
    r"|ojssid|ompsid|cakephp|yii_?sess\w{0,20}|adminhtml|roundcube_sess(?:id|auth)|zm_auth_token|symfony"
    r"|senayan(?:member|admin)?|auth_?token|access_token|login_token|remember_web_\w{1,64}"
    r")",
    re.IGNORECASE,
)
# Tokens against forgery, analytics, load balancers and firewalls, languages, consents: never sessions of the app.
_NOT_SESSION = re.compile(
    r"(?:.*(?:csrf|xsrf|antiforgery|requestverificationtoken).*"
    r"|_ga.*|_gid|_gcl.*|_fb[pc]|_hj.*|_cl(?:ck|sk)|__utm.*|_pk_.*|dtcookie|.*visitor.*"
    r"|__cf.*|_cf.*|cf_.*|__ddg.*|awsalb.*|awselb.*|bigipserver.*|ts[0-9a-f]{6,}|visid_incap.*|incap_ses.*|nlbi_.*"
    r"|ak_bmsc|bm_s.*|_abck|sucuri_.*|acw_tc|nsc_.*|citrix_ns.*|arraffinity.*|applicationgatewayaffinity.*"
    r"|x-oracle-bmc-lbs-route|srv(?:er)?_?id|route|lb|sticky.*|backend|haproxy.*"
    r"|lang(?:uage)?|.*_lang|locale|pll_language|wp-wpml.*|wordpress_test_cookie|wp-settings-.*|tz|timezone|theme"
    r"|.*consent.*|cookie_?notice.*|viewed_cookie.*|.*session_?(?:started|timeout|expir).*)",
    re.IGNORECASE,
)


class Cookie(msgspec.Struct, frozen=True, kw_only=True):
    """One cookie as a response sets it. `length` and `bits` (Shannon entropy per character) are of its value.

    `prefix` is `__Host-` or `__Secure-` where a browser would hold the cookie to it; `persistent` that it outlives the
    browser.
    """

    name: str
    length: int = 0
    bits: float = 0.0
    secure: bool = False
    http_only: bool = False
    same_site: str = ""
    domain: str = ""
    path: str = ""
    persistent: bool = False
    deletion: bool = False
    prefix: str = ""

    @property
    def looks_random(self) -> bool:
        """Whether its value is long and varied enough for a session id of 64 bits (OWASP Session Management)."""
        return self.length >= 16 and self.bits * self.length >= 64 and self.bits >= 2.5


def masked_header(value: str) -> str:
    """A Set-Cookie value in which only the shape of the cookie's value is left; masking twice changes nothing."""
    pair, semicolon, attributes = value.partition(";")
    name, equals, content = pair.partition("=")
    if not equals:
        name, content = "", pair
    content = content.strip().strip('"')
    if not _SHAPE.fullmatch(content):
        content = f"***{len(content)}-{_entropy(content):.1f}***"
    return f"{name.strip()}={content}{semicolon}{attributes}"


def parse(value: str, date: str | None = None) -> Cookie | None:
    """The cookie of one (masked) Set-Cookie value; None when a browser would ignore it.

    `date` is the response's Date header, which says what "expired" means; without it, only times before 2005 are past.
    """
    pair, _, rest = value.partition(";")
    name, equals, content = pair.partition("=")
    if not equals:
        name, content = "", pair
    name, content = name.strip(" \t"), content.strip(" \t")
    if not name and not content:
        return None
    attributes = _attributes(rest)
    shape = _SHAPE.fullmatch(content)
    max_age = _max_age(attributes.get("max-age"))
    expires = _date(attributes.get("expires"))
    prefix = next((known for known in ("__Host-", "__Secure-") if name.lower().startswith(known.lower())), "")
    cookie = Cookie(
        name=name[:200],
        length=int(shape[1]) if shape else len(content),
        bits=float(shape[2]) if shape else _entropy(content),
        secure="secure" in attributes,
        http_only="httponly" in attributes,
        same_site=attributes.get("samesite", "").lower(),
        domain=attributes.get("domain", "").lstrip(".").lower(),
        path=attributes.get("path", ""),
        persistent=max_age is not None or expires is not None,
        deletion=max_age <= 0 if max_age is not None else expires is not None and expires <= _moment(date),
        prefix=prefix,
    )
    return cookie if _accepted(cookie) else None


def is_session(cookie: Cookie) -> bool:
    """Whether a cookie carries a session: by its name, or by its shape (random, ends with the browser, HttpOnly)."""
    if cookie.deletion or cookie.length == 0 or _NOT_SESSION.fullmatch(cookie.name):
        return False
    if _SESSION_NAMES.fullmatch(cookie.name):
        return True
    return cookie.looks_random and not cookie.persistent and cookie.http_only


def _accepted(cookie: Cookie) -> bool:
    """A browser drops cookies that break their prefix's promise (RFC 6265bis section 4.1.3)."""
    if cookie.prefix == "__Host-":
        return cookie.secure and not cookie.domain and cookie.path == "/"
    return cookie.secure or cookie.prefix != "__Secure-"


def _attributes(text: str) -> dict[str, str]:
    """Attributes by lower-case name; the last of each counts (RFC 6265bis section 5.6)."""
    found: dict[str, str] = {}
    for part in text.split(";")[:30]:
        name, _, value = part.partition("=")
        if name.strip(" \t"):
            found[name.strip(" \t").lower()] = value.strip(" \t")[:1_024]
    return found


def _max_age(text: str | None) -> int | None:
    """Seconds; None when absent or not a number (RFC 6265bis section 5.6.2)."""
    if text is None or not re.fullmatch(r"-?[0-9]{1,20}", text):
        return None
    return int(text)


def _date(text: str | None) -> datetime | None:
    """A cookie date in the forms that servers send; None when it cannot be read, as browsers ignore it then."""
    if not text:
        return None
    try:
        moment = parsedate_to_datetime(text[:100].replace("-", " "))
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _moment(date: str | None) -> datetime:
    return _date(date) or datetime(2005, 1, 1, tzinfo=UTC)


def _entropy(text: str) -> float:
    """Shannon entropy in bits per character."""
    if not text:
        return 0.0
    total = len(text)
    return max(0.0, -sum(count / total * math.log2(count / total) for count in Counter(text).values()))


def set_by(headers: Iterable[tuple[str, str]]) -> tuple[Cookie, ...]:
    """The cookies that a response sets, deletions among them."""
    pairs = tuple(headers)
    date = next((value for name, value in pairs if name == "date"), None)
    parsed = (parse(value, date) for name, value in pairs if name == "set-cookie")
    return tuple(cookie for cookie in parsed if cookie is not None)
