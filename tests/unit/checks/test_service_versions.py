from datetime import date

import pytest

from secscan.checks import service_versions
from secscan.model.checks import Verdict
from secscan.model.enums import Confidence, Outcome, Reason
from secscan.model.intel import Cycle, Intel, ProductIntel
from secscan.model.observations import ServiceAnswer
from secscan.model.subjects import Endpoint, Host
from secscan.probes.greetings import read_greeting
from tests.unit.builders import app, context, site
from tests.unit.checks.hosts import IP, evidence, host, refused
from tests.unit.checks.rounds import HOME


def product(key: str, *cycles: Cycle) -> tuple[str, ProductIntel]:
    return key, ProductIntel(key=key, label=key, cycles=cycles)


DAY = date(2026, 10, 1)
INTEL = Intel(
    products=dict(
        (
            product(
                "debian",
                Cycle(name="12", eol=date(2026, 7, 11), extended=date(2028, 6, 30)),
                Cycle(name="9", eol=date(2020, 7, 18), extended=date(2022, 6, 30)),
            ),
            product(
                "ubuntu",
                Cycle(name="22.04", eol=date(2027, 4, 1), extended=date(2032, 4, 1)),
                Cycle(name="18.04", eol=date(2023, 5, 31), extended=date(2028, 4, 1)),
            ),
            product("rhel", Cycle(name="8", eol=date(2029, 5, 31)), Cycle(name="6", eol=date(2020, 11, 30))),
            product("mariadb", Cycle(name="11.8", eol=date(2028, 6, 4)), Cycle(name="10.4", eol=date(2024, 6, 18))),
            product("mysql", Cycle(name="8.4", eol=date(2032, 4, 30)), Cycle(name="5.6", eol=date(2021, 2, 28))),
        )
    )
)


def mysql(version: str) -> bytes:
    """The first packet of a server (protocol 10): version, thread, salt, capabilities with CLIENT_SSL."""
    body = (
        b"\x0a"
        + version.encode()
        + b"\x00"
        + b"\x01\x00\x00\x00"
        + b"saltsalt\x00"
        + b"\xff\xff"
        + b"\x21"
        + b"\x00" * 20
    )
    return len(body).to_bytes(3, "little") + b"\x00" + body


def greeted(data: bytes, port: int) -> ServiceAnswer:
    answer = read_greeting(data, port)
    assert answer is not None
    return answer


def judge(data: bytes, port: int) -> Verdict:
    verdict, rest = service_versions.evaluate(
        evidence(host({port: greeted(data, port)})), context(intel=INTEL, as_of=DAY)
    )
    assert (verdict.subject, rest.subject) == (Endpoint(IP, port), Host(IP))
    assert rest.outcome is Outcome.PASS
    return verdict


@pytest.mark.parametrize(
    ("data", "port", "branch"),
    [
        (b"SSH-2.0-OpenSSH_7.4p1 Debian-10+deb9u7\r\n", 22, "Debian 9"),
        (b"SSH-2.0-OpenSSH_7.6p1 Ubuntu-4ubuntu0.3\r\n", 22, "Ubuntu 18.04"),
        (mysql("5.7.42-0ubuntu0.18.04.1"), 3306, "Ubuntu 18.04"),
        (b"SSH-2.0-OpenSSH_5.3\r\n", 22, "RHEL 6"),
    ],
)
def test_packages_of_ended_distributions_are_an_indication(data: bytes, port: int, branch: str) -> None:
    verdict = judge(data, port)
    assert (verdict.outcome, verdict.confidence) == (Outcome.FAIL, Confidence.INDIKASI)
    assert (verdict.facts["branch"], verdict.facts["indication"]) == (branch, True)


@pytest.mark.parametrize(
    ("data", "port"),
    [
        (b"SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n", 22),  # long-term support belongs to Debian
        (b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n", 22),
        (b"SSH-2.0-OpenSSH_8.9p1 Ubuntu-3ubuntu0.6\r\n", 22),
        (mysql("5.5.5-10.6.16-MariaDB-0ubuntu0.22.04.1"), 3306),
        (mysql("11.8.3-MariaDB"), 3306),
        (mysql("8.4.6"), 3306),
    ],
)
def test_what_is_maintained_passes(data: bytes, port: int) -> None:
    assert judge(data, port).outcome is Outcome.PASS


@pytest.mark.parametrize("version", ["5.5.5-10.4.34-MariaDB-1:10.4.34+maria~ubu2004", "5.6.51"])
def test_the_makers_end_counts_for_what_is_no_package(version: str) -> None:
    verdict = judge(mysql(version), 3306)
    assert (verdict.outcome, verdict.confidence) == (Outcome.FAIL, Confidence.KUAT)
    assert verdict.facts["ended_on"] in ("2024-06-18", "2021-02-28")


def test_the_false_number_before_mariadbs_own_is_no_version() -> None:
    assert judge(mysql("5.5.5-11.8.3-MariaDB"), 3306).facts["version"] == "11.8.3"


@pytest.mark.parametrize(
    ("data", "port", "reason"),
    [
        (b"SSH-2.0-OpenSSH_8.0\r\n", 22, Reason.BACKPORTS),  # may be RHEL 8, which still mends it
        (b"SSH-2.0-OpenSSH_9.8\r\n", 22, Reason.VERSION_UNCERTAIN),
        (b"SSH-2.0-OpenSSH_7.9p1 Raspbian-10+deb10u2\r\n", 22, Reason.BACKPORTS),  # no date known for it here
        (b"SSH-2.0-OpenSSH_6.6.1p1 Ubuntu-2ubuntu2\r\n", 22, Reason.BACKPORTS),
        (b"220 ProFTPD Server (Debian) [::ffff:127.0.0.2]\r\n", 21, Reason.VERSION_HIDDEN),
        (b"+OK Dovecot ready.\r\n", 110, Reason.VERSION_HIDDEN),
        (b"220 (vsFTPd 9.9.9)\r\n", 21, Reason.VERSION_UNCERTAIN),
    ],
)
def test_what_proves_nothing_stays_open(data: bytes, port: int, reason: Reason) -> None:
    verdict = judge(data, port)
    assert (verdict.outcome, verdict.reason) == (Outcome.INCONCLUSIVE, reason)


def test_the_day_decides() -> None:
    known = evidence(host({3306: greeted(mysql("5.5.5-10.4.34-MariaDB-1:10.4.34+maria~ubu2004"), 3306)}))
    outcomes = [
        next(iter(service_versions.evaluate(known, context(intel=INTEL, as_of=day)))).outcome
        for day in (date(2024, 6, 17), date(2024, 6, 18))
    ]
    assert outcomes == [Outcome.PASS, Outcome.FAIL]


@pytest.mark.parametrize(
    "answer",
    [
        ServiceAnswer(service="http", product="nginx", version="1.4.6", banner="HTTP 200 nginx/1.4.6 (Ubuntu)"),
        ServiceAnswer(service="http", product="OpenSSH", version="5.3"),
        ServiceAnswer(service="", banner="OpenSSH 5.3, MySQL 5.0 dan vsFTPd 2.3.4"),
        None,
    ],
)
def test_web_servers_and_unknown_services_are_not_judged_here(answer: ServiceAnswer | None) -> None:
    (only,) = service_versions.evaluate(evidence(host({8080: answer})), context(intel=INTEL))
    assert (only.subject, only.outcome) == (Host(IP), Outcome.PASS)


def test_without_a_port_scan_nothing_was_tested() -> None:
    (verdict,) = service_versions.evaluate(evidence(refused(Reason.PERMIT)), context())
    assert (verdict.outcome, verdict.reason) == (Outcome.NOT_TESTED, Reason.PERMIT)
    (verdict,) = service_versions.evaluate(app(site("https://a.contoh.go.id/", {"/": HOME})), context())
    assert verdict.outcome is Outcome.NOT_TESTED


def test_the_finding_belongs_to_the_host() -> None:
    assert service_versions.SPEC.host_level
