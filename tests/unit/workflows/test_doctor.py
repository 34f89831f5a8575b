import re
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from secscan.cli.wording import load_wording
from secscan.model.enums import Intensity, Language
from secscan.model.register import Permit
from secscan.model.settings import ScanSettings, Settings
from secscan.net.resolver import DnsFailed, DnsReply, Resolver
from secscan.workflows import doctor
from secscan.workflows.doctor import (
    Health,
    check_clock,
    check_disk,
    check_dns,
    check_egress,
    check_ipv6,
    check_nmap,
    check_raw_sockets,
    check_sinkhole,
)
from tests.net_support import FakeClock

SILENT = DnsFailed("no answer", timed_out=True)


class Scripted(Resolver):
    """Answers all questions alike; remembers them."""

    def __init__(self, answer: DnsReply | DnsFailed) -> None:
        super().__init__("127.0.0.53", FakeClock())
        self.answer = answer
        self.asked: list[str] = []

    def query(self, name: str, rdtype: str) -> DnsReply:
        self.asked.append(name)
        if isinstance(self.answer, DnsFailed):
            raise self.answer
        return self.answer


@pytest.mark.parametrize(
    ("answer", "health", "code"),
    [
        (DnsReply("NOERROR", ("ns.example.",), ()), Health.OK, "ok"),
        (DnsReply("NXDOMAIN", (), ()), Health.OK, "ok"),
        (DnsReply("REFUSED", (), ()), Health.WARN, "refusing"),
        (SILENT, Health.FAIL, "silent"),
    ],
)
def test_dns(answer: DnsReply | DnsFailed, health: Health, code: str) -> None:
    found = check_dns(Scripted(answer))
    assert (found.health, found.code) == (health, code)


def test_a_resolver_that_knows_every_name_is_found_out() -> None:
    resolver = Scripted(DnsReply("NOERROR", ("36.86.63.185",), ()))
    found = check_sinkhole(resolver, "0f3a", working=True)
    assert (found.health, found.code, found.values["address"]) == (Health.FAIL, "found", "36.86.63.185")


def test_an_honest_resolver_is_asked_about_reserved_names_only() -> None:
    resolver = Scripted(DnsReply("NXDOMAIN", (), ()))
    assert check_sinkhole(resolver, "0f3a", working=True).health is Health.OK
    assert resolver.asked == ["secscan-0f3a.invalid", "secscan-0f3a.example.com"]


def test_without_dns_nothing_is_said_of_block_pages() -> None:
    resolver = Scripted(SILENT)
    assert check_sinkhole(resolver, "x", working=False).code == "untested"
    assert resolver.asked == []


@pytest.mark.parametrize(
    ("path", "version", "health", "code"),
    [
        (None, None, Health.WARN, "missing"),
        ("/usr/bin/nmap", None, Health.WARN, "broken"),
        ("/usr/bin/nmap", (7, 40), Health.WARN, "old"),
        ("/usr/bin/nmap", (7, 80), Health.OK, "ok"),
        ("/usr/bin/nmap", (7, 93), Health.OK, "ok"),
    ],
)
def test_nmap(path: str | None, version: tuple[int, int] | None, health: Health, code: str) -> None:
    found = check_nmap(path, lambda _path: version)
    assert (found.health, found.code) == (health, code)


def test_a_clock_behind_the_installation_is_wrong() -> None:
    clock = FakeClock()
    assert check_clock(clock, datetime(2026, 9, 1, tzinfo=UTC)).health is Health.OK
    assert check_clock(clock, datetime(2027, 9, 1, tzinfo=UTC)).health is Health.FAIL


@pytest.mark.parametrize(("free", "health"), [(100, Health.FAIL), (500, Health.WARN), (5000, Health.OK)])
def test_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, health: Health) -> None:
    usage = SimpleNamespace(free=free * 1_000_000)
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _path: usage)
    assert check_disk(tmp_path / "not" / "there").health is health


def permit(target: str, until: date = date(2026, 12, 31)) -> Permit:
    return Permit(
        letter="S-1/2026",
        signer="Kepala",
        valid_from=date(2026, 1, 1),
        valid_until=until,
        targets=(target,),
        intensity=Intensity.STANDARD,
    )


@pytest.mark.parametrize(
    ("configured", "permits", "code"),
    [
        ("", (), "missing"),
        ("192.0.2.7", (), "no_permit"),
        ("192.0.2.7:443,3306", (permit("192.0.2.0/24"),), "ok"),
        ("192.0.2.7", (permit("192.0.2.0/24", date(2026, 2, 1)),), "no_permit"),
        ("uji.example.go.id", (permit("192.0.2.9"),), "ok"),
    ],
)
def test_egress(configured: str, permits: tuple[Permit, ...], code: str) -> None:
    resolver = Scripted(DnsReply("NOERROR", ("192.0.2.9",), ()))
    found = check_egress(Settings(scan=ScanSettings(egress_check=configured)), resolver, permits, FakeClock())
    assert found.code == code


def test_an_egress_host_without_address() -> None:
    settings = Settings(scan=ScanSettings(egress_check="uji.example.go.id"))
    assert check_egress(settings, Scripted(SILENT), (), FakeClock()).code == "unresolved"


def test_what_is_missing_is_a_warning() -> None:
    assert check_ipv6(route=False).health is check_raw_sockets(raw=False).health is Health.WARN
    assert check_ipv6(route=True).health is check_raw_sockets(raw=True).health is Health.OK


@pytest.mark.parametrize("language", list(Language))
def test_every_outcome_has_a_sentence_and_every_trouble_an_advice(language: Language) -> None:
    source = Path(doctor.__file__).read_text(encoding="utf-8")
    wording = load_wording("doctor", language)
    calls = re.findall(r'Diagnosis\(\s*"(\w+)",\s*([^)]*)\)', source)
    assert len(calls) >= 18
    for check, rest in calls:
        codes = [word for word in re.findall(r'"(\w+)"', rest) if f"{check}.{word}.message" in wording]
        assert codes, (check, rest)
        for code in codes:
            assert bool(wording.raw(f"{check}.{code}.advice")) == (code != "ok")
