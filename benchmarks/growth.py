"""How cost and memory grow: from 100 to 1,000 apps, ten on an address; and from the first name on an address to the
hundredth.

`apps` measures the memory of all processes (the greatest sum of their PSS), and the CPU of an app, with as many
addresses in flight as the smaller fleet has: more of them at a time cost more, whatever their number in all. `names`
measures what names can share, TLS and ports: by the connections that were stored of each, and by the CPU of scans that
ask for no more. What pages cost is each name's own, and told beside it. Run from the checkout as root:
python -m benchmarks.growth [apps | names] [COUNT]
"""

import sys
from collections.abc import Sequence

from benchmarks.measure import Bar, Spent, quiet, show, spent
from benchmarks.nginx_fleet import WebFleet, nginx_fleet
from secscan.model.observations import Observation, PortScan, TlsAssessment
from secscan.store.store import Store
from tests.scan_support import small_profile

RATE = 200.0
APPS, NAMES = 1000, 100
PER_ADDRESS = 10
TIMES = 2
"""So often a small scan is measured: other work on the machine only adds to what one costs, so the least counts."""

SHARED = ("tls-versions", "tls-ciphers", "tls-certificate", "tls-flaws", "database-ports", "unapproved-ports")
"""Checks of what belongs to an endpoint."""


def main(parts: Sequence[str], count: int | None) -> int:
    bars = []
    if "names" not in parts:
        bars += _apps(count or APPS)
    if "apps" not in parts:
        bars += _names(count or NAMES)
    print(quiet())
    return show(bars)


def _apps(count: int) -> list[Bar]:
    """Ten apps on an address, and ten times as many addresses."""
    tenth, addresses = count // 10, count // PER_ADDRESS
    in_flight = tenth // PER_ADDRESS
    start, before = _least(1, 1), _scan(tenth, in_flight)
    many = _scan(count, addresses, in_flight=in_flight)
    few = min(before, _scan(tenth, in_flight), key=lambda done: done.cpu)
    growth = _each(many, start, count) / _each(few, start, tenth) - 1
    memory = _scan(count, addresses, memory=True).memory
    for size, done in ((tenth, few), (count, many)):
        print(f"{size} apps: {done.wall:.0f} s, {done.cpu:.1f} s of CPU, {_each(done, start, size):.3f} s an app")
    return [
        Bar(f"memory of all processes with {count} apps (sum of PSS)", memory, 300, "MB"),
        Bar(f"growth of an app's CPU from {tenth} to {count} apps", growth, 0.05),
    ]


def _names(count: int) -> list[Bar]:
    """The first name is that of ten addresses with one name each; the last, the mean of the second half of a crowd."""
    with nginx_fleet(count, 1, RATE) as fleet:
        crowd = _run(fleet, shared=True)
        connections, probes = _connections(fleet)
        whole = _run(fleet, shared=False)
    half, start, apart = _scan(count // 2, 1, shared=True), _least(1, 1, shared=True), _least(10, 10, shared=True)
    first = _each(apart, start, 10)
    last = (crowd.cpu - half.cpu) / (count - count // 2)
    pages = (whole.cpu - crowd.cpu) / count
    print(f"TLS connections of each name: {connections[0]}, then {min(connections[1:])} to {max(connections[1:])};")
    print(f"port probes, for the first: {probes}; CPU of TLS and ports: {first:.3f} s for the first name,")
    print(f"{last:.3f} s for the last; its pages and their checks: {pages:.3f} s; all {count}: {whole.wall:.0f} s")
    asked = connections[-1] / (connections[0] + probes)
    return [
        Bar(f"connections and port probes of name {count} by those of the first", asked, 1 / 3),
        Bar("TLS connections of the costliest further name", max(connections[1:]), 8),
        Bar(f"CPU of TLS and ports of name {count} by that of the first", last / first, 1 / 3),
    ]


def _connections(fleet: WebFleet) -> tuple[list[int], int]:
    """What the newest scan stored: connections of each name's TLS, in the order of looking, and all port probes."""
    with Store.open(fleet.desk.folder / "secscan.db") as store:
        looks: list[Observation] = list(store.observations(store.runs()[0].id))
    assessed = [seen.cost.connections for seen in looks if isinstance(seen.payload, TlsAssessment)]
    assert len(assessed) == len(fleet.places), "one name's TLS was not assessed"
    return assessed, sum(seen.cost.port_probes for seen in looks if isinstance(seen.payload, PortScan))


def _least(apps: int, addresses: int, *, shared: bool = False) -> Spent:
    return min((_scan(apps, addresses, shared=shared) for _ in range(TIMES)), key=lambda done: done.cpu)


def _scan(
    apps: int, addresses: int, *, shared: bool = False, memory: bool = False, in_flight: int | None = None
) -> Spent:
    with nginx_fleet(apps, max(1, addresses), RATE) as fleet:
        return _run(fleet, shared=shared, memory=memory, in_flight=in_flight)


def _run(fleet: WebFleet, *, shared: bool, memory: bool = False, in_flight: int | None = None) -> Spent:
    """A scan, of TLS and ports only where it is for what names share; `in_flight` addresses at a time, by default as
    many as usual. Raises SystemExit where it fails."""
    folder = fleet.desk.folder.parent
    own = ["--profile", str(small_profile(folder, checks=list(SHARED), linked_pages=0, ports="all"))]
    environment = fleet.desk.environment() | ({"SECSCAN_SCAN_WORKERS": str(in_flight)} if in_flight else {})
    done = spent(fleet.desk.command("scan", *(own if shared else ())), environment, memory=memory)
    if done.code != 0 or "Traceback" in done.output:
        raise SystemExit(f"the scan ended with {done.code}:\n{done.output[-2000:]}")
    return done


def _each(done: Spent, start: Spent, apps: int) -> float:
    """CPU of an app in seconds, the start of the program and its one app left out."""
    return (done.cpu - start.cpu) / (apps - 1)


if __name__ == "__main__":
    words = sys.argv[1:]
    sys.exit(main([word for word in words if not word.isdigit()], next((int(w) for w in words if w.isdigit()), None)))
