"""The write-ups' steps, put as they stand into real servers, turn failures of the checks into passes."""

import http.client
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from secscan.base.resources import read_text
from secscan.checks import content_security_policy, framing, hsts, nosniff_referrer, session_cookies, version_disclosure
from secscan.model.enums import Outcome
from tests.net_support import free_port
from tests.unit.builders import Response, app, context, site

ADDRESS = "127.0.0.1"
MODULES = Path("/usr/lib/apache2/modules")
CHECKS = (content_security_policy, framing, hsts, nosniff_referrer, session_cookies, version_disclosure)
PLAIN_COOKIE = "PHPSESSID=6q1m2n3b4v5c6x7z8l9k0j1h2g; path=/"
HEADERS = ("content-security-policy", "framing", "hsts", "nosniff-referrer")


def snippet(check: str, heading: str, lang: str) -> str:
    """The first code block below a server's heading in a write-up."""
    text = read_text("findings", f"{check}.{lang}.md")
    section = re.search(rf"^### {re.escape(heading)}$(.*?)(?=^###? )", text, re.DOTALL | re.MULTILINE)
    assert section is not None
    block = re.search(r"```\w+\n(.*?)```", section[1], re.DOTALL)
    assert block is not None
    return block[1]


def apache_configuration(folder: Path, port: int, server: str, host: str, htaccess: str) -> str:
    (folder / ".htaccess").write_text(htaccess)
    modules = ("mpm_prefork", "authz_core", "headers", "dir", "mime")
    loads = "\n".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in modules)
    return f"""ServerRoot {folder}
PidFile {folder}/apache.pid
ErrorLog {folder}/error.log
ServerName simpeg.contoh.go.id
{loads}
User daemon
Group daemon
TypesConfig /etc/mime.types
Listen {ADDRESS}:{port}
{server}
<Directory {folder}>
AllowOverride All
Require all granted
</Directory>
<VirtualHost {ADDRESS}:{port}>
DocumentRoot {folder}
Header add Set-Cookie "{PLAIN_COOKIE}"
{host}
</VirtualHost>
"""


def nginx_configuration(folder: Path, port: int, behind: int, server: str, host: str, proxy: str) -> str:
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "\n".join(f"{kind}_temp_path {folder};" for kind in kinds)
    return f"""pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
daemon off;
events {{}}
http {{
access_log off;
{temporary}
{server}
server {{
  listen {ADDRESS}:{port};
  {host}
  location / {{ proxy_pass http://{ADDRESS}:{behind}; proxy_pass_header Server; {proxy} }}
}}
server {{
  listen {ADDRESS}:{behind};
  location / {{ default_type text/html; add_header Set-Cookie "{PLAIN_COOKIE}"; return 200 "<p>Selamat datang"; }}
}}
}}"""


class Server:
    """One running web server, asked without going through the scanner's own client."""

    def __init__(self, port: int, arguments: list[str]) -> None:
        self.port = port
        self._process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def response(self) -> Response:
        for _ in range(50):
            connection = http.client.HTTPConnection(ADDRESS, self.port, timeout=5)
            try:
                connection.request("GET", "/")
                answer = connection.getresponse()
                headers: dict[str, str | list[str]] = {
                    name: [value for key, value in answer.getheaders() if key == name]
                    for name, _ in answer.getheaders()
                }
                return (answer.status, headers, answer.read())
            except ConnectionError:
                time.sleep(0.1)
            finally:
                connection.close()
        raise AssertionError("the server did not start")

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(10)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    tmp_path.chmod(0o755)
    (tmp_path / "index.html").write_text("<!doctype html><title>SIMPEG</title><p>Selamat datang")
    for parent in tmp_path.parents:
        if parent.name.startswith(("pytest-", "popen-")) and parent.owner() == tmp_path.owner():
            parent.chmod(0o755)
    return tmp_path


def outcomes(server: Server) -> Iterator[tuple[str, Outcome]]:
    evidence = app(site("https://simpeg.contoh.go.id/", {"/": server.response()}))
    for check in CHECKS:
        yield check.SPEC.id, next(check.evaluate(evidence, context())).outcome


FAILING = dict.fromkeys((str(check.SPEC.id) for check in CHECKS), Outcome.FAIL)
PASSING = dict.fromkeys(FAILING, Outcome.PASS)


@pytest.mark.parametrize("lang", ["id", "en"])
def test_apache(folder: Path, lang: str) -> None:
    program = shutil.which("apache2", path="/usr/sbin:/usr/bin")
    assert program is not None
    heading = "Apache"
    host = "\n".join(snippet(check, heading, lang) for check in (*HEADERS, "session-cookies"))
    # One header for one policy, as the write-up on framing says: the later `set` would replace the earlier.
    host = host.replace(snippet("framing", heading, lang).splitlines()[0], "")
    for server, vhost, expected in (
        ("ServerTokens Full", "", FAILING),
        (snippet("version-disclosure", heading, lang), host, PASSING),
    ):
        port = free_port()
        (folder / "apache.conf").write_text(apache_configuration(folder, port, server, vhost, ""))
        running = Server(port, [program, "-f", str(folder / "apache.conf"), "-X"])
        try:
            assert dict(outcomes(running)) == expected
        finally:
            running.stop()


@pytest.mark.parametrize("lang", ["id", "en"])
def test_htaccess(folder: Path, lang: str) -> None:
    program = shutil.which("apache2", path="/usr/sbin:/usr/bin")
    assert program is not None
    fixes = "\n".join(snippet(check, ".htaccess / cPanel", lang) for check in ("nosniff-referrer", "framing"))
    port = free_port()
    (folder / "apache.conf").write_text(apache_configuration(folder, port, "", "", fixes))
    running = Server(port, [program, "-f", str(folder / "apache.conf"), "-X"])
    try:
        found = dict(outcomes(running))
    finally:
        running.stop()
    assert found["nosniff-referrer"] is Outcome.PASS
    assert found["framing"] is Outcome.PASS


@pytest.mark.parametrize("lang", ["id", "en"])
def test_nginx(folder: Path, lang: str) -> None:
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin")
    assert program is not None
    host = "\n".join(snippet(check, "nginx", lang) for check in HEADERS)
    tokens, cookies = snippet("version-disclosure", "nginx", lang), snippet("session-cookies", "nginx", lang)
    for server, vhost, proxy, expected in (("", "", "", FAILING), (tokens, host, cookies, PASSING)):
        port, behind = free_port(), free_port()
        (folder / "nginx.conf").write_text(nginx_configuration(folder, port, behind, server, vhost, proxy))
        running = Server(port, [program, "-c", str(folder / "nginx.conf"), "-p", str(folder)])
        try:
            assert dict(outcomes(running)) == expected
        finally:
            running.stop()
