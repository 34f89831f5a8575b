"""CISA's catalogue of vulnerabilities known to be exploited, as entries of the pack `kev`."""

import re
from datetime import date, datetime

import msgspec

from secscan.intel.packfile import PackFile
from secscan.intel.renewed import Renewed, at_least_half
from secscan.intel.rows import KevRow

_CVE = re.compile(r"CVE-\d{4}-\d{4,9}", re.ASCII)
_MAX_NAME = 120


class _Entry(msgspec.Struct, frozen=True, rename="camel"):
    cve_id: str = msgspec.field(name="cveID")
    date_added: date
    vendor_project: str = ""
    product: str = ""
    due_date: date | None = None
    known_ransomware_campaign_use: str = ""


class _Catalogue(msgspec.Struct, frozen=True, rename="camel"):
    date_released: datetime
    vulnerabilities: tuple[_Entry, ...]
    count: int | None = None


def convert(body: bytes, old: PackFile | None, _today: date) -> Renewed:
    """The catalogue's entries, by CVE id. Raises ValueError for another form, or a count that is not its own."""
    catalogue = msgspec.json.decode(body, type=_Catalogue)
    rows = {entry.cve_id: _row(entry) for entry in catalogue.vulnerabilities if _CVE.fullmatch(entry.cve_id)}
    if catalogue.count is not None and catalogue.count != len(catalogue.vulnerabilities):
        raise ValueError(f"{len(catalogue.vulnerabilities)} entries, not {catalogue.count}")
    at_least_half(len(rows), old.head.entries if old is not None else 0)
    return Renewed(dict(sorted(rows.items())), catalogue.date_released.date())


def _row(entry: _Entry) -> KevRow:
    return KevRow(
        added=entry.date_added,
        due=entry.due_date,
        ransomware=entry.known_ransomware_campaign_use.lower() == "known",
        vendor=entry.vendor_project[:_MAX_NAME],
        product=entry.product[:_MAX_NAME],
    )
