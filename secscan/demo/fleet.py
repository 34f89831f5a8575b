"""The demonstration fleet: 13 apps of 4 agencies on 3 loopback addresses, and the register that knows them."""

import csv
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives import serialization

from secscan.base.errors import SecscanError
from secscan.demo import pages
from secscan.demo.certificates import Authority, self_signed_and_expired
from secscan.demo.pages import APEX, DemoSite, name
from secscan.demo.servers import open_cache, resolver, serving, tls_server, web_server

NEW, OLD, SMALL = "127.0.1.1", "127.0.1.2", "127.0.1.3"
ELSEWHERE = "127.0.2.1"
"""Where the app without permit would stand; nothing listens there, and nothing is sent there."""

NETWORK = "127.0.1.0/24"


@dataclass(frozen=True, slots=True)
class Fleet:
    """The running fleet: where its resolver listens, and the files that a workspace needs."""

    resolver: str
    authority: Path
    register: Path


@contextmanager
def running(folder: Path, now: datetime) -> Iterator[Fleet]:
    """Start the fleet with its files in `folder`, and stop it at the end. `now` dates certificates and the permit."""
    authority = Authority(now)
    root = folder / "otoritas-demo.pem"
    root.write_bytes(authority.root.public_bytes(serialization.Encoding.PEM))
    new = (
        pages.good(),
        pages.fair(),
        pages.old_wordpress(),
        pages.leaked_git(),
        pages.leaked_dump(),
        pages.injected(),
    )
    old, small = (pages.weak_tls(),), (pages.open_database_tool(), pages.plain_login())
    ports = {"https": _free(NEW, 8443), "old": _free(OLD, 9443), "http": _free(SMALL, 8080)}
    dead = _free(SMALL, 8081)
    names = {
        **dict.fromkeys((site.host for site in new), NEW),
        **dict.fromkeys((site.host for site in old), OLD),
        **dict.fromkeys((*(site.host for site in small), name("lama")), SMALL),
        name("baru"): ELSEWHERE,
    }
    dns_port = _free("127.0.1.1", 5353, kind=socket.SOCK_DGRAM)
    servers = [
        tls_server((NEW, ports["https"]), new, {site.host: authority.issue(folder, site.host) for site in new}),
        tls_server(
            (OLD, ports["old"]), old, {old[0].host: self_signed_and_expired(folder, old[0].host, now)}, old=True
        ),
        web_server((SMALL, ports["http"]), small),
        open_cache((OLD, _free(OLD, 6379))),
        resolver((NEW, dns_port), names),
    ]
    register = folder / "register-demo"
    _write_register(register, _apps(ports, dead), now)
    with serving(servers):
        yield Fleet(f"{NEW}:{dns_port}", root, register)


def _apps(ports: dict[str, int], dead: int) -> list[dict[str, str]]:
    def https(site: DemoSite) -> str:
        return f"https://{site.host}:{ports['https']}/"

    small = f":{ports['http']}/"
    rows = [
        ("portal", "diskominfo", "Portal Kabupaten", https(pages.good()), "strategis"),
        ("jdih", "diskominfo", "JDIH", https(pages.fair()), "rendah"),
        ("puskesmas", "dinkes", "Situs Puskesmas", https(pages.old_wordpress()), "tinggi"),
        ("antrean", "dinkes", "Antrean Daring", https(pages.leaked_git()), "rendah"),
        ("arsip", "disdukcapil", "Arsip Surat", https(pages.leaked_dump()), "tinggi"),
        ("perpustakaan", "disdukcapil", "Perpustakaan Daerah", https(pages.injected()), "rendah"),
        ("simpeg", "bkpsdm", "SIMPEG", f"https://{name('simpeg')}:{ports['old']}/", "strategis"),
        ("kependudukan", "disdukcapil", "Layanan Kependudukan", f"http://{name('kependudukan')}{small}", "strategis"),
        ("absensi", "bkpsdm", "Absensi Pegawai", f"http://{name('absensi')}{small}", "tinggi"),
        ("lama", "bkpsdm", "Aplikasi Lama", f"http://{name('lama')}:{dead}/", "rendah"),
        ("baru", "dinkes", "Aplikasi Baru", f"http://{name('baru')}{small}", "rendah"),
    ]
    keys = ("id", "opd", "nama", "url", "kritikalitas")
    apps = [dict(zip(keys, row, strict=True)) | {"jenis": "web"} for row in rows]
    apps.append({"id": "ponsel", "opd": "diskominfo", "nama": "Kabupaten dalam Genggaman", "jenis": "android"})
    return apps


def _write_register(folder: Path, apps: list[dict[str, str]], now: datetime) -> None:
    """The register as the CSV files that `secscan register import` reads. One app has no permit on purpose."""
    folder.mkdir(exist_ok=True)
    opds = {
        "diskominfo": "Dinas Komunikasi dan Informatika",
        "bkpsdm": "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia",
        "dinkes": "Dinas Kesehatan",
        "disdukcapil": "Dinas Kependudukan dan Pencatatan Sipil",
    }
    contacts = [
        {"id": key, "nama": title, "kontak_nama": f"Admin {title}", "kontak_email": f"{key}@{APEX}"}
        for key, title in opds.items()
    ]
    permit = {
        "nomor": "094/001/ST-DEMO",
        "penandatangan": "Kepala Dinas Komunikasi dan Informatika",
        "berlaku_dari": f"{now - timedelta(days=1):%Y-%m-%d}",
        "berlaku_sampai": f"{now + timedelta(days=60):%Y-%m-%d}",
        "target": " ".join(app["id"] for app in apps if app["id"] not in ("baru", "ponsel")),
        "intensitas": "standard",
    }
    addresses = {**permit, "nomor": "094/002/ST-DEMO", "target": NETWORK}
    hosts = [
        {"alamat": NEW, "pemilik": "diskominfo", "jenis": "pemda"},
        {"alamat": OLD, "pemilik": "bkpsdm", "jenis": "pemda"},
    ]
    tables = {"opd": contacts, "apps": apps, "permits": [permit, addresses], "hosts": hosts}
    for table, rows in tables.items():
        columns = list(dict.fromkeys(key for row in rows for key in row))
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            writer.writerows(rows)


def _free(address: str, wanted: int, kind: socket.SocketKind = socket.SOCK_STREAM) -> int:
    """The wanted port, or the next free one within a hundred."""
    for port in range(wanted, wanted + 100):
        with socket.socket(socket.AF_INET, kind) as trial:
            try:
                trial.bind((address, port))
            except OSError:
                continue
            return port
    raise SecscanError("no_free_port", where=address, values={"port": str(wanted)})
