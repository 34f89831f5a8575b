"""Whose package a piece of software is, and whether that distribution still mends it.

Distributions mend holes without raising the number, so that a package is as old as its distribution is, whatever its
number says. Which release carries which version is public in the distributions' package archives; versions that a
release follows upstream on (Debian's newer Apaches) tell no release, and are left out.
"""

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType

import msgspec

from secscan.base.versions import branch_of
from secscan.model.intel import Cycle, Intel


class Upkeep(StrEnum):
    """Whether the possible releases of a distribution are maintained on a day."""

    MAINTAINED = "maintained"
    ENDED = "ended"  # all of them, but for what is sold beyond the ordinary end
    UNKNOWN = "unknown"  # some are and some are not, or the data does not say


class Package(msgspec.Struct, frozen=True, kw_only=True):
    """A package of a distribution. `names` are the releases that it may be of, as `system` numbers them; none where
    nothing tells."""

    system: str
    label: str
    names: tuple[str, ...] = ()

    @property
    def release(self) -> str:
        """In words: "Debian 12", or "Ubuntu" where several releases are possible."""
        return f"{self.label} {self.names[0]}" if len(self.names) == 1 else self.label


LABELS: Mapping[str, str] = MappingProxyType(
    {"debian": "Debian", "ubuntu": "Ubuntu", "rhel": "RHEL", "centos": "CentOS", "centos-stream": "CentOS Stream"}
)
_FREE_EXTENSION = frozenset(("debian",))
"""Where long-term support is part of the distribution, and not sold."""

_NAMED = (
    ("debian", re.compile(r"(?:\+|~|-|\.)deb(\d{1,2})u\d")),
    ("ubuntu", re.compile(r"ubuntu\d*\.(\d\d\.\d\d)\b")),
    ("ubuntu", re.compile(r"~(\d\d\.\d\d)\.\d")),
    ("rhel", re.compile(r"\.el(\d{1,2})(?!\d)")),
)
_MARKED = (
    ("ubuntu", re.compile(r"ubuntu", re.IGNORECASE)),
    ("debian", re.compile(r"debian|raspbian", re.IGNORECASE)),
    ("centos-stream", re.compile(r"centos stream", re.IGNORECASE)),
    ("centos", re.compile(r"centos", re.IGNORECASE)),
    ("rhel", re.compile(r"red ?hat|almalinux|rocky|oracle linux", re.IGNORECASE)),
)
_CARRIES_AS = {"centos": "rhel", "centos-stream": "rhel"}
_MAKERS_OWN = re.compile(r"sury|\+maria|ondrej|percona|\bpgdg\b", re.IGNORECASE)
"""Archives of the makers or of third parties, which stop where the makers stop."""

_CARRIED = (
    # system, release, what it carries
    (
        "debian",
        "7",
        "openssh 6.0, vsftpd 2.3.5, proftpd 1.3.4, bind 9.8, apache-http-server 2.2.22, nginx 1.2.1, php 5.4.45",
    ),
    (
        "debian",
        "8",
        "openssh 6.7, vsftpd 3.0.2, proftpd 1.3.5, exim 4.84, mariadb 10.0, mysql 5.5, "
        "memcached 1.4, bind 9.9, apache-http-server 2.4.10, nginx 1.6.2, php 5.6.40",
    ),
    (
        "debian",
        "9",
        "openssh 7.4, vsftpd 3.0.3, proftpd 1.3.5, exim 4.89, mariadb 10.1, memcached 1.4, "
        "bind 9.10, apache-http-server 2.4.25, nginx 1.10.3, php 7.0.33",
    ),
    (
        "debian",
        "10",
        "openssh 7.9, vsftpd 3.0.3, proftpd 1.3.6, exim 4.92, mariadb 10.3, memcached 1.5, "
        "bind 9.11, apache-http-server 2.4.38, nginx 1.14.2, php 7.3.31",
    ),
    (
        "debian",
        "11",
        "openssh 8.4, vsftpd 3.0.3, proftpd 1.3.7, exim 4.94, mariadb 10.5, bind 9.16, nginx 1.18.0, php 7.4.33, "
        "roundcube 1.4.15, phpmyadmin 5.0.4, adminer 4.7.9, cacti 1.2.16, zabbix 5.0.8, "
        "dokuwiki 2020-07-29, python 3.9",
    ),
    (
        "debian",
        "12",
        "openssh 9.2, vsftpd 3.0.3, proftpd 1.3.8, exim 4.96, mariadb 10.11, bind 9.18, nginx 1.22.1, "
        "roundcube 1.6.5, phpmyadmin 5.2.1, adminer 4.8.1, cacti 1.2.24, zabbix 6.0.14, "
        "dokuwiki 2022-07-31, python 3.11",
    ),
    ("debian", "13", "openssh 10.0, vsftpd 3.0.5, exim 4.98, mariadb 11.8, bind 9.20, nginx 1.26.3"),
    ("ubuntu", "12.04", "openssh 5.9, vsftpd 2.3.5, proftpd 1.3.3, apache-http-server 2.2.22"),
    (
        "ubuntu",
        "14.04",
        "openssh 6.6.1, vsftpd 3.0.2, mariadb 5.5, mysql 5.5, apache-http-server 2.4.7, nginx 1.4.6, php 5.5.9",
    ),
    (
        "ubuntu",
        "16.04",
        "openssh 7.2, vsftpd 3.0.3, proftpd 1.3.5, exim 4.86, mariadb 10.0, mysql 5.7, "
        "memcached 1.4, bind 9.10, apache-http-server 2.4.18, nginx 1.10.3, php 7.0.33",
    ),
    (
        "ubuntu",
        "18.04",
        "openssh 7.6, vsftpd 3.0.3, proftpd 1.3.5, exim 4.90, mariadb 10.1, mysql 5.7, "
        "memcached 1.5, bind 9.11, apache-http-server 2.4.29, nginx 1.14.0, php 7.2.24",
    ),
    (
        "ubuntu",
        "20.04",
        "openssh 8.2, vsftpd 3.0.3, proftpd 1.3.6, exim 4.93, mariadb 10.3, mysql 8.0, "
        "memcached 1.5, bind 9.16, apache-http-server 2.4.41, nginx 1.18.0, php 7.4.3, python 3.8",
    ),
    (
        "ubuntu",
        "22.04",
        "openssh 8.9, vsftpd 3.0.5, proftpd 1.3.7, exim 4.95, mariadb 10.6, mysql 8.0, bind 9.18, "
        "apache-http-server 2.4.52, nginx 1.18.0, php 8.1.2, "
        "roundcube 1.5.0, phpmyadmin 5.1.1, adminer 4.8.1, cacti 1.2.19, zabbix 5.0.17, python 3.10",
    ),
    (
        "ubuntu",
        "24.04",
        "openssh 9.6, vsftpd 3.0.5, proftpd 1.3.8, exim 4.97, mariadb 10.11, mysql 8.0, bind 9.18, "
        "apache-http-server 2.4.58, nginx 1.24.0, php 8.3.6, "
        "roundcube 1.6.6, phpmyadmin 5.2.1, adminer 4.8.1, cacti 1.2.26, python 3.12",
    ),
    ("ubuntu", "25.04", "openssh 9.9"),
    ("ubuntu", "25.10", "openssh 10.0, mariadb 11.8"),
    ("rhel", "5", "openssh 4.3"),
    ("rhel", "6", "openssh 5.3, vsftpd 2.2.2, mysql 5.1, bind 9.8, apache-http-server 2.2.15, php 5.3.3"),
    (
        "rhel",
        "7",
        "openssh 6.6.1, openssh 7.4, vsftpd 3.0.2, mariadb 5.5, memcached 1.4, bind 9.9, bind 9.11, "
        "apache-http-server 2.4.6, php 5.4.16",
    ),
    (
        "rhel",
        "8",
        "openssh 8.0, vsftpd 3.0.3, mariadb 10.3, mariadb 10.5, mariadb 10.11, mysql 8.0, "
        "memcached 1.5, bind 9.11, bind 9.16, apache-http-server 2.4.37, nginx 1.14.1, php 7.2.24, "
        "php 7.4.33, php 8.0.30",
    ),
    (
        "rhel",
        "9",
        "openssh 8.7, vsftpd 3.0.3, vsftpd 3.0.5, mariadb 10.5, mariadb 10.11, mysql 8.0, bind 9.16, "
        "nginx 1.20.1, php 8.0.30",
    ),
    ("rhel", "10", "openssh 9.9, vsftpd 3.0.5, bind 9.18"),
)
"""What each release of a distribution carries: versions, or the branch whose fixes it follows."""


def _by_product() -> dict[str, dict[str, tuple[Package, ...]]]:
    found: dict[str, dict[str, tuple[Package, ...]]] = {}
    for system, name, carried in _CARRIED:
        package = Package(system=system, label=LABELS[system], names=(name,))
        for product, version in (item.split(" ") for item in carried.split(", ")):
            versions = found.setdefault(product, {})
            versions[version] = (*versions.get(version, ()), package)
    return found


_CARRIERS = _by_product()


def package_of(banner: str, product: str, version: str) -> Package | None:
    """Whose package the banner says this is; None where nothing says so. A release named in the banner counts more
    than what is known to carry the version."""
    if _MAKERS_OWN.search(banner):
        return None
    for system, rule in _NAMED:
        named = rule.search(banner)
        if named:
            return Package(system=system, label=LABELS[system], names=(named[1],))
    system = next((system for system, rule in _MARKED if rule.search(banner)), "")
    if not system:
        return None
    alike = _CARRIES_AS.get(system, system)
    names = tuple(package.names[0] for package in carriers(product, version) if package.system == alike)
    return Package(system=system, label=LABELS[system], names=names)


def carriers(product: str, version: str) -> tuple[Package, ...]:
    """Every release that carries this version."""
    table = _CARRIERS.get(product, {})
    return table.get(branch_of(version, table) or "", ())


def upkeep(package: Package, intel: Intel, day: date) -> Upkeep:
    """Whether all the releases that a package may be of are maintained."""
    cycles = {cycle.name: cycle for cycle in _cycles(package.system, intel)}
    known = tuple(cycles[name] for name in package.names if name in cycles)
    if not known or len(known) < len(package.names):
        return Upkeep.UNKNOWN
    over = {_end(package.system, cycle) <= day for cycle in known}
    if len(over) > 1:
        return Upkeep.UNKNOWN
    return Upkeep.ENDED if over.pop() else Upkeep.MAINTAINED


def end_of(package: Package, intel: Intel) -> date | None:
    """The day on which the last of the possible releases ends; None when it is not known."""
    ends = [_end(package.system, cycle) for cycle in _cycles(package.system, intel) if cycle.name in package.names]
    return max(ends) if ends and max(ends) != date.max else None


def _cycles(system: str, intel: Intel) -> tuple[Cycle, ...]:
    product = intel.products.get(system)
    return product.cycles if product is not None else ()


def _end(system: str, cycle: Cycle) -> date:
    if cycle.ended and cycle.eol is None:
        return date.min
    ends = [cycle.eol or date.max]
    if system in _FREE_EXTENSION and cycle.extended is not None:
        ends.append(cycle.extended)
    return max(ends) if cycle.eol is not None else date.max
