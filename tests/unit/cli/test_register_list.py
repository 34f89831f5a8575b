import json
from pathlib import Path

from tests.unit.cli.shell import call
from tests.unit.registry.files import APPS, OPD, PERMITS, folder_of


def test_every_table_by_both_names(tmp_path: Path) -> None:
    call("init", tmp_path / "kerja")
    hosts = "alamat,pemilik\n103.10.0.0/24,kominfo\n"
    call(
        "-w",
        tmp_path / "kerja",
        "register",
        "import",
        folder_of(tmp_path / "a", opd=OPD, apps=APPS, permits=PERMITS, hosts=hosts),
    )
    for name in ("opd", "apps", "aplikasi", "permits", "izin", "hosts", "host"):
        assert len(json.loads(call("-w", tmp_path / "kerja", "register", "list", name, "--format", "json").stdout)) == 1
    for name in ("SIMPEG", "kominfo", "ST/1", "103.10.0.0/24"):
        assert call("-w", tmp_path / "kerja", "register", "show", name).exit_code == 0
