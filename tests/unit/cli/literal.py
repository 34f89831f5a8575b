"""Workspaces whose apps are named by loopback addresses, so that nothing has to be resolved to plan for them."""

from datetime import date
from pathlib import Path

from secscan.model.enums import AppKind
from secscan.model.register import App, HostEntry, Opd, Permit, Register
from tests.unit.cli.stored import Place
from tests.unit.registers import permit
from tests.unit.stored_runs import DINKES, KOMINFO, bench, own

OPEN, CLOSED = "http://127.0.0.9:8080/", "http://127.0.0.10:8080/"


def planned(folder: Path, *permits: Permit) -> Place:
    """`buka` and `juga` share an address and are permitted unless told otherwise; `tutup` is under a permit that
    ended; `ponsel` has no web address."""
    apps: tuple[App, ...] = (
        own("buka", KOMINFO, OPEN),
        own("juga", DINKES, "http://127.0.0.9:8081/"),
        own("tutup", DINKES, CLOSED),
        own("ponsel", DINKES, kind=AppKind.ANDROID),
    )
    default = (
        permit("127.0.0.9", letter="ST/9/2026"),
        permit("127.0.0.10", letter="ST/8/2026", until=date(2026, 9, 30)),
    )
    opds = (Opd(KOMINFO, "Dinas Kominfo"), Opd(DINKES, "Dinas Kesehatan"))
    return Place(bench(folder, Register(opds, apps, permits or default, (HostEntry("127.0.0.9", KOMINFO),))))
