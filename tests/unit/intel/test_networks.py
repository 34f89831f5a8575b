"""Tables in the forms of their publishers; the lines are made, the numbers those of RFC 5737 and 3849."""

import gzip
from datetime import date
from pathlib import Path

import pytest

from secscan.base.errors import UsageError
from secscan.intel.networks import open_networks
from secscan.model.networks import Place

DELEGATED = """2|apnic|20261101|4|19830101|20261101|+1000
apnic|*|ipv4|*|3|summary
apnic|ID|ipv4|192.0.2.0|128|20100101|allocated
apnic|SG|ipv4|198.51.100.0|256|20100101|assigned|A91
apnic||ipv4|203.0.113.0|256||available|
apnic|ID|ipv6|2001:db8::|33|20100101|allocated
apnic|ID|asn|7713|1|20000101|allocated
"""
ANNOUNCED = """192.0.2.0\t192.0.2.127\t64500\tID\tPEMDA-CONTOH Dinas
192.0.2.128\t192.0.2.255\t0\tNone\tNot routed
2001:db8::\t2001:db8:7fff:ffff:ffff:ffff:ffff:ffff\t64500\tID\tPEMDA-CONTOH Dinas
"""
COUNTRIES = '192.0.2.0,192.0.2.127,ID\n"198.51.100.0","198.51.100.255","SG"\n'


def kept(folder: Path, text: str, name: str = "tabel", *, packed: bool = False) -> str:
    file = folder / name
    file.write_bytes(gzip.compress(text.encode()) if packed else text.encode())
    return str(file)


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(("text", "network"), [(DELEGATED, ""), (ANNOUNCED, "PEMDA-CONTOH Dinas"), (COUNTRIES, "")])
def test_the_forms(text: str, network: str, packed: bool, tmp_path: Path) -> None:
    table, pack = open_networks(kept(tmp_path, text, packed=packed))
    assert table.at("192.0.2.0") == table.at("192.0.2.127") == Place("ID", network)
    assert table.at("192.0.2.128") is None
    assert table.at("0.0.0.1") is None
    assert pack.name == "networks"


def test_ipv6_and_what_nobody_holds(tmp_path: Path) -> None:
    table, _ = open_networks(kept(tmp_path, DELEGATED))
    assert table.at("2001:db8:7fff::1") == Place("ID")
    assert table.at("2001:db8:8000::1") is None
    assert table.at("203.0.113.9") is None
    assert table.at("198.51.100.255") == Place("SG")


def test_the_day_that_a_table_states(tmp_path: Path) -> None:
    assert open_networks(kept(tmp_path, DELEGATED))[1].data_date == date(2026, 11, 1)


@pytest.mark.parametrize("text", ["", "<html>tidak ada</html>\n", "satu\tdua\ttiga\tempat\tlima\n"])
def test_what_is_no_table_is_told_at_once(text: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="bad_networks"):
        open_networks(kept(tmp_path, text))
    with pytest.raises(UsageError, match="bad_networks"):
        open_networks(str(tmp_path / "tidak-ada"))


def test_a_damaged_line_is_named(tmp_path: Path) -> None:
    table, _ = open_networks(kept(tmp_path, ANNOUNCED + "192.0.2.9\t192.0.2.1\t1\tID\tTerbalik\n"))
    with pytest.raises(UsageError, match="line=4"):
        table.at("192.0.2.1")
