from datetime import date, time

import pytest

from secscan.model.ids import AppId, OpdId
from secscan.model.register import App, HostEntry, Hours, Opd, Permit, Register
from secscan.model.subjects import Site
from secscan.registry.columns import Table
from secscan.registry.records import as_text, header, hours_text, identity, records

REGISTER = Register(
    opds=(Opd(OpdId("a"), "A"),),
    apps=(App(id=AppId("s"), opd=OpdId("a"), name="S", sites=(Site("http", "x.id", 8080),), approved_ports=(22, 80)),),
    permits=(
        Permit(
            letter="1", signer="K", valid_from=date(2026, 1, 1), valid_until=date(2026, 2, 1), targets=("s", "*.x.id")
        ),
    ),
    hosts=(HostEntry("10.0.0.1", "a"),),
)


@pytest.mark.parametrize("table", Table)
def test_a_record_has_exactly_the_columns(table: Table) -> None:
    (record,) = records(REGISTER, table)
    assert list(record) == header(table)


def test_values_as_text() -> None:
    (app,) = records(REGISTER, Table.APPS)
    (permit,) = records(REGISTER, Table.PERMITS)
    assert as_text(app["url"]) == "http://x.id:8080/"
    assert as_text(app["port_disetujui"]) == "22 80"
    assert as_text(permit["berlaku_sampai"]) == "2026-02-01"
    assert as_text(permit["target"]) == "s *.x.id"
    assert identity(Table.PERMITS, permit) == "1"


def test_hours() -> None:
    assert hours_text(Hours(time(20), time(5, 30))) == "20:00-05:30"
    assert hours_text(None) == ""
