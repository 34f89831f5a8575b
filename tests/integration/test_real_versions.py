"""The version of real software, from Debian's packages and from PyPI, set up as administrators do. What is answered
is the true version or says that it does not know; nothing is claimed that does not run."""

import contextlib
import importlib.metadata
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from secscan.base.versions import version_key
from tests.accuracy.look import APEX, Desk, desk
from tests.accuracy.serve import free_port
from tests.lab import wordpress
from tests.lab.packages import packaged
from tests.lab.programs import listens, public_folder, running
from tests.lab.web import apache

IP = "127.0.30.3"
RUNTIMES = frozenset(("apache-http-server", "php", "openssl", "python", "tomcat"))

PACKAGES = {
    "adminer": "adminer",
    "cacti": "cacti",
    "phpldapadmin": "phpldapadmin",
    "roundcube": "roundcube-core",
    "zabbix": "zabbix-frontend-php",
}
"""By product the Debian package that says its true version."""

TOMCAT = """<Server port="-1"><Service name="Catalina"><Connector address="{ip}" port="{port}" protocol="HTTP/1.1"/>
<Engine name="Catalina" defaultHost="localhost"><Host name="localhost" appBase="webapps"/></Engine></Service></Server>
"""
GITWEB = "our $projectroot = '{folder}/git'; our @stylesheets = (); our $site_name = 'Kode Dinas';\n"
FLASK_LIKE = """
import sys
from werkzeug.serving import run_simple
from werkzeug.wrappers import Response

def app(environ, start):
    found = environ["PATH_INFO"] == "/"
    answer = Response("<title>Dinas</title>", mimetype="text/html") if found else Response("tidak ada", status=404)
    return answer(environ, start)

run_simple(sys.argv[1], int(sys.argv[2]), app)
"""


@dataclass
class Row:
    """Where the applications stand."""

    ports: dict[str, int]
    desk: Desk

    def versions(self, name: str, path: str = "/") -> dict[str, tuple[str, ...]]:
        look = self.desk.look(f"{name}.{APEX}", IP, (("http", self.ports[name]),), path)
        assert look.impact.requests <= 60
        return {one.product: one.versions for one in look.software}


@pytest.fixture(scope="module")
def row() -> Iterator[Row]:
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(public_folder("versi"))
        socket = stack.enter_context(wordpress.database(folder))
        (folder / "situs").mkdir()
        roots = {name: setup(folder / "situs", socket) for name, setup in SETUPS.items()}
        subprocess.run(["chown", "-R", "www-data:", str(folder / "situs")], check=True)
        ports = {name: free_port(IP) for name in (*roots, "tomcat", "gitweb", "werkzeug", "wagtail")}
        sites = [
            f"<VirtualHost {IP}:{ports[name]}>\nDocumentRoot {root}\n<Directory {root}>\nRequire all granted\n"
            "Options +FollowSymLinks\n</Directory>\n</VirtualHost>"
            for name, root in roots.items()
        ]
        stack.enter_context(apache(folder, sites, [(IP, ports[name]) for name in roots]))
        for start in (_tomcat, _gitweb, _werkzeug, _wagtail):
            start(stack, folder, ports)
        yield Row(ports, stack.enter_context(desk(Path("/etc/ssl/certs/ca-certificates.crt"))))


@pytest.mark.root
@pytest.mark.parametrize(("name", "package"), PACKAGES.items())
def test_the_version_of_a_package(name: str, package: str, row: Row) -> None:
    seen = row.versions(name)
    assert set(seen) - RUNTIMES == {name}
    true = version_key(packaged(package))
    assert true in {version_key(version) for version in seen[name]}
    assert len(seen[name]) == 1


@pytest.mark.root
def test_tomcat_names_itself_on_its_error_page(row: Row) -> None:
    assert row.versions("tomcat") == {"tomcat": (packaged("tomcat10"),)}


@pytest.mark.root
def test_gitweb_names_the_git_that_it_belongs_to(row: Row) -> None:
    seen = row.versions("gitweb", "/cgi-bin/gitweb.cgi")
    assert seen["gitweb"] == (packaged("gitweb"),)
    assert set(seen) <= {"gitweb", "python"}


@pytest.mark.root
def test_werkzeug_and_its_python(row: Row) -> None:
    seen = row.versions("werkzeug")
    python = sys.version.split()[0]
    assert seen == {"werkzeug": (importlib.metadata.version("werkzeug"),), "python": (python,), "flask": ()}


@pytest.mark.root
def test_wagtail_is_recognised_and_hides_its_version(row: Row) -> None:
    seen = row.versions("wagtail", "/admin/")
    assert seen == {"wagtail": (), "python": (sys.version.split()[0],)}


def _adminer(folder: Path, _socket: Path) -> Path:
    root = folder / "adminer"
    root.mkdir()
    shutil.copy("/usr/share/adminer/adminer.php", root / "index.php")
    return root


def _cacti(folder: Path, socket: Path) -> Path:
    root = folder / "cacti"
    shutil.copytree("/usr/share/cacti/site", root, ignore_dangling_symlinks=True)
    client = ["mariadb", f"--socket={socket}"]
    subprocess.run([*client, "-e", "CREATE DATABASE cacti CHARACTER SET utf8mb4"], check=True, capture_output=True)
    schema = Path("/usr/share/doc/cacti/cacti.sql").read_bytes()
    subprocess.run([*client, "cacti"], input=schema, check=True, capture_output=True)
    version = (root / "include/cacti_version").read_text().strip()
    subprocess.run([*client, "cacti", "-e", f"UPDATE version SET cacti = '{version}'"], check=True, capture_output=True)
    (root / "include/config.php").unlink()
    (root / "include/config.php").write_text(
        "<?php $database_type = 'mysql'; $database_default = 'cacti'; "
        f"$database_hostname = '{socket}'; $database_username = 'root'; $database_password = ''; "
        "$database_port = ''; $database_ssl = false; $poller_id = 1; $url_path = '/'; $cacti_session_name = 'Cacti'; "
        f"$cacti_db_session = false; $disable_log_rotation = false; $path_csrf_secret = '{folder}/csrf.php';"
    )
    return root


def _phpldapadmin(folder: Path, _socket: Path) -> Path:
    whole = folder / "pla"
    shutil.copytree("/usr/share/phpldapadmin", whole, ignore_dangling_symlinks=True)
    return whole / "htdocs"


def _roundcube(folder: Path, _socket: Path) -> Path:
    root = folder / "surel"
    shutil.copytree("/usr/share/roundcube", root, ignore_dangling_symlinks=True)
    for name in ("config", "temp", "logs"):
        (root / name).mkdir(exist_ok=True)
    start = root / "program/include/iniset.php"
    start.write_text(start.read_text().replace("'/var/lib/roundcube/'", f"'{root}/'"))
    shutil.copy("/etc/roundcube/defaults.inc.php", root / "config")
    shutil.copy("/etc/roundcube/mimetypes.php", root / "config")
    data = root / "temp/surel.sqlite"
    with contextlib.closing(sqlite3.connect(data)) as database:
        database.executescript((root / "SQL/sqlite.initial.sql").read_text())
    (root / "config/config.inc.php").write_text(
        f"<?php $config['db_dsnw'] = 'sqlite:///{data}'; $config['imap_host'] = 'localhost:143'; "
        "$config['des_key'] = 'dua-puluh-empat-aksara!!'; $config['plugins'] = [];"
    )
    return root


def _zabbix(folder: Path, _socket: Path) -> Path:
    root = folder / "zabbix"
    shutil.copytree("/usr/share/zabbix", root, ignore_dangling_symlinks=True)
    return root


SETUPS: dict[str, Callable[[Path, Path], Path]] = {
    "adminer": _adminer,
    "cacti": _cacti,
    "phpldapadmin": _phpldapadmin,
    "roundcube": _roundcube,
    "zabbix": _zabbix,
}


def _tomcat(stack: contextlib.ExitStack, folder: Path, ports: dict[str, int]) -> None:
    base = folder / "tomcat"
    for name in ("conf", "logs", "temp", "work", "webapps/ROOT"):
        (base / name).mkdir(parents=True)
    shutil.copy("/etc/tomcat10/web.xml", base / "conf")
    (base / "conf/server.xml").write_text(TOMCAT.format(ip=IP, port=ports["tomcat"]))
    (base / "webapps/ROOT/index.html").write_text("<title>Dinas</title><p>Layanan</p>")
    env = {"CATALINA_HOME": "/usr/share/tomcat10", "CATALINA_BASE": str(base), "JAVA_HOME": _java()}
    command = ["/usr/share/tomcat10/bin/catalina.sh", "run"]
    stack.enter_context(running(command, folder / "tomcat.out", lambda: listens(IP, ports["tomcat"]), env))


def _java() -> str:
    return str(Path("/usr/bin/java").resolve().parents[1])


def _gitweb(stack: contextlib.ExitStack, folder: Path, ports: dict[str, int]) -> None:
    root = folder / "kode"
    (root / "cgi-bin").mkdir(parents=True)
    (folder / "git").mkdir()
    shutil.copy("/usr/share/gitweb/gitweb.cgi", root / "cgi-bin")
    (folder / "gitweb.conf").write_text(GITWEB.format(folder=folder))
    place = ["--bind", IP, "--directory", str(root), str(ports["gitweb"])]
    env = {"GITWEB_CONFIG": str(folder / "gitweb.conf")}
    command = [sys.executable, "-m", "http.server", "--cgi", *place]
    stack.enter_context(running(command, folder / "gitweb.out", lambda: listens(IP, ports["gitweb"]), env))


def _werkzeug(stack: contextlib.ExitStack, folder: Path, ports: dict[str, int]) -> None:
    program = folder / "aplikasi.py"
    program.write_text(FLASK_LIKE)
    command = [sys.executable, str(program), IP, str(ports["werkzeug"])]
    stack.enter_context(running(command, folder / "werkzeug.out", lambda: listens(IP, ports["werkzeug"])))


def _wagtail(stack: contextlib.ExitStack, folder: Path, ports: dict[str, int]) -> None:
    root = folder / "wagtail"
    root.mkdir()
    wagtail = Path(sys.executable).with_name("wagtail")
    subprocess.run([str(wagtail), "start", "dinas", str(root)], check=True, capture_output=True)
    with (root / "dinas/settings/dev.py").open("a") as settings:
        settings.write("\nALLOWED_HOSTS = ['*']\nDEBUG = False\n")
    manage = [sys.executable, str(root / "manage.py")]
    subprocess.run([*manage, "migrate"], cwd=root, check=True, capture_output=True)
    command = [*manage, "runserver", "--noreload", "--insecure", f"{IP}:{ports['wagtail']}"]
    stack.enter_context(running(command, folder / "wagtail.out", lambda: listens(IP, ports["wagtail"])))
