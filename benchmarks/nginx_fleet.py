"""A fleet of light apps behind one nginx: virtual hosts by SNI, each with a certificate of its own, HTTP redirected.

All on loopback addresses of 127.68.0.0/16. Root is needed for ports 80 and 443.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.certificate_support import Pair, authority, leaf, write
from tests.lab.desk import Desk
from tests.lab.names import name_server
from tests.lab.programs import listens, need_free, public_folder, running
from tests.scan_support import workspace

APEX = "kabcontoh.go.id"
NETWORK = "127.68.0.0/16"
NAMES_AT = "127.68.255.1"

_CONFIG = """
daemon off;
user root;
worker_processes 1;
worker_rlimit_nofile 16384;
pid {folder}/nginx.pid;
events {{ worker_connections 8192; }}
http {{
    types {{ text/html html; text/css css; application/javascript js; image/svg+xml svg; text/plain txt; }}
    default_type application/octet-stream;
    server_tokens off;
    keepalive_requests 10000;
    access_log off;
    server_names_hash_max_size 8192;
    ssl_protocols TLSv1.2 TLSv1.3;
    client_body_temp_path {folder}/tmp; proxy_temp_path {folder}/tmp; fastcgi_temp_path {folder}/tmp;
    uwsgi_temp_path {folder}/tmp; scgi_temp_path {folder}/tmp;
{servers}
}}
"""
_SERVER = """
    server {{ listen {ip}:80; server_name {name}; return 301 https://$host$request_uri; }}
    server {{
        listen {ip}:443 ssl; server_name {name}; root {root};
        ssl_certificate {certificate}; ssl_certificate_key {key};
        add_header X-Content-Type-Options nosniff always;
        error_page 404 /404.html;
    }}
"""
_SUBJECTS = ("berita", "layanan", "profil", "pengumuman", "agenda", "unduhan", "galeri", "kontak", "peta", "bantuan")
_WORDS = "Pelayanan administrasi kependudukan dan pencatatan sipil bagi warga kabupaten. "
_PAGE = """<!doctype html>
<html lang="id"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="description" content="{title}">
<link rel="stylesheet" href="/aset/gaya.css"><link rel="icon" href="/aset/lambang.svg">
<script src="/aset/menu.js" defer></script></head>
<body><header><img src="/aset/lambang.svg" alt="Lambang"><nav><ul>{menu}</ul></nav></header>
<main><h1>{title}</h1>{articles}</main>
<form action="/cari" method="get"><label>Cari <input name="kata"></label><button>Cari</button></form>
<footer><p>Dinas Komunikasi dan Informatika, Jalan Contoh 1.</p></footer></body></html>
"""


@dataclass(frozen=True, slots=True)
class WebFleet:
    """A running fleet and the workspace that knows it. `places` maps each name to its address."""

    desk: Desk
    places: dict[str, str]
    authority: Path


@contextlib.contextmanager
def nginx_fleet(apps: int, addresses: int, rate: float) -> Iterator[WebFleet]:
    """So many apps, spread evenly over so many addresses, and a workspace that may send each `rate` requests and new
    connections a second."""
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(public_folder("bench"))
        root = authority("Otoritas Uji")
        (folder / "ca.pem").write_bytes(root.pem)
        places = {f"app{number}.{APEX}": _address(number % addresses) for number in range(apps)}
        servers = "".join(_server(folder, root, name, ip) for name, ip in places.items())
        config = folder / "nginx.conf"
        config.write_text(_CONFIG.format(folder=folder, servers=servers))
        command = ["nginx", "-p", str(folder), "-e", str(folder / "nginx-error.log"), "-c", str(config)]
        for ip in dict.fromkeys(places.values()):
            need_free(ip, 80, 443)  # by a fleet of a run that was killed, say
        last = _address(addresses - 1)
        stack.enter_context(running(command, folder / "nginx.out", lambda: listens(last, 443)))
        table: dict[str, str | list[str]] = {**places, APEX: _address(0)}
        names = stack.enter_context(name_server(NAMES_AT, table))
        settings: dict[str, dict[str, object]] = {
            "scan": {"rate": rate, "max_connections": 4, "port_rate": 100, "contact": f"csirt@{APEX}"},
            "tls": {"extra_ca": [str(folder / "ca.pem")]},
            "dns": {"resolver": names.place},
            "domains": {"official": [APEX]},
        }
        urls = {name.partition(".")[0]: f"https://{name}/" for name in places}
        yield WebFleet(workspace(folder, urls, f"*.{APEX} {NETWORK}", **settings), places, folder / "ca.pem")


def _address(number: int) -> str:
    return f"127.68.{number // 250}.{number % 250 + 1}"


def _server(folder: Path, root: Pair, name: str, ip: str) -> str:
    """The files of one app, and its part of the configuration."""
    site = folder / "situs" / name
    (site / "aset").mkdir(parents=True)
    title = f"Layanan {name.partition('.')[0]}"
    (site / "index.html").write_text(_page(title, 12))
    (site / "404.html").write_text(_page("Halaman tidak ditemukan", 1))
    for subject in _SUBJECTS:
        (site / subject).mkdir()
        (site / subject / "index.html").write_text(_page(f"{subject.title()} {title}", 6))
    (site / "aset" / "gaya.css").write_text("body { margin: 0; font-family: sans-serif }\n" * 100)
    (site / "aset" / "menu.js").write_text("document.querySelector('nav').classList.add('siap');\n" * 40)
    (site / "aset" / "lambang.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    certificate, key = write(folder, leaf(root, name), name=name)
    return _SERVER.format(ip=ip, name=name, root=site, certificate=certificate, key=key)


def _page(title: str, articles: int) -> str:
    menu = "".join(f'<li><a href="/{subject}/">{subject.title()}</a></li>' for subject in _SUBJECTS)
    texts = "".join(
        f'<article class="kartu"><h2>{title} {number}</h2><p>{_WORDS * 3}</p>'
        f'<a href="/{_SUBJECTS[number % len(_SUBJECTS)]}/?hal={number}">Selengkapnya</a></article>'
        for number in range(articles)
    )
    return _PAGE.format(title=title, menu=menu, articles=texts)
