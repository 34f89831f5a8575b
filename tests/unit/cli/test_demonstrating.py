from pathlib import Path

from secscan.cli.demonstrating import _write_settings
from secscan.demo.fleet import Fleet
from secscan.workspace.layout import create
from secscan.workspace.settings import read_settings


def test_the_settings_of_a_demonstration_are_valid_and_stay_on_loopback(tmp_path: Path) -> None:
    workspace = create(tmp_path / "demo")
    authority = tmp_path / "ca.pem"
    authority.write_text("-----BEGIN CERTIFICATE-----\n")
    _write_settings(workspace, Fleet(register=tmp_path, authority=authority, resolver="127.0.1.1:5353"))
    settings = read_settings(workspace.settings, {}).settings
    assert settings.dns.resolver == "127.0.1.1:5353"
    assert settings.scan.egress_check.startswith("127.")
    assert settings.tls.extra_ca == (str(authority.resolve()),)
    assert "demo" in settings.office.name
