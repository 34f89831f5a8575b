"""The rows of the hosts table."""

from collections.abc import Iterable

from secscan.model.enums import HostKind
from secscan.model.register import HostEntry
from secscan.registry.fields import Fields
from secscan.registry.identity import Identities
from secscan.registry.opds import OpdIndex
from secscan.registry.problems import Code, Problem
from secscan.registry.tables import TableRows
from secscan.registry.targets import Flaw, parse_network
from secscan.registry.words import HOST_KIND


def read_hosts(
    source: TableRows, existing: Iterable[HostEntry], opds: OpdIndex, problems: list[Problem]
) -> dict[int, HostEntry]:
    """The host entries of a table by row number, identified by their address or network."""
    before = {entry.network: entry for entry in existing}
    ids = Identities(before, ())
    found: dict[int, HostEntry] = {}
    for row in source.rows:
        fields = Fields(source, row, problems)
        written = fields.required("alamat")
        network = parse_network(written.strip("[]")) if written else Flaw.MALFORMED
        if written and isinstance(network, Flaw):
            fields.error(Code.WIDE_TARGET if network is Flaw.WIDE else Code.BAD_ADDRESS, "alamat", written)
        claimed = ids.claim(fields, "alamat", network) if isinstance(network, str) else None
        base = before.get(claimed or "") or HostEntry(network=claimed or "", owner="")
        owner = fields.text("pemilik", base.owner)
        entry = HostEntry(
            network=claimed or "",
            owner=opds.find(owner) or owner,
            kind=fields.choice("jenis", HOST_KIND, base.kind, HostKind.PEMDA),
            contact=fields.text("kontak", base.contact),
            approved_ports=fields.ports("port_disetujui", base.approved_ports),
        )
        if claimed is not None:
            found[fields.number] = entry
    return found
