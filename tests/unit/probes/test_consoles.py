import json

import pytest

from secscan.model.observations import Access
from secscan.probes.consoles import SECOND_LOOKS, http_question, judge_http, read_http


def judged(body: str, port: int, *headers: str, status: str = "200 OK") -> tuple[str, Access]:
    raw = "\r\n".join([f"HTTP/1.1 {status}", *headers, "", body]).encode()
    answer = read_http(raw)
    assert answer is not None
    service = judge_http(answer, port)
    return service.service, service.access


# What Grafana writes into every page, the log-in page too: who it takes its visitor for (auth.anonymous).
GRAFANA = """<title>Grafana</title><script>window.grafanaBootData = {{user: {{"isSignedIn":false,"orgId":1,
"orgRole":"{}"}}}}</script>""".replace("\n", "")
DOCKER = json.dumps({"Version": "24.0.7", "ApiVersion": "1.43", "Os": "linux"})
ELASTIC = json.dumps(
    {"name": "n", "cluster_name": "c", "version": {"number": "7.17.0"}, "tagline": "You Know, for Search"}
)


@pytest.mark.parametrize(
    ("body", "port", "headers", "status", "verdict"),
    [
        (DOCKER, 2375, (), "200 OK", ("docker", Access.OPEN)),
        ('{"kind":"PodList","apiVersion":"v1","items":[]}', 10250, (), "200 OK", ("kubelet", Access.OPEN)),
        ("Unauthorized", 10250, (), "401 Unauthorized", ("kubelet", Access.AUTHENTICATED)),
        (
            '{"kind":"Status","apiVersion":"v1","status":"Failure","code":403}',
            6443,
            (),
            "403 Forbidden",
            ("kubernetes", Access.AUTHENTICATED),
        ),
        ('{"kind":"NamespaceList","apiVersion":"v1","items":[]}', 6443, (), "200 OK", ("kubernetes", Access.OPEN)),
        (ELASTIC, 9200, (), "200 OK", ("elasticsearch", Access.OPEN)),
        ('{"error":{"type":"security_exception"}}', 9200, (), "401 X", ("elasticsearch", Access.AUTHENTICATED)),
        (
            '["_replicator","_users"]',
            5984,
            ("Server: CouchDB/3.3.2 (Erlang OTP/24)",),
            "200 OK",
            ("couchdb", Access.OPEN),
        ),
        ('{"error":"unauthorized"}', 5984, ("Server: CouchDB/3.3.2",), "401 X", ("couchdb", Access.AUTHENTICATED)),
        ('{"etcdserver":"3.5.9","etcdcluster":"3.5.0"}', 2379, (), "200 OK", ("etcd", Access.UNKNOWN)),
        ("<title>Grafana</title>", 3000, (), "200 OK", ("grafana", Access.AUTHENTICATED)),
        (GRAFANA.format("Viewer"), 3000, (), "200 OK", ("grafana", Access.OPEN)),
        (GRAFANA.format(""), 3000, (), "200 OK", ("grafana", Access.AUTHENTICATED)),
        (
            "",
            8888,
            ("Server: TornadoServer/6.4", "Location: /tree?"),
            "302 Found",
            ("jupyter", Access.UNKNOWN),
        ),
        ("", 8888, ("Server: TornadoServer/6.4", "Location: /beranda"), "302 Found", ("http", Access.UNKNOWN)),
        ("", 8888, ("Server: nginx", "Location: /lab"), "302 Found", ("http", Access.UNKNOWN)),
        ("<title>Dashboard [Jenkins]</title>", 8080, ("X-Jenkins: 2.440",), "200 OK", ("jenkins", Access.OPEN)),
        ("<html>", 8080, ("X-Jenkins: 2.440",), "403 Forbidden", ("jenkins", Access.AUTHENTICATED)),
        (
            "<title>Login to Webmin</title>",
            10000,
            ("Server: MiniServ/2.105",),
            "200 OK",
            ("webmin", Access.AUTHENTICATED),
        ),
        ("<title>cPanel Login</title>", 2083, ("Server: cpsrvd",), "200 OK", ("cpanel", Access.AUTHENTICATED)),
        ("<title>WHM Login</title>", 2087, ("Server: cpsrvd",), "200 OK", ("whm", Access.AUTHENTICATED)),
        ("{}", 5000, ("Docker-Distribution-Api-Version: registry/2.0",), "200 OK", ("docker-registry", Access.OPEN)),
        # near misses
        ("<title>Dinas Kesehatan</title>", 2375, ("Server: nginx/1.22.1",), "200 OK", ("http", Access.UNKNOWN)),
        ('{"Version":"1"}', 2375, (), "200 OK", ("http", Access.UNKNOWN)),
        ("<title>Belajar Grafana untuk pemula</title>", 3000, (), "200 OK", ("http", Access.UNKNOWN)),
        ("secret", 8080, ("WWW-Authenticate: Basic",), "401 X", ("http", Access.AUTHENTICATED)),
        ('{"data":{"goVersion":1}', 9090, (), "200 OK", ("http", Access.UNKNOWN)),
        ("Unauthorized", 8080, (), "401 X", ("http", Access.AUTHENTICATED)),
    ],
)
def test_consoles(body: str, port: int, headers: tuple[str, ...], status: str, verdict: tuple[str, Access]) -> None:
    assert judged(body, port, *headers, status=status) == verdict


def test_server_header_gives_product_and_version() -> None:
    raw = read_http(b"HTTP/1.1 200 OK\r\nServer: nginx/1.22.1\r\n\r\n<title> A\x1b[1m  page </title>")
    assert raw is not None
    answer = judge_http(raw, 8081)
    assert (answer.product, answer.version, answer.title) == ("nginx", "1.22.1", "A[1m page")


def test_chunked_answers_are_read() -> None:
    size = f"{len(DOCKER):x}".encode()
    raw = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + size + b"\r\n" + DOCKER.encode() + b"\r\n0\r\n\r\n"
    answer = read_http(raw)
    assert answer is not None
    assert judge_http(answer, 2375).service == "docker"


@pytest.mark.parametrize("data", [b"", b"HTTP/2 200", b"SSH-2.0-x", b"HTTP/1.1 abc"])
def test_what_is_not_http(data: bytes) -> None:
    assert read_http(data) is None


def test_deeply_nested_json_is_no_problem() -> None:
    answer = read_http(b"HTTP/1.1 200 OK\r\n\r\n" + b"[" * 15_000)
    assert answer is not None
    assert answer.json is None


def test_the_question_is_a_get_of_one_path() -> None:
    assert http_question("::1", 10250, "secscan/0.1").startswith(b"GET /pods HTTP/1.1\r\nHost: [::1]:10250\r\n")
    assert http_question("127.0.0.1", 8081, "a").count(b"\r\n\r\n") == 1


def test_webmin_names_its_version_in_the_server_header() -> None:
    answer = read_http(b"HTTP/1.0 200 Document follows\r\nServer: MiniServ/1.890\r\n\r\n<title>Login to Webmin</title>")
    assert answer is not None
    service = judge_http(answer, 10000)
    assert (service.service, service.version) == ("webmin", "1.890")


@pytest.mark.parametrize(
    ("service", "status", "body", "access"),
    [
        # etcd 3.4.23 from Debian, before and after `etcdctl auth enable`.
        ("etcd", "200 OK", "# TYPE etcd_debugging_auth_revision gauge\netcd_debugging_auth_revision 1\n", Access.OPEN),
        ("etcd", "200 OK", "etcd_debugging_auth_revision 3\n", Access.AUTHENTICATED),
        ("etcd", "404 Not Found", "404 page not found\n", Access.UNKNOWN),
        ("etcd", "200 OK", "process_open_fds 12\n", Access.UNKNOWN),
        # portainer/api/http/handler/users/admin_check.go
        ("portainer", "404 Not Found", '{"message":"No administrator account found inside the database"}', Access.OPEN),
        ("portainer", "204 No Content", "", Access.AUTHENTICATED),
        ("portainer", "404 Not Found", "not found", Access.UNKNOWN),
        # jupyter_server/services/api/handlers.py, APIStatusHandler
        ("jupyter", "200 OK", '{"started":"2026-01-01T00:00:00Z","connections":0,"kernels":0}', Access.OPEN),
        ("jupyter", "403 Forbidden", '{"message":"Forbidden"}', Access.AUTHENTICATED),
        ("jupyter", "200 OK", "<html>", Access.UNKNOWN),
    ],
)
def test_what_a_second_look_tells(service: str, status: str, body: str, access: Access) -> None:
    answer = read_http(f"HTTP/1.1 {status}\r\n\r\n{body}".encode())
    assert answer is not None
    assert SECOND_LOOKS[service][1](answer) is access
