from pathlib import Path

from secscan.model.enums import HostKind
from secscan.model.register import HostEntry
from tests.unit.registry.files import OPD, errors, folder_of, places, read, register_of


def test_owners_are_opds_or_names(tmp_path: Path) -> None:
    text = (
        "ip,owner,kind,contact,approved_ports\n"
        "103.10.0.0/24,dinas kominfo,pemda,noc,22 443\n"
        "203.0.113.7,PT Hosting,shared hosting,,\n"
    )
    register = register_of(read(folder_of(tmp_path, opd=OPD, hosts=text)))
    assert register.hosts == (
        HostEntry("103.10.0.0/24", "kominfo", HostKind.PEMDA, "noc", (22, 443)),
        HostEntry("203.0.113.7", "PT Hosting", HostKind.HOSTING_BERSAMA),
    )


def test_errors_of_hosts(tmp_path: Path) -> None:
    text = "alamat,jenis\n10.0.0.5/24,\n0.0.0.0/0,\nserver1,\n10.0.0.1,\n10.0.0.1/32,\n10.0.0.2,kapal\n"
    report = read(folder_of(tmp_path, opd=OPD, hosts=text))
    assert places(errors(report)) == [
        ("bad_address", 2, "alamat"),
        ("wide_target", 3, "alamat"),
        ("bad_address", 4, "alamat"),
        ("duplicate", 6, "alamat"),
        ("bad_choice", 7, "jenis"),
    ]
