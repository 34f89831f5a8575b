"""Findings, as tracking left them."""

from collections.abc import Iterable

from sqlalchemy import Connection, Engine, delete, insert, select

from secscan.model.findings import Finding
from secscan.model.ids import Fingerprint
from secscan.store.codec import pack, stamp, unpack
from secscan.store.schema import FINDINGS


def findings(engine: Engine) -> dict[Fingerprint, Finding]:
    """All findings, by fingerprint."""
    query = select(FINDINGS.c.blob).order_by(FINDINGS.c.fingerprint)
    with engine.connect() as connection:
        found = (unpack(blob, Finding) for blob in connection.execute(query).scalars())
        return {finding.fingerprint: finding for finding in found}


def save(connection: Connection, changed: Iterable[Finding]) -> None:
    """Store findings, each in place of its former self."""
    for finding in changed:
        row = {
            "fingerprint": finding.fingerprint,
            "check_id": finding.check,
            "app_id": finding.app,
            "opd_id": finding.opd,
            "state": finding.state.value,
            "severity": finding.severity.value,
            "last_seen": stamp(finding.last_seen),
            "blob": pack(finding),
        }
        connection.execute(delete(FINDINGS).where(FINDINGS.c.fingerprint == finding.fingerprint))
        connection.execute(insert(FINDINGS), row)
