"""Leaks on real servers are found; the write-ups' steps, put in as they stand, close them; near misses stay quiet."""

import http.client
import re
import shutil
import subprocess
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from secscan.analysis.responses import read_response
from secscan.base.resources import read_text
from secscan.checks import backup_files, directory_listing, repository_metadata, secret_files
from secscan.model.checks import Verdict
from secscan.model.enums import Outcome, Status
from secscan.model.observations import Exchange, Observation
from secscan.model.requests import Request
from secscan.model.subjects import Site
from tests.net_support import free_port
from tests.unit.builders import NOW, app, context, site, with_looks

ADDRESS = "127.0.0.1"
MODULES = Path("/usr/lib/apache2/modules")
CHECKS = (backup_files, secret_files, repository_metadata, directory_listing)
LEAKS = {
    "/backup.zip": Outcome.FAIL,
    "/db.sql": Outcome.FAIL,
    "/config.php.bak": Outcome.FAIL,
    "/.env": Outcome.FAIL,
    "/.git/": Outcome.FAIL,
    "/composer.lock": Outcome.PARTIAL,
    "/uploads/": Outcome.FAIL,
    "/assets/": Outcome.PARTIAL,
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A web folder in which everything was left lying about."""
    web = tmp_path / "web"
    for name in (".git", "uploads", "assets"):
        (web / name).mkdir(parents=True)
    (web / "index.html").write_text("<!doctype html><title>SIMPEG</title><p>Selamat datang<script src=/assets/a.js>")
    (web / "assets" / "a.js").write_text("1")
    (web / "uploads" / "surat.pdf").write_text("%PDF-1.4")
    (web / ".env").write_text("APP_KEY=base64:aaaa\nDB_HOST=127.0.0.1\nDB_PASSWORD=rahasia\n")
    (web / "db.sql").write_text("-- MySQL dump 10.13\nCREATE TABLE `a` (\n id int);\n" + "x" * 20_000)
    (web / "config.php.bak").write_text("<?php\n$password = 'rahasia';\n")
    (web / "composer.lock").write_text('{"content-hash": "a", "packages": []}')
    with zipfile.ZipFile(web / "backup.zip", "w") as archive:
        archive.writestr("html/wp-config.php", "<?php")
    subprocess.run(["git", "init", "-q", str(web)], check=True)
    for parent in (tmp_path, *tmp_path.parents):
        if parent == tmp_path or (parent.name.startswith(("pytest-", "popen-")) and parent.owner() == tmp_path.owner()):
            parent.chmod(0o755)
    return tmp_path


@contextmanager
def running(arguments: list[str], port: int) -> Iterator[int]:
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(50):
            try:
                _get(port, Request(scheme="http", host=ADDRESS, port=port))
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def _get(port: int, request: Request) -> Observation:
    connection = http.client.HTTPConnection(ADDRESS, port, timeout=5)
    ranged = {"Range": f"bytes=0-{request.max_bytes - 1}"} if request.prefix_only else {}
    try:
        connection.request("GET", request.path, headers=ranged)
        answer = connection.getresponse()
        body = answer.read(request.max_bytes)
    finally:
        connection.close()
    exchange, _ = read_response(request, ADDRESS, answer.status, answer.getheaders(), body)
    return Observation(
        job_key=request.key,
        subject=Site("http", ADDRESS, port),
        taken_at=NOW,
        probe="test",
        status=Status.OK,
        payload=exchange,
    )


def scan(port: int) -> tuple[dict[str, Outcome], int, list[Verdict]]:
    """What the four checks find, by path, and with how many requests."""
    seen = site(f"http://{ADDRESS}:{port}/", {})
    home = Request(scheme="http", host=ADDRESS, port=port)
    seen = with_looks(seen, _get(port, home))
    for _ in range(5):
        for check in CHECKS:
            for request in check.ask(seen, context()):
                if request.key not in seen.looks:
                    seen = with_looks(seen, _get(port, request))
    verdicts = [verdict for check in CHECKS for verdict in check.evaluate(app(seen), context())]
    found = {dict(verdict.discriminators)["path"]: verdict.outcome for verdict in verdicts if verdict.discriminators}
    return found, len(seen.looks) - 1, verdicts


def snippets(heading: str, lang: str, checks: tuple[str, ...]) -> str:
    """The first code block below a server's heading, of each write-up."""
    found: list[str] = []
    for check in checks:
        section = re.search(
            rf"^### {re.escape(heading)}$(.*?)(?=^###? )",
            read_text("findings", f"{check}.{lang}.md"),
            re.DOTALL | re.MULTILINE,
        )
        assert section is not None
        block = re.search(r"```\w+\n(.*?)```", section[1], re.DOTALL)
        assert block is not None
        found.append(block[1])
    lines = "\n".join(found).splitlines()
    return "\n".join(dict.fromkeys(lines) if heading == "nginx" else lines)


def nginx(folder: Path, port: int, host: str) -> list[str]:
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "\n".join(f"{kind}_temp_path {folder};" for kind in kinds)
    (folder / "nginx.conf").write_text(
        f"pid {folder}/nginx.pid; error_log {folder}/nginx.log; daemon off; events {{}}\n"
        f"http {{ access_log off; {temporary}\nserver {{ listen {ADDRESS}:{port}; root {folder}/web;\n{host}\n}} }}"
    )
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin")
    assert program is not None
    return [program, "-c", str(folder / "nginx.conf"), "-p", str(folder)]


def apache(folder: Path, port: int, directory: str, host: str) -> list[str]:
    modules = ("mpm_prefork", "authz_core", "alias", "autoindex", "dir", "mime")
    loads = "\n".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in modules)
    (folder / "apache.conf").write_text(
        f"ServerRoot {folder}\nPidFile {folder}/apache.pid\nErrorLog {folder}/error.log\nServerName a.go.id\n{loads}\n"
        f"User daemon\nGroup daemon\nTypesConfig /etc/mime.types\nListen {ADDRESS}:{port}\nDocumentRoot {folder}/web\n"
        f"IndexOptions FancyIndexing HTMLTable\n"
        f"<Directory {folder}/web>\nAllowOverride All\nRequire all granted\n{directory}\n</Directory>\n{host}\n"
    )
    program = shutil.which("apache2", path="/usr/sbin:/usr/bin")
    assert program is not None
    return [program, "-f", str(folder / "apache.conf"), "-X"]


def serves_assets(port: int) -> bool:
    exchange = _get(port, Request(scheme="http", host=ADDRESS, port=port, path="/assets/a.js")).payload
    return isinstance(exchange, Exchange) and exchange.status == 200


FILES = ("backup-files", "secret-files", "repository-metadata")


@pytest.mark.parametrize("lang", ["id", "en"])
def test_nginx(folder: Path, lang: str) -> None:
    port = free_port()
    with running(nginx(folder, port, "autoindex on;"), port):
        found, asked, verdicts = scan(port)
    assert found == LEAKS
    assert asked <= 30  # a site that leaks everything needs a baseline for each kind
    dump = next(verdict for verdict in verdicts if verdict.discriminators == (("path", "/db.sql"),))
    assert dump.facts["size"] == (folder / "web" / "db.sql").stat().st_size
    assert "rahasia" not in repr(verdicts)
    fixed = snippets("nginx", lang, (*FILES, "directory-listing"))
    port = free_port()
    with running(nginx(folder, port, fixed), port):
        found, asked, _ = scan(port)
        assert serves_assets(port)
    assert found == {}
    assert asked <= 24


@pytest.mark.parametrize("lang", ["id", "en"])
def test_apache(folder: Path, lang: str) -> None:
    port = free_port()
    with running(apache(folder, port, "Options +Indexes", ""), port):
        assert scan(port)[0] == LEAKS
    port = free_port()
    arguments = apache(folder, port, snippets("Apache", lang, ("directory-listing",)), snippets("Apache", lang, FILES))
    with running(arguments, port):
        assert scan(port)[0] == {}
        assert serves_assets(port)


@pytest.mark.parametrize("lang", ["id", "en"])
def test_htaccess(folder: Path, lang: str) -> None:
    fixes = snippets(".htaccess / cPanel", lang, (*FILES, "directory-listing"))
    (folder / "web" / ".htaccess").write_text(fixes)
    port = free_port()
    with running(apache(folder, port, "Options +Indexes", ""), port):
        assert scan(port)[0] == {}
        assert serves_assets(port)


@pytest.mark.parametrize(
    "rule",
    [
        "location / { try_files /index.html =404; }",
        "error_page 404 =200 /index.html;",
        "location / { return 302 /masuk; }",
        "location ~ ^/. { return 403; }",
        "error_page 404 =302 /;",
        'location ~ ^/. { default_type text/plain; return 200 "ref: refs/heads/main\\n"; }',
        'location ~ ^/. { default_type text/plain; return 200 "APP_KEY=a\\nDB_PASSWORD=b\\nDB_HOST=c\\n"; }',
        'location ~ ^/. { return 200 "-- MySQL dump 10.13\\n"; }',
    ],
)
def test_catch_alls_are_not_blamed(folder: Path, rule: str) -> None:
    for entry in (folder / "web").iterdir():
        if entry.name not in ("index.html",):
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    port = free_port()
    with running(nginx(folder, port, rule), port):
        found, _, _ = scan(port)
    assert not set(found.values()) & {Outcome.FAIL, Outcome.PARTIAL}
