"""121 light apps on 13 addresses, as a Pemda has them: wall time against the floor that politeness sets, and CPU.

The floor is what politeness sets for the most loaded address: its requests and connections by the rate, and then, since
ports come last, its port probes by theirs. With --peers
the same fleet is looked at by nmap -sV per name, sslyze's default and whatweb -a1, one after another, and what they
found is compared. Run from the checkout as root: python -m benchmarks.fleet [--peers] [APPS ADDRESSES]
"""

import sys
from typing import Any

from benchmarks.measure import Bar, Spent, quiet, show, spent
from benchmarks.nginx_fleet import WebFleet, nginx_fleet
from benchmarks.peers import Peers, look_of_peers, missed

RATE = 50.0
"""Requests and new connections a second and address: politeness is lifted, so that the program is measured."""

PORT_RATE = 100.0
"""Port probes a second and address, as the fleet's workspace and the standard profile say."""


def main(apps: int, addresses: int, *, peers: bool) -> int:
    with nginx_fleet(apps, addresses, RATE) as fleet:
        mine = spent(fleet.desk.command("scan"), fleet.desk.environment(), memory=False)
        if mine.code != 0:
            print(mine.output)
            return 1
        report = fleet.desk.report()
        bars = [*_own(mine, report, apps), *(_compared(mine, fleet) if peers else ())]
    print(f"fleet of {apps} apps on {addresses} addresses, {RATE:g} a second each; {quiet()}")
    return show(bars)


def _own(mine: Spent, report: dict[str, Any], apps: int) -> list[Bar]:
    lines = [(line["requests"] + line["connections"], line["port_probes"]) for line in report["impact"]]
    floor, events, probes = max((asked / RATE + ports / PORT_RATE, asked, ports) for asked, ports in lines)
    print(f"{mine.wall:.1f} s; the most loaded address: {events} requests and connections, then {probes} port probes:")
    print(f"a floor of {floor:.1f} s, {events / RATE:.1f} s of it without the ports")
    return [
        Bar("wall time by the floor", mine.wall / floor, 1.3),
        Bar("CPU an app", mine.cpu / apps, 0.17, "s"),
    ]


def _compared(mine: Spent, fleet: WebFleet) -> list[Bar]:
    peers: Peers = look_of_peers(fleet)
    for name, cost in peers.costs.items():
        print(f"{name}: {cost.wall:.1f} s, {cost.cpu:.1f} s of CPU")
    lacking = missed(peers, fleet)
    print(f"found by peers: {peers.found()}")
    for line in lacking[:20]:
        print(f"missed: {line}")
    wall = sum(cost.wall for cost in peers.costs.values())
    cpu = sum(cost.cpu for cost in peers.costs.values())
    return [
        Bar("peers' wall time by ours", wall / mine.wall, 10, at_least=True),
        Bar("peers' CPU by ours", cpu / mine.cpu, 5, at_least=True),
        Bar("found by peers alone", len(lacking), 0),
    ]


if __name__ == "__main__":
    sizes = [int(word) for word in sys.argv[1:] if word.isdigit()] or [121, 13]
    sys.exit(main(sizes[0], sizes[1], peers="--peers" in sys.argv))
