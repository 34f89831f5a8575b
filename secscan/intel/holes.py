"""Vulnerabilities from their records: joined with what is known of exploitation, and linked to who published them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from secscan.intel.rows import EpssRow, HoleRow, KevRow
from secscan.model.intel import Vulnerability

WORDFENCE = "Wordfence"
_WORDFENCE_RECORD = "https://www.wordfence.com/threat-intel/vulnerabilities/id/"
_RECORDS = {
    "CVE-": "https://nvd.nist.gov/vuln/detail/",
    "GHSA-": "https://github.com/advisories/",
}
_WORDFENCE_ID = "WF-"


@dataclass(frozen=True, slots=True)
class Exploits:
    """What is known of exploitation, by CVE id: CISA's catalogue, and EPSS where it was imported."""

    kev: Mapping[str, KevRow]
    epss: Mapping[str, EpssRow]


def hole_of(row: HoleRow, exploits: Exploits) -> Vulnerability:
    """One vulnerability. It is exploited if its record says so or the catalogue lists any of its ids."""
    names = (row.id, *row.aliases)
    listed = next((entry for name in names if (entry := exploits.kev.get(name)) is not None), None)
    since = listed.added if listed is not None else row.exploited
    epss = max((exploits.epss[name][0] for name in names if name in exploits.epss), default=None)
    return Vulnerability(
        id=row.id,
        affected=row.affected,
        severity=row.severity,
        published=row.published,
        exploited=since is not None,
        link=_link(row),
        exploited_since=since if since != UNDATED else None,
        ransomware=listed is not None and listed.ransomware,
        cvss=row.cvss,
        epss=epss,
        source=row.source,
        aliases=row.aliases,
        cwe=row.cwe,
        estimated=row.estimated,
    )


UNDATED = date.min
"""Stands for "exploited, nobody says since when" in a record."""


def _link(row: HoleRow) -> str:
    """Wordfence's own record where it is known, as its terms ask; else the public one of the id."""
    if row.wf:
        return _WORDFENCE_RECORD + row.wf
    for name in (row.id, *row.aliases):
        if name.startswith(_WORDFENCE_ID):
            return _WORDFENCE_RECORD + name.removeprefix(_WORDFENCE_ID)
        for prefix, record in _RECORDS.items():
            if name.startswith(prefix):
                return record + name
    return ""
