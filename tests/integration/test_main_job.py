"""The main job on real servers: register a fleet by spreadsheet, scan it, kill the scan, resume it, and find exactly
what was configured."""

import random
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from secscan.analysis import ports
from tests.lab import wordpress
from tests.lab.desk import Desk, outcomes
from tests.lab.fleet import APACHE, APEX, BLOG, DEAD, MODERN, OLD, VIRTUAL_HOSTS, Fleet, fleet, tables
from tests.lab.programs import wildcard_ports

PLAIN_HTTPS = {
    **dict.fromkeys(
        ("SS-TLS-01", "SS-TLS-02", "SS-TLS-03", "SS-TLS-04", "SS-TLS-06", "SS-TLS-07", "SS-TLS-08"), "pass"
    ),
    "SS-TLS-05": "fail",
    **dict.fromkeys(("SS-NET-01", "SS-NET-02", "SS-NET-03", "SS-NET-04", "SS-NET-05"), "pass"),
    "SS-UPD-01": "not_applicable",
    "SS-UPD-03": "inconclusive",
    **dict.fromkeys(("SS-ADM-01", "SS-ADM-02", "SS-ADM-03"), "pass"),
    **dict.fromkeys(("SS-DAT-01", "SS-DAT-02", "SS-DAT-03", "SS-DAT-04"), "pass"),
    "SS-SES-01": "not_applicable",
    **dict.fromkeys(("SS-HDR-01", "SS-HDR-02", "SS-HDR-03"), "fail"),
    "SS-HDR-04": "pass",
    **dict.fromkeys(("SS-INT-01", "SS-DOM-01", "SS-DOM-02"), "pass"),
}
"""A static site behind HTTPS as nginx serves it without further thought: no headers, and no fault."""

HTTP_ONLY = {
    "SS-TLS-01": "fail",
    **dict.fromkeys(("SS-TLS-02", "SS-TLS-03", "SS-TLS-04", "SS-TLS-05", "SS-TLS-07", "SS-TLS-08"), "not_applicable"),
}

CONFIGURED: dict[str, dict[str, str]] = {
    "baik": dict.fromkeys(("SS-TLS-05", "SS-HDR-01", "SS-HDR-02", "SS-HDR-03"), "pass"),
    "sandi": {"SS-TLS-03": "partial"},
    "basi": {"SS-TLS-04": "fail"},
    "git": {"SS-DAT-03": "fail"},
    "unggah": {"SS-DAT-04": "fail"},
    "dump": {"SS-DAT-01": "fail"},
    "semua": {},
    "dinding": {"SS-ADM-01": "fail"},
    "memutar": {"SS-TLS-01": "partial"},
    "lawas": {"SS-TLS-01": "fail", "SS-TLS-02": "partial", "SS-TLS-03": "fail"},
    "polos": HTTP_ONLY,
    "apache": {**HTTP_ONLY, "SS-NET-01": "fail", "SS-HDR-04": "fail"},
    "kedua": {**HTTP_ONLY, "SS-NET-01": "fail", "SS-HDR-04": "fail"},
    "blog": {"SS-UPD-01": "fail", "SS-ADM-01": "fail", "SS-HDR-04": "fail"},
    "mati": {
        **dict.fromkeys(PLAIN_HTTPS, "not_tested"),
        **dict.fromkeys(("SS-NET-01", "SS-NET-02", "SS-NET-03", "SS-NET-04", "SS-NET-05", "SS-DOM-01"), "pass"),
        "SS-DOM-02": "partial",
    },
}
"""What was configured besides, for each app of the fleet."""

HEADER_CHECKS = ("hsts", "content-security-policy", "framing", "nosniff-referrer")
HEADERLESS = {*VIRTUAL_HOSTS, "lawas", "blog"} - {"baik"}

FINDINGS = {
    *((check, app) for check in HEADER_CHECKS for app in HEADERLESS),
    *((check, app) for check in HEADER_CHECKS[1:] for app in ("polos", "apache", "kedua")),
    ("https-redirect", "memutar"),
    ("https-redirect", "lawas"),
    ("https-redirect", "polos"),
    ("https-redirect", "apache"),
    ("https-redirect", "kedua"),
    ("tls-certificate", "basi"),
    ("tls-ciphers", MODERN),
    ("tls-ciphers", OLD),
    ("tls-versions", OLD),
    ("repository-metadata", "git"),
    ("directory-listing", "unggah"),
    ("backup-files", "dump"),
    ("admin-pages", "dinding"),
    ("admin-pages", "blog"),
    ("cms-version", "blog"),
    ("js-libraries", "blog"),  # what Debian's WordPress brings along
    ("version-disclosure", "blog"),
    ("version-disclosure", "apache"),
    ("version-disclosure", "kedua"),
    ("database-ports", APACHE),
    ("dangling-dns", "mati"),
    *(("security-txt", app) for app in CONFIGURED if app != "mati"),
    ("login-barrier", "dinding"),
    ("login-barrier", "blog"),
    ("default-files", "blog"),
    ("user-enumeration", "blog"),
}
"""Every finding that the fleet deserves: the check, and the app, or the address where it is a machine's."""


@pytest.fixture(scope="module")
def servers() -> Iterator[Fleet]:
    stray = wildcard_ports().intersection(ports.STANDARD)
    assert not stray, f"services of this machine listen on every address, so on the fleet's too: ports {sorted(stray)}"
    with fleet() as found:
        yield found


@pytest.fixture(scope="module")
def scanned(servers: Fleet) -> dict[str, Any]:
    """The JSON report of an undisturbed scan, and what the servers counted meanwhile."""
    counted = servers.nginx.accepted(), len(servers.apache.requests())
    servers.desk.run("scan", "--profile", "standard")
    report = servers.desk.report()
    report["_nginx_connections"] = servers.nginx.accepted() - counted[0]
    report["_redis_connections"] = servers.redis_connections()
    report["_requests"] = Counter(one.address for one in servers.nginx.requests())
    report["_requests"].update(one.address for one in servers.apache.requests()[counted[1] :])
    return report


def test_every_control_says_what_was_configured(scanned: dict[str, Any]) -> None:
    found = outcomes(scanned)
    for app, special in CONFIGURED.items():
        wanted = {**PLAIN_HTTPS, **special}
        seen = {control: found[app, control] for control in wanted}
        assert seen == wanted, f"app {app}"
    assert {app for app, _ in found} == set(CONFIGURED)


def test_every_finding_was_configured_and_every_fault_is_found(scanned: dict[str, Any]) -> None:
    found = Counter((one["check"], one["app"] or one["subject"]["ip"]) for one in scanned["findings"])
    assert set(found) == FINDINGS
    several = {key: count for key, count in found.items() if count > 1}
    assert several == {("user-enumeration", "blog"): 2}, "one finding for one fault: two open interfaces are two"
    assert all(one["state"] == "open" for one in scanned["findings"])


def test_findings_name_the_fault(scanned: dict[str, Any]) -> None:
    facts = {(one["check"], one["app"] or one["subject"]["ip"]): one["facts"] for one in scanned["findings"]}
    assert facts["backup-files", "dump"]["path"] == "/backup.sql"
    assert facts["repository-metadata", "git"]["path"] == "/.git/"
    assert facts["directory-listing", "unggah"]["path"] == "/uploads/"
    assert facts["admin-pages", "dinding"]["path"] == "/masuk"
    assert facts["admin-pages", "blog"]["path"] == "/wp-login.php"
    assert facts["tls-certificate", "basi"]["problems"] == ["expired"]
    assert facts["tls-ciphers", MODERN]["name"] == f"sandi.{APEX}"
    assert facts["tls-versions", OLD]["old"] == ["TLSv1.0", "TLSv1.1"]
    assert (facts["database-ports", APACHE]["port"], facts["database-ports", APACHE]["open_access"]) == (6379, True)
    assert facts["cms-version", "blog"]["versions"] == [wordpress.version()]


def test_a_machines_fault_counts_for_all_its_apps_and_a_names_for_its_own(scanned: dict[str, Any]) -> None:
    apps = {(one["check"], one["subject"]["ip"]): one["apps"] for one in scanned["findings"] if one["app"] is None}
    assert apps["database-ports", APACHE] == ["apache", "kedua"], "one finding, whoever uses the machine"
    assert apps["tls-ciphers", MODERN] == ["sandi"], "nine names share the port, one chose old suites"
    scores = {app["id"]: app["score"] for app in scanned["apps"]}
    assert scores["kedua"]["rating"] == "E"


def test_the_leaked_content_is_nowhere(servers: Fleet, scanned: dict[str, Any]) -> None:
    """Of a leaked file only path, size, kind and digest are kept."""
    for path in (servers.desk.folder / "secscan.db", servers.desk.folder.parent / "workspace.json"):
        content = path.read_bytes()
        assert b"Uji Coba" not in content
        assert b"INSERT INTO" not in content


def test_software_is_what_runs_there(scanned: dict[str, Any]) -> None:
    seen = {(one["app"], one["product"]): one["versions"] for one in scanned["software"]}
    assert seen["blog", "wordpress"] == [wordpress.version()]
    assert seen["baik", "nginx"] == [], "server_tokens is off"
    assert "wordpress" not in {product for app, product in seen if app != "blog"}


def test_scores_follow_the_faults(scanned: dict[str, Any]) -> None:
    scores = {app["id"]: app["score"] for app in scanned["apps"]}
    assert (scores["baik"]["value"], scores["baik"]["rating"]) == (100, "A")
    assert scores["dump"]["rating"] == scores["apache"]["rating"] == "E", "an open kritis finding"
    assert scores["mati"]["rating"] == "-"
    assert scores["mati"]["value"] is None or scores["mati"]["coverage"] < 0.6


def test_the_receipt_is_what_the_servers_counted(servers: Fleet, scanned: dict[str, Any]) -> None:
    impact = {one["ip"]: one for one in scanned["impact"]}
    assert set(impact) == {MODERN, APACHE, BLOG, OLD, DEAD}
    for address in (MODERN, APACHE, BLOG, OLD):
        assert impact[address]["requests"] == scanned["_requests"][address], address
    assert impact[MODERN]["connections"] + impact[OLD]["connections"] == scanned["_nginx_connections"]
    assert impact[DEAD]["requests"] == 0
    assert scanned["_redis_connections"] == 1, "one harmless question"
    assert all(one["peak_per_second"] <= 200 for one in impact.values()), "the pace that was asked for"
    per_app = sum(one["requests"] for one in impact.values()) / len(CONFIGURED)
    assert per_app <= 60, "the budget of the standard profile"


def test_only_harmless_methods_were_used(servers: Fleet, scanned: dict[str, Any]) -> None:
    seen = {one.method for one in servers.nginx.requests()}
    assert seen <= {"GET", "HEAD", "OPTIONS"}


def test_killed_and_resumed_scans_lose_nothing_and_repeat_nothing(
    servers: Fleet, scanned: dict[str, Any], tmp_path: Path
) -> None:
    desk = Desk(tmp_path / "killed")
    desk.init(**servers.settings)
    desk.register(**tables())
    moments = random.SystemRandom()
    words = ["scan", "--profile", "standard"]
    delays = [moments.uniform(0.8, 2), moments.uniform(1.5, 4), moments.uniform(1, 5)]
    for delay in delays:
        process = desk.start(*words)
        time.sleep(delay)
        process.kill()
        process.wait(10)
        time.sleep(0.5)  # what was on its way when the program died
        words = ["scan", "--resume"]
        stored, logged = _stored(desk), _logged(servers)
        if not stored:
            words = ["scan", "--profile", "standard"]  # killed before the run began
    desk.run(*words)
    wanted, after = _stored(desk), _logged(servers)
    after.subtract(logged)
    repeated = {url: count for url, count in after.items() if count > wanted[url] - stored[url]}
    assert repeated == {}, f"killed after {delays}: requests sent again though their results were stored"
    report = desk.report()
    assert _timeless(report) == _timeless(scanned), f"killed after {delays}"


def _stored(desk: Desk) -> Counter[str]:
    """How many HTTP looks of each URL are stored (one URL is asked for in several views)."""
    with closing(sqlite3.connect(desk.folder / "secscan.db")) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE name = 'observations'").fetchall()
        rows = database.execute("SELECT job_key FROM observations").fetchall() if tables else []
    return Counter(key.split("|", 3)[3] for (key,) in rows if key.startswith("http|"))


def _logged(servers: Fleet) -> Counter[str]:
    return Counter(one.url for one in (*servers.nginx.requests(), *servers.apache.requests()))


def _timeless(report: dict[str, Any]) -> dict[str, Any]:
    """What a report says apart from times, run ids and counts of packets."""

    def without(rows: list[dict[str, Any]], *keys: str) -> list[dict[str, Any]]:
        return sorted(({k: v for k, v in row.items() if k not in keys} for row in rows), key=repr)

    return {
        "apps": {app["id"]: (app["opd"], app["score"]) for app in report["apps"]},
        "findings": without(report["findings"], "first_seen", "last_seen", "history"),
        "results": without(report["results"], "taken_at"),
        "software": without(report["software"]),
    }
