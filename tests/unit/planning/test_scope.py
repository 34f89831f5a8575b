from datetime import date, datetime, time

import pytest

from secscan.model.enums import HostKind, Intensity, Reason
from secscan.model.ids import AppId
from secscan.model.register import HostEntry, Hours, Permit
from secscan.planning.scope import (
    Denial,
    Grant,
    guest_protocols,
    is_own_network,
    might_cover,
    owner_of,
    port_grant,
    reads_documents,
    site_grant,
)
from tests.unit.registers import permit

NOON = datetime(2026, 10, 1, 12, 0)  # noqa: DTZ001 - local wall time, as the rule takes it
PUBLIC = "93.184.216.34"
HOST = "a.contoh.go.id"


def grant(permits: tuple[Permit, ...], host: str = HOST, addresses: tuple[str, ...] = (PUBLIC,)) -> Grant | Denial:
    return site_grant(permits, (AppId("app-1"),), host, addresses, NOON)


def reason(result: Grant | Denial) -> Reason | None:
    return result.reason if isinstance(result, Denial) else None


@pytest.mark.parametrize("target", ["app-1", HOST, "*.contoh.go.id", "93.184.216.0/24", PUBLIC])
def test_a_permit_covers_a_site_by_app_name_wildcard_or_network(target: str) -> None:
    assert isinstance(grant((permit(target),)), Grant)


@pytest.mark.parametrize("target", ["app-2", "b.contoh.go.id", "*.a.contoh.go.id", "93.184.217.0/24", "contoh.go.id"])
def test_other_targets_do_not_cover_it(target: str) -> None:
    assert reason(grant((permit(target),))) is Reason.PERMIT


def test_a_wildcard_does_not_hold_its_apex_nor_a_name_that_only_ends_alike() -> None:
    assert reason(grant((permit("*.contoh.go.id"),), host="contoh.go.id")) is Reason.PERMIT
    assert reason(grant((permit("*.contoh.go.id"),), host="palsucontoh.go.id")) is Reason.PERMIT


def test_a_network_must_hold_all_addresses() -> None:
    assert reason(grant((permit("93.184.216.0/24"),), addresses=(PUBLIC, "8.8.8.8"))) is Reason.PERMIT


def test_the_last_day_is_included_and_the_next_is_not() -> None:
    assert isinstance(grant((permit("app-1", until=date(2026, 10, 1)),)), Grant)
    late = grant((permit("app-1", until=date(2026, 9, 30), letter="ST/9"),))
    assert isinstance(late, Denial)
    assert late.reason is Reason.PERMIT
    assert late.values["letter"] == "ST/9"


def test_a_future_permit_is_no_permit_yet() -> None:
    assert reason(grant((permit("app-1", since=date(2026, 10, 2)),))) is Reason.PERMIT


def test_hours_are_refused_by_their_own_reason() -> None:
    night = permit("app-1", hours=Hours(time(20), time(5)))
    assert reason(grant((night,))) is Reason.HOURS
    assert isinstance(grant((night, permit(HOST, letter="ST/2"))), Grant)


@pytest.mark.parametrize(
    ("moment", "inside"),
    [(time(20, 0), True), (time(23, 59), True), (time(4, 59), True), (time(5, 0), False), (time(12), False)],
)
def test_hours_run_over_midnight(moment: time, inside: bool) -> None:
    assert Hours(time(20), time(5)).hold(moment) is inside


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "192.168.0.9", "169.254.169.254", "::1"])
def test_a_name_that_leads_inside_needs_a_network_that_holds_the_address(address: str) -> None:
    assert reason(grant((permit("app-1"),), addresses=(address,))) is Reason.SCOPE
    holding = permit(f"{address}/32" if ":" not in address else f"{address}/128", letter="ST/2")
    assert isinstance(grant((permit("app-1"), holding), addresses=(address,)), Grant)


@pytest.mark.parametrize(
    ("address", "own"),
    [
        ("127.0.0.9", True),
        ("10.255.0.1", True),
        ("172.31.9.9", True),
        ("192.168.0.1", True),
        ("::1", True),
        ("fd00::1", True),
    ]
    + [
        (outside, False)
        for outside in ("198.18.0.1", "192.0.2.1", "100.64.0.1", "169.254.1.1", "172.32.0.1", "8.8.8.8")
    ],
)
def test_self_made_permits_reach_loopback_and_private_networks_only(address: str, own: bool) -> None:
    assert is_own_network(address) is own


def test_the_strongest_permit_counts() -> None:
    weak = permit("app-1", intensity=Intensity.PASSIVE)
    result = grant((weak, permit("app-1", letter="ST/2", intensity=Intensity.DEEP)))
    assert isinstance(result, Grant)
    assert result.intensity is Intensity.DEEP


def test_port_scans_need_the_address_itself() -> None:
    assert isinstance(port_grant((permit("93.184.216.0/24"),), None, PUBLIC, NOON), Grant)
    assert isinstance(port_grant((permit(HOST),), None, PUBLIC, NOON), Denial)
    assert isinstance(port_grant((permit(PUBLIC, intensity=Intensity.PASSIVE),), None, PUBLIC, NOON), Denial)


@pytest.mark.parametrize("kind", [HostKind.CDN, HostKind.CLOUD, HostKind.HOSTING_BERSAMA])
def test_foreign_hosts_need_their_owners_consent_too(kind: HostKind) -> None:
    owner = HostEntry(PUBLIC, "PT Awan", kind)
    assert reason(port_grant((permit(PUBLIC),), owner, PUBLIC, NOON)) is Reason.CONSENT
    assert isinstance(port_grant((permit(PUBLIC, extras=("persetujuan-pemilik",)),), owner, PUBLIC, NOON), Grant)


def test_the_longest_prefix_owns_an_address() -> None:
    wide, narrow = HostEntry("93.184.0.0/16", "opd-1"), HostEntry("93.184.216.34", "opd-2")
    assert owner_of((wide, narrow), PUBLIC) == narrow
    assert owner_of((wide, narrow), "93.184.1.1") == wide
    assert owner_of((wide, narrow), "8.8.8.8") is None


def test_names_that_no_permit_could_cover_are_not_even_resolved() -> None:
    assert not might_cover((permit("app-2"),), AppId("app-1"), HOST, NOON)
    assert might_cover((permit("10.0.0.0/8"),), AppId("app-1"), HOST, NOON)
    assert not might_cover((permit("app-1", until=date(2026, 1, 2)),), AppId("app-1"), HOST, NOON)


@pytest.mark.parametrize(
    ("held", "intensity", "expected"),
    [
        (permit(PUBLIC, intensity=Intensity.DEEP, extras=("ftp", "smb")), Intensity.DEEP, {"ftp", "smb"}),
        (permit(PUBLIC, intensity=Intensity.DEEP, extras=("ftp",)), Intensity.STANDARD, set()),
        (permit(PUBLIC, intensity=Intensity.STANDARD, extras=("ftp",)), Intensity.DEEP, set()),
        (permit(HOST, intensity=Intensity.DEEP, extras=("ftp",)), Intensity.DEEP, set()),
        (permit(PUBLIC, intensity=Intensity.DEEP, extras=("dokumen",)), Intensity.DEEP, set()),
        (permit(PUBLIC, intensity=Intensity.DEEP, extras=("vnc",), until=date(2026, 9, 30)), Intensity.DEEP, set()),
    ],
)
def test_anonymous_modes_need_a_deep_permit_that_names_them(
    held: Permit, intensity: Intensity, expected: set[str]
) -> None:
    assert set(guest_protocols((held,), PUBLIC, intensity, NOON)) == expected


@pytest.mark.parametrize(
    ("intensity", "extras", "expected"),
    [
        (Intensity.DEEP, ("dokumen",), True),
        (Intensity.DEEP, ("documents", "ftp"), True),
        (Intensity.DEEP, ("ftp",), False),
        (Intensity.STANDARD, ("dokumen",), False),
    ],
)
def test_documents_need_a_deep_permit_too(intensity: Intensity, extras: tuple[str, ...], expected: bool) -> None:
    assert reads_documents(permit(HOST, intensity=intensity, extras=extras)) is expected
