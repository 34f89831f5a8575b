"""Who may stand before an application, or own the address that it is served from: CDNs, clouds, hosting platforms."""

import ipaddress
from collections.abc import Iterable

import msgspec

from secscan.model.enums import HostKind

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Front(msgspec.Struct, frozen=True, kw_only=True):
    """One provider. `networks` are CIDRs that it announces; `aliases` the ends of names (`.cloudfront.net`) that its
    customers' CNAMEs lead to, which only it can resolve; `headers` pairs of a name and how its value begins, lower
    case, which anybody can send."""

    key: str
    label: str
    kind: HostKind
    networks: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()


class Fronts:
    """All providers that are known, with their networks taken apart once."""

    def __init__(self, known: Iterable[Front] = ()) -> None:
        self.known = tuple(known)
        self._networks: tuple[tuple[Network, Front], ...] = tuple(
            (ipaddress.ip_network(text), front) for front in self.known for text in front.networks
        )

    def at(self, address: str) -> Front | None:
        """The provider that announces the longest network that holds the address."""
        ip = ipaddress.ip_address(address)
        holding = ((net.prefixlen, front) for net, front in self._networks if net.version == ip.version and ip in net)
        return max(holding, key=lambda pair: pair[0], default=(0, None))[1]

    def behind(self, names: Iterable[str]) -> Front | None:
        """The provider whose name stands in a chain of CNAMEs, the last first: it alone decides on the address."""
        for name in reversed(tuple(names)):
            place = f".{name.lower().rstrip('.')}"
            for front in self.known:
                if place.endswith(front.aliases or ("\0",)):
                    return front
        return None

    def hinted(self, headers: Iterable[tuple[str, str]]) -> Front | None:
        """The provider that headers speak of: a hint and no more, because whoever answers may say so."""
        said = [(name, value.lower()) for name, value in headers]
        for front in self.known:
            if any(
                name == wanted and value.startswith(begin) for wanted, begin in front.headers for name, value in said
            ):
                return front
        return None
