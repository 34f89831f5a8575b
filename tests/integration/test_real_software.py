"""Real software from Debian's packages, set up as administrators do: what is said of it beside what is true.

Every verdict that blames is listed; what is not listed must not be found. Versions come from the packages, so that only
their being named is compared, not what is published about them.
"""

import contextlib
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest

from secscan.model.enums import Outcome
from tests.accuracy.judge import places
from tests.accuracy.look import APEX, Desk, Look, desk
from tests.accuracy.serve import free_port
from tests.lab import wordpress
from tests.lab.packages import packaged
from tests.lab.programs import listens, public_folder, running
from tests.lab.web import apache, fetch, nginx

IP = "127.0.30.2"
HOME = "<!doctype html><html lang=id><title>Dinas</title><h1>Dinas Contoh</h1><p>Layanan bagi warga.</p></html>"
NOT_JUDGED = frozenset(
    (
        *("https-redirect", "content-security-policy", "framing", "nosniff-referrer"),
        *("cms-version", "cms-extensions", "js-libraries"),
    )
)
"""HTTP only and without headers, all of them; what is published on a version changes with the data packs."""

SIGNED = {"version-disclosure": {"": Outcome.FAIL}}  # Apache says Debian and its version
LOGIN = {"cleartext-forms": {"http": Outcome.FAIL}}
LISTED = {"directory-listing": dict.fromkeys(("/", "/uploads/", "/berkas/"), Outcome.FAIL)}
TRACED = {"http-methods": {"": Outcome.PARTIAL}}  # Apache allows TRACE where nobody sets TraceEnable
UNANNOUNCED = {"security-txt": {"": Outcome.FAIL}}  # none of them publishes a contact
Truth = Mapping[str, Mapping[str, Outcome]]

TRUTH: dict[str, Truth] = {
    "wordpress": {
        **SIGNED,
        **LOGIN,
        "admin-pages": {"/wp-login.php": Outcome.FAIL},
        "login-barrier": {"/wp-login.php": Outcome.FAIL},
        "user-enumeration": {"rest_users": Outcome.FAIL, "xmlrpc": Outcome.FAIL},
        "default-files": {"readme": Outcome.PARTIAL},
    },
    "pemasang": {
        **SIGNED,
        **LOGIN,
        "open-admin": {"/wp-admin/install.php": Outcome.FAIL},
        "default-files": {"installer": Outcome.FAIL, "readme": Outcome.PARTIAL},
    },
    "mediawiki": {
        **SIGNED,
        **LOGIN,
        "session-cookies": {"my_wiki_session": Outcome.PARTIAL},
        "samesite-cookies": {"my_wiki_session": Outcome.FAIL},
        "login-barrier": {"/index.php": Outcome.FAIL},
    },
    "dokuwiki": {
        **SIGNED,
        **LOGIN,
        "session-cookies": {"DokuWiki": Outcome.PARTIAL},
        "samesite-cookies": {"DokuWiki": Outcome.FAIL},
        "login-barrier": {"/doku.php": Outcome.FAIL},
    },
    "phpmyadmin": {
        **SIGNED,
        **LOGIN,
        "database-tools": {"/phpmyadmin/": Outcome.FAIL},
        **TRACED,
        "session-cookies": {"phpMyAdmin": Outcome.PARTIAL},
    },
    "zabbix": {
        **SIGNED,
        "open-admin": {"/setup.php": Outcome.FAIL},
        "repository-metadata": {"/composer.lock": Outcome.PARTIAL},
        "session-cookies": {"zbx_session": Outcome.PARTIAL},
        "samesite-cookies": {"zbx_session": Outcome.FAIL},
        "default-files": {"installer": Outcome.FAIL},
    },
    "apache": {**SIGNED, **LISTED, **TRACED},
    "nginx": LISTED,
    "lighttpd": {**LISTED, "version-disclosure": {"": Outcome.FAIL}},
    "python": {**LISTED, "version-disclosure": {"": Outcome.FAIL}},
}
SOFTWARE = {
    "wordpress": "wordpress",
    "pemasang": "wordpress",
    "mediawiki": "mediawiki",
    "dokuwiki": "dokuwiki",
    "phpmyadmin": "phpmyadmin",
}


@dataclass
class Row:
    """Where the applications of a street of real servers stand."""

    ports: dict[str, int]
    desk: Desk

    def look(self, name: str) -> Look:
        return self.desk.look(f"{name}.{APEX}", IP, (("http", self.ports[name]),))


@pytest.fixture(scope="module")
def row() -> Iterator[Row]:
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(public_folder("nyata"))
        socket = stack.enter_context(wordpress.database(folder))
        ports = {name: free_port(IP) for name in TRUTH}
        roots = {
            "wordpress": wordpress.unpack(folder, socket),
            "pemasang": _uninstalled_wordpress(folder, socket),
            "mediawiki": _mediawiki(folder, ports["mediawiki"]),
            "dokuwiki": _dokuwiki(folder),
            "phpmyadmin": _phpmyadmin(folder, socket),
            "zabbix": _copied(folder, "zabbix", "/usr/share/zabbix"),
            "apache": _documents(folder),
        }
        subprocess.run(["chown", "-R", "www-data:", *map(str, roots.values())], check=True)
        sites = [_site(ports[name], root, listing=name == "apache") for name, root in roots.items()]
        stack.enter_context(apache(folder, sites, [(IP, ports[name]) for name in roots]))
        _install(f"wordpress.{APEX}:{ports['wordpress']}", ports["wordpress"])
        _listing_servers(stack, folder, roots["apache"], ports)
        scanner = stack.enter_context(desk(Path("/etc/ssl/certs/ca-certificates.crt")))
        yield Row(ports, scanner)


@pytest.mark.root
@pytest.mark.parametrize("name", TRUTH)
def test_what_is_said_of_real_software_is_true(name: str, row: Row) -> None:
    look = row.look(name)
    found = {check: places(said) for check, said in look.verdicts.items() if check not in NOT_JUDGED and places(said)}
    assert found == {check: dict(what) for check, what in {**TRUTH[name], **UNANNOUNCED}.items()}
    assert look.impact.requests <= 60


@pytest.mark.root
@pytest.mark.parametrize(("name", "product"), SOFTWARE.items())
def test_real_software_is_recognised(name: str, product: str, row: Row) -> None:
    assert product in {one.product for one in row.look(name).software}


@pytest.mark.root
@pytest.mark.parametrize(
    ("name", "product", "package"),
    [
        ("mediawiki", "mediawiki", "mediawiki"),
        ("dokuwiki", "dokuwiki", "dokuwiki"),
        ("phpmyadmin", "phpmyadmin", "phpmyadmin"),
        ("zabbix", "zabbix", "zabbix-frontend-php"),
    ],
)
def test_the_true_version_is_answered_or_none(name: str, product: str, package: str, row: Row) -> None:
    found = [one for one in row.look(name).software if one.product == product]
    true = packaged(package)
    for one in found:
        assert not one.versions or true in {_as_debian_writes(version) for version in one.versions}
    assert found


def _as_debian_writes(version: str) -> str:
    """DokuWiki's 2022-07-31a is 0.0.20220731.a there."""
    day = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)([a-z]?)", version)
    return f"0.0.{day[1]}{day[2]}{day[3]}{f'.{day[4]}' if day[4] else ''}" if day else version


@pytest.mark.root
def test_the_version_of_a_real_wordpress_is_told(row: Row) -> None:
    (found,) = [one for one in row.look("wordpress").software if one.product == "wordpress"]
    assert found.versions == (wordpress.version(),)


def _site(port: int, root: Path, *, listing: bool) -> str:
    options = "Options +Indexes" if listing else ""
    return (
        f"<VirtualHost {IP}:{port}>\nDocumentRoot {root}\n<Directory {root}>\nAllowOverride All\n"
        f"Require all granted\n{options}\n</Directory>\n</VirtualHost>"
    )


def _copied(folder: Path, name: str, package: str) -> Path:
    """A package's files, its links followed where they lead somewhere."""
    root = folder / name
    shutil.copytree(package, root, ignore_dangling_symlinks=True)
    return root


def _uninstalled_wordpress(folder: Path, socket: Path) -> Path:
    root = folder / "pemasang"
    shutil.copytree(wordpress.PACKAGE, root, ignore=shutil.ignore_patterns("wp-config.php", ".htaccess", "languages"))
    config = wordpress.CONFIG.format(socket=socket).replace("'wordpress'", "'kosong'")
    (root / "wp-config.php").write_text(config)
    create = "CREATE DATABASE kosong CHARACTER SET utf8mb4"
    subprocess.run(["mariadb", f"--socket={socket}", "-e", create], check=True, capture_output=True)
    return root


def _install(host: str, port: int) -> None:
    form = {
        "weblog_title": "Dinas Contoh",
        "user_name": "pengelola",
        "admin_password": "b3nar-benar-Rahasia-untuk-uji",
        "admin_password2": "b3nar-benar-Rahasia-untuk-uji",
        "admin_email": "admin@contoh.go.id",
        "blog_public": "1",
        "language": "",
    }
    fetch(f"http://{IP}:{port}/wp-admin/install.php?step=2", urlencode(form).encode(), host=host)


def _mediawiki(folder: Path, port: int) -> Path:
    root = _copied(folder, "mediawiki", "/usr/share/mediawiki")
    (root / "LocalSettings.php").unlink(missing_ok=True)
    data = folder / "wikidata"
    command = [
        "php", "maintenance/install.php", "--dbtype", "sqlite", "--dbpath", str(data), "--scriptpath", "",
        "--server", f"http://mediawiki.{APEX}:{port}", "--pass", "Rahasia-untuk-uji-1", "Wiki Dinas", "Pengelola",
    ]  # fmt: skip
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    with (root / "LocalSettings.php").open("a") as settings:
        settings.write("$wgSessionName = 'my_wiki_session';\n")
    subprocess.run(["chown", "-R", "www-data:", str(data)], check=True)
    return root


def _dokuwiki(folder: Path) -> Path:
    root = _copied(folder, "dokuwiki", "/usr/share/dokuwiki")
    shutil.copytree("/var/lib/dokuwiki/data", root / "data", dirs_exist_ok=True, ignore_dangling_symlinks=True)
    shutil.copytree("/etc/dokuwiki", root / "conf", dirs_exist_ok=True)
    return root


def _phpmyadmin(folder: Path, socket: Path) -> Path:
    root = folder / "pma"
    root.mkdir()
    (root / "index.html").write_text(HOME)
    tool = _copied(root, "phpmyadmin", "/usr/share/phpmyadmin")
    (tool / "config.inc.php").write_text(
        "<?php $cfg['blowfish_secret'] = 'dua-puluh-dan-dua-belas-aksara32'; "
        "$cfg['Servers'][1]['auth_type'] = 'cookie'; "
        f"$cfg['Servers'][1]['socket'] = '{socket}'; $cfg['TempDir'] = '{folder}';"
    )
    return root


def _documents(folder: Path) -> Path:
    root = folder / "dokumen"
    for name, body in (("surat.pdf", "%PDF-1.4"), ("uploads/ktp.jpg", "x"), ("berkas/halaman.html", HOME)):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(body)
    return root


def _listing_servers(stack: contextlib.ExitStack, folder: Path, root: Path, ports: Mapping[str, int]) -> None:
    """Servers besides Apache that list the same folder."""
    place = folder / "nginx"
    place.mkdir()
    block = f"server {{ listen {IP}:{ports['nginx']}; root {root}; autoindex on; }}"
    stack.enter_context(nginx(place, [block], [(IP, ports["nginx"])]))
    config = folder / "lighttpd.conf"
    config.write_text(
        f'server.document-root = "{root}"\nserver.port = {ports["lighttpd"]}\nserver.bind = "{IP}"\n'
        'server.modules = ("mod_dirlisting")\ndir-listing.activate = "enable"\n'
    )
    programs = {
        "lighttpd": ["lighttpd", "-D", "-f", str(config)],
        "python": ["python3", "-m", "http.server", str(ports["python"]), "--bind", IP, "--directory", str(root)],
    }
    for name, command in programs.items():
        ready = lambda port=ports[name]: listens(IP, port)  # noqa: E731
        stack.enter_context(running(command, folder / f"{name}.log", ready))
