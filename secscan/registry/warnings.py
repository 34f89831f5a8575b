"""What will be refused later, told now: a pure look at the whole register on one day."""

import ipaddress
from collections.abc import Iterator
from datetime import date

from secscan.base.urls import DEFAULT_PORTS, is_ip_literal
from secscan.model.enums import AppStatus
from secscan.model.register import App, Permit, Register
from secscan.model.subjects import Site
from secscan.planning.scope import network_of
from secscan.registry.columns import Table
from secscan.registry.problems import Code, Problem, ProblemKind
from secscan.registry.reading import Places

ENDING_DAYS = 30


def warnings(register: Register, today: date, places: Places | None = None) -> tuple[Problem, ...]:
    """Warnings of the register on a day in the office's time zone. `places` tells where entries stand in a file."""
    notes = _Notes(places or {})
    registered, permitted = _Registered(register), _Permitted(register, today)
    found: list[Problem] = []
    for permit in register.permits:
        found.extend(_of_permit(permit, registered, today, notes))
    for app in register.apps:
        found.extend(_of_app(app, permitted, notes))
    found.extend(_doubles(register, notes))
    return tuple(found)


class _Notes:
    """Makes warnings about entries, placed where they stand."""

    def __init__(self, places: Places) -> None:
        self._places = places

    def __call__(self, code: Code, table: Table, identity: str, column: str, value: str, expected: str = "") -> Problem:
        place = self._places.get((table, identity))
        return Problem(
            kind=ProblemKind.WARNING,
            code=code,
            file=place.file if place is not None else f"{table.value}.csv",
            sheet=place.sheet if place is not None else "",
            row=place.row if place is not None else None,
            column=column,
            value=value,
            expected=expected,
        )


class _Registered:
    """What targets may mean: app ids, host names, the domains above them, and the networks that are listed."""

    def __init__(self, register: Register) -> None:
        hosts = {site.host for app in register.apps for site in app.sites}
        names = {host for host in hosts if not is_ip_literal(host)}
        self._known = {app.id for app in register.apps} | hosts | {f"*.{up}" for name in names for up in _above(name)}
        listed = (*(entry.network for entry in register.hosts), *(hosts - names))
        self._networks = [net for text in listed if (net := network_of(text)) is not None]
        self._lists_hosts = bool(register.hosts)

    def matches(self, target: str) -> bool:
        """Whether a target may mean anything registered. Names resolve to unknown addresses, so a network is doubted
        only where the register lists its hosts and none of them lies in it."""
        network = network_of(target)
        if network is None:
            return target in self._known
        near = (net for net in self._networks if net.version == network.version)
        return not self._lists_hosts or any(network.overlaps(net) for net in near)


class _Permitted:
    """All that the permits of a day name, together."""

    def __init__(self, register: Register, today: date) -> None:
        self._targets = {target for p in register.permits if p.valid_on(today) for target in p.targets}
        self._networks = [net for target in self._targets if (net := network_of(target)) is not None]
        self.by_address = bool(self._networks)

    def covers(self, app: App, site: Site) -> bool:
        """Whether a permit names the app, the host, a domain above it, or its literal address."""
        if app.id in self._targets or site.host in self._targets:
            return True
        if is_ip_literal(site.host):
            address = ipaddress.ip_address(site.host)
            return any(address in network for network in self._networks)
        return any(f"*.{domain}" in self._targets for domain in _above(site.host))


def _above(name: str) -> Iterator[str]:
    """The domains above a name, nearest first."""
    while "." in name:
        name = name.partition(".")[2]
        yield name


def _of_permit(permit: Permit, registered: _Registered, today: date, notes: _Notes) -> Iterator[Problem]:
    table, letter = Table.PERMITS, permit.letter
    if permit.valid_until < today:
        yield notes(Code.PERMIT_EXPIRED, table, letter, "berlaku_sampai", letter, permit.valid_until.isoformat())
    elif permit.valid_from > today:
        yield notes(Code.PERMIT_FUTURE, table, letter, "berlaku_dari", letter, permit.valid_from.isoformat())
    elif (permit.valid_until - today).days <= ENDING_DAYS:
        yield notes(Code.PERMIT_ENDING, table, letter, "berlaku_sampai", letter, permit.valid_until.isoformat())
    for target in permit.targets:
        if not registered.matches(target):
            yield notes(Code.TARGET_UNMATCHED, table, letter, "target", target, letter)


def _of_app(app: App, permitted: _Permitted, notes: _Notes) -> Iterator[Problem]:
    """An app in use that no permit covers today; by address alone it can't be known before names are resolved."""
    if app.rated and not all(permitted.covers(app, site) for site in app.sites):
        code = Code.NO_PERMIT_BY_NAME if permitted.by_address else Code.NO_PERMIT
        yield notes(code, Table.APPS, app.id, "url", app.id, app.name)


def _doubles(register: Register, notes: _Notes) -> Iterator[Problem]:
    """The same host and path in two apps in use: one evidence, two owners."""
    first: dict[tuple[str, int, str], App] = {}
    for app in (app for app in register.apps if app.status is AppStatus.AKTIF):
        for site in app.sites:
            port = 0 if DEFAULT_PORTS.get(site.scheme) == site.port else site.port
            other = first.setdefault((site.host, port, site.path), app)
            if other.id != app.id:
                yield notes(Code.DOUBLE_SITE, Table.APPS, app.id, "url", site.url, other.id)
