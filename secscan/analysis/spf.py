"""SPF as receivers evaluate it (RFC 7208), from stored look-ups: what a domain's policy comes down to.

A sender's address is not known here, so that every mechanism is walked: the limits are counted as for a message that
matches none of them.
"""

import ipaddress
import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from secscan.model.observations import DnsAnswer

_MAX_LOOKUPS = 10  # RFC 7208 section 4.6.4
_MAX_VOIDS = 2
_MAX_MX = 10
_MAX_NAMES = 20
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ESCAPE = re.compile(r"\\(\d{3}|.)")
_TERM = re.compile(
    r"(?P<qualifier>[+?~-]?)(?P<name>all|include|a|mx|ptr|ip4|ip6|exists)"
    r"(?P<value>(?::[^\s/]+)?(?:/\d{1,3})?(?://\d{1,3})?|:[^\s]+)",
    re.IGNORECASE,
)
_MODIFIER = re.compile(r"(?P<name>[a-z][\w.-]{0,60})=(?P<value>\S*)", re.IGNORECASE)
_ADDRESS_TYPES = ("A", "AAAA")
TYPES = (*_ADDRESS_TYPES, "MX", "TXT")
"""What must be known of each name that a policy mentions."""

Answers = Mapping[str, DnsAnswer]


class Spf(NamedTuple):
    """What a domain's policy comes down to.

    `all` is the qualifier that is left for everybody else: "-", "~", "?", "+", or "" where nothing is said. `error` is
    "" or why receivers give up: none, several, syntax, lookups, voids, include. `unknown`: a look-up failed, so that
    `error` and `all` may miss something.
    """

    record: str = ""
    all: str = ""
    lookups: int = 0
    voids: int = 0
    error: str = ""
    unknown: bool = False


def text(presentation: str) -> str:
    """The text of a TXT record in presentation form: its strings joined without blanks (RFC 7208 section 3.3)."""
    strings = _QUOTED.findall(presentation)
    joined = "".join(strings) if strings else presentation
    return _ESCAPE.sub(lambda match: chr(int(match[1]) % 256) if len(match[1]) == 3 else match[1], joined)


def spf(domain: str, answers: Answers) -> Spf:
    """The policy of a domain."""
    return _Walk(answers).policy(domain.lower(), frozenset())


def mentioned(domain: str, answer_of: Callable[[str], DnsAnswer | None]) -> tuple[str, ...]:
    """The names that the domain's policy makes a receiver look up, as far as answers are known; at most twenty."""
    found: dict[str, None] = {}
    waiting = [domain.lower()]
    while waiting and len(found) < _MAX_NAMES:
        answer = answer_of(waiting.pop(0))
        for record in _records(answer)[:2] if answer is not None else ():
            for name in _targets(record):
                if name not in found and name != domain and len(found) < _MAX_NAMES:
                    found[name] = None
                    waiting.append(name)
    return tuple(found)


def _records(answer: DnsAnswer) -> tuple[str, ...]:
    texts = (text(one) for one in answer.records.get("TXT", ()))
    return tuple(one for one in texts if one.lower() == "v=spf1" or one.lower().startswith("v=spf1 "))


def _targets(record: str) -> Iterator[str]:
    for term in record.split()[1:60]:
        match = _TERM.fullmatch(term)
        modifier = _MODIFIER.fullmatch(term)
        value = ""
        if match and match["name"].lower() in ("include", "a", "mx", "exists"):
            value = _domain(match["value"])
        elif modifier and modifier["name"].lower() == "redirect":
            value = modifier["value"].lower().rstrip(".")
        if value and _is_name(value):
            yield value


def _domain(value: str) -> str:
    """The domain of a mechanism's value, without prefix lengths."""
    return value.removeprefix(":").split("/", 1)[0].lower().rstrip(".") if value.startswith(":") else ""


def _is_network(mechanism: str, value: str) -> bool:
    """Whether `:address` or `:address/prefix` is one of the mechanism's own family (RFC 7208 section 5.6)."""
    try:
        network = ipaddress.ip_network(value.removeprefix(":"), strict=False)
    except ValueError:
        return False
    return value.startswith(":") and mechanism == f"ip{network.version}"


def _is_name(value: str) -> bool:
    return "%" not in value and len(value) <= 253 and bool(re.fullmatch(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)+", value))


class _Walk:
    """One evaluation: counts over all records that it comes to."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._lookups = 0
        self._voids = 0
        self._unknown = False

    def policy(self, domain: str, above: frozenset[str]) -> Spf:
        answer = self._answers.get(domain)
        if answer is None or answer.rcodes.get("TXT", "NOERROR") not in ("NOERROR", "NXDOMAIN"):
            self._unknown = True
            return self._result("", "", "")
        records = _records(answer)
        if len(records) != 1:
            return self._result("", "", "several" if records else "none")
        return self._record(domain, records[0], above | {domain})

    def _record(self, domain: str, record: str, above: frozenset[str]) -> Spf:
        everybody, redirect, error = "", "", ""
        for term in record.split()[1:]:
            match, modifier = _TERM.fullmatch(term), _MODIFIER.fullmatch(term)
            if match:
                name = match["name"].lower()
                if name == "all" and not match["value"]:
                    everybody = match["qualifier"] or "+"
                    break  # what follows is ignored (section 5.1)
                error = error or self._mechanism(name, match["value"], domain, above)
            elif modifier:
                twice = modifier["name"].lower() == "redirect" and redirect  # section 6
                error = error or ("syntax" if twice else "")
                redirect = modifier["value"].lower().rstrip(".") if modifier["name"].lower() == "redirect" else redirect
            else:
                error = error or "syntax"
        if not everybody and redirect and not error:
            return self._redirect(record, redirect, above)
        return self._result(record, everybody, error)

    def _redirect(self, record: str, target: str, above: frozenset[str]) -> Spf:
        self._lookups += 1
        if not _is_name(target):
            self._unknown = True
            return self._result(record, "", "")
        if target in above:
            return self._result(record, "", "lookups")
        inner = self.policy(target, above)
        return self._result(record, inner.all, "include" if inner.error == "none" else inner.error)

    def _mechanism(self, name: str, value: str, domain: str, above: frozenset[str]) -> str:
        """Why receivers give up at this mechanism; "" when they go on."""
        target = _domain(value) or (domain if name in ("a", "mx") else "")
        if name in ("ip4", "ip6"):
            return "" if _is_network(name, value) else "syntax"
        if name == "all" or (name in ("include", "exists") and not target):
            return "syntax"
        self._lookups += 1
        if name == "ptr" or not _is_name(target):
            return ""  # depends on the sender, or on macros
        if name == "include":
            return self._include(target, above)
        return self._addresses(name, target)

    def _include(self, target: str, above: frozenset[str]) -> str:
        if target in above:
            return "lookups"  # a loop never ends within the limit
        if self._lookups > _MAX_LOOKUPS:
            return "lookups"
        self._count_void(target, ("TXT",))
        inner = self.policy(target, above)
        return "include" if inner.error == "none" else inner.error

    def _addresses(self, name: str, target: str) -> str:
        self._count_void(target, ("MX",) if name == "mx" else _ADDRESS_TYPES)
        answer = self._answers.get(target)
        many = answer is not None and name == "mx" and len(answer.records.get("MX", ())) > _MAX_MX
        return "lookups" if many else ""

    def _count_void(self, target: str, types: tuple[str, ...]) -> None:
        answer = self._answers.get(target)
        if answer is None or any(answer.rcodes.get(one, "") not in ("NOERROR", "NXDOMAIN") for one in types):
            self._unknown = True
        elif not any(answer.records.get(one) for one in types):
            self._voids += 1

    def _result(self, record: str, everybody: str, error: str) -> Spf:
        if not error and self._lookups > _MAX_LOOKUPS:
            error = "lookups"
        elif not error and self._voids > _MAX_VOIDS:
            error = "voids"
        return Spf(record, everybody, self._lookups, self._voids, error, self._unknown)
