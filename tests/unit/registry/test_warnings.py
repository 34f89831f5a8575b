from datetime import date

import pytest

from secscan.model.enums import AppKind, AppStatus
from secscan.model.ids import AppId, OpdId
from secscan.model.register import App, HostEntry, Permit, Register
from secscan.model.subjects import Site
from secscan.registry.columns import Table
from secscan.registry.problems import Code, ProblemKind
from secscan.registry.reading import Place
from secscan.registry.warnings import warnings

TODAY = date(2026, 10, 1)
SIMPEG = App(id=AppId("simpeg"), opd=OpdId("a"), name="SIMPEG", sites=(Site("https", "simpeg.contoh.go.id", 443),))


def permit(*targets: str, start: date = date(2026, 1, 1), end: date = date(2027, 12, 31)) -> Permit:
    return Permit(letter="ST/1", signer="K", valid_from=start, valid_until=end, targets=targets)


def codes(register: Register) -> list[Code]:
    found = warnings(register, TODAY)
    assert all(problem.kind is ProblemKind.WARNING for problem in found)
    return [problem.code for problem in found]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2026, 1, 1), date(2026, 9, 30), [Code.PERMIT_EXPIRED, Code.NO_PERMIT]),
        (date(2026, 10, 2), date(2027, 9, 30), [Code.PERMIT_FUTURE, Code.NO_PERMIT]),
        (date(2026, 1, 1), TODAY, [Code.PERMIT_ENDING]),  # the last day is included
        (date(2026, 1, 1), date(2026, 10, 31), [Code.PERMIT_ENDING]),
        (date(2026, 1, 1), date(2026, 11, 1), []),
        (TODAY, date(2026, 12, 31), []),
    ],
)
def test_the_days_of_permits(start: date, end: date, expected: list[Code]) -> None:
    assert codes(Register(apps=(SIMPEG,), permits=(permit("simpeg", start=start, end=end),))) == expected


@pytest.mark.parametrize("target", ["simpeg", "simpeg.contoh.go.id", "*.contoh.go.id", "*.go.id"])
def test_a_covered_app(target: str) -> None:
    assert codes(Register(apps=(SIMPEG,), permits=(permit(target),))) == []


@pytest.mark.parametrize("target", ["*.simpeg.contoh.go.id", "contoh.go.id", "lain", "*.ontoh.go.id"])
def test_near_misses_cover_nothing(target: str) -> None:
    assert codes(Register(apps=(SIMPEG,), permits=(permit(target),))) == [Code.TARGET_UNMATCHED, Code.NO_PERMIT]


def test_a_wildcard_does_not_hold_its_apex() -> None:
    apex = App(id=AppId("apex"), opd=OpdId("a"), name="Apex", sites=(Site("https", "contoh.go.id", 443),))
    assert Code.NO_PERMIT in codes(Register(apps=(apex,), permits=(permit("*.contoh.go.id"),)))


def test_what_an_address_covers_is_unknown_before_names_are_resolved() -> None:
    assert codes(Register(apps=(SIMPEG,), permits=(permit("103.10.0.0/24"),))) == [Code.NO_PERMIT_BY_NAME]


def test_literal_addresses_are_known() -> None:
    literal = App(id=AppId("ip"), opd=OpdId("a"), name="IP", sites=(Site("http", "103.10.0.9", 80),))
    assert codes(Register(apps=(literal,), permits=(permit("103.10.0.0/24"),))) == []
    assert codes(Register(apps=(literal,), permits=(permit("103.10.1.0/24"),))) == [Code.NO_PERMIT_BY_NAME]


def test_networks_are_doubted_only_where_hosts_are_listed() -> None:
    hosts = (HostEntry("103.10.0.0/24", "a"), HostEntry("2001:db8::/32", "a"))
    register = Register(
        apps=(SIMPEG,), permits=(permit("simpeg", "103.10.0.7", "192.0.2.0/24", "2001:db8::1"),), hosts=hosts
    )
    assert [problem.value for problem in warnings(register, TODAY)] == ["192.0.2.0/24"]


@pytest.mark.parametrize("change", [{"kind": AppKind.ANDROID}, {"status": AppStatus.MATI}])
def test_apps_out_of_use_need_no_permit(change: dict[str, object]) -> None:
    app = App(id=AppId("x"), opd=OpdId("a"), name="X", sites=SIMPEG.sites, **change)  # type: ignore[arg-type]
    assert codes(Register(apps=(app,))) == []


def test_the_same_address_in_two_apps() -> None:
    def app(name: str, url: Site, status: AppStatus = AppStatus.AKTIF) -> App:
        return App(id=AppId(name), opd=OpdId("a"), name=name, sites=(url,), status=status)

    http, https = Site("http", "x.contoh.id", 80), Site("https", "x.contoh.id", 443)
    register = Register(
        apps=(
            app("satu", https),
            app("dua", http),
            app("port", Site("https", "x.contoh.id", 8443)),
            app("jalur", Site("https", "x.contoh.id", 443, "/dua/")),
            app("lama", https, AppStatus.DIGABUNG),
        ),
        permits=(permit("*.contoh.id"),),
    )
    found = warnings(register, TODAY)
    assert [(problem.code, problem.value, problem.expected) for problem in found] == [
        (Code.DOUBLE_SITE, "http://x.contoh.id/", "satu")
    ]


def test_a_warning_stands_where_its_entry_stands() -> None:
    found = warnings(Register(apps=(SIMPEG,)), TODAY, {(Table.APPS, "simpeg"): Place("r.xlsx", "Aplikasi", 9)})
    assert [(problem.file, problem.sheet, problem.row) for problem in found] == [("r.xlsx", "Aplikasi", 9)]
