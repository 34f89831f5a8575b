"""Consoles and interfaces that answer anybody: real software from Debian's packages where it is packaged, each beside
the same software with authentication on, and small servers that answer as the others do."""

import contextlib
import json
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from secscan.base.clock import SystemClock
from secscan.model.observations import Access, ServiceAnswer
from secscan.probes.services import ask_service
from tests.integration.test_services import fixed_server, need
from tests.net_support import endpoint, fast_budget, page, read_head, served

CLOCK = SystemClock()
IP = "127.0.31.{}"


def ask(ip: str, port: int) -> ServiceAnswer:
    seen = ask_service(endpoint(port, ip), fast_budget(), CLOCK, CLOCK.monotonic() + 15)
    assert seen.cost.connections <= 3
    assert isinstance(seen.payload, ServiceAnswer), seen
    return seen.payload


@contextlib.contextmanager
def etcd(ip: str, folder: Path) -> Iterator[None]:
    client, peer = f"http://{ip}:2379", f"http://{ip}:2380"
    command = [need("etcd"), "--data-dir", str(folder / "etcd"), "--listen-client-urls", client]
    command += ["--advertise-client-urls", client, "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer]
    with served([*command, "--initial-cluster", f"default={peer}"], 2379, ip):
        yield


def test_etcd_before_and_after_anybody_set_up_users(tmp_path: Path) -> None:
    ip = IP.format(1)
    with etcd(ip, tmp_path):
        assert (ask(ip, 2379).service, ask(ip, 2379).access) == ("etcd", Access.OPEN)
        control = [need("etcdctl"), "--endpoints", f"http://{ip}:2379"]
        for words in (["user", "add", "root:rahasia"], ["user", "grant-role", "root", "root"], ["auth", "enable"]):
            subprocess.run([*control, *words], check=True, capture_output=True, env={"ETCDCTL_API": "3"})
        assert ask(ip, 2379).access is Access.AUTHENTICATED


@pytest.mark.parametrize("protected", [False, True])
def test_prometheus(tmp_path: Path, protected: bool) -> None:
    ip = IP.format(2)
    (tmp_path / "prometheus.yml").write_text("global: {}\n")
    hashed = "$2y$05$LN4CjWdHcyqzKyLXYbYNLOnWHTqXpvGvpl8zW9sqgzIKBXiVBfiOe"  # of a made-up password
    (tmp_path / "web.yml").write_text(f"basic_auth_users:\n  pengelola: {hashed}\n")
    command = [need("prometheus"), f"--config.file={tmp_path}/prometheus.yml", f"--storage.tsdb.path={tmp_path}/data"]
    command += [f"--web.listen-address={ip}:9090", *([f"--web.config.file={tmp_path}/web.yml"] if protected else [])]
    with served(command, 9090, ip):
        got = ask(ip, 9090)
    if protected:
        assert (got.service, got.access) == ("http", Access.AUTHENTICATED)
    else:
        assert (got.service, got.access) == ("prometheus", Access.OPEN)
        assert got.version[0].isdigit()


@pytest.mark.parametrize(("anonymous", "access"), [("true", Access.OPEN), ("false", Access.AUTHENTICATED)])
def test_mosquitto(tmp_path: Path, anonymous: str, access: Access) -> None:
    ip = IP.format(3)
    config = tmp_path / "mosquitto.conf"
    config.write_text(f"listener 1883 {ip}\nallow_anonymous {anonymous}\n")
    with served([need("mosquitto"), "-c", str(config)], 1883, ip):
        got = ask(ip, 1883)
    assert (got.service, got.access) == ("mqtt", access)


# ---- answered as the makers' sources do ------------------------------------------------------------------------

Answers = dict[str, tuple[str, tuple[str, ...], str]]
HTML, JSON = ("Content-Type: text/html",), ("Content-Type: application/json",)


def _document(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


CASES: dict[str, tuple[int, Answers, str, Access]] = {
    "portainer without administrator": (
        9000,
        {
            "/": ("200 OK", HTML, "<title>Portainer</title><div id=app></div>"),
            "/api/users/admin/check": (
                "404 Not Found",
                JSON,
                _document({"message": "No administrator account found inside the database"}),
            ),
        },
        "portainer",
        Access.OPEN,
    ),
    "portainer": (
        9000,
        {
            "/": ("200 OK", HTML, "<title>Portainer</title><div id=app></div>"),
            "/api/users/admin/check": ("204 No Content", (), ""),
        },
        "portainer",
        Access.AUTHENTICATED,
    ),
    "jupyter without token": (
        8888,
        {
            "/": ("302 Found", ("Server: TornadoServer/6.4", "Location: /tree?"), ""),
            "/api/status": ("200 OK", JSON, _document({"started": "2026-01-01", "connections": 0, "kernels": 0})),
        },
        "jupyter",
        Access.OPEN,
    ),
    "jupyter": (
        8888,
        {
            "/": ("302 Found", ("Server: TornadoServer/6.4", "Location: /lab?"), ""),
            "/api/status": ("403 Forbidden", JSON, _document({"message": "Forbidden"})),
        },
        "jupyter",
        Access.AUTHENTICATED,
    ),
    "kibana": (  # without security plug-in
        5601,
        {
            "/api/status": (
                "200 OK",
                (*JSON, "kbn-name: kibana"),
                _document({"name": "kibana", "version": {"number": "8.11.0"}}),
            )
        },
        "kibana",
        Access.OPEN,
    ),
    "kibana with security": (
        5601,
        {"/api/status": ("401 Unauthorized", (*JSON, "kbn-name: kibana"), _document({"statusCode": 401}))},
        "kibana",
        Access.AUTHENTICATED,
    ),
    "consul": (
        8500,
        {"/v1/agent/self": ("200 OK", JSON, _document({"Config": {"Datacenter": "dc1", "Version": "1.17.0"}}))},
        "consul",
        Access.OPEN,
    ),
    "consul with ACL": (
        8500,
        {"/v1/agent/self": ("403 Forbidden", (), "Permission denied: anonymous token lacks permission 'agent:read'")},
        "http",
        Access.UNKNOWN,
    ),
    "couchdb": (
        5984,
        {"/_all_dbs": ("200 OK", (*JSON, "Server: CouchDB/3.3.2 (Erlang OTP/24)"), '["_users"]')},
        "couchdb",
        Access.OPEN,
    ),
    "kubelet": (
        10255,
        {"/pods": ("200 OK", JSON, _document({"kind": "PodList", "apiVersion": "v1", "items": []}))},
        "kubelet",
        Access.OPEN,
    ),
    "a catch-all web application": (
        9000,
        {},
        "http",
        Access.UNKNOWN,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_said_of_a_console(name: str) -> None:
    port, answers, service, access = CASES[name]
    ip = IP.format(4)
    asked: list[str] = []
    other = ("200 OK", HTML, "<title>Dinas</title><p>Portainer, Jupyter, Kibana: No administrator account found</p>")

    def handle(conn: socket.socket) -> None:
        line = read_head(conn).split(b"\r\n")[0].decode()
        asked.append(line)
        status, headers, body = answers.get(line.split(" ")[1], other)
        conn.sendall(page(body.encode(), *headers, status=status))

    with fixed_server(ip, port, handle):
        got = ask(ip, port)
    assert (got.service, got.access) == (service, access)
    assert all(line.startswith("GET ") for line in asked)
    assert len(asked) == len(set(asked)) <= 2
