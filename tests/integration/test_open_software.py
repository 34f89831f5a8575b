"""Real software left as its package installed it, before anybody finished its set-up: what stands open is found, with
the product's name. The same software once it is set up (`test_real_software`) is not blamed for it."""

import contextlib
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from secscan.model.enums import Outcome, Severity
from tests.accuracy.judge import places
from tests.accuracy.look import APEX, Look, desk
from tests.accuracy.serve import free_port
from tests.lab.programs import listens, public_folder, running
from tests.lab.web import apache

IP = "127.0.31.10"
HOME = "<!doctype html><html lang=id><title>Dinas</title><h1>Dinas Contoh</h1><p>Layanan bagi warga.</p></html>"
JUDGED = (
    "open-admin",
    "admin-pages",
    "database-tools",
    "secret-files",
    "backup-files",
    "user-enumeration",
    "log-files",
)
TOMCAT = """<Server port="-1"><Service name="Catalina"><Connector port="{port}" address="{ip}"/>
<Engine name="Catalina" defaultHost="localhost"><Realm className="org.apache.catalina.realm.MemoryRealm"/>
<Host name="localhost" appBase="webapps" autoDeploy="false" deployOnStartup="true"/></Engine></Service></Server>"""


@dataclass(frozen=True)
class Truth:
    """What is true of one application: the profile to look at it with, and all that the judged checks may say."""

    profile: str
    found: dict[str, dict[str, Outcome]]
    product: str = ""
    severity: Severity | None = None


TRUTH = {
    "icinga": Truth(
        "standard",
        {"open-admin": {"/setup": Outcome.FAIL}, "admin-pages": {"/authentication/login": Outcome.FAIL}},
        "Icinga Web 2",
        Severity.TINGGI,
    ),
    "postfixadmin": Truth(
        "deep", {"open-admin": {"/postfixadmin/setup.php": Outcome.FAIL}}, "Postfix Admin", Severity.TINGGI
    ),
    "mediawiki": Truth("standard", {"open-admin": {"/": Outcome.FAIL}}, "MediaWiki", Severity.KRITIS),
    "dokuwiki": Truth("standard", {"open-admin": {"/install.php": Outcome.FAIL}}, "DokuWiki", Severity.KRITIS),
    "adminer": Truth("standard", {"database-tools": {"/adminer.php": Outcome.FAIL}}),
    "tomcat": Truth("standard", {"admin-pages": {"/manager/html": Outcome.PARTIAL}}),
}


@pytest.fixture(scope="module")
def ports() -> Iterator[dict[str, int]]:
    """The ports of the running applications."""
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(public_folder("terbuka"))
        found = {name: free_port(IP) for name in TRUTH}
        roots = {name: made(folder) for name, made in _FOLDERS.items()}
        subprocess.run(
            ["chown", "-R", "www-data:", *(str(root) for root in roots.values() if folder in root.parents)], check=True
        )
        sites = [_site(found[name], root) for name, root in roots.items()]
        stack.enter_context(apache(folder, sites, [(IP, found[name]) for name in roots]))
        _tomcat(stack, folder, found["tomcat"])
        yield found


def _look(name: str, ports: dict[str, int]) -> Look:
    with desk(Path("/etc/ssl/certs/ca-certificates.crt"), TRUTH[name].profile) as scanner:
        return scanner.look(f"{name}.{APEX}", IP, (("http", ports[name]),))


@pytest.mark.root
@pytest.mark.parametrize("name", TRUTH)
def test_what_stands_open_is_told(name: str, ports: dict[str, int]) -> None:
    truth, look = TRUTH[name], _look(name, ports)
    found = {check: places(look.verdicts[check]) for check in JUDGED if places(look.verdicts[check])}
    assert found == truth.found
    for verdict in look.verdicts["open-admin"]:
        if verdict.outcome is Outcome.FAIL:
            assert (verdict.facts["product"], verdict.severity) == (truth.product, truth.severity)


def _site(port: int, root: Path) -> str:
    return (
        f"<VirtualHost {IP}:{port}>\nDocumentRoot {root}\n<Directory {root}>\nAllowOverride None\nRequire all granted\n"
        "DirectoryIndex index.php index.html\nFallbackResource /index.php\n</Directory>\n</VirtualHost>"
    )


def _copied(folder: Path, name: str, package: str) -> Path:
    root = folder / name
    shutil.copytree(package, root, ignore_dangling_symlinks=True)
    return root


def _icinga(_folder: Path) -> Path:
    return Path("/usr/share/icingaweb2/public")


def _postfixadmin(folder: Path) -> Path:
    """Beside another site, as the package's configuration for Apache puts it: without set-up it has no home."""
    root = _plain(folder, "surel")
    (root / "postfixadmin").symlink_to("/usr/share/postfixadmin/public")
    return root


def _mediawiki(folder: Path) -> Path:
    root = _copied(folder, "wiki", "/usr/share/mediawiki")
    (root / "LocalSettings.php").unlink(missing_ok=True)
    return root


def _dokuwiki(folder: Path) -> Path:
    root = _copied(folder, "doku", "/usr/share/dokuwiki")
    shutil.copytree("/var/lib/dokuwiki/data", root / "data", dirs_exist_ok=True, ignore_dangling_symlinks=True)
    conf = root / "conf"
    shutil.rmtree(conf, ignore_errors=True)
    shutil.copytree("/etc/dokuwiki", conf)
    for name in ("local.php", "users.auth.php", "acl.auth.php"):  # what the wizard writes
        (conf / name).unlink(missing_ok=True)
    return root


def _plain(folder: Path, name: str) -> Path:
    """A site of one page."""
    root = folder / name
    root.mkdir()
    (root / "index.php").write_text(f"<?php if ($_SERVER['REQUEST_URI'] !== '/') http_response_code(404); ?>{HOME}")
    return root


def _adminer(folder: Path) -> Path:
    root = _plain(folder, "adminer")
    shutil.copy("/usr/share/adminer/adminer.php", root)
    return root


_FOLDERS: dict[str, Callable[[Path], Path]] = {
    "icinga": _icinga,
    "postfixadmin": _postfixadmin,
    "mediawiki": _mediawiki,
    "dokuwiki": _dokuwiki,
    "adminer": _adminer,
}


def _tomcat(stack: contextlib.ExitStack, folder: Path, port: int) -> None:
    """Tomcat with its manager, which nobody was given a password for."""
    base = folder / "tomcat"
    for name in ("conf/Catalina/localhost", "logs", "temp", "work", "webapps/ROOT"):
        (base / name).mkdir(parents=True)
    shutil.copy("/etc/tomcat10/web.xml", base / "conf")
    (base / "conf/tomcat-users.xml").write_text("<tomcat-users/>")
    (base / "conf/server.xml").write_text(TOMCAT.format(ip=IP, port=port))
    (base / "conf/Catalina/localhost/manager.xml").write_text(
        '<Context path="/manager" docBase="/usr/share/tomcat10-admin/manager" privileged="true"/>'
    )
    (base / "webapps/ROOT/index.html").write_text(HOME + "<a href='/manager/html'>Manager App</a>")
    java = str(Path("/usr/bin/java").resolve().parents[1])
    env = {"CATALINA_HOME": "/usr/share/tomcat10", "CATALINA_BASE": str(base), "JAVA_HOME": java}
    command = ["/usr/share/tomcat10/bin/catalina.sh", "run"]
    stack.enter_context(running(command, folder / "tomcat.out", lambda: listens(IP, port), env))
