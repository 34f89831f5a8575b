"""DMARC policies as receivers read them (RFC 7489, and RFC 9989, which replaces `pct` by `t` and adds `np`)."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from secscan.analysis.spf import text

_TAG = re.compile(r"[ \t]*([a-z]{1,10})[ \t]*=[ \t]*(.*?)[ \t]*", re.IGNORECASE | re.DOTALL)
_POLICIES = ("none", "quarantine", "reject")


class Dmarc(NamedTuple):
    """What a domain asks of receivers: `policy` for its own mail, `subdomains` for that of names below it that exist.

    `testing`: receivers are asked not to apply it (`t=y`), or only to a part of the mail (`pct` below 100). `reports`:
    an address for aggregate reports is given.
    """

    policy: str
    subdomains: str
    testing: bool = False
    reports: bool = False

    @property
    def enforced(self) -> bool:
        """Whether forged mail of the domain is set aside."""
        return self.policy in ("quarantine", "reject") and not self.testing


def dmarc(records: Sequence[str]) -> Dmarc | None:
    """The policy in the TXT records (in presentation form) of `_dmarc.<domain>`; None when receivers see none.

    Several policies count as none (RFC 7489 section 6.6.3).
    """
    found = [tags for record in records if (tags := _tags(text(record))) is not None]
    return _policy(found[0]) if len(found) == 1 else None


def _tags(record: str) -> dict[str, str] | None:
    """The tags of a record, the first of each name; None when it is no DMARC record (`v` must come first)."""
    tags: dict[str, str] = {}
    for index, part in enumerate(record.split(";")[:40]):
        match = _TAG.fullmatch(part)
        if index == 0 and (match is None or match[1].lower() != "v" or match[2] != "DMARC1"):
            return None
        if match is not None:
            tags.setdefault(match[1].lower(), match[2])
    return tags


def _policy(tags: dict[str, str]) -> Dmarc | None:
    policy = tags.get("p", "").lower()
    reports = "mailto:" in tags.get("rua", "").lower()
    if policy not in _POLICIES:
        if not reports:
            return None
        policy = "none"  # RFC 7489 section 6.6.3, RFC 9989 section 4.7: reports are wanted, nothing else
    below = tags.get("sp", "").lower()
    percent = tags.get("pct", "100")
    partly = percent.isascii() and percent.isdigit() and int(percent[:4]) < 100
    return Dmarc(
        policy=policy,
        subdomains=below if below in _POLICIES else policy,
        testing=tags.get("t", "n").lower() == "y" or partly,
        reports=reports,
    )
