"""DMARC policies as receivers read and find them (RFC 7489; RFC 9989, which replaces `pct` by `t`, and adds `np` and
`psd`)."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from secscan.analysis.spf import text
from secscan.model.observations import DnsAnswer

_TAG = re.compile(r"[ \t]*([a-z]{1,10})[ \t]*=[ \t]*(.*?)[ \t]*", re.IGNORECASE | re.DOTALL)
_POLICIES = ("none", "quarantine", "reject")
_ANSWERED = ("NOERROR", "NXDOMAIN")
_MAX_LABELS = 7  # RFC 9989 section 4.10: a longer name is cut to so many before the walk goes on


class Dmarc(NamedTuple):
    """What a domain asks of receivers: `policy` for its own mail, `subdomains` for that of names below it that exist,
    `nonexistent` for those that do not.

    `testing`: receivers are asked not to apply it (`t=y`), or only to a part of the mail (`pct` below 100). `reports`:
    an address for aggregate reports is given. `holder` is the domain that publishes it, where it was found by the walk.
    """

    policy: str
    subdomains: str
    nonexistent: str
    testing: bool = False
    holder: str = ""
    reports: bool = False

    @property
    def enforced(self) -> bool:
        """Whether forged mail of the domain is set aside."""
        return self.policy in ("quarantine", "reject") and not self.testing


def walk(domain: str) -> tuple[str, ...]:
    """The domains whose `_dmarc` record is asked for, in this order, until one has a policy (RFC 9989 section 4.10)."""
    labels = domain.lower().strip(".").split(".")
    starts = [0, *range(max(1, len(labels) - _MAX_LABELS), len(labels))]
    return tuple(dict.fromkeys(".".join(labels[start:]) for start in starts))


def effective(domain: str, answers: Mapping[str, DnsAnswer]) -> Dmarc | None:
    """The policy for mail of a domain: its own, else what the nearest domain above asks for names below it.

    `answers` are by the name that was looked up (`_dmarc.contoh.go.id`). None where there is no policy, or a look-up
    failed before one was met. Only receivers that follow RFC 9989 know of a policy above a public suffix such as go.id.
    """
    for name in walk(domain):
        answer = answers.get(f"_dmarc.{name}")
        if answer is None or answer.rcodes.get("TXT") not in _ANSWERED:
            return None
        found = dmarc(answer.records.get("TXT", ()))
        if found is not None and name == domain:
            return found._replace(holder=name)
        if found is not None:
            return found._replace(policy=found.subdomains, holder=name)
    return None


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
    below = _one_of(tags.get("sp", ""), policy)
    percent = tags.get("pct", "100")
    partly = percent.isascii() and percent.isdigit() and int(percent[:4]) < 100
    return Dmarc(
        policy=policy,
        subdomains=below,
        nonexistent=_one_of(tags.get("np", ""), below),
        testing=tags.get("t", "n").lower() == "y" or partly,
        reports=reports,
    )


def _one_of(value: str, otherwise: str) -> str:
    """A policy for names below: an absent or malformed one is that of the level above (RFC 9989 section 4.7)."""
    return value.lower() if value.lower() in _POLICIES else otherwise
