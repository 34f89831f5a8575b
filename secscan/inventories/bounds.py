"""What a list may hold at most, and what of it is a host name."""

import re

from secscan.base.urls import canonical_host, is_ip_literal

MAX_BYTES = 64 * 1024 * 1024
MAX_NAMES = 200_000
MAX_PROBLEMS = 200
_LOCAL = ("localhost", "local", "lan", "internal", "intranet", "home.arpa", "localdomain", "arpa", "invalid", "test")
_NAME = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)


def host_name(text: str) -> str | None:
    """The canonical form of a name that could be an application's on the internet; None for anything else: addresses,
    single labels, service labels (`_dmarc`), names of internal zones."""
    try:
        name = canonical_host(text)
    except ValueError:
        return None
    if is_ip_literal(name) or not _NAME.fullmatch(name):
        return None
    last_labels = name.split(".")
    internal = last_labels[-1] in _LOCAL or ".".join(last_labels[-2:]) in _LOCAL
    return None if internal or last_labels[-1].isdigit() else name
