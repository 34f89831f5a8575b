import pytest

from secscan.inventories.bounds import host_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A.Contoh.go.id.", "a.contoh.go.id"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("localhost", None),
        ("10.0.0.1", None),
        ("2001:db8::1", None),
        ("_dmarc.contoh.go.id", None),
        ("router.lan", None),
        ("x.home.arpa", None),
        ("a b.go.id", None),
        ("", None),
        ("versi.1", None),
    ],
)
def test_host_names(text: str, name: str | None) -> None:
    assert host_name(text) == name
