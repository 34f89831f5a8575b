"""Whose machines stand behind the addresses of a plan: the register's word, and what is known of CDNs and clouds.

An address that a CDN announces is never the Pemda's, whatever the register says; one of a cloud is the Pemda's where
the register says so. A CNAME into a provider's zone counts where the register is silent, because only the provider
decides on its addresses. What a response's headers say counts for nothing here: anybody can send them.
"""

from collections.abc import Iterable, Mapping

from secscan.model.enums import HostKind
from secscan.model.fronts import Front, Fronts
from secscan.model.observations import DnsAnswer
from secscan.model.register import HostEntry
from secscan.planning.scope import FOREIGN_KINDS, owner_of

NOT_AN_OPDS = frozenset({HostKind.CDN, HostKind.HOSTING_BERSAMA})
"""Kinds of machines that many customers share: nothing on them is one OPD's, whatever the register says."""


def fronts_of(fronts: Fronts, answers: Mapping[str, DnsAnswer], addresses: Iterable[str]) -> dict[str, Front]:
    """The provider of each address that has one: by its networks, else by the CNAMEs that lead to it."""
    by_alias: dict[str, Front] = {}
    for answer in answers.values():
        front = fronts.behind((*answer.records.get("CNAME", ()), *answer.cname_chain))
        if front is not None:
            by_alias.update(dict.fromkeys(answer.addresses, front))
    found = ((address, fronts.at(address) or by_alias.get(address)) for address in addresses)
    return {address: front for address, front in found if front is not None}


def known_hosts(
    hosts: tuple[HostEntry, ...], fronts: Fronts, answers: Mapping[str, DnsAnswer], addresses: Iterable[str]
) -> tuple[HostEntry, ...]:
    """The register's hosts, and an entry of its own for each address that is a provider's."""
    further = []
    for address, front in fronts_of(fronts, answers, addresses).items():
        entry = owner_of(hosts, address)
        certain = front.kind in NOT_AN_OPDS and fronts.at(address) is front
        if entry is None or (certain and entry.kind not in FOREIGN_KINDS):
            further.append(HostEntry(address, front.label, front.kind))
    mine = {entry.network for entry in further}
    return (*(entry for entry in hosts if entry.network not in mine), *further)


def is_opds_own(entry: HostEntry) -> bool:
    """Whether what stands on a registered machine may be charged to its owner."""
    return entry.kind not in NOT_AN_OPDS
