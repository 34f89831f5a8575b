"""What a permit may name, checked: an app's id, a host name, `*.domain`, an address or a network.

A target wider than any Pemda is refused: a letter for `*.go.id` would permit the country.
"""

import ipaddress
import re
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING

from secscan.base.urls import canonical_host, is_ip_literal

if TYPE_CHECKING:
    from tldextract import TLDExtract

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_SHARED_PARENTS = frozenset({"prov.go.id", "kab.go.id", "kota.go.id"})
"""Parents that would hold every province, regency or city, though the public suffix list doesn't say so."""
_LEAST_PREFIX = {4: 16, 6: 32}
_LEAST_PREFIX_INTERNAL = {4: 8, 6: 8}


@cache
def _suffixes() -> "TLDExtract":
    """The list bundled with tldextract; private suffixes too: nobody is permitted to scan all of a hosting company."""
    from tldextract import TLDExtract  # a tenth of a second that registers without wildcards do without

    return TLDExtract(cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True)


class Flaw(Enum):
    """Why a text is no target."""

    MALFORMED = "malformed"
    WIDE = "wide"


def is_plain_id(text: str) -> bool:
    """Whether the text can be an id: at most 64 letters, digits, dots, hyphens and underscores."""
    return bool(_ID.fullmatch(text))


def is_app_id(text: str) -> bool:
    """Whether the text can be an app's id: short, plain, and not to be mistaken for a host or an address."""
    return is_plain_id(text) and not looks_like_host(text)


def looks_like_host(text: str) -> bool:
    """Whether the text is an address, or a name that ends in a public suffix."""
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        return "." in text and bool(_suffixes()(text).suffix)
    return True


def is_suffix(domain: str) -> bool:
    """Whether a domain (A-labels) is as wide as a public suffix: whoever holds it holds other people's names too."""
    parts = _suffixes()(domain)
    return "." not in domain or not parts.domain or domain in _SHARED_PARENTS


def parse_network(text: str) -> str | Flaw:
    """An address, or a network whose host bits are zero, in canonical form."""
    try:
        network = ipaddress.ip_network(text)
    except ValueError:
        return Flaw.MALFORMED
    if network.num_addresses == 1:
        return str(network.network_address)
    least = _LEAST_PREFIX if network.is_global else _LEAST_PREFIX_INTERNAL
    return Flaw.WIDE if network.prefixlen < least[network.version] else str(network)


def parse_target(text: str) -> str | Flaw:
    """A target in canonical form: lower-case A-labels for names. A plain word stays as written: it may be an app's
    id."""
    if ":" in text or "/" in text or is_ip_literal(text):
        return parse_network(text.strip("[]"))
    wild = text.startswith("*.")
    name = text[2:] if wild else text
    if not wild and "." not in name and _ID.fullmatch(name):
        return name
    try:
        host = canonical_host(name)
    except ValueError:
        return Flaw.MALFORMED
    if wild and is_ip_literal(host):
        return Flaw.MALFORMED
    if wild:
        return Flaw.WIDE if is_suffix(host) else f"*.{host}"
    return host
