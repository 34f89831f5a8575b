from collections.abc import Mapping
from pathlib import Path

import pytest

from secscan.base.errors import UsageError
from secscan.model.settings import Settings
from secscan.workspace.settings import Configuration, Origin, read_settings


def join(
    folder: Path, text: str, environ: Mapping[str, str] | None = None, flags: Mapping[str, object] | None = None
) -> Configuration:
    (folder / "secscan.toml").write_text(text)
    return read_settings(folder / "secscan.toml", environ or {}, flags)


def refused(folder: Path, text: str, environ: Mapping[str, str] | None = None) -> UsageError:
    with pytest.raises(UsageError) as error:
        join(folder, text, environ)
    return error.value


def test_the_nearer_wins_and_remembers_its_origin(tmp_path: Path) -> None:
    text = '[scan]\nrate = 1\nport_rate = 2\nmax_connections = 3\n[office]\nname = "Kota"\n'
    environ = {"SECSCAN_SCAN_PORT_RATE": "20", "SECSCAN_SCAN_MAX_CONNECTIONS": "5", "SECSCAN_LANG": "en", "HOME": "/"}
    found = join(tmp_path, text, environ, {"scan.max_connections": 7, "scan.workers": None})
    scan = found.settings.scan
    assert (scan.rate, scan.port_rate, scan.max_connections, scan.workers) == (1.0, 20.0, 7, 16)
    assert [found.origins[f"scan.{key}"] for key in ("rate", "port_rate", "max_connections", "workers")] == [
        Origin.FILE,
        Origin.ENVIRONMENT,
        Origin.FLAG,
        Origin.DEFAULT,
    ]
    assert found.value("office.name") == "Kota"


def test_nothing_said_is_the_default(tmp_path: Path) -> None:
    found = read_settings(tmp_path / "secscan.toml", {})
    assert found.settings == Settings()
    assert set(found.origins.values()) == {Origin.DEFAULT}


def test_exemptions(tmp_path: Path) -> None:
    text = '[domains]\nofficial = ["contohkota.go.id"]\n[[domains.exempt]]\nname = "wisata.id"\nreason = "Surat 1"\n'
    (exempt,) = join(tmp_path, text).settings.domains.exempt
    assert (exempt.name, exempt.reason) == ("wisata.id", "Surat 1")


@pytest.mark.parametrize(
    ("text", "where", "near"),
    [
        ("[scan]\nrat = 1\n", "secscan.toml: scan.rat", "scan.rate"),
        ("[scann]\nrate = 1\n", "secscan.toml: scann", "scan"),
        ("rate = 1\n", "secscan.toml: rate", "scan"),
    ],
)
def test_unknown_keys_name_the_nearest(tmp_path: Path, text: str, where: str, near: str) -> None:
    error = refused(tmp_path, text)
    assert (error.code, error.where) == ("unknown_key", where)
    assert near in (error.values["near"] or error.values["known"])


def test_a_misspelled_variable_is_told(tmp_path: Path) -> None:
    error = refused(tmp_path, "", {"SECSCAN_SCAN_RAET": "1"})
    assert error.where == "SECSCAN_SCAN_RAET"
    assert error.values["near"].startswith("SECSCAN_SCAN_RATE")


def test_a_bad_value_names_file_and_key_path(tmp_path: Path) -> None:
    error = refused(tmp_path, "[scan]\nrate = -1\n")
    assert (error.code, error.where, error.values) == ("bad_positive", "secscan.toml: scan.rate", {"value": "-1"})
    error = refused(tmp_path, "", {"SECSCAN_SCAN_RATE": "x"})
    assert error.where == "SECSCAN_SCAN_RATE"


@pytest.mark.parametrize("text", ["[scan\n", "[scan]\nrate = 1\nrate = 2\n"])
def test_broken_toml_tells_the_line(tmp_path: Path, text: str) -> None:
    error = refused(tmp_path, text)
    assert error.code == "bad_toml"
    assert "line" in error.values["detail"]


def test_certificates_are_meant_from_the_file_s_folder_and_must_exist(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("")
    found = join(tmp_path, '[tls]\nextra_ca = ["ca.pem"]\n')
    assert found.settings.tls.extra_ca == (str((tmp_path / "ca.pem").resolve()),)
    assert refused(tmp_path, '[tls]\nextra_ca = ["lain.pem"]\n').code == "no_certificate"
