"""Services that speak HTTP, told apart by one read-only GET: consoles, APIs, hosting panels. No sockets here.

`access` is OPEN only where the answer itself proves that no authentication stands before it; a log-in page or 401/403
is AUTHENTICATED; everything else stays UNKNOWN.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from secscan.base.text import clean
from secscan.model.observations import Access, ServiceAnswer

PATHS: Mapping[int, str] = MappingProxyType(
    {
        2375: "/version",
        2376: "/version",
        2379: "/version",
        3000: "/login",
        5000: "/v2/",
        5601: "/api/status",
        5984: "/_all_dbs",
        6443: "/api/v1/namespaces?limit=1",
        8500: "/v1/agent/self",
        8983: "/solr/admin/info/system?wt=json",
        9090: "/api/v1/status/buildinfo",
        10250: "/pods",
        10255: "/pods",
    }
)
"""The path that is asked, by port; `/` elsewhere."""

_TITLE = re.compile(r"<title[^>]{0,200}>(.{0,300}?)</title", re.IGNORECASE | re.DOTALL)
_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})")
_GRAFANA_ANONYMOUS = re.compile(r'"isSignedIn" ?: ?false\b.{0,1500}?"orgRole" ?: ?"(?:Viewer|Editor|Admin)"')
_JUPYTER = re.compile(r"(?:/[\w~.-]{1,60})?/(?:tree|lab|notebooks)(?:[/?].*)?")
_SERVER = re.compile(r"^([A-Za-z][\w.+ -]{0,40}?)/(\d[\w.+~-]{0,40})")


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """A bounded HTTP response; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: str

    @property
    def title(self) -> str:
        found = _TITLE.search(self.body)
        return clean(found[1], 120) if found else ""

    @property
    def json(self) -> object:
        """The body as JSON, None when it is not (or was cut)."""
        try:
            return json.loads(self.body) if self.body[:1] in '{["' else None
        except (ValueError, RecursionError):
            return None


def http_question(host: str, port: int, agent: str, path: str = "") -> bytes:
    """The GET that is sent to a port: for its usual path, unless another one is told."""
    place = f"[{host}]" if ":" in host else host
    lines = (
        f"GET {path or PATHS.get(port, '/')} HTTP/1.1",
        f"Host: {place}:{port}",
        f"User-Agent: {agent}",
        "Accept: */*",
        "Connection: close",
    )
    return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")


def read_http(data: bytes) -> HttpAnswer | None:
    """The response, if the bytes are one."""
    start = _STATUS.match(data)
    if start is None:
        return None
    head, _, body = data.partition(b"\r\n\r\n")
    headers: dict[str, str] = {}
    for line in head.decode("latin-1").split("\r\n")[1:100]:
        name, colon, value = line.partition(":")
        if colon:
            headers.setdefault(name.strip().lower(), clean(value, 200))
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = b"".join(re.split(rb"(?:^|\r\n)[0-9a-fA-F]{1,8}(?:;[^\r\n]{0,100})?\r\n", body))
    return HttpAnswer(int(start[1]), headers, body.decode("utf-8", "replace"))


def judge_http(answer: HttpAnswer, port: int) -> ServiceAnswer:
    """What the response belongs to: a known console or API, or `http`."""
    server = answer.headers.get("server", "")
    for rule in _RULES:
        service = rule(answer)
        if service is not None:
            name, product, version, access = service
            break
    else:
        found = _SERVER.match(server)
        name, product, version = "http", found[1] if found else server[:40], found[2] if found else ""
        access = Access.AUTHENTICATED if answer.status == 401 else Access.UNKNOWN
        if port == 10250 and answer.status == 401 and answer.body.strip() == "Unauthorized":
            name, product = "kubelet", "kubelet"
    banner = clean(f"HTTP {answer.status} {server}", 200)
    return ServiceAnswer(
        service=name, product=product, version=version, access=access, banner=banner, title=answer.title
    )


def _etcd_access(answer: HttpAnswer) -> Access:
    """The revision of etcd's store of users: 1 as long as nobody ever set one up, so that everything is open."""
    found = re.search(r"^etcd_debugging_auth_revision (\d+)\s*$", answer.body, re.MULTILINE)
    if answer.status != 200 or found is None:
        return Access.UNKNOWN
    return Access.OPEN if found[1] == "1" else Access.AUTHENTICATED


def _portainer_access(answer: HttpAnswer) -> Access:
    """204 once an administrator exists; until then whoever comes first becomes it."""
    if answer.status == 204:
        return Access.AUTHENTICATED
    first = answer.status == 404 and "No administrator account found" in answer.body
    return Access.OPEN if first else Access.UNKNOWN


def _jupyter_access(answer: HttpAnswer) -> Access:
    data = answer.json
    if answer.status in (401, 403):
        return Access.AUTHENTICATED
    return Access.OPEN if answer.status == 200 and isinstance(data, dict) and "kernels" in data else Access.UNKNOWN


SECOND_LOOKS: Mapping[str, tuple[str, Callable[[HttpAnswer], Access]]] = MappingProxyType(
    {
        "etcd": ("/metrics", _etcd_access),
        "portainer": ("/api/users/admin/check", _portainer_access),
        "jupyter": ("/api/status", _jupyter_access),
    }
)
"""By service, where its first answer says nothing of authentication: what is asked next, and how that is read."""

Facts = tuple[str, str, str, Access]
Rule = Callable[[HttpAnswer], Facts | None]


def _gate(answer: HttpAnswer, *, proof: bool) -> Access:
    if answer.status in (401, 403):
        return Access.AUTHENTICATED
    return Access.OPEN if answer.status == 200 and proof else Access.UNKNOWN


def _text(value: object) -> str:
    return clean(value, 40) if isinstance(value, str) else ""


def _docker(answer: HttpAnswer) -> Facts | None:
    data = answer.json
    if isinstance(data, dict) and "ApiVersion" in data and "Version" in data:
        return "docker", "Docker", _text(data["Version"]), _gate(answer, proof=True)
    if answer.headers.get("server", "").startswith("Docker/"):
        return "docker", "Docker", "", _gate(answer, proof=False)
    registry = answer.headers.get("docker-distribution-api-version")
    return ("docker-registry", "Docker Registry", "", _gate(answer, proof=True)) if registry else None


def _kubernetes(answer: HttpAnswer) -> Facts | None:
    data = answer.json
    kind = data.get("kind") if isinstance(data, dict) else None
    if kind == "PodList" or '"kind":"PodList"' in answer.body[:200]:
        return "kubelet", "kubelet", "", _gate(answer, proof=True)
    if kind in ("NamespaceList", "Status") and isinstance(data, dict) and data.get("apiVersion") == "v1":
        return "kubernetes", "Kubernetes API", "", _gate(answer, proof=kind == "NamespaceList")
    if answer.body.startswith("Forbidden (user=system:anonymous") and answer.status == 403:
        return "kubelet", "kubelet", "", Access.AUTHENTICATED
    return None


def _etcd(answer: HttpAnswer) -> Facts | None:
    data = answer.json
    if isinstance(data, dict) and "etcdserver" in data:
        return "etcd", "etcd", _text(data["etcdserver"]), Access.UNKNOWN  # /version says nothing of the keys
    return None


def _elasticsearch(answer: HttpAnswer) -> Facts | None:
    data = answer.json
    opensearch = "opensearch" in answer.body[:2000].lower()
    product = "OpenSearch" if opensearch else "Elasticsearch"
    if isinstance(data, dict) and "cluster_name" in data and isinstance(data.get("version"), dict):
        return "elasticsearch", product, _text(data["version"].get("number")), _gate(answer, proof=True)
    if answer.status == 401 and ("security_exception" in answer.body or "x-elastic-product" in answer.headers):
        return "elasticsearch", product, "", Access.AUTHENTICATED
    return None


def _couchdb(answer: HttpAnswer) -> Facts | None:
    server = answer.headers.get("server", "")
    if not server.startswith("CouchDB"):
        return None
    version = server.partition("/")[2].split(" ")[0]
    return "couchdb", "Apache CouchDB", clean(version, 20), _gate(answer, proof=isinstance(answer.json, list))


def _monitoring(answer: HttpAnswer) -> Facts | None:
    data = answer.json
    if isinstance(data, dict) and isinstance(data.get("data"), dict) and "goVersion" in data["data"]:
        return "prometheus", "Prometheus", _text(data["data"].get("version")), _gate(answer, proof=True)
    if "kbn-name" in answer.headers or "kbn-version" in answer.headers:
        return "kibana", "Kibana", answer.headers.get("kbn-version", ""), _gate(answer, proof=isinstance(data, dict))
    if answer.title == "Grafana":
        anonymous = _GRAFANA_ANONYMOUS.search(answer.body) is not None
        return "grafana", "Grafana", "", Access.OPEN if anonymous else Access.AUTHENTICATED
    if isinstance(data, dict) and isinstance(data.get("Config"), dict) and "Datacenter" in data["Config"]:
        return "consul", "Consul", _text(data["Config"].get("Version")), _gate(answer, proof=True)
    if isinstance(data, dict) and isinstance(data.get("lucene"), dict):
        version = _text(data["lucene"].get("solr-spec-version"))
        return "solr", "Apache Solr", version, _gate(answer, proof=True)
    return None


def _databases(answer: HttpAnswer) -> Facts | None:
    data = answer.json
    if isinstance(data, dict) and "neo4j_version" in data:
        return "neo4j", "Neo4j", _text(data["neo4j_version"]), Access.UNKNOWN
    if "x-influxdb-version" in answer.headers:
        return "influxdb", "InfluxDB", answer.headers["x-influxdb-version"], Access.UNKNOWN
    if "x-clickhouse-summary" in answer.headers or (answer.status == 200 and answer.body == "Ok.\n"):
        return "clickhouse", "ClickHouse", "", Access.UNKNOWN
    return None


def _jenkins(answer: HttpAnswer) -> Facts | None:
    version = answer.headers.get("x-jenkins")
    if version is None:
        return None
    return "jenkins", "Jenkins", version, _gate(answer, proof="Dashboard" in answer.title)


def _jupyter(answer: HttpAnswer) -> Facts | None:
    """The server sends everybody on to its workbench; that one asks for a token or password, or not."""
    tornado = answer.headers.get("server", "").startswith("TornadoServer/")
    if tornado and answer.status in (301, 302) and _JUPYTER.fullmatch(answer.headers.get("location", "")):
        return "jupyter", "Jupyter", "", Access.UNKNOWN
    return None


_PANELS: tuple[tuple[str, str, str, str], ...] = (
    # service, product, in the Server header, in the title (lower case; empty: not used)
    ("webmin", "Webmin", "miniserv", "login to webmin"),
    ("usermin", "Usermin", "", "login to usermin"),
    ("whm", "WHM", "", "whm login"),
    ("cpanel-webmail", "cPanel Webmail", "", "webmail login"),
    ("cpanel", "cPanel", "cpsrvd", "cpanel login"),
    ("plesk", "Plesk", "sw-cp-server", "plesk"),
    ("directadmin", "DirectAdmin", "directadmin", "directadmin login"),
    ("cyberpanel", "CyberPanel", "", "cyberpanel"),
    ("hestia", "Hestia Control Panel", "", "hestia control panel"),
    ("aapanel", "aaPanel", "", "aapanel"),
    ("proxmox", "Proxmox VE", "pve-api-daemon", "proxmox virtual environment"),
    ("portainer", "Portainer", "", "portainer"),
    ("rabbitmq", "RabbitMQ Management", "", "rabbitmq management"),
    ("glassfish", "GlassFish", "", "glassfish console"),
)


def _panel(answer: HttpAnswer) -> Facts | None:
    """A panel by its own web server's name or its title. What they show before a log-in is the log-in page."""
    server, title = answer.headers.get("server", "").lower(), answer.title.lower()
    for service, product, mark, words in _PANELS:
        if (mark and server.startswith(mark)) or (words and words in title and answer.status < 500):
            shows_login = answer.status in (401, 403) or "login" in title or 'type="password"' in answer.body
            version = server.partition("/")[2].partition(" ")[0] if mark and server.startswith(mark) else ""
            return service, product, version, Access.AUTHENTICATED if shows_login else Access.UNKNOWN
    return None


_RULES: tuple[Rule, ...] = (
    _docker,
    _kubernetes,
    _etcd,
    _elasticsearch,
    _couchdb,
    _monitoring,
    _databases,
    _jenkins,
    _jupyter,
    _panel,
)
