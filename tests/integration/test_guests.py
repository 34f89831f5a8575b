"""The anonymous modes of real services, let in and kept out, by their own configuration."""

import contextlib
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from secscan.base.clock import SystemClock
from secscan.model.enums import Status
from secscan.model.observations import Access, Observation, ServiceAnswer
from secscan.probes.guests import ask_as_guest
from tests.integration.test_services import fixed_server, need
from tests.lab.programs import listens, public_folder, running
from tests.net_support import endpoint, fast_budget

CLOCK = SystemClock()
IP = "127.0.72.10"


def ask(protocol: str, port: int, ip: str = IP) -> Observation:
    budget = fast_budget()
    seen = ask_as_guest(endpoint(port, ip), protocol, budget, CLOCK, CLOCK.monotonic() + 15)
    assert seen.cost.connections <= 4
    assert budget.impact(ip).connections == seen.cost.connections
    return seen


def access(protocol: str, port: int, ip: str = IP) -> Access:
    seen = ask(protocol, port, ip)
    assert isinstance(seen.payload, ServiceAnswer), seen
    return seen.payload.access


@contextlib.contextmanager
def started(command: list[str], port: int, folder: Path, ip: str = IP) -> Iterator[None]:
    with running(command, folder / "log", lambda: listens(ip, port)):
        yield


@pytest.mark.root
@pytest.mark.parametrize(("allowed", "expected"), [("YES", Access.OPEN), ("NO", Access.AUTHENTICATED)])
def test_ftp(allowed: str, expected: Access) -> None:
    with public_folder("ftp") as folder:
        config, root = folder / "vsftpd.conf", folder / "root"
        root.mkdir(mode=0o555)
        lines = (
            f"listen=YES\nlisten_address={IP}\nlisten_port=20121\nanonymous_enable={allowed}\nlocal_enable=YES\n"
            f"anon_root={root}\nsecure_chroot_dir={root}\nrun_as_launching_user=NO\nbackground=NO\n"
        )
        config.write_text(lines)
        config.chmod(0o600)
        with started([need("vsftpd"), str(config)], 20121, folder):
            assert access("ftp", 20121) is expected


@pytest.mark.root
@pytest.mark.parametrize(("mapped", "expected"), [("Bad User", Access.OPEN), ("Never", Access.AUTHENTICATED)])
def test_smb(mapped: str, expected: Access) -> None:
    ip = "127.0.0.1"  # Samba listens on the addresses that an interface has
    with public_folder("smb") as folder:
        config = folder / "smb.conf"
        config.write_text(
            f"[global]\nsmb ports = 20445\ninterfaces = {ip}\nbind interfaces only = yes\nmap to guest = {mapped}\n"
            f"guest account = nobody\nserver min protocol = SMB2\npid directory = {folder}\nlock directory = {folder}\n"
            f"state directory = {folder}\ncache directory = {folder}\nprivate dir = {folder}\n"
            f"ncalrpc dir = {folder}/n\nlog file = {folder}/smb.log\ndisable spoolss = yes\n"
            f"[umum]\npath = {folder}\nguest ok = yes\n"
        )
        command = [need("smbd"), "--foreground", "--no-process-group", "--debug-stdout", "-s", str(config)]
        with started(command, 20445, folder, ip):
            assert access("smb", 20445, ip) is expected


@pytest.mark.parametrize(
    ("users", "expected"),
    [("", Access.OPEN), ("auth users = petugas\nsecrets file = {}/rahasia\n", Access.AUTHENTICATED)],
)
def test_rsync(users: str, expected: Access, tmp_path: Path) -> None:
    config, secret = tmp_path / "rsyncd.conf", tmp_path / "rahasia"
    secret.write_text("petugas:rahasia\n")
    secret.chmod(0o600)
    config.write_text(
        f"use chroot = no\nmotd file = {tmp_path}/pesan\n[arsip]\npath = {tmp_path}\n{users.format(tmp_path)}"
    )
    (tmp_path / "pesan").write_text("Selamat datang di server arsip\n")
    command = [need("rsync"), "--daemon", "--no-detach", f"--address={IP}", "--port=20873", f"--config={config}"]
    with started(command, 20873, tmp_path):
        assert access("rsync", 20873) is expected


@pytest.mark.parametrize(("kind", "expected"), [("None", Access.OPEN), ("VncAuth", Access.AUTHENTICATED)])
def test_vnc(kind: str, expected: Access, tmp_path: Path) -> None:
    secret = tmp_path / "sandi"
    secret.write_bytes(bytes.fromhex("dbd83cfd727a1458"))  # the format's own obfuscation of "password"
    command = [
        need("Xtigervnc"), ":73", "-interface", "127.0.0.1", "-rfbport", "20590", "-SecurityTypes", kind,
        "-PasswordFile", str(secret), "-geometry", "64x64",
    ]  # fmt: skip
    with started(command, 20590, tmp_path, "127.0.0.1"):
        assert access("vnc", 20590, "127.0.0.1") is expected


@pytest.mark.root
def test_snmp(tmp_path: Path) -> None:
    for community, port in (("public", 20161), ("lainnya", 20162)):
        config = tmp_path / f"{community}.conf"
        config.write_text(f"agentaddress udp:{IP}:{port}\nrocommunity {community}\nsysdescr Perangkat {community}\n")
        command = [need("snmpd"), "-f", "-Lo", "-C", "-c", str(config), "-p", str(tmp_path / f"{port}.pid")]
        with running(command, tmp_path / "log", lambda port=port: _bound(port)):  # type: ignore[misc]
            seen = ask("snmp", port)
        if community == "public":
            assert isinstance(seen.payload, ServiceAnswer)
            assert (seen.payload.access, seen.payload.banner) == (Access.OPEN, "Perangkat public")
        else:
            assert (seen.status, seen.payload) == (Status.TIMEOUT, None)


def _bound(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as trial:
        try:
            trial.bind((IP, port))
        except OSError:
            return True
    return False


def test_nothing_listens_for_snmp() -> None:
    assert ask("snmp", 20163).status in (Status.REFUSED, Status.TIMEOUT)


@pytest.mark.parametrize("protocol", ["ftp", "smb", "rsync", "vnc"])
@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\x00" * 200, b"220 \xff\xfe" * 50])
def test_another_service_says_nothing_of_guests(protocol: str, said: bytes) -> None:
    with fixed_server(IP, 20999, lambda conn: (conn.sendall(said), conn.recv(64))):
        assert access(protocol, 20999) is Access.UNKNOWN


def test_rejected_by_the_service_is_no_access(tmp_path: Path) -> None:
    del tmp_path
    with fixed_server(
        IP, 20998, lambda conn: (conn.sendall(b"220 siap\r\n"), conn.recv(64), conn.sendall(b"530 tidak\r\n"))
    ):
        assert access("ftp", 20998) is Access.AUTHENTICATED


def test_the_servers_are_there() -> None:
    """The packages that these tests need are named by the test command."""
    assert subprocess.run(["rsync", "--version"], capture_output=True, check=False).returncode == 0
