"""How cost and memory grow: 100 and 1,000 apps, ten on an address; and one address with 1 and with 100 names.

Memory is the greatest sum of PSS of all processes of a scan. Run from the checkout as root:
python -m benchmarks.growth [APPS]
"""

import sys

from benchmarks.measure import Bar, Spent, quiet, show, spent
from benchmarks.nginx_fleet import nginx_fleet

RATE = 200.0
NAMES = 100


def main(apps: int) -> int:
    tenth = apps // 10
    start, few, many = _scan(1, 1), _scan(tenth, apps // 100), _scan(apps, tenth)
    apart, crowd = _scan(10, 10), _scan(NAMES, 1)
    growth = _each(many, start, apps) / _each(few, start, tenth) - 1
    for what, done in ((f"{tenth} apps", few), (f"{apps} apps", many), (f"{NAMES} names on one address", crowd)):
        print(f"{what}: {done.wall:.0f} s, {done.cpu:.1f} s of CPU, {done.memory:.0f} MB")
    print(quiet())
    return show(
        [
            Bar("memory of all processes (sum of PSS)", many.memory, 300, "MB"),
            Bar("growth of an app's cost over ten times the apps", growth, 0.05),
            Bar("a further name's CPU by the first one's", _each(crowd, start, NAMES) / _each(apart, start, 10), 1 / 3),
        ]
    )


def _scan(apps: int, addresses: int) -> Spent:
    with nginx_fleet(apps, max(1, addresses), RATE) as fleet:
        done = spent(fleet.desk.command("scan"), fleet.desk.environment())
        assert done.code == 0, done.output
        return done


def _each(done: Spent, start: Spent, apps: int) -> float:
    """What an app costs, the start of the program left out."""
    return (done.cpu - start.cpu) / (apps - 1)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
