"""Is this machine fit to scan? Each check says ok, warn or fail, and a code that stands for what to do about it.

Nothing is sent but DNS questions to the configured resolver, and those are about names that nobody owns.
"""

import platform
import re
import secrets
import shutil
import ssl
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from secscan.base.clock import Clock
from secscan.base.urls import is_ip_literal
from secscan.model.register import Permit
from secscan.model.settings import Settings
from secscan.net.resolver import DnsFailed, Resolver, has_ipv6_route
from secscan.planning.scope import covers_address, in_force
from secscan.probes.nmap import can_send_raw, nmap_path

RESERVED = ("invalid", "example.com")
"""Domains in which no name of ours can exist: RFC 6761 section 6.4, RFC 2606 section 3."""

OLDEST_NMAP = (7, 80)
DISK_FAIL, DISK_WARN = 200, 1000  # megabytes


class Health(StrEnum):
    """How a check came out."""

    OK = "ok"
    WARN = "warn"  # secscan works, with less
    FAIL = "fail"  # results would be missing or wrong


class Diagnosis(msgspec.Struct, frozen=True):
    """One check of the machine. `code` names the sentence and the advice; `values` fill their gaps."""

    check: str
    health: Health
    code: str
    values: dict[str, str] = {}


def diagnose(settings: Settings, folder: Path, clock: Clock, permits: tuple[Permit, ...] = ()) -> tuple[Diagnosis, ...]:
    """All checks, in the order in which their trouble is best fixed. `folder` is the workspace, or where it would
    be. Raises UsageError for a malformed resolver."""
    resolver = Resolver(settings.dns.resolver, clock)
    answering = check_dns(resolver)
    return (
        check_python(),
        check_clock(clock, _installed_at()),
        check_disk(folder),
        check_nmap(nmap_path(), _nmap_version),
        check_raw_sockets(raw=can_send_raw()),
        answering,
        check_sinkhole(resolver, secrets.token_hex(8), working=answering.health is not Health.FAIL),
        check_ipv6(route=has_ipv6_route()),
        check_egress(settings, resolver, permits, clock),
    )


def check_python() -> Diagnosis:
    """Which Python and OpenSSL; both come with the installation, so this is for the record."""
    values = {"python": platform.python_version(), "openssl": ssl.OPENSSL_VERSION}
    return Diagnosis("python", Health.OK, "ok", values)


def check_clock(clock: Clock, installed: datetime) -> Diagnosis:
    """A clock that is behind secscan's own files is wrong: permits, certificates and deadlines are judged by it."""
    now = clock.now()
    values = {"now": now.strftime("%Y-%m-%d %H:%M UTC")}
    behind = (installed - now).total_seconds() > 86_400
    return Diagnosis("clock", Health.FAIL if behind else Health.OK, "behind" if behind else "ok", values)


def check_disk(folder: Path) -> Diagnosis:
    """Space where the workspace is."""
    place = next((path for path in (folder.absolute(), *folder.absolute().parents) if path.exists()), Path("/"))
    free = shutil.disk_usage(place).free // 1_000_000
    health = Health.FAIL if free < DISK_FAIL else Health.WARN if free < DISK_WARN else Health.OK
    return Diagnosis("disk", health, "ok" if health is Health.OK else "low", {"free": str(free), "folder": str(place)})


def check_nmap(path: str | None, version_of: Callable[[str], tuple[int, int] | None]) -> Diagnosis:
    """nmap present, running, and not too old."""
    if path is None:
        return Diagnosis("nmap", Health.WARN, "missing")
    version = version_of(path)
    if version is None:
        return Diagnosis("nmap", Health.WARN, "broken", {"path": path})
    text = f"{version[0]}.{version[1]:02d}"
    if version < OLDEST_NMAP:
        return Diagnosis("nmap", Health.WARN, "old", {"version": text})
    return Diagnosis("nmap", Health.OK, "ok", {"version": text, "path": path})


def check_raw_sockets(*, raw: bool) -> Diagnosis:
    """Without raw sockets, ports are found by whole connections."""
    return Diagnosis("raw_sockets", Health.OK if raw else Health.WARN, "ok" if raw else "missing")


def check_dns(resolver: Resolver) -> Diagnosis:
    """Does the resolver answer at all? Even "no such name" is an answer."""
    values = {"resolver": resolver.label or "-"}
    if not resolver.servers:
        return Diagnosis("dns", Health.FAIL, "none", values)
    try:
        rcode = resolver.query("id", "NS").rcode
    except DnsFailed as failed:
        return Diagnosis("dns", Health.FAIL, "silent", values | {"detail": failed.detail})
    if rcode not in ("NOERROR", "NXDOMAIN"):
        return Diagnosis("dns", Health.WARN, "refusing", values | {"detail": rcode})
    return Diagnosis("dns", Health.OK, "ok", values)


def check_sinkhole(resolver: Resolver, token: str, *, working: bool) -> Diagnosis:
    """A resolver that has an address for names that cannot exist answers with a block page for everything."""
    if not working:
        return Diagnosis("sinkhole", Health.WARN, "untested")
    for domain in RESERVED:
        name = f"secscan-{token}.{domain}"
        try:
            reply = resolver.query(name, "A")
        except DnsFailed:
            continue
        if reply.records:
            return Diagnosis("sinkhole", Health.FAIL, "found", {"name": name, "address": reply.records[0]})
    return Diagnosis("sinkhole", Health.OK, "ok")


def check_ipv6(*, route: bool) -> Diagnosis:
    """Without a route, addresses of IPv6 are skipped."""
    return Diagnosis("ipv6", Health.OK if route else Health.WARN, "ok" if route else "missing")


def check_egress(settings: Settings, resolver: Resolver, permits: tuple[Permit, ...], clock: Clock) -> Diagnosis:
    """Is there a self-test host of the Pemda's own, does its name resolve, and does a permit name it?

    It is not connected to: only a scan does that, under that permit.
    """
    configured = settings.scan.egress_check
    if not configured:
        return Diagnosis("egress", Health.WARN, "missing")
    host = configured.rpartition(":")[0] if configured.count(":") == 1 else configured
    addresses: tuple[str, ...] = (host,) if is_ip_literal(host) else ()
    if not addresses:
        try:
            addresses = resolver.query(host, "A").records
        except DnsFailed:
            addresses = ()
    if not addresses:
        return Diagnosis("egress", Health.WARN, "unresolved", {"host": host})
    now = clock.now().astimezone(ZoneInfo(settings.office.timezone))
    if not any(covers_address(permit, addresses[0]) and in_force(permit, now) for permit in permits):
        return Diagnosis("egress", Health.WARN, "no_permit", {"host": host, "address": addresses[0]})
    return Diagnosis("egress", Health.OK, "ok", {"host": host, "address": addresses[0]})


def _installed_at() -> datetime:
    """When this file was written to the disk."""
    return datetime.fromtimestamp(Path(__file__).stat().st_mtime, UTC)


def _nmap_version(path: str) -> tuple[int, int] | None:
    try:
        said = subprocess.run([path, "-V"], capture_output=True, text=True, timeout=10, check=False).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.search(r"Nmap version (\d{1,3})\.(\d{1,3})", said)
    return (int(found[1]), int(found[2])) if found else None
