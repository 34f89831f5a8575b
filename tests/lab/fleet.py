"""The fleet of the main job: what a Pemda's web servers look like, each fault configured on purpose.

nginx with virtual hosts by SNI on one address and an old configuration on another, Debian's Apache, Debian's WordPress,
a Redis without password, and a dead application.
"""

import contextlib
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.certificate_support import Pair, authority, leaf, rsa_key, write
from tests.lab import wordpress
from tests.lab.desk import Desk, Row, permit
from tests.lab.names import name_server
from tests.lab.programs import listens, need_free, public_folder, running
from tests.lab.web import Apache, Nginx, apache, nginx

APEX = "kabcontoh.go.id"
MODERN, APACHE, BLOG, OLD, DEAD = (f"127.3.1.{number}" for number in (1, 2, 3, 4, 5))
NETWORK = "127.3.1.0/24"
LETTER = "094/101/ST/2026"

GOOD_HEADERS = """
add_header Strict-Transport-Security "max-age=31536000; includeSubDomains" always;
add_header Content-Security-Policy "default-src 'self'; frame-ancestors 'none'; base-uri 'self'" always;
add_header X-Content-Type-Options nosniff always;
add_header Referrer-Policy strict-origin-when-cross-origin always;
"""

VIRTUAL_HOSTS = ("baik", "sandi", "basi", "git", "unggah", "dump", "semua", "dinding", "memutar")
"""The names on the modern address that have HTTPS; `polos` there has none."""


@dataclass
class Fleet:
    """The running fleet and the workspace that knows it."""

    folder: Path
    desk: Desk
    nginx: Nginx
    apache: Apache
    redis_before: int = 0
    blog_requests_before: int = 0
    settings: dict[str, dict[str, object]] = field(default_factory=dict)

    def redis_connections(self) -> int:
        """TCP connections that Redis took since the fleet stood ready, without those of these questions."""
        found = _redis_connections() - self.redis_before - 1
        self.redis_before += 1
        return found


@contextlib.contextmanager
def fleet() -> Iterator[Fleet]:
    """The whole fleet, with a registered workspace, until the block ends."""
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(public_folder("fleet"))
        root = authority("Otoritas Uji")
        (folder / "ca.pem").write_bytes(root.pem)
        _write_sites(folder)
        web = stack.enter_context(nginx(folder, _servers(folder, root), _nginx_places()))
        socket = stack.enter_context(wordpress.database(folder))
        blog = wordpress.unpack(folder, socket)
        places = [(APACHE, 80), (BLOG, 80), (BLOG, 443)]
        old = stack.enter_context(apache(folder, _apache_sites(folder, blog, root), places))
        stack.enter_context(_redis(folder))
        wordpress.install(f"http://{BLOG}/")
        table = {f"{name}.{APEX}": MODERN for name in (*VIRTUAL_HOSTS, "polos")}
        table |= {
            f"apache.{APEX}": APACHE,
            f"kedua.{APEX}": APACHE,
            f"blog.{APEX}": BLOG,
            f"lawas.{APEX}": OLD,
            f"mati.{APEX}": DEAD,
        }
        names = stack.enter_context(name_server("127.3.1.250", table))
        settings: dict[str, dict[str, object]] = {
            "office": {"name": "Pemerintah Kabupaten Contoh", "timezone": "Asia/Jakarta"},
            "scan": {"rate": 200, "max_connections": 8, "port_rate": 2000, "contact": f"csirt@{APEX}"},
            "tls": {"extra_ca": [str(folder / "ca.pem")]},
            "dns": {"resolver": names.place},
            "domains": {"official": [APEX]},
        }
        desk = Desk(folder / "workspace")
        desk.init(**settings)
        desk.register(**tables())
        running_fleet = Fleet(folder, desk, web, old, settings=settings)
        running_fleet.redis_before = _redis_connections()
        running_fleet.blog_requests_before = len(old.requests())
        yield running_fleet


def tables() -> dict[str, list[Row]]:
    """The register of the fleet."""
    https = {name: f"https://{name}.{APEX}/" for name in (*VIRTUAL_HOSTS, "lawas", "blog", "mati")}
    urls = {**https, **{name: f"http://{name}.{APEX}/" for name in ("polos", "apache", "kedua")}}
    apps: list[Row] = [
        {"id": name, "opd": "kominfo", "nama": f"Aplikasi {name}", "url": url, "kritikalitas": "tinggi", "jenis": "web"}
        for name, url in urls.items()
    ]
    return {
        "opd": [{"id": "kominfo", "nama": "Dinas Komunikasi dan Informatika"}],
        "apps": apps,
        "permits": [permit(LETTER, f"*.{APEX} {NETWORK}")],
        "hosts": [{"alamat": NETWORK, "pemilik": "kominfo", "jenis": "pemda"}],
    }


def _nginx_places() -> list[tuple[str, int]]:
    return [(MODERN, 80), (MODERN, 443), (OLD, 80), (OLD, 443)]


def _write_sites(folder: Path) -> None:
    page = '<!doctype html><html lang="id"><head><meta charset="utf-8"><title>{0}</title></head><body><h1>{0}</h1>{1}'
    bodies = {
        "unggah": '<p>Unduh <a href="/uploads/laporan-2025.pdf">laporan 2025</a>.</p>',
        "dinding": '<form method="post" action="/masuk"><label>NIP <input name="nip"></label>'
        '<label>Kata sandi <input type="password" name="sandi"></label><button>Masuk</button></form>',
    }
    for name in (*VIRTUAL_HOSTS, "polos", "lawas", "apache"):
        root = folder / "www" / name
        root.mkdir(parents=True)
        text = bodies.get(name, f"<p>Layanan {name} bagi warga Kabupaten Contoh.</p>")
        (root / "index.html").write_text(page.format(f"Aplikasi {name}", text) + "</body></html>")
    git = folder / "www/git"
    who = ["-c", "user.name=uji", "-c", "user.email=uji@contoh.go.id"]
    for words in (["init", "-q"], ["add", "index.html"], [*who, "commit", "-q", "-m", "Awal"]):
        subprocess.run(["git", "-C", str(git), *words], check=True, capture_output=True)
    uploads = folder / "www/unggah/uploads"
    uploads.mkdir()
    for name in ("laporan-2025.pdf", "daftar-hadir.xlsx"):
        (uploads / name).write_bytes(b"%PDF-1.4 uji" if name.endswith("pdf") else b"PK\x03\x04uji")
    (folder / "www/dump/backup.sql").write_text(
        "-- MariaDB dump 10.19  Distrib 10.11.6-MariaDB, for debian-linux-gnu (x86_64)\n--\n"
        "-- Host: localhost    Database: arsip\n-- Server version\t10.11.6-MariaDB\n\n"
        "DROP TABLE IF EXISTS `warga`;\nCREATE TABLE `warga` (\n  `id` int(11) NOT NULL,\n  `nama` varchar(99)\n);\n"
        "INSERT INTO `warga` VALUES (1,'Uji Coba'),(2,'Coba Uji');\n"
    )


def _servers(folder: Path, root: Pair) -> list[str]:
    """The server blocks. The first of the modern address is what a stranger's name meets: nobody's certificate."""
    modern = "ssl_protocols TLSv1.2 TLSv1.3; ssl_ciphers ECDHE+AESGCM;"
    login = "location = /masuk { default_type text/html; rewrite ^ /index.html break; }"
    inside = {
        "baik": GOOD_HEADERS,
        "unggah": "location /uploads/ { autoindex on; }",
        "dump": "location = /backup.sql { default_type application/sql; }",
        "semua": "location / { try_files $uri /index.html; }",
        "dinding": f"{login} location / {{ return 302 /masuk; }}",
    }
    stranger = f"listen {MODERN}:443 ssl default_server; ssl_reject_handshake on; {modern}"
    blocks = [_server(stranger), _server(f"listen {MODERN}:80 default_server; return 444;")]
    for name in VIRTUAL_HOSTS:
        host = f"{name}.{APEX}"
        days = (-100, -10) if name == "basi" else (-30, 60)
        files = write(folder, leaf(root, host, days=days, key=rsa_key() if name == "sandi" else None), name=name)
        suites = "ssl_protocols TLSv1.2 TLSv1.3; ssl_ciphers AES128-SHA:AES256-SHA;" if name == "sandi" else modern
        tls = f"listen {MODERN}:443 ssl; ssl_certificate {files[0]}; ssl_certificate_key {files[1]}; {suites}"
        blocks.append(_server(f"{tls} server_name {host}; root {folder}/www/{name}; {inside.get(name, '')}"))
        first = f"http://{host}/beranda" if name == "memutar" else f"https://{host}$request_uri"
        detour = f"location = /beranda {{ return 301 https://{host}/; }}" if name == "memutar" else ""
        plain = f"listen {MODERN}:80; server_name {host}; {detour} location / {{ return 301 {first}; }}"
        blocks.append(_server(plain))
    blocks.append(_server(f"listen {MODERN}:80; server_name polos.{APEX}; root {folder}/www/polos;"))
    host = f"lawas.{APEX}"
    files = write(folder, leaf(root, host, key=rsa_key()), name="lawas")
    tls = f"listen {OLD}:80; listen {OLD}:443 ssl; ssl_certificate {files[0]}; ssl_certificate_key {files[1]};"
    weak = "ssl_protocols TLSv1 TLSv1.1 TLSv1.2; ssl_ciphers ALL:@SECLEVEL=0;"
    blocks.append(_server(f"{tls} {weak} server_name {host}; root {folder}/www/lawas;"))
    return blocks


def _server(body: str) -> str:
    return f"server {{ {body} }}"


def _apache_sites(folder: Path, blog: Path, root: Pair) -> list[str]:
    crt, secret = write(folder, leaf(root, f"blog.{APEX}"), name="blog")
    return [
        "ServerTokens Full\nServerSignature On\nTraceEnable Off",
        "LoadModule ssl_module /usr/lib/apache2/modules/mod_ssl.so\n"
        "LoadModule socache_shmcb_module /usr/lib/apache2/modules/mod_socache_shmcb.so",
        f"<VirtualHost {APACHE}:80>\nServerName apache.{APEX}\nServerAlias kedua.{APEX}\n"
        f"DocumentRoot {folder}/www/apache\n</VirtualHost>",
        f"<VirtualHost {BLOG}:80>\nServerName blog.{APEX}\nDocumentRoot {blog}\n"
        f"RewriteEngine On\nRewriteCond %{{HTTP_HOST}} ^blog\nRewriteRule ^ https://blog.{APEX}%{{REQUEST_URI}} "
        "[R=301,L]\n</VirtualHost>",
        f"<VirtualHost {BLOG}:443>\nServerName blog.{APEX}\nDocumentRoot {blog}\nSSLEngine on\n"
        f"SSLProtocol TLSv1.2 +TLSv1.3\nSSLCertificateFile {crt}\nSSLCertificateKeyFile {secret}\n</VirtualHost>",
    ]


@contextlib.contextmanager
def _redis(folder: Path) -> Iterator[None]:
    """A Redis on the Apache's address that anybody may ask."""
    need_free(APACHE, 6379)
    command = ["redis-server", "--bind", APACHE, "--port", "6379", "--protected-mode", "no", "--save", "", "--dir"]
    with running([*command, str(folder)], folder / "redis.out", lambda: listens(APACHE, 6379)):
        yield


def _redis_connections() -> int:
    asked = subprocess.run(
        ["redis-cli", "-h", APACHE, "-p", "6379", "info", "stats"], capture_output=True, text=True, check=True
    ).stdout
    return int(asked.partition("total_connections_received:")[2].splitlines()[0])
