"""Which CodeIgniter runs, 2 or 3, by what only one of them does; CodeIgniter 4 is a product of its own.

Until 2.2 the cookie `ci_session` held the whole session: its id, the visitor's address and browser, and a signature.
Since 3.0 it is the session id of PHP, which has 256 characters at most (php.ini, `session.sid_length`). A short one
tells 2 from the others, but not 3 from 4, which uses the same name.
"""

import re
from collections.abc import Iterable, Iterator

from secscan.model.observations import Exchange

_LONGEST_ID = 256
_COOKIE = re.compile(r"ci_session=\*\*\*(\d{1,5})-\d{1,2}\.\d\*\*\*")
_ERROR = re.compile(r"A PHP Error was encountered Severity: .{1,4000}? Line Number: \d{1,7} Backtrace:")
_UNCAUGHT = re.compile(r"An uncaught Exception was encountered Type: .{1,4000}? Line Number: \d{1,7}\b")


def _releases(*branches: tuple[str, int]) -> frozenset[str]:
    return frozenset(f"{branch}.{patch}" for branch, last in branches for patch in range(last + 1))


BEFORE_3 = _releases(("1.7", 3), ("2.0", 3), ("2.1", 4), ("2.2", 6))
"""The releases that kept sessions in the cookie, by the project's notes on upgrading."""
SINCE_3 = _releases(("3.0", 6), ("3.1", 13))


def generations(exchanges: Iterable[Exchange]) -> Iterator[tuple[frozenset[str], str]]:
    """The releases that the answers of one installation leave possible, and what says so; each sign once."""
    told: dict[str, frozenset[str]] = {}
    for exchange in exchanges:
        if any(_is_whole_session(value) for value in exchange.header_values("set-cookie")):
            told["cookie ci_session"] = BEFORE_3
        if _is_error_of_3(exchange):
            told["error message"] = SINCE_3
    yield from ((versions, source) for source, versions in told.items())


def _is_whole_session(cookie: str) -> bool:
    """Whether a masked Set-Cookie value holds more than any session id can be long."""
    shape = _COOKIE.match(cookie)
    return shape is not None and int(shape[1]) > _LONGEST_ID


def _is_error_of_3(exchange: Exchange) -> bool:
    """Whether the page shows an error with its backtrace, or an exception, as 2 never writes them."""
    page = exchange.page
    return page is not None and any(rule.search(page.text) for rule in (_ERROR, _UNCAUGHT))
