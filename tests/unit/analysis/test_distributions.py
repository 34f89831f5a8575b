from datetime import date

import pytest

from secscan.analysis.distributions import Package, Upkeep, carriers, end_of, package_of, upkeep
from secscan.model.intel import Cycle, Intel, ProductIntel

DEBIAN = ProductIntel(
    key="debian",
    label="Debian",
    cycles=(
        Cycle(name="13"),
        Cycle(name="12", eol=date(2026, 7, 11), extended=date(2028, 6, 30)),
        Cycle(name="9", ended=True),
    ),
)
UBUNTU = ProductIntel(
    key="ubuntu",
    label="Ubuntu",
    cycles=(
        Cycle(name="20.04", eol=date(2025, 5, 31), extended=date(2030, 4, 1)),
        Cycle(name="22.04", eol=date(2027, 4, 1)),
    ),
)
INTEL = Intel(products={"debian": DEBIAN, "ubuntu": UBUNTU})
DAY = date(2026, 10, 1)


@pytest.mark.parametrize(
    ("banner", "product", "version", "release"),
    [
        ("SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3", "openssh", "9.2p1", "Debian 12"),
        ("SSH-2.0-OpenSSH_8.9p1 Ubuntu-3ubuntu0.6", "openssh", "8.9p1", "Ubuntu 22.04"),
        ("5.5.5-10.3.39-MariaDB-0+deb10u1", "mariadb", "10.3.39", "Debian 10"),
        ("8.0.36-0ubuntu0.22.04.1", "mysql", "8.0.36", "Ubuntu 22.04"),
        ("9.11.4-P2-RedHat-9.11.4-26.P2.el7_9.13", "bind", "9.11.4", "RHEL 7"),
        ("Server: nginx/1.18.0 (Ubuntu)", "nginx", "1.18.0", "Ubuntu"),  # of two releases
        ("Server: Apache/2.4.62 (Debian)", "apache-http-server", "2.4.62", "Debian"),
        ("Server: Apache/2.4.6 (CentOS)", "apache-http-server", "2.4.6", "CentOS 7"),
        ("Server: Apache/2.4.37 (centos)", "apache-http-server", "2.4.37", "CentOS 8"),
    ],
)
def test_whose_package(banner: str, product: str, version: str, release: str) -> None:
    package = package_of(banner, product, version)
    assert package is not None
    assert package.release == release


@pytest.mark.parametrize(
    "banner",
    ["SSH-2.0-OpenSSH_9.8", "10.6.16-MariaDB-1:10.6.16+maria~ubu2004", "PHP/7.4.33-1+ubuntu20.04.1+deb.sury.org+1"],
)
def test_makers_own_builds_are_no_package_of_a_distribution(banner: str) -> None:
    assert package_of(banner, "openssh", "9.8") is None


def test_carriers_are_told_number_by_number() -> None:
    assert [one.release for one in carriers("openssh", "7.4p1")] == ["Debian 9", "RHEL 7"]
    assert carriers("php", "7.4.30") == ()
    assert carriers("nothing", "1") == ()


@pytest.mark.parametrize(
    ("system", "names", "state"),
    [
        ("debian", ("12",), Upkeep.MAINTAINED),
        ("debian", ("13",), Upkeep.MAINTAINED),
        ("debian", ("9",), Upkeep.ENDED),
        ("debian", ("9", "12"), Upkeep.UNKNOWN),
        ("debian", ("9", "7"), Upkeep.UNKNOWN),
        ("debian", (), Upkeep.UNKNOWN),
        ("ubuntu", ("20.04",), Upkeep.ENDED),  # what is sold beyond its end is not in the archive
        ("ubuntu", ("20.04", "22.04"), Upkeep.UNKNOWN),
        ("rhel", ("8",), Upkeep.UNKNOWN),
    ],
)
def test_upkeep(system: str, names: tuple[str, ...], state: Upkeep) -> None:
    assert upkeep(Package(system=system, label="", names=names), INTEL, DAY) is state


def test_the_last_possible_end() -> None:
    assert end_of(Package(system="debian", label="", names=("12",)), INTEL) == date(2028, 6, 30)
    assert end_of(Package(system="ubuntu", label="", names=("20.04", "22.04")), INTEL) == date(2027, 4, 1)
    assert end_of(Package(system="debian", label="", names=("13",)), INTEL) is None
