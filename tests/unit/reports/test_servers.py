import pytest

from secscan.model.assessment import Software
from secscan.model.checks import Fact
from secscan.model.enums import Confidence
from secscan.model.ids import AppId
from secscan.model.subjects import Site
from secscan.reports.servers import fitted
from secscan.reports.writeups import Fix

FIXES = tuple(Fix(name, "") for name in ("nginx", "Apache", ".htaccess / cPanel", "IIS", "WordPress", "Umum"))


def software(*products: str) -> list[Software]:
    site = Site("https", "contoh.go.id", 443)
    return [
        Software(app=AppId("a"), subject=site, product=one, label=one.title(), confidence=Confidence.KUAT)
        for one in products
    ]


def ordered(
    *products: str, facts: dict[str, Fact] | None = None, fixes: tuple[Fix, ...] = FIXES
) -> tuple[str, list[str]]:
    """The fix that is open, and all that fit."""
    seen = fitted(fixes, software(*products), facts or {})
    assert sorted(one.fix.heading for one in seen) == sorted(fix.heading for fix in fixes)
    opened = [one.fix.heading for one in seen if one.open]
    assert opened == [seen[0].fix.heading] or opened == ["Umum"]
    return opened[0], [one.fix.heading for one in seen if one.fits]


@pytest.mark.parametrize(
    ("products", "opened", "fitting"),
    [
        (("nginx",), "nginx", ["nginx"]),
        (("apache-http-server",), "Apache", ["Apache", ".htaccess / cPanel"]),
        (("litespeed",), ".htaccess / cPanel", [".htaccess / cPanel"]),
        (("microsoft-iis",), "IIS", ["IIS"]),
        (("nginx", "wordpress"), "WordPress", ["WordPress", "nginx"]),
        (("caddy",), "Umum", []),
        ((), "Umum", []),
        (("apache-couchdb",), "Umum", []),
    ],
)
def test_the_fix_for_the_server_detected_is_open(products: tuple[str, ...], opened: str, fitting: list[str]) -> None:
    assert ordered(*products) == (opened, fitting)


def test_a_fact_may_name_the_service() -> None:
    fixes = (Fix("PostgreSQL", ""), Fix("MySQL / MariaDB", ""), Fix("Umum", ""))
    assert ordered(facts={"service": "mysql"}, fixes=fixes) == ("MySQL / MariaDB", ["MySQL / MariaDB"])


def test_without_a_general_one_the_first_is_open() -> None:
    assert fitted(FIXES[:2], [], {})[0].open
