"""The headers of our requests, and the few response headers that steer the next one."""

import email.utils
import re
from collections.abc import Iterable
from datetime import datetime

from secscan.base.text import clean
from secscan.base.urls import DEFAULT_PORTS, bracketed
from secscan.model.requests import Request, View

AGENT = "secscan/0.1"
PREFIX_BYTES = 4096
_UNSAFE = re.compile(r"[^\x21-\x7e ]|[();\"\\]")


def user_agent(contact: str, view: View = View.SECSCAN) -> str:
    """The User-Agent of a view. `contact` is a setting: whatever could break out of the header is dropped."""
    who = _UNSAFE.sub("", clean(contact, 120))
    named = f"{AGENT}; +{who}" if who else AGENT
    if view is View.SEARCH_ENGINE:
        return f"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html) ({named})"
    return f"Mozilla/5.0 (compatible; {named})"


def request_headers(request: Request, contact: str) -> dict[str, str]:
    """All headers of a request, Host included."""
    port = "" if DEFAULT_PORTS.get(request.scheme) == request.port else f":{request.port}"
    headers = {
        "Host": bracketed(request.host) + port,
        "User-Agent": user_agent(contact, request.view),
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "Accept-Language": "id,en;q=0.5",
        "Accept-Encoding": "identity" if request.prefix_only else "gzip, deflate",
        "Connection": "keep-alive",
    }
    if request.prefix_only and request.method == "GET":
        headers["Range"] = f"bytes=0-{PREFIX_BYTES - 1}"
    if request.view is View.SEARCH_REFERRER:
        headers["Referer"] = "https://www.google.com/"
    if request.view is View.FOREIGN_ORIGIN:
        headers["Origin"] = "https://secscan.invalid"
    return headers


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for, as a number or an HTTP date (RFC 9110 section 10.2.3); None for
    nonsense."""
    text = (value or "").strip()
    if re.fullmatch(r"[0-9]{1,9}", text):
        return float(text)
    try:
        moment = email.utils.parsedate_to_datetime(text)
        return max(0.0, (moment - now).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return None


def is_whole(headers: Iterable[tuple[str, str]], length: int) -> bool:
    """Whether `length` bytes are all there is, going by a Content-Range header (RFC 9110 section 14.4)."""
    for name, value in headers:
        if name.lower() == "content-range":
            total = value.rpartition("/")[2].strip()
            return not (total.isascii() and total.isdigit() and len(total) < 20 and int(total) > length)
    return True
