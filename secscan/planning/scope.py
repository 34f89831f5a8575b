"""What may be looked at, under which permit: the design's first rule, as a pure function of register and day.

Nothing is sent outside a registered target with a valid permit. A refusal names what is missing.
"""

import ipaddress
from collections.abc import Iterable
from datetime import datetime

import msgspec

from secscan.model.enums import HostKind, Intensity, Reason
from secscan.model.ids import AppId
from secscan.model.jobs import GUEST_PROTOCOLS, Lack
from secscan.model.register import HostEntry, Permit

CONSENT = frozenset({"persetujuan-pemilik", "persetujuan_pemilik", "owner-consent"})
"""The words of `izin_khusus` by which the owner of a shared, cloud or CDN address agreed to a port scan."""

DOCUMENTS = frozenset({"dokumen", "documents"})
"""The words of `izin_khusus` for linked documents."""

FOREIGN_KINDS = frozenset({HostKind.CDN, HostKind.CLOUD, HostKind.HOSTING_BERSAMA})


class Grant(msgspec.Struct, frozen=True):
    """A permit that covers a target now, and what it allows."""

    permit: Permit
    intensity: Intensity


class Denial(msgspec.Struct, frozen=True):
    """Why a target is not covered, and what is missing: `values` name target, letter and dates."""

    reason: Reason
    lack: Lack
    values: dict[str, str]


def network_of(target: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    """The network that a permit target names, if it names one."""
    try:
        return ipaddress.ip_network(target, strict=False)
    except ValueError:
        return None


def covers_address(permit: Permit, address: str) -> bool:
    """Whether the permit names the address, itself or by a CIDR that holds it."""
    ip = ipaddress.ip_address(address)
    return any(net is not None and ip in net for net in map(network_of, permit.targets))


def covers_name(permit: Permit, host: str) -> bool:
    """Whether the permit names the host: exactly, or by `*.domain`, which does not hold the apex itself."""
    return any(host == target or (target.startswith("*.") and host.endswith(target[1:])) for target in permit.targets)


def covers_site(permit: Permit, apps: Iterable[AppId], host: str, addresses: tuple[str, ...]) -> bool:
    """Whether the permit covers a site: by an app's id, by its host name, or by CIDRs that hold all its addresses."""
    if any(app in permit.targets for app in apps) or covers_name(permit, host):
        return True
    return bool(addresses) and all(covers_address(permit, address) for address in addresses)


def is_internal(address: str) -> bool:
    """Whether the address is private, loopback, link-local or otherwise not on the internet."""
    return not ipaddress.ip_address(address).is_global


_OWN_NETWORKS = tuple(
    map(ipaddress.ip_network, ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7"))
)


def is_own_network(address: str) -> bool:
    """Whether the address is loopback or private (RFC 1918, RFC 4193): all that a self-made permit reaches."""
    ip = ipaddress.ip_address(address)
    return any(ip in network for network in _OWN_NETWORKS)


def in_force(permit: Permit, local: datetime, *, any_hour: bool = False) -> bool:
    """Whether the permit holds at this local time: its days, the last included, and its hours.

    `any_hour` leaves the hours out, for a scan that waits until they come.
    """
    return permit.valid_on(local.date()) and (any_hour or permit.hours is None or permit.hours.hold(local.time()))


def site_grant(
    permits: tuple[Permit, ...],
    apps: Iterable[AppId],
    host: str,
    addresses: tuple[str, ...],
    local: datetime,
    *,
    any_hour: bool = False,
) -> Grant | Denial:
    """The strongest permit in force for a site, or why there is none.

    `addresses` are those that the name resolved to; each internal one needs a permit with a CIDR that holds it.
    """
    covering = [permit for permit in permits if covers_site(permit, apps, host, addresses)]
    chosen = _strongest(covering, local, host, any_hour=any_hour)
    if isinstance(chosen, Denial):
        return chosen
    for address in filter(is_internal, addresses):
        standing = (permit for permit in permits if in_force(permit, local, any_hour=any_hour))
        if not any(covers_address(permit, address) for permit in standing):
            return Denial(Reason.SCOPE, Lack.INTERNAL_ADDRESS, {"target": host, "address": address})
    return chosen


def port_grant(
    permits: tuple[Permit, ...], owner: HostEntry | None, address: str, local: datetime, *, any_hour: bool = False
) -> Grant | Denial:
    """The permit for a port scan: it names the address, and for foreign hosts records the owner's consent."""
    covering = [permit for permit in permits if covers_address(permit, address)]
    if owner is not None and owner.kind in FOREIGN_KINDS:
        agreed = [permit for permit in covering if CONSENT.intersection(permit.extras)]
        if not agreed:
            return Denial(Reason.CONSENT, Lack.NO_CONSENT, {"target": address, "kind": owner.kind})
        covering = agreed
    chosen = _strongest(covering, local, address, any_hour=any_hour)
    if isinstance(chosen, Grant) and chosen.intensity is Intensity.PASSIVE:
        return Denial(Reason.PERMIT, Lack.PERMIT_PASSIVE, {"target": address, "letter": chosen.permit.letter})
    return chosen


def guest_protocols(
    permits: Iterable[Permit], address: str, intensity: Intensity, local: datetime, *, any_hour: bool = False
) -> dict[str, Permit]:
    """The protocols whose anonymous mode may be tried at an address, each with the deep permit that names it.

    None unless the profile's `intensity` is deep as well.
    """
    if intensity is not Intensity.DEEP:
        return {}
    standing = (
        permit
        for permit in permits
        if permit.intensity is Intensity.DEEP
        and covers_address(permit, address)
        and in_force(permit, local, any_hour=any_hour)
    )
    return {word: permit for permit in standing for word in sorted(GUEST_PROTOCOLS.intersection(permit.extras))}


def reads_documents(permit: Permit) -> bool:
    """Whether the permit lets linked documents be read: a deep one that names them."""
    return permit.intensity is Intensity.DEEP and bool(DOCUMENTS.intersection(permit.extras))


def owner_of(hosts: tuple[HostEntry, ...], address: str) -> HostEntry | None:
    """The host entry with the longest prefix that holds the address."""
    ip = ipaddress.ip_address(address)
    nets = ((net, entry) for entry in hosts if (net := network_of(entry.network)) is not None and ip in net)
    return max(nets, key=lambda pair: pair[0].prefixlen, default=(None, None))[1]


def _strongest(covering: list[Permit], local: datetime, target: str, *, any_hour: bool) -> Grant | Denial:
    """The permit in force of the highest intensity; else the nearest miss, with its letter and date."""
    valid = [permit for permit in covering if in_force(permit, local, any_hour=any_hour)]
    if valid:
        best = max(valid, key=lambda permit: permit.intensity.level)
        return Grant(best, best.intensity)
    today = local.date()
    for permit in covering:
        if permit.valid_on(today) and permit.hours is not None:
            values = {"target": target, "letter": permit.letter, "hours": permit.hours.text}
            return Denial(Reason.HOURS, Lack.PERMIT_HOURS, values)
    past = [permit for permit in covering if permit.valid_until < today]
    future = [permit for permit in covering if permit.valid_from > today]
    if future:
        soonest = min(future, key=lambda permit: permit.valid_from)
        values = {"target": target, "letter": soonest.letter, "day": soonest.valid_from.isoformat()}
        return Denial(Reason.PERMIT, Lack.PERMIT_FUTURE, values)
    if past:
        latest = max(past, key=lambda permit: permit.valid_until)
        values = {"target": target, "letter": latest.letter, "day": latest.valid_until.isoformat()}
        return Denial(Reason.PERMIT, Lack.PERMIT_EXPIRED, values)
    return Denial(Reason.PERMIT, Lack.NO_PERMIT, {"target": target})


def might_cover(permits: tuple[Permit, ...], app: AppId, host: str, local: datetime, *, any_hour: bool = False) -> bool:
    """Whether a permit in force could cover a site once its addresses are known; if not, it is not even resolved."""
    return any(
        in_force(permit, local, any_hour=any_hour)
        and (covers_site(permit, (app,), host, ()) or any(network_of(target) is not None for target in permit.targets))
        for permit in permits
    )
