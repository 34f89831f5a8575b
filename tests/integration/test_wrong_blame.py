"""Nobody is charged with what is not theirs: on shared hosting, behind a CDN, behind a WAF that bans in mid-scan, and
where names resolve differently from one look to the next. Real servers on loopback addresses, the program as users run
it."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from tests.certificate_support import authority, leaf, write
from tests.lab.desk import Desk, permit
from tests.lab.names import Names, name_server
from tests.lab.small import App, Asked, Reply, SmallServer, small_server
from tests.scan_support import listening

APEX = "salahtuduh.go.id"
NET = "127.66.10.0/24"
RESOLVER, SHARED, EDGE, CLAIMANT, WALLED, FIRST, SECOND = (f"127.66.10.{last}" for last in (250, 1, 2, 3, 4, 5, 6))
INSIDE = "10.66.10.7"
"""A private address that no permit names."""
WORDS = "Jadwal imunisasi, antrean puskesmas, dan kabar layanan kesehatan bagi warga kota setiap hari kerja."
LINKS = "".join(f"<a href='https://{name}.example/'>{name} slot gacor maxwin</a>" for name in ("a1", "b2", "c3", "d4"))
GAMBLING = (
    f"<!doctype html><title>Slot gacor maxwin</title><h1>Situs slot gacor</h1><p>{'slot gacor togel ' * 30}</p>{LINKS}"
)
STRANGERS = {
    "/": GAMBLING,
    "/.env": "APP_KEY=base64:abcd\nDB_PASSWORD=rahasia123\nDB_HOST=127.0.0.1\n",
    "/.git/HEAD": "ref: refs/heads/main\n",
    "/backup.sql": "-- MySQL dump 10.13\nCREATE TABLE `users` (`id` int);\nINSERT INTO `users` VALUES (1);\n",
}
SPOOFED = {"cf-ray": "8f00000000000000-CGK", "server": "cloudflare", "x-amz-cf-id": "abc"}


def office(title: str, headers: dict[str, str] | None = None) -> App:
    def answer(_host: str, path: str) -> Reply:
        if path == "/":
            body = f"<!doctype html><html lang=id><title>{title}</title><h1>{title}</h1><p>{WORDS}</p></html>"
            return Reply(body, headers=headers or {})
        return Reply("<!doctype html><title>Tidak ada</title><p>Tidak ditemukan.", 404, headers=headers or {})

    return answer


def shared(host: str, path: str) -> Reply:
    """Two agencies by name; whoever asks otherwise gets the host's first customer, a stranger."""
    if host == f"dinkes.{APEX}":
        return office("Dinas Kesehatan")(host, path)
    if host == f"disdik.{APEX}":
        return office("Dinas Pendidikan")(host, path)
    return stranger(host, path)


def stranger(_host: str, path: str) -> Reply:
    body = STRANGERS.get(path)
    if body is None:
        return Reply("<title>404</title>", 404)
    return Reply(body, kind="text/html" if path == "/" else "text/plain")


class Wall:
    """A firewall that lets so many requests through, and answers with its block page from then on."""

    def __init__(self, app: App, lets: int) -> None:
        self._app = app
        self._left = lets

    def __call__(self, host: str, path: str) -> Reply:
        self._left -= 1
        if self._left >= 0:
            return self._app(host, path)
        leaked = "root:x:0:0:root:/root:/bin/bash\nDB_PASSWORD=contoh\nphpinfo() slot gacor"
        return Reply(f"<title>Access Denied</title><h1>Access Denied</h1><pre>{leaked}</pre>", 403)


def database(_server: object, conn: Any) -> None:
    """The greeting of MySQL 5.5 (protocol 10)."""
    body = b"\x0a5.5.62\x00" + b"\x01\x00\x00\x00" + b"abcdefgh\x00" + b"\xff\xf7\x08\x02\x00\x0f\x80\x15" + b"\0" * 10
    body += b"ijklmnopqrst\x00" + b"mysql_native_password\x00"
    conn.sendall(len(body).to_bytes(3, "little") + b"\x00" + body)
    conn.recv(1)


class Fleet:
    """The running servers and the desk that knows them."""

    def __init__(self, desk: Desk, names: Names, servers: dict[str, SmallServer]) -> None:
        self.desk, self.names, self.servers = desk, names, servers
        self.report: dict[str, Any] = {}

    def findings(self, app: str) -> list[dict[str, Any]]:
        return [one for one in self.report["findings"] if app in one["apps"] and one["state"] != "fixed"]

    def of_hosts(self, *addresses: str) -> list[dict[str, Any]]:
        kept = [one for one in self.report["findings"] if one["subject"]["kind"] in ("host", "endpoint")]
        return [one for one in kept if one["subject"]["ip"] in addresses]

    def asked(self, name: str) -> list[Asked]:
        return self.servers[name].asked


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    folder = tmp_path_factory.mktemp("wrong-blame")
    files = write(folder, leaf(authority("Otoritas Uji"), "toko-orang.example", "www.toko-orang.example"))
    servers: dict[str, SmallServer] = {}
    table: dict[str, str | list[str]] = {
        f"dinkes.{APEX}": SHARED,
        f"disdik.{APEX}": SHARED,
        "x7.cdn.cloudflare.net": EDGE,
        f"kepala.{APEX}": CLAIMANT,
        f"tembok.{APEX}": WALLED,
        f"pindah.{APEX}": [FIRST, FIRST, SECOND],
        f"dalam.{APEX}": INSIDE,
    }
    with ExitStack() as stack:
        for name, place, app in (
            ("shared", SHARED, shared),
            ("edge", EDGE, office("Portal Wisata")),
            ("claimant", CLAIMANT, office("Kepala", SPOOFED)),
            ("walled", WALLED, Wall(office("Perizinan"), 14)),
            ("first", FIRST, office("Sekretariat")),
            ("second", SECOND, office("Sekretariat")),
        ):
            servers[name] = stack.enter_context(small_server(place, app, 80))
        servers["default"] = stack.enter_context(small_server(SHARED, stranger, 443, files))
        for place in (SHARED, EDGE, CLAIMANT, FIRST):
            stack.enter_context(listening(place, 3306, database))
        names = stack.enter_context(name_server(RESOLVER, table))
        names.records[f"wisata.{APEX}", "CNAME"] = ["x7.cdn.cloudflare.net."]
        desk = Desk(folder / "workspace")
        desk.init(
            office={"name": "Pemda Uji", "timezone": "Asia/Jakarta"},
            scan={"rate": 200, "max_connections": 8, "port_rate": 2000, "contact": f"csirt@{APEX}"},
            dns={"resolver": names.place},
            domains={"official": [APEX]},
        )
        agencies = ("kominfo", "dinkes", "disdik")
        apps = {"dinkes": "dinkes", "disdik": "disdik", "wisata": "kominfo", "kepala": "kominfo", "tembok": "kominfo"}
        apps |= {"pindah": "kominfo", "dalam": "kominfo"}
        desk.register(
            opd=[{"id": one, "nama": f"Dinas {one.title()}"} for one in agencies],
            apps=[
                {"id": one, "opd": opd, "nama": f"Aplikasi {one}", "url": f"https://{one}.{APEX}/", "jenis": "web"}
                for one, opd in apps.items()
            ],
            permits=[permit("ST/1", f"*.{APEX}"), permit("ST/2", NET)],
            hosts=[
                {"alamat": SHARED, "pemilik": "dinkes", "jenis": "hosting_bersama"},
                {"alamat": FIRST, "pemilik": "dinkes"},
                {"alamat": SECOND, "pemilik": "disdik"},
            ],
        )
        made = Fleet(desk, names, servers)
        desk.run("scan", code=None)
        made.report = desk.report()
        yield made


def test_agencies_on_shared_hosting_are_not_charged_with_their_neighbour(fleet: Fleet) -> None:
    for app in ("dinkes", "disdik"):
        bad = [one for one in fleet.findings(app) if one["severity"] == "kritis"]
        assert bad == []
        assert not any("gambling" in one["check"] or "secret" in one["check"] for one in fleet.findings(app))
    assert fleet.asked("default")  # the stranger's site was really there to be mistaken


def test_the_machine_of_a_hosting_company_is_nobodys_finding(fleet: Fleet) -> None:
    ports = [one for one in fleet.of_hosts(SHARED) if one["check"] != "tls-versions"]
    assert [one for one in ports if one["opd"] is not None] == []
    assert not any("3306" in json.dumps(one["facts"]) for one in ports)  # nobody agreed to a port scan


def test_behind_a_cdn_nothing_of_its_machines_is_judged(fleet: Fleet) -> None:
    assert [one for one in fleet.of_hosts(EDGE) if one["check"] != "tls-versions"] == []
    results = {row["control"]: row for row in fleet.report["results"] if row["app"] == "wisata"}
    assert results["SS-NET-01"]["outcome"] == "not_tested"
    assert results["SS-NET-01"]["reason"] == "shared_address"
    planned = fleet.desk.run("--lang", "en", "plan", "--app", "wisata", "--format", "json").stdout
    refusals = json.loads(planned)["refusals"]
    assert [(one["lack"], "Cloudflare" in one["why"]) for one in refusals if one["target"] == EDGE] == [
        ("fronted", True)
    ]


def test_headers_of_a_cdn_switch_no_check_off(fleet: Fleet) -> None:
    databases = [one for one in fleet.of_hosts(CLAIMANT) if one["check"] == "database-ports"]
    assert [one["subject"]["port"] for one in databases] == [3306]
    assert databases[0]["opd"] is None  # nobody registered the machine
    weighed = json.loads(fleet.desk.run("register", "hygiene", "--format", "json").stdout)
    machine = next(one for one in weighed["servers"] if one["ip"] == CLAIMANT)
    assert machine["hints"] == ["Cloudflare"]


def test_a_wall_that_closes_in_mid_scan_is_no_finding(fleet: Fleet) -> None:
    kinds = {one["check"] for one in fleet.findings("tembok") if one["severity"] in ("kritis", "tinggi")}
    assert not kinds & {"secret-files", "backup-files", "repository-metadata", "debug-pages", "gambling-content"}
    assert [one for one in fleet.findings("tembok") if one["severity"] == "kritis"] == []
    weighed = json.loads(fleet.desk.run("register", "hygiene", "--format", "json").stdout)
    state = next(one for one in weighed["apps"] if one["id"] == "tembok")
    assert state["proposal"] != "tutup"


def test_no_app_is_an_incident(fleet: Fleet) -> None:
    assert [one["id"] for one in fleet.report["apps"] if "INSIDEN" in json.dumps(one["score"])] == []


def test_a_name_that_leads_inside_is_not_followed(fleet: Fleet) -> None:
    assert fleet.findings("dalam") == []
    results = {row["control"]: row for row in fleet.report["results"] if row["app"] == "dalam"}
    judged = {control for control, row in results.items() if row["outcome"] not in ("not_tested", "not_applicable")}
    assert judged == {"SS-DOM-01"}  # its name is official, wherever it leads


def test_what_was_found_on_a_machine_stays_with_its_owner_when_a_name_moves(fleet: Fleet) -> None:
    before = {one["fingerprint"]: one for one in fleet.of_hosts(FIRST) if one["check"] == "database-ports"}
    assert {one["opd"] for one in before.values()} == {"dinkes"}
    fleet.names.table[f"pindah.{APEX}"] = SECOND
    fleet.desk.run("scan", "--app", "pindah", code=None)
    fleet.report = fleet.desk.report()
    after = {one["fingerprint"]: one for one in fleet.of_hosts(FIRST) if one["check"] == "database-ports"}
    assert {one["opd"] for one in after.values()} == {"dinkes"}
    assert all(one["state"] == "open" for one in after.values())
    assert [one for one in fleet.of_hosts(SECOND) if one["check"] == "database-ports"] == []
    assert [one for one in fleet.report["findings"] if one["opd"] == "disdik" and SECOND in json.dumps(one)] == []
