"""Which of an app's names is an apex of the Pemda: what is judged once per domain, not once per app."""

from typing import NamedTuple

from secscan.base.urls import is_ip_literal
from secscan.model.enums import Reason
from secscan.model.evidence import AppEvidence, Context

_GOVERNMENT = (".go.id", ".desa.id")


class ApexName(NamedTuple):
    """A name of the app: an apex where `reason` is None, else why nothing is judged of it."""

    name: str
    reason: Reason | None


def apexes(app: AppEvidence, context: Context) -> tuple[ApexName, ...]:
    """Each of the app's host names once, `www.` taken off where that makes it an apex.

    NOT_APEX: a name below an apex, whose domain is judged elsewhere. NOT_CONFIGURED: it looks like an apex, but the
    office has named none.
    """
    official = tuple(entry.lower().strip(".") for entry in context.official_domains)
    found: dict[ApexName, None] = {}
    for name in dict.fromkeys(site.site.host for site in app.sites):
        bare = name.removeprefix("www.")
        if name in official or bare in official:
            found[ApexName(name if name in official else bare, None)] = None
        elif not official and _looks_like_apex(bare):
            found[ApexName(bare, Reason.NOT_CONFIGURED)] = None
        else:
            found[ApexName(name, Reason.NOT_APEX)] = None
    return tuple(found)


def _looks_like_apex(name: str) -> bool:
    return not is_ip_literal(name) and name.endswith(_GOVERNMENT) and name.count(".") == 2
