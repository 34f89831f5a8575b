"""The public sources that packs are renewed from, each turned into the entries of its pack. No sockets here.

A converter gets what the source sent, the pack in force, and the day of the call; it raises ValueError for another form
than its source's, and `Fewer` where too much is missing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from secscan.intel import endoflife, kev, retire, wordpress
from secscan.intel.packfile import PackFile
from secscan.intel.renewed import Renewed


@dataclass(frozen=True, slots=True)
class Source:
    """`key` names the source in settings and results, `pack` what it renews. `dated`: it says of which day its data is;
    else the data is of the day on which it was last seen there."""

    key: str
    pack: str
    url: str
    licence: str
    convert: Callable[[bytes, PackFile | None, date], Renewed]
    dated: bool = True


SOURCES = (
    Source(
        "endoflife",
        "products",
        "https://endoflife.date/api/v1/products/full",
        "MIT",
        endoflife.convert,
    ),
    Source(
        "kev",
        "kev",
        "https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json",
        "CC0-1.0",
        kev.convert,
    ),
    Source(
        "retire",
        "jslibs",
        "https://raw.githubusercontent.com/RetireJS/retire.js/master/repository/jsrepository-v4.json",
        "Apache-2.0",
        retire.convert,
        dated=False,
    ),
    Source(
        "wordpress",
        "wp_releases",
        "https://api.wordpress.org/core/stable-check/1.0/",
        "facts",
        wordpress.convert,
        dated=False,
    ),
)
