import pytest

from secscan.analysis.apexes import ApexName, apexes
from secscan.model.enums import Reason
from tests.unit.builders import app, context, site


def of(host: str, *official: str) -> list[ApexName]:
    return list(apexes(app(site(f"https://{host}/", {})), context(official_domains=official)))


@pytest.mark.parametrize(
    ("host", "official", "expected"),
    [
        ("contoh.go.id", ("contoh.go.id",), ApexName("contoh.go.id", None)),
        ("www.contoh.go.id", ("Contoh.go.id.",), ApexName("contoh.go.id", None)),
        ("simpeg.contoh.go.id", ("contoh.go.id",), ApexName("simpeg.contoh.go.id", Reason.NOT_APEX)),
        ("bukan-contoh.go.id", ("contoh.go.id",), ApexName("bukan-contoh.go.id", Reason.NOT_APEX)),
        ("contoh.go.id", (), ApexName("contoh.go.id", Reason.NOT_CONFIGURED)),
        ("dinas.contoh.go.id", (), ApexName("dinas.contoh.go.id", Reason.NOT_APEX)),
        ("127.0.0.9", (), ApexName("127.0.0.9", Reason.NOT_APEX)),
    ],
)
def test_apexes(host: str, official: tuple[str, ...], expected: ApexName) -> None:
    assert of(host, *official) == [expected]


def test_an_apex_with_and_without_www_is_named_for_each() -> None:
    sites = (site("https://contoh.go.id/", {}), site("https://www.contoh.go.id/", {}))
    found = list(apexes(app(*sites), context(official_domains=("contoh.go.id",))))
    assert found == [ApexName("contoh.go.id", None)]
