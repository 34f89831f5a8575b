"""Zero packets out of scope, seen on the wire: whatever a target says, and whatever a permit does not."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from secscan.analysis import ports
from tests.certificate_support import authority, leaf, write
from tests.lab.desk import Desk, Row, day, permit
from tests.lab.names import Names, name_server
from tests.lab.small import Reply, SmallServer, pages, small_server
from tests.lab.wire import Wire, wire

APEX = "lingkup.go.id"
NET = "127.3.2.0/24"
ELSEWHERE = "198.18.77.0/24"
"""Of the benchmarking networks (RFC 2544): nobody's, so that any packet to it is ours."""
STRANGER, PROXY, RESOLVER = "127.3.2.9", "127.3.2.8", "127.3.2.250"
TALKER, MOVED, CERTIFIED = "127.3.2.1", "127.3.2.2", "127.3.2.3"
EXPIRED, FUTURE, NIGHT, PASSIVE, NAMED, CLOUD = (f"127.3.2.{number}" for number in range(11, 17))

HOME = "<!doctype html><html lang='id'><title>{0}</title><h1>{0}</h1>"


class Setting:
    """The running apps, what is on the wire, and the desk that knows them."""

    def __init__(self, desk: Desk, seen: Wire, names: Names, servers: dict[str, SmallServer]) -> None:
        self.desk, self.wire, self.names, self.servers = desk, seen, names, servers


@pytest.fixture(scope="module")
def setting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Setting]:
    folder = tmp_path_factory.mktemp("scope")
    root = authority("Otoritas Uji")
    (folder / "ca.pem").write_bytes(root.pem)
    certificate = leaf(root, f"sertifikat.{APEX}", f"asing.{APEX}", "www.asing.example", STRANGER)
    files = write(folder, certificate)
    with ExitStack() as stack:
        servers: dict[str, SmallServer] = {}
        stray = stack.enter_context(small_server(STRANGER, pages({"/": "asing"})))
        beside = stack.enter_context(small_server(TALKER, pages({"/": "port lain"})))
        servers["talker"] = stack.enter_context(small_server(TALKER, lambda _h, path: _talk(path, stray, beside)))
        servers["certified"] = stack.enter_context(
            small_server(CERTIFIED, pages({"/": HOME.format("Sertifikat")}), files=files)
        )
        for key, address in _quiet().items():
            app = pages({"/": HOME.format(key) + "<a href='/tentang'>Tentang</a>", "/tentang": HOME.format("Tentang")})
            servers[key] = stack.enter_context(small_server(address, app))
        table: dict[str, str | list[str]] = {f"{key}.{APEX}": address for key, address in _quiet().items()}
        table |= {f"{key}.{APEX}": TALKER for key in ("penunjuk", "alih", "segar", "alih-port")} | {
            f"sertifikat.{APEX}": CERTIFIED,
            f"asing.{APEX}": STRANGER,
            f"ganti.{APEX}": [MOVED, STRANGER],
        }
        servers["moved"] = stack.enter_context(small_server(MOVED, pages({"/": HOME.format("Ganti")})))
        names = stack.enter_context(name_server(RESOLVER, table))
        proxy = f"http://{PROXY}:3128"
        desk = Desk(folder / "workspace", env={
            key: proxy
            for name in ("http_proxy", "https_proxy", "all_proxy", "ftp_proxy")
            for key in (name, name.upper())
        })  # fmt: skip
        desk.init(
            scan={"rate": 200, "max_connections": 8, "port_rate": 2000, "contact": f"csirt@{APEX}"},
            tls={"extra_ca": [str(folder / "ca.pem")]},
            dns={"resolver": names.place},
            domains={"official": [APEX]},
        )
        desk.register(**_tables(servers))
        seen = stack.enter_context(wire(NET, ELSEWHERE, "127.0.0.1/32"))
        yield Setting(desk, seen, names, servers)


def _quiet() -> dict[str, str]:
    """Apps that only answer; what may be sent to them is a matter of permits."""
    keys = ("kedaluwarsa", "nanti", "malam", "pasif", "nama", "awan")
    return dict(zip(keys, (EXPIRED, FUTURE, NIGHT, PASSIVE, NAMED, CLOUD), strict=True))


def _talk(path: str, stray: SmallServer, beside: SmallServer) -> Reply:
    """A target that points everywhere but at itself."""
    away = f"http://asing.{APEX}:{stray.port}"
    if path == "/alih/":
        return Reply(status=302, headers={"Location": f"{away}/login"})
    if path == "/alih-port/":
        return Reply(status=301, headers={"Location": f"http://127.0.0.1:{stray.port}/"})
    if path == "/segar/":
        return Reply(
            HOME.format("Segar") + f"<meta http-equiv='refresh' content='0; url=http://{STRANGER}:{stray.port}/'>"
        )
    if path == "/robots.txt":
        return Reply(f"User-agent: *\nDisallow: /x\nSitemap: {away}/sitemap.xml\n", kind="text/plain")
    if path == "/sitemap.xml":
        body = f"<?xml version='1.0'?><urlset><url><loc>{away}/a</loc></url></urlset>"
        return Reply(body, kind="application/xml")
    if path == "/berita":
        return Reply(status=302, headers={"Location": "http://198.18.77.7/berita"})
    links = "".join(
        f"<a href='{url}'>tautan</a>"
        for url in (
            f"{away}/admin",
            f"http://{STRANGER}:{stray.port}/login",
            f"http://penunjuk.{APEX}:{beside.port}/admin",
            "http://198.18.77.9/login",
            "//198.18.77.10/wp-admin/",
            "/berita",
        )
    )
    scripts = f"<script src='{away}/a.js'></script><img src='http://198.18.77.11/x.png'>"
    return Reply(HOME.format("Penunjuk") + links + scripts)


def _tables(servers: dict[str, SmallServer]) -> dict[str, list[Row]]:
    talker = servers["talker"].port
    urls = {
        "penunjuk": f"http://penunjuk.{APEX}:{talker}/",
        "alih": f"http://alih.{APEX}:{talker}/alih/",
        "alih-port": f"http://alih-port.{APEX}:{talker}/alih-port/",
        "segar": f"http://segar.{APEX}:{talker}/segar/",
        "sertifikat": f"https://sertifikat.{APEX}:{servers['certified'].port}/",
        "ganti": f"http://ganti.{APEX}:{servers['moved'].port}/",
        "asing-internal": f"http://asing.{APEX}:{talker}/",
        **{key: f"http://{key}.{APEX}:{servers[key].port}/" for key in _quiet()},
    }
    apps = [{"id": key, "opd": "kominfo", "nama": f"Aplikasi {key}", "url": url} for key, url in urls.items()]
    local = datetime.now(UTC).astimezone(ZoneInfo("Asia/Jakarta"))
    hours = f"{local + timedelta(hours=3):%H:%M}-{local + timedelta(hours=4):%H:%M}"
    talking = " ".join(f"{key}.{APEX}" for key in ("penunjuk", "alih", "alih-port", "segar", "sertifikat", "ganti"))
    return {
        "opd": [{"id": "kominfo", "nama": "Dinas Kominfo"}],
        "apps": apps,
        "hosts": [{"alamat": CLOUD, "pemilik": "Perusahaan Awan", "jenis": "cloud"}],
        "permits": [
            permit("094/1/LINGKUP", f"{talking} {TALKER}/32 {MOVED} {CERTIFIED}"),
            permit("094/2/NAMA-SAJA", f"asing.{APEX}"),
            permit("094/3/LEWAT", f"kedaluwarsa {EXPIRED}", berlaku_dari=day(-60), berlaku_sampai=day(-2)),
            permit("094/4/NANTI", f"nanti {FUTURE}", berlaku_dari=day(3), berlaku_sampai=day(30)),
            permit("094/5/MALAM", f"malam {NIGHT}", jam=hours),
            permit("094/6/PASIF", f"pasif {PASSIVE}", intensitas="passive"),
            permit("094/7/NAMA", "nama"),
            permit("094/8/CIDR-PASIF", NAMED, intensitas="passive"),
            permit("094/9/AWAN", f"awan {CLOUD}"),
        ],
    }


@pytest.fixture(scope="module")
def scanned(setting: Setting) -> Setting:
    """One scan of everything."""
    setting.wire.forget()
    done = setting.desk.run("scan", "--profile", "standard")
    assert "094/3/LEWAT" not in done.stdout
    return setting


def test_nothing_a_target_says_widens_the_scope(scanned: Setting) -> None:
    allowed = {TALKER, MOVED, CERTIFIED, PASSIVE, NAMED, CLOUD, RESOLVER}
    assert scanned.wire.addresses() - {"127.0.0.1"} == allowed
    assert scanned.servers["talker"].asked, "the talker was looked at"
    assert "/alih/" in scanned.servers["talker"].paths()
    assert "/berita" in scanned.servers["talker"].paths()


def test_a_redirect_to_loopback_and_proxies_are_not_followed(scanned: Setting) -> None:
    assert scanned.wire.ports("127.0.0.1") & {3128} == set()
    assert scanned.wire.ports(PROXY) == set()
    assert scanned.wire.ports(STRANGER) == set()


def test_ports_beside_the_permitted_are_not_touched(scanned: Setting) -> None:
    """A CIDR allows the port scan of the profile's list, and nothing further; a link names no further port."""
    own = scanned.servers["talker"].port
    assert scanned.wire.ports(TALKER) <= {*ports.STANDARD, own}
    assert scanned.wire.ports(TALKER) >= {own, 6379, 22}, "the scan itself took place"


def test_the_first_answer_of_the_resolver_is_pinned(scanned: Setting) -> None:
    assert scanned.wire.ports(MOVED) >= {scanned.servers["moved"].port}
    assert scanned.names.asked[f"ganti.{APEX}"] == 1


def test_a_name_that_leads_inside_needs_a_cidr(scanned: Setting) -> None:
    assert scanned.wire.ports(STRANGER) == set()
    plan = scanned.desk.run("plan", "--app", "asing-internal", code=4)
    assert f"asing.{APEX}" in plan.stdout + plan.stderr
    assert STRANGER in plan.stdout + plan.stderr


def test_no_packet_without_a_permit_in_force(scanned: Setting) -> None:
    for address in (EXPIRED, FUTURE, NIGHT):
        assert (scanned.wire.ports(address), scanned.wire.ports(address, "udp")) == (set(), set())
        assert scanned.wire.ports(address, "icmp") == set()


def test_a_passive_permit_gets_linked_pages_and_no_ports(scanned: Setting) -> None:
    server = scanned.servers["pasif"]
    assert server.paths() == {"/", "/tentang"}
    assert scanned.wire.ports(PASSIVE) == {server.port}


def test_a_permit_for_the_name_touches_the_apps_own_port_only(scanned: Setting) -> None:
    server = scanned.servers["nama"]
    assert scanned.wire.ports(NAMED) == {server.port}
    assert len(server.paths()) > 5, "the name's permit allows guessed paths"


def test_a_cloud_address_needs_its_owners_consent_for_ports(scanned: Setting) -> None:
    assert scanned.wire.ports(CLOUD) == {scanned.servers["awan"].port}


@pytest.mark.parametrize(
    ("app", "letter"), [("kedaluwarsa", "094/3/LEWAT"), ("nanti", "094/4/NANTI"), ("malam", "094/5/MALAM")]
)
def test_a_refusal_ends_with_4_and_names_the_letter(scanned: Setting, app: str, letter: str) -> None:
    scanned.wire.forget()
    for verb in ("plan", "scan"):
        done = scanned.desk.run(verb, "--app", app, code=4)
        assert letter in done.stdout + done.stderr, (verb, done.stdout, done.stderr)
    done = scanned.desk.run("gate", app, code=4)
    assert letter in done.stdout + done.stderr
    assert scanned.wire.addresses() <= {"127.0.0.1", RESOLVER}


def test_what_was_refused_is_not_tested(scanned: Setting) -> None:
    report = scanned.desk.report()
    rows = {(row["app"], row["control"]): (row["outcome"], row["reason"]) for row in report["results"]}
    assert rows["kedaluwarsa", "SS-TLS-01"] == ("not_tested", "permit")
    assert rows["malam", "SS-DAT-01"] == ("not_tested", "hours")
    assert rows["pasif", "SS-DAT-01"] == ("not_tested", "permit")
    assert rows["pasif", "SS-NET-01"] == ("not_tested", "permit")
    assert rows["nama", "SS-NET-01"] == ("not_tested", "permit")
    assert rows["awan", "SS-NET-01"] == ("not_tested", "consent")
    assert rows["asing-internal", "SS-TLS-01"] == ("not_tested", "scope")
    scores = {app["id"]: app["score"] for app in report["apps"]}
    assert scores["kedaluwarsa"]["rating"] == "-"
    assert {finding["app"] for finding in report["findings"]}.isdisjoint({"kedaluwarsa", "nanti", "malam"})


def test_a_changed_address_is_checked_anew(scanned: Setting) -> None:
    """The resolver now says another address, which no permit holds: refused, and not a packet."""
    scanned.wire.forget()
    done = scanned.desk.run("scan", "--app", "ganti", code=4)
    assert scanned.wire.ports(STRANGER) == set()
    assert STRANGER in done.stdout + done.stderr
    scores = {app["id"]: app["score"] for app in scanned.desk.report()["apps"]}
    assert scores["ganti"]["coverage"] > 0.6, "what was seen before still stands"
