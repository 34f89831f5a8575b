"""The gate as CI runs it: the real program, real servers, exit codes and files."""

import csv
import json
import stat
import threading
import time
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from tests.certificate_support import authority, leaf, write
from tests.lab.desk import Desk, permit
from tests.lab.names import name_server
from tests.lab.programs import public_folder
from tests.lab.small import App, Reply, pages, small_server
from tests.lab.web import nginx
from tests.lab.wire import wire

APEX = "gerbang.go.id"
PORTAL, RESOLVER = "127.3.3.1", "127.3.3.250"
CONTAINER, LEAKY, WALLED, CHALLENGED, DOWN, LATE = (f"127.3.3.{number}" for number in range(11, 17))
PUBLIC = "192.88.99.7"
"""A public address that nobody has any more (the 6to4 relays' network, RFC 7526)."""

HOME = (
    "<!doctype html><html lang='id'><head><meta charset='utf-8'><title>Layanan</title></head>"
    "<body><h1>Layanan</h1><p>Selamat datang di layanan kami. <a href='/tentang'>Tentang</a></p></body></html>"
)
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
FAULTLESS = pages({"/": Reply(HOME, headers=HEADERS), "/tentang": Reply(HOME, headers=HEADERS)})
SECRET = "S4ngatRahasia!2026"
ENV = f"APP_ENV=production\nAPP_KEY=base64:a2l0YWtpdGFraXRha2l0YWtpdGFraXRh\nDB_HOST=localhost\nDB_PASSWORD={SECRET}\n"
CHALLENGE = (
    "<!DOCTYPE html><html lang='en-US'><head><title>Just a moment...</title></head><body>"
    "<div id='challenge-error-text'>Enable JavaScript and cookies to continue</div>"
    "<script src='/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1?ray=8'></script></body></html>"
)


@pytest.fixture
def ci(tmp_path: Path) -> Desk:
    """A CI job: no workspace anywhere near."""
    return Desk(tmp_path / "tanpa-ruang-kerja", env={"SECSCAN_SCAN_RATE": "200", "SECSCAN_SCAN_PORT_RATE": "2000"})


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    """The self-made permit of a developer."""
    return permit_file(tmp_path / "izin.csv", "127.3.3.0/24")


def permit_file(path: Path, targets: str) -> Path:
    row = permit("CI/1/2026", targets)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(row))
        writer.writeheader()
        writer.writerow(row)
    return path


def test_a_faultless_production_app_is_approved(tmp_path: Path) -> None:
    """nginx with everything right, in the unit's workspace: approved, with an A as far as coverage allows."""
    host = f"portal.{APEX}"
    root = authority("Otoritas Uji")
    with public_folder("gate") as folder, name_server(RESOLVER, {host: PORTAL}) as names:
        (folder / "ca.pem").write_bytes(root.pem)
        files = write(folder, leaf(root, host))
        (folder / "index.html").write_text(HOME)
        (folder / "tentang").write_text(HOME)
        headers = "".join(f'add_header {key} "{value}" always; ' for key, value in HEADERS.items())
        servers = [
            f"server {{ listen {PORTAL}:80; server_name {host}; return 301 https://{host}$request_uri; }}",
            f"server {{ listen {PORTAL}:443 ssl; server_name {host}; root {folder}; ssl_certificate {files[0]}; "
            f"ssl_certificate_key {files[1]}; ssl_protocols TLSv1.2 TLSv1.3; ssl_ciphers ECDHE+AESGCM; {headers} "
            'add_header Strict-Transport-Security "max-age=31536000" always; '
            "location = / { try_files /index.html =404; } location = /tentang { default_type text/html; } "
            "location / { return 404; } }",
        ]
        with nginx(folder, servers, [(PORTAL, 80), (PORTAL, 443)]):
            desk = Desk(tmp_path / "ruang-kerja")
            desk.init(
                scan={"rate": 200, "max_connections": 8, "port_rate": 2000, "contact": f"csirt@{APEX}"},
                tls={"extra_ca": [str(folder / "ca.pem")]},
                dns={"resolver": names.place},
                domains={"official": [APEX]},
            )
            app = {"id": "portal", "opd": "kominfo", "nama": "Portal", "url": f"https://{host}/"}
            desk.register(
                opd=[{"id": "kominfo", "nama": "Dinas Kominfo"}],
                apps=[{**app, "lingkungan": "produksi"}],
                permits=[permit("094/1/GERBANG", f"portal {PORTAL}")],
            )
            done = desk.run("gate", "portal", "-o", tmp_path / "putusan.json")
    record = json.loads((tmp_path / "putusan.json").read_text())
    assert record["decision"]["kind"] == "approved", done.stdout
    assert record["decision"]["preliminary"] is False
    (rated,) = record["apps"]
    assert (rated["score"]["value"], rated["score"]["rating"]) == (100, "A")
    assert [one["check"] for one in record["findings"] if one["severity"] != "info"] == []
    assert "portal" in done.stdout
    assert "LAYAK" in done.stdout
    assert "Pra-pemeriksaan" not in done.stdout


def test_a_faultless_container_is_approved_under_conditions(ci: Desk, letter: Path, tmp_path: Path) -> None:
    with small_server(CONTAINER, FAULTLESS) as server:
        outputs = [tmp_path / f"putusan{suffix}" for suffix in (".html", ".json", ".sarif", ".xml")]
        flags = [word for path in outputs for word in ("-o", path)]
        url = f"http://{CONTAINER}:{server.port}/"
        done = ci.run("gate", url, "--permit", letter, *flags, code=11)
    assert "Pra-pemeriksaan" in done.stdout
    assert "LAYAK BERSYARAT" in done.stdout
    assert not ci.folder.exists(), "no workspace is left behind"
    for path in outputs:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, "reports are secrets"
    page = outputs[0].read_text(encoding="utf-8")
    assert "pra-pemeriksaan" in page.lower()
    assert "TLP:AMBER+STRICT" in page
    record = json.loads(outputs[1].read_text())
    assert (record["decision"]["kind"], record["decision"]["preliminary"]) == ("conditional", True)
    owed = [one["check"] for one in record["findings"] if one["severity"] != "info"]
    assert owed in ([], ["https-redirect"])
    sarif = json.loads(outputs[2].read_text())
    assert sarif["version"] == "2.1.0"
    assert sarif["runs"][0]["tool"]["driver"]["name"] == "secscan"
    suites = ET.parse(outputs[3]).getroot()
    assert suites.tag in ("testsuites", "testsuite")


def test_a_leak_rejects_and_ci_logs_stay_free_of_it(ci: Desk, letter: Path, tmp_path: Path) -> None:
    app = pages({"/": Reply(HOME, headers=HEADERS), "/.env": Reply(ENV, kind="text/plain")})
    with small_server(LEAKY, app) as server:
        url = f"http://{LEAKY}:{server.port}/"
        outputs = [tmp_path / f"putusan{suffix}" for suffix in (".html", ".json", ".sarif", ".xml")]
        flags = [word for path in outputs for word in ("-o", path)]
        done = ci.run("gate", url, "--permit", letter, *flags, code=10)
        assert "DITOLAK" in done.stdout
        assert "/.env" not in done.stdout + done.stderr, "evidence only where a file was asked for"
        for text in (done.stdout, done.stderr, *(path.read_text(encoding="utf-8") for path in outputs)):
            assert SECRET not in text
            assert "a2l0YWtpdGFr" not in text
        record = json.loads(outputs[1].read_text())
        leak = next(one for one in record["findings"] if one["check"] == "secret-files")
        assert (leak["facts"]["path"], leak["severity"], leak["outcome"]) == ("/.env", "kritis", "fail")
        failures = [
            case for case in ET.parse(outputs[3]).getroot().iter("testcase") if case.find("failure") is not None
        ]
        assert any("SS-DAT-02" in ET.tostring(case, encoding="unicode") for case in failures)


@pytest.mark.parametrize(
    ("address", "app"),
    [
        (WALLED, lambda _host, _path: Reply("<html><h1>403 Forbidden</h1></html>", 403)),
        (CHALLENGED, lambda _host, _path: Reply(CHALLENGE, 403, headers={"Server": "cloudflare", "CF-RAY": "8a"})),
        (CHALLENGED, lambda _host, _path: Reply(CHALLENGE, 503, headers={"Server": "cloudflare"})),
    ],
    ids=["forbidden", "challenge", "challenge-503"],
)
def test_a_wall_gives_no_verdict(ci: Desk, letter: Path, tmp_path: Path, address: str, app: App) -> None:
    with small_server(address, app) as server:
        url = f"http://{address}:{server.port}/"
        done = ci.run("gate", url, "--permit", letter, "-o", tmp_path / "p.json", code=3)
    record = json.loads((tmp_path / "p.json").read_text())
    assert record["decision"]["kind"] == "no_verdict"
    assert "TANPA PUTUSAN" in done.stdout
    assert {row["outcome"] for row in record["results"] if row["control"] == "SS-DAT-01"} == {"not_tested"}
    assert record["apps"][0]["score"]["rating"] == "-"


def test_nobody_at_home_gives_no_verdict(ci: Desk, letter: Path, tmp_path: Path) -> None:
    done = ci.run("gate", f"http://{DOWN}:18080/", "--permit", letter, "-o", tmp_path / "p.json", code=3)
    assert "TANPA PUTUSAN" in done.stdout
    assert json.loads((tmp_path / "p.json").read_text())["decision"]["kind"] == "no_verdict"


def test_waiting_for_a_service_that_starts_late(ci: Desk, letter: Path, tmp_path: Path) -> None:
    port = 18081
    late: list[Any] = []

    def start() -> None:
        time.sleep(4)
        server = small_server(LATE, FAULTLESS, port)
        late.append((server, server.__enter__()))

    thread = threading.Thread(target=start)
    thread.start()
    try:
        began = time.monotonic()
        ci.run("gate", f"http://{LATE}:{port}/", "--permit", letter, "--wait", "60", code=11)
        assert time.monotonic() - began < 45, "the wait ends when the service is there"
    finally:
        thread.join()
        late[0][0].__exit__(None, None, None)


def test_a_self_made_permit_reaches_no_public_address(ci: Desk, tmp_path: Path) -> None:
    own = permit_file(tmp_path / "izin.csv", f"{PUBLIC} 127.3.3.0/24")
    with wire(f"{PUBLIC}/32") as seen:
        done = ci.run("gate", f"http://{PUBLIC}:8080/", "--permit", own, "--wait", "5", code=4)
        assert seen.addresses() == set()
    assert PUBLIC in done.stderr
    assert done.stdout == ""


def test_an_address_beside_the_permit_is_refused(ci: Desk, letter: Path) -> None:
    with wire("127.3.4.0/24") as seen:
        done = ci.run("gate", "http://127.3.4.1:8080/", "--permit", letter, code=4)
        assert seen.addresses() == set()
    assert "127.3.4.1" in done.stderr


def test_wrong_calls_say_what_is_right(ci: Desk, letter: Path, tmp_path: Path) -> None:
    url = f"http://{DOWN}:18080/"
    assert "--permit" in ci.run("gate", url, code=2).stderr
    assert "izin-lain.csv" in ci.run("gate", url, "--permit", tmp_path / "izin-lain.csv", code=2).stderr
    assert ".pdf" in ci.run("gate", url, "--permit", letter, "-o", "putusan.pdf", code=2).stderr
    assert "tinggi" in ci.run("gate", url, "--permit", letter, "--fail-on", "parah", code=2).stderr
