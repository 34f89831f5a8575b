"""Finding what was never registered: lists and a zone transfer compared with the register. Suggestions only."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

import msgspec

from secscan.base.clock import Clock
from secscan.base.errors import NothingLookedAtError, ScopeError
from secscan.hygiene.discover import discover
from secscan.inventories.zonefile import names_of
from secscan.model.discovery import Discovery, FoundName, ListKind, NameList
from secscan.model.register import Register
from secscan.model.settings import Settings
from secscan.net.guard import Refused, zone_transfer
from secscan.net.transfer import TransferFailed, transfer
from secscan.workflows.hygiene import hygiene
from secscan.workflows.stored import EvaluationDesk


class Transfer(msgspec.Struct, frozen=True):
    """A zone to be asked for, and the address and port of its name server."""

    zone: str
    ip: str
    port: int = 53


def compare(lists: Sequence[NameList], register: Register, settings: Settings) -> Discovery:
    """What the lists suggest."""
    return Discovery(
        suggestions=discover(lists, register, settings.domains.official),
        problems=tuple(problem for one in lists for problem in one.problems),
    )


def transferred(wanted: Transfer, register: Register, settings: Settings, clock: Clock) -> NameList:
    """The names of a zone, from its own server, where permits name both.

    Raises ScopeError where they don't, NothingLookedAtError when the server gives no zone.
    """
    local = clock.now().astimezone(ZoneInfo(settings.office.timezone))
    try:
        endpoint = zone_transfer(register.permits, wanted.zone, wanted.ip, wanted.port, local)
    except Refused as refused:
        raise ScopeError("no_transfer_permit", where=wanted.zone, values={"target": refused.detail}) from None
    place = f"AXFR {wanted.zone} @{wanted.ip}"
    try:
        records = transfer(wanted.zone, endpoint, clock)
    except TransferFailed as failed:
        values = {"zone": wanted.zone, "detail": failed.detail}
        raise NothingLookedAtError(f"transfer_{failed.code}", where=wanted.ip, values=values) from None
    return names_of(records, ListKind.TRANSFER, place, wanted.zone)


def stored_names(desk: EvaluationDesk) -> NameList:
    """The names that certificates, redirects and links of scanned apps speak of."""
    names = tuple(
        FoundName(name=one.name, kind=ListKind.STORED, place=f"{', '.join(one.met)}: {', '.join(one.apps[:5])}")
        for one in hygiene(desk).names
    )
    return NameList(kind=ListKind.STORED, names=names)
