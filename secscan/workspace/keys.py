"""The keys of `secscan.toml`: for each, how its value is read. Readers raise Unfit saying what is expected.

The same readers serve the environment and the command line, where every value is text.
"""

import ipaddress
import math
import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from secscan.base.urls import canonical_host, is_ip_literal
from secscan.model.enums import Vantage
from secscan.model.register import Hours
from secscan.model.settings import Exemption, Schedule
from secscan.planning.hours import parse_window


class Expected(StrEnum):
    """What a value should have been; its sentence stands under `bad_<word>` of the errors."""

    TEXT = "text"
    ASCII = "ascii"
    TIMEZONE = "timezone"
    POSITIVE = "positive"
    COUNT = "count"
    VANTAGE = "vantage"
    EGRESS = "egress"
    RESOLVER = "resolver"
    ANCHORS = "anchors"
    HOURS = "hours"
    TEXTS = "texts"
    DOMAINS = "domains"
    EXEMPT = "exempt"
    URL = "url"


class Unfit(ValueError):  # noqa: N818 - a verdict on a value
    """The value is not what its key expects."""

    def __init__(self, expected: Expected) -> None:
        super().__init__(expected.value)
        self.expected = expected


Value = str | int | float | Vantage | Hours | None | tuple[str, ...] | tuple[Exemption, ...]
Reader = Callable[[object], Value]
_MAX_TEXT = 200
_ANCHOR = re.compile(
    r"\d{1,5} \d{1,3} \d{1,3} [0-9A-Fa-f]{40,128}"
)  # a DS record without its name, RFC 4034 section 5.3


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > _MAX_TEXT or not value.isprintable():
        raise Unfit(Expected.TEXT)
    return value.strip()


def _header_text(value: object) -> str:
    """Text that is sent in an HTTP header: printable ASCII, so that nothing can be smuggled in (RFC 9110, 5.5)."""
    text = _text(value)
    if not text.isascii():
        raise Unfit(Expected.ASCII)
    return text


def _timezone(value: object) -> str:
    name = _text(value)
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Unfit(Expected.TIMEZONE) from None
    return name


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise Unfit(Expected.POSITIVE)
    try:
        number = float(value)
    except ValueError:
        raise Unfit(Expected.POSITIVE) from None
    if not math.isfinite(number) or number <= 0 or number > 100_000:
        raise Unfit(Expected.POSITIVE)
    return number


def _count(value: object) -> int:
    if isinstance(value, str) and value.strip().isdecimal():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 1_000:
        raise Unfit(Expected.COUNT)
    return value


def _vantage(value: object) -> Vantage:
    try:
        return Vantage(_text(value).lower())
    except ValueError:
        raise Unfit(Expected.VANTAGE) from None


def _egress(value: object) -> str:
    text = _text(value)
    host, mark, ports = text.rpartition(":") if text.count(":") == 1 else (text, "", "")
    if not text:
        return ""
    try:
        name = canonical_host(host)
    except ValueError:
        raise Unfit(Expected.EGRESS) from None
    if mark and not all(port.strip().isdecimal() and 1 <= int(port) <= 65_535 for port in ports.split(",")):
        raise Unfit(Expected.EGRESS)
    return f"{name}:{','.join(port.strip() for port in ports.split(','))}" if mark else name


def _resolver(value: object) -> str:
    """An address, an address and a port, or an IPv6 address in brackets and a port."""
    text = _text(value)
    if not text or is_ip_literal(text):
        return text
    host, _, port = text.rpartition(":")
    try:
        ipaddress.ip_address(host.removeprefix("[").removesuffix("]"))
    except ValueError:
        raise Unfit(Expected.RESOLVER) from None
    if not port.isdecimal() or not 1 <= int(port) <= 65_535:
        raise Unfit(Expected.RESOLVER)
    return text


def _hours(value: object) -> Hours | None:
    """A daily window such as `20:00-05:00`; empty is any hour."""
    text = _text(value)
    try:
        return parse_window(text) if text else None
    except ValueError:
        raise Unfit(Expected.HOURS) from None


def _anchors(value: object) -> tuple[str, ...]:
    """DS records of the root, an array of texts; in the environment they are separated by commas."""
    anchors = tuple(value.split(",")) if isinstance(value, str) else value
    if not isinstance(anchors, list | tuple):
        raise Unfit(Expected.ANCHORS)
    found = tuple(" ".join(_text(one).split()) for one in anchors)
    if not all(_ANCHOR.fullmatch(one) for one in found):
        raise Unfit(Expected.ANCHORS)
    return found


def _url(value: object) -> str:
    """An http or https URL without a fragment; credentials are not for a file that others may see."""
    text = _text(value)
    if not text:
        return ""
    try:
        parts = urlsplit(text)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        raise Unfit(Expected.URL) from None
    if not fits or parts.username is not None or parts.fragment or not text.isascii():
        raise Unfit(Expected.URL)
    return text


def _texts(value: object) -> tuple[str, ...]:
    """An array of texts; in the environment they are separated by commas or blanks."""
    if isinstance(value, str):
        value = value.replace(",", " ").split()
    if not isinstance(value, list | tuple):
        raise Unfit(Expected.TEXTS)
    return tuple(_text(entry) for entry in value)


def _domains(value: object) -> tuple[str, ...]:
    try:
        return tuple(_domain(name) for name in _texts(value))
    except ValueError:
        raise Unfit(Expected.DOMAINS) from None


def _domain(name: str) -> str:
    host = canonical_host(name)
    if "." not in host or is_ip_literal(host):
        raise ValueError(name)
    return host


def _exempt(value: object) -> tuple[Exemption, ...]:
    """An array of tables with exactly a name and a reason."""
    if not isinstance(value, list):
        raise Unfit(Expected.EXEMPT)
    found = []
    for entry in value:
        if not isinstance(entry, dict) or set(entry) != {"name", "reason"}:
            raise Unfit(Expected.EXEMPT)
        try:
            exemption = Exemption(name=_domain(_text(entry["name"])), reason=_text(entry["reason"]))
        except ValueError:
            raise Unfit(Expected.EXEMPT) from None
        if not exemption.reason:
            raise Unfit(Expected.EXEMPT)
        found.append(exemption)
    return tuple(found)


KEYS: Mapping[str, Reader] = {
    "office.name": _text,
    "office.timezone": _timezone,
    "scan.rate": _number,
    "scan.max_connections": _count,
    "scan.port_rate": _number,
    "scan.vantage": _vantage,
    "scan.egress_check": _egress,
    "scan.contact": _header_text,
    "scan.workers": _count,
    "scan.blocklist": _text,
    "scan.hours": _hours,
    "tls.extra_ca": _texts,
    "dns.resolver": _resolver,
    "dns.trust_anchors": _anchors,
    "domains.official": _domains,
    "domains.exempt": _exempt,
    "intel.endoflife": _url,
    "intel.kev": _url,
    "intel.retire": _url,
    "intel.wordpress": _url,
    "intel.proxy": _url,
    "intel.networks": _text,
    "intel.public_key": _text,
    **{f"schedule.{name}": _number for name in Schedule.__struct_fields__},
}
"""Every key path. Units: rates per second and address; counts are numbers of connections or addresses."""

SECTIONS = tuple(dict.fromkeys(path.partition(".")[0] for path in KEYS))


def variable(path: str) -> str:
    """The environment variable of a key: `scan.rate` is `SECSCAN_SCAN_RATE`."""
    return "SECSCAN_" + path.replace(".", "_").upper()
