import pytest

from secscan.registry.targets import Flaw, is_app_id, is_suffix, parse_network, parse_target


@pytest.mark.parametrize(
    ("written", "target"),
    [
        ("simpeg", "simpeg"),
        ("APP_01", "APP_01"),
        ("SIMPEG.ContohKota.go.id", "simpeg.contohkota.go.id"),
        ("*.contohkota.go.id", "*.contohkota.go.id"),
        ("*.pemda.test", "*.pemda.test"),
        ("10.1.2.3", "10.1.2.3"),
        ("10.1.2.0/24", "10.1.2.0/24"),
        ("10.1.2.3/32", "10.1.2.3"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("127.0.0.0/8", "127.0.0.0/8"),
        ("bücher.contoh.id", "xn--bcher-kva.contoh.id"),
    ],
)
def test_targets(written: str, target: str) -> None:
    assert parse_target(written) == target


@pytest.mark.parametrize(
    "written",
    [
        "*.id",
        "*.go.id",
        "*.co.id",
        "*.desa.id",
        "*.prov.go.id",
        "*.local",
        "*.github.io",
        "0.0.0.0/0",
        "8.0.0.0/8",
        "::/0",
    ],
)
def test_what_is_wider_than_any_pemda_is_refused(written: str) -> None:
    assert parse_target(written) is Flaw.WIDE


@pytest.mark.parametrize(
    "written",
    [
        "https://simpeg.go.id/",
        "10.1.2.3/24",
        "10.1.2",
        "300.1.1.1",
        "a b",
        "*",
        "*.",
        "sim*.go.id",
        "*.10.1.2.3",
        "a..b",
        "-",
    ],
)
def test_malformed_targets(written: str) -> None:
    assert parse_target(written) is Flaw.MALFORMED


def test_an_exact_name_may_be_short() -> None:
    assert parse_target("localhost") == "localhost"


def test_a_network_needs_its_own_address() -> None:
    assert parse_network("192.0.2.1/24") is Flaw.MALFORMED
    assert parse_network("192.0.2.0/24") == "192.0.2.0/24"


@pytest.mark.parametrize("text", ["simpeg", "APP-1", "2.16.01", "app", "id"])
def test_ids(text: str) -> None:
    assert is_app_id(text)


@pytest.mark.parametrize("text", ["simpeg.contohkota.go.id", "10.1.2.3", "a b", "-a", "x" * 65, "a/b", ""])
def test_an_app_id_is_not_mistaken_for_a_host(text: str) -> None:
    assert not is_app_id(text)


def test_a_pemda_apex_is_no_suffix() -> None:
    assert not is_suffix("jatengprov.go.id")
    assert is_suffix("go.id")
