import tomllib
from datetime import time

import pytest

from secscan.base.resources import read_text
from secscan.cli.wording import load_wording
from secscan.model.enums import Language, Vantage
from secscan.model.register import Hours
from secscan.model.settings import Exemption, Settings
from secscan.workspace.keys import KEYS, Expected, Unfit, variable


@pytest.mark.parametrize(
    ("path", "raw", "value"),
    [
        ("office.timezone", "Asia/Makassar", "Asia/Makassar"),
        ("scan.rate", 5, 5.0),
        ("scan.rate", "0.5", 0.5),
        ("scan.max_connections", "2", 2),
        ("scan.vantage", "Intranet", Vantage.INTRANET),
        ("scan.egress_check", "Uji.ContohKota.go.id:22,443", "uji.contohkota.go.id:22,443"),
        ("scan.egress_check", "103.10.0.9", "103.10.0.9"),
        ("scan.hours", "20.00 - 05.00", Hours(time(20), time(5))),
        ("scan.hours", "", None),
        ("tls.extra_ca", "a.pem, b.pem", ("a.pem", "b.pem")),
        ("dns.resolver", "9.9.9.9:5353", "9.9.9.9:5353"),
        ("dns.resolver", "[::1]:53", "[::1]:53"),
        ("dns.resolver", "::1", "::1"),
        ("dns.resolver", "", ""),
        ("domains.official", ["ContohKota.go.id", "bücher.id"], ("contohkota.go.id", "xn--bcher-kva.id")),
        ("domains.exempt", [{"name": "Wisata.id", "reason": "Surat"}], (Exemption("wisata.id", "Surat"),)),
    ],
)
def test_values(path: str, raw: object, value: object) -> None:
    assert KEYS[path](raw) == value


@pytest.mark.parametrize(
    ("path", "raw", "expected"),
    [
        ("office.name", 3, Expected.TEXT),
        ("office.name", "a\nb", Expected.TEXT),
        ("office.timezone", "WIB", Expected.TIMEZONE),
        ("office.timezone", "../../etc/passwd", Expected.TIMEZONE),
        ("scan.rate", 0, Expected.POSITIVE),
        ("scan.rate", -1, Expected.POSITIVE),
        ("scan.rate", "cepat", Expected.POSITIVE),
        ("scan.rate", float("nan"), Expected.POSITIVE),
        ("scan.rate", True, Expected.POSITIVE),
        ("scan.max_connections", 0, Expected.COUNT),
        ("scan.max_connections", 1.5, Expected.COUNT),
        ("scan.vantage", "luar", Expected.VANTAGE),
        ("scan.egress_check", "host:abc", Expected.EGRESS),
        ("scan.contact", "a@b.id\r\nX: y", Expected.TEXT),
        ("scan.contact", "küsten@b.id", Expected.ASCII),
        ("scan.hours", "malam", Expected.HOURS),
        ("scan.hours", 20, Expected.TEXT),
        ("tls.extra_ca", 3, Expected.TEXTS),
        ("dns.resolver", "dns.contoh.id", Expected.RESOLVER),
        ("dns.resolver", "9.9.9.9:99999", Expected.RESOLVER),
        ("domains.official", ["localhost"], Expected.DOMAINS),
        ("domains.official", ["https://a.id"], Expected.DOMAINS),
        ("domains.exempt", [{"name": "a.id"}], Expected.EXEMPT),
        ("domains.exempt", [{"name": "a.id", "reason": ""}], Expected.EXEMPT),
    ],
)
def test_unfit_values(path: str, raw: object, expected: Expected) -> None:
    with pytest.raises(Unfit) as unfit:
        KEYS[path](raw)
    assert unfit.value.expected is expected


def test_the_keys_are_the_fields_of_the_settings() -> None:
    settings = Settings()
    fields = {
        f"{section}.{key}"
        for section in settings.__struct_fields__
        for key in getattr(settings, section).__struct_fields__
    }
    assert set(KEYS) == fields


def test_the_written_file_shows_every_key_and_only_defaults() -> None:
    text = read_text("templates", "workspace", "secscan.toml")
    settings = Settings()
    for path in KEYS:
        assert (
            f"\n{path.partition('.')[2]} = " in text
            or f"# {path.partition('.')[2]} = " in text
            or path.endswith("exempt")
        )
    for section, keys in tomllib.loads(text).items():
        for key, raw in keys.items():
            assert KEYS[f"{section}.{key}"](raw) == getattr(getattr(settings, section), key)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("expected", Expected)
def test_every_expectation_has_a_sentence(language: Language, expected: Expected) -> None:
    wording = load_wording("errors", language)
    assert wording.text(f"bad_{expected}.message", {"value": "x"})
    assert wording.text(f"bad_{expected}.advice", {})


def test_variables() -> None:
    assert variable("scan.max_connections") == "SECSCAN_SCAN_MAX_CONNECTIONS"
