"""nginx and Debian's Apache with configurations of their own, and what their logs counted."""

import contextlib
import re
import socket
import textwrap
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.lab.programs import listens, need_free, running

NGINX = """
daemon off;
user {user};
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/nginx-error.log info;
events {{ worker_connections 512; }}
http {{
    types {{ text/html html; text/css css; application/javascript js; text/plain txt; application/pdf pdf; }}
    default_type application/octet-stream;
    server_tokens {tokens};
    log_format counted '$server_addr $server_port $connection "$request_method $scheme://$host$request_uri" $status';
    access_log {folder}/nginx-access.log counted;
    client_body_temp_path {folder}/nginx-tmp; proxy_temp_path {folder}/nginx-tmp; fastcgi_temp_path {folder}/nginx-tmp;
    uwsgi_temp_path {folder}/nginx-tmp; scgi_temp_path {folder}/nginx-tmp;
    server {{
        listen unix:{folder}/status.sock;
        access_log off;
        location / {{ stub_status; }}
    }}
{servers}
}}
"""

APACHE = """
ServerRoot {folder}
PidFile {folder}/apache.pid
Mutex file:{folder}
{listens}
User {user}
Group {user}
ServerName apache.invalid
LoadModule mpm_prefork_module {modules}/mod_mpm_prefork.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule dir_module {modules}/mod_dir.so
LoadModule mime_module {modules}/mod_mime.so
LoadModule rewrite_module {modules}/mod_rewrite.so
LoadModule headers_module {modules}/mod_headers.so
LoadModule autoindex_module {modules}/mod_autoindex.so
LoadModule php_module {php}
TypesConfig /etc/mime.types
DirectoryIndex index.php index.html
StartServers 2
MinSpareServers 2
MaxRequestWorkers 24
KeepAliveTimeout 15
MaxKeepAliveRequests 0
LogFormat "%A %p - \\"%m %{{Host}}i %r\\" %>s" counted
CustomLog {folder}/apache-access.log counted
ErrorLog {folder}/apache-error.log
<FilesMatch "\\.php$">
    SetHandler application/x-httpd-php
</FilesMatch>
<Directory {folder}>
    AllowOverride All
    Require all granted
</Directory>
{sites}
"""

_MODULES = Path("/usr/lib/apache2/modules")


@dataclass(frozen=True)
class Logged:
    """One request as the server logged it: the address and port that took it, method, URL and status."""

    address: str
    port: int
    method: str
    url: str
    status: int


class Nginx:
    """A running nginx."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._before = self._status()

    def requests(self) -> list[Logged]:
        return list(_logged(self.folder / "nginx-access.log"))

    def accepted(self) -> int:
        """TCP connections accepted since the start, on all addresses, without those of these questions."""
        found = self._status() - self._before - 1
        self._before += 1
        return found

    def _status(self) -> int:
        with socket.socket(socket.AF_UNIX) as status:
            status.connect(str(self.folder / "status.sock"))
            status.sendall(b"GET / HTTP/1.0\r\n\r\n")
            answer = b"".join(iter(lambda: status.recv(4096), b""))
        numbers = re.search(rb"\n\s*(\d+) (\d+) (\d+)", answer)
        assert numbers, answer
        return int(numbers[1])


@dataclass(frozen=True)
class Apache:
    """A running Apache."""

    folder: Path

    def requests(self) -> list[Logged]:
        """Without the dummy connections by which Apache wakes its own children."""
        return [one for one in _logged(self.folder / "apache-access.log") if not one.url.endswith("*")]


_LINE = re.compile(r'(\S+) (\d+) \S+ "(\S+) ([^"]*)" (\d+)')


def _logged(path: Path) -> Iterator[Logged]:
    """The lines of a log. nginx says the URL itself, Apache the host and the request line as it came."""
    lines = path.read_text(errors="replace").splitlines() if path.exists() else []
    for line in lines:
        found = _LINE.match(line)
        assert found, line
        address, port, method, rest, status = found.groups()
        words = rest.split(" ")
        url = rest if len(words) == 1 else f"http{'s' * (port == '443')}://{words[0]}{words[2]}"
        yield Logged(address, int(port), method, url, int(status))


@contextlib.contextmanager
def nginx(
    folder: Path, servers: Sequence[str], places: Sequence[tuple[str, int]], *, tokens: str = "off", user: str = "root"
) -> Iterator[Nginx]:
    """nginx with these `server` blocks, which listen at `places`."""
    for address, port in places:
        need_free(address, port)
    config = folder / "nginx.conf"
    blocks = textwrap.indent("\n".join(servers), "    ")
    config.write_text(NGINX.format(folder=folder, servers=blocks, tokens=tokens, user=user))
    command = ["nginx", "-p", str(folder), "-e", str(folder / "nginx-error.log"), "-c", str(config)]
    # The empty OpenSSL configuration lets `ssl_protocols` and `ssl_ciphers` alone decide, not Debian's floor.
    env = {"OPENSSL_CONF": "/dev/null"}
    ready = (folder / "status.sock").exists
    with running(command, folder / "nginx.out", lambda: ready() and all(listens(*place) for place in places), env):
        yield Nginx(folder)


@contextlib.contextmanager
def apache(
    folder: Path, sites: Sequence[str], places: Sequence[tuple[str, int]], *, user: str = "www-data"
) -> Iterator[Apache]:
    """Debian's Apache with PHP and these virtual hosts, which it listens for at `places`."""
    for address, port in places:
        need_free(address, port)
    config = folder / "apache.conf"
    config.write_text(
        APACHE.format(
            folder=folder,
            modules=_MODULES,
            php=next(iter(sorted(_MODULES.glob("libphp*.so")))),
            user=user,
            listens="\n".join(f"Listen {address}:{port}" for address, port in places),
            sites="\n".join(sites),
        )
    )
    command = ["apache2", "-D", "FOREGROUND", "-f", str(config)]
    with running(command, folder / "apache.out", lambda: all(listens(*place) for place in places)):
        yield Apache(folder)


def fetch(url: str, data: bytes | None = None, host: str = "") -> str:
    """One request of the test's own set-up."""
    request = urllib.request.Request(url, data=data, headers={"Host": host} if host else {})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=60) as answer:
        body: bytes = answer.read()
        return body.decode(errors="replace")
