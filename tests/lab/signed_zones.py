"""A DNS tree from the root down, signed and served by BIND: DNSSEC that is right, absent or broken."""

import contextlib
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import dns.exception
import dns.message
import dns.query

from tests.lab.programs import running

ADDRESS = "127.0.0.1"  # BIND serves addresses that an interface has, not all that loopback answers for
_ZONE = """$TTL 300
@ IN SOA ns.contoh.test. admin.contoh.test. 1 3600 600 86400 300
@ IN NS ns.contoh.test.
{records}
"""
_CONFIG = """options {{ directory "{folder}"; pid-file none; session-keyfile none;
  listen-on port {port} {{ {address}; }};
  listen-on-v6 {{ none; }}; recursion no; dnssec-validation no; notify no; minimal-responses yes; }};
controls {{ }};
{zones}
"""


@dataclass
class Zone:
    """One zone: records beside SOA and NS, whether it is signed, whether the zone above links to it; `dates` are
    further arguments of the signer."""

    records: str = ""
    signed: bool = True
    linked: bool = True
    dates: tuple[str, ...] = ()


@dataclass(frozen=True)
class SignedZones:
    """Where the tree is served, and the root's key as a DS record."""

    place: str
    anchor: str
    folder: Path


@contextlib.contextmanager
def signed_zones(folder: Path, port: int, zones: dict[str, Zone]) -> Iterator[SignedZones]:
    """Serve the zones, which are named from the root (`.`) down; each links to those directly below it."""
    folder.chmod(0o755)
    links: dict[str, str] = {}
    for name in sorted(zones, key=lambda name: (name == ".", -name.count("."))):
        links[name] = _made(folder, name, zones, links)
    config = folder / "named.conf"
    blocks = (f'zone "{name}" {{ type primary; file "{_file(name)}"; }};' for name in zones)
    config.write_text(_CONFIG.format(folder=folder, port=port, address=ADDRESS, zones="\n".join(blocks)))
    command = ["named", "-g", "-c", str(config)]
    with running(command, folder / "named.log", lambda: _answers(port)):
        yield SignedZones(f"{ADDRESS}:{port}", links["."].partition(" DS ")[2].strip(), folder)


def _made(folder: Path, name: str, zones: dict[str, Zone], links: dict[str, str]) -> str:
    """Write one zone and sign it; its DS record for the zone above, "" for none."""
    zone = zones[name]
    below = [other for other in zones if other != name and _above(other, zones) == name]
    delegations = "".join(
        f"{other}. IN NS ns.contoh.test.\n{links[other] if zones[other].linked else ''}\n" for other in below
    )
    file = folder / _file(name)
    file.write_text(_ZONE.format(records=zone.records + "\n" + delegations))
    if not zone.signed:
        return ""
    keys = [_key(folder, name, extra) for extra in ((), ("-f", "KSK"))]
    with file.open("a") as out:
        out.writelines((folder / f"{key}.key").read_text() for key in keys)
    signer = ["dnssec-signzone", "-q", "-P", *zone.dates, "-o", name, "-f", str(file) + ".signed", str(file)]
    subprocess.run(signer, cwd=folder, check=True, capture_output=True)
    (folder / (file.name + ".signed")).rename(file)
    found = subprocess.run(
        ["dnssec-dsfromkey", "-2", f"{keys[1]}.key"], cwd=folder, check=True, capture_output=True, text=True
    )
    return found.stdout.strip()


def _key(folder: Path, name: str, extra: tuple[str, ...]) -> str:
    made = subprocess.run(
        ["dnssec-keygen", "-q", "-a", "ECDSAP256SHA256", *extra, name],
        cwd=folder, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return made.stdout.strip()


def _above(name: str, zones: dict[str, Zone]) -> str:
    """The zone that delegates a name: the longest one that it ends in."""
    parents = [other for other in zones if other not in (name, ".") and name.endswith(f".{other}")]
    return max(parents, key=len, default=".")


def _file(name: str) -> str:
    return "root.zone" if name == "." else f"{name}.zone"


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError, dns.exception.DNSException):
        dns.query.udp(dns.message.make_query(".", "SOA"), ADDRESS, timeout=1, port=port)
        return True
    return False
