"""The nmap binary: started with our own list of ports and rate, ended at the deadline, its XML read by python-nmap."""

import contextlib
import functools
import ipaddress
import shutil
import socket
import subprocess
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

import nmap

from secscan.base.clock import Clock
from secscan.base.text import clean
from secscan.model.observations import PortState
from secscan.net.budget import Cancelled
from secscan.net.guard import AuthorisedEndpoint

_SLICE = 0.1
_READING = threading.Lock()
_DATA = Path(__file__).with_name("nmap_data")
_STATES = {"open": PortState.OPEN, "closed": PortState.CLOSED, "unfiltered": PortState.CLOSED}


class NmapFailed(Exception):  # noqa: N818 - the caller scans without nmap, or says so
    """nmap ended without a result; the text is its own complaint."""


class NmapTooLate(Exception):  # noqa: N818 - an outcome that becomes an observation
    """nmap was ended at the deadline."""


def nmap_path() -> str | None:
    """Where nmap is, if it is installed."""
    return shutil.which("nmap")


def can_send_raw() -> bool:
    """Whether this process may open raw sockets, which SYN scans need."""
    try:
        socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_TCP).close()
    except OSError:
        return False
    return True


def run_nmap(
    path: str,
    address: AuthorisedEndpoint,
    ports: tuple[int, ...],
    rate: float,
    deadline: float,
    clock: Clock,
    cancelled: Callable[[], bool],
    *,
    raw: bool,
) -> dict[int, PortState]:
    """The state of each port that nmap reports; ports that it says nothing of are missing.

    `rate` is in probes per second, `deadline` in monotonic seconds. Raises NmapFailed, NmapTooLate or Cancelled.
    """
    ipaddress.ip_address(address.ip)  # never an option, never a name
    command = [
        *_bound_to_us(),
        path,
        *("-6",) * (":" in address.ip),
        "-sS" if raw else "-sT",
        *("--datadir", str(_DATA)),
        *("-Pn", "-n", "-vvvv", "-oX", "-"),  # -vvvv: each port is listed, however many share a state
        *("--max-rate", f"{max(rate, 0.1):g}"),
        *("--max-retries", "1"),
        *("--host-timeout", f"{max(1, int(deadline - clock.monotonic()))}s"),
        *("-p", ",".join(map(str, ports))),
        address.ip,
    ]
    output, complaint = _run(command, deadline, clock, cancelled)
    return _states(output, complaint)


def _bound_to_us() -> tuple[str, ...]:
    """What makes nmap end with a scan that was killed: packets of a scan that nobody waits for are not polite."""
    setpriv = shutil.which("setpriv")
    return (setpriv, "--pdeathsig", "KILL") if setpriv else ()


def _run(command: list[str], deadline: float, clock: Clock, cancelled: Callable[[], bool]) -> tuple[bytes, str]:
    """Run to the end, watching deadline and cancel flag; the process is gone when this returns or raises."""
    try:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
        )
    except OSError as error:
        raise NmapFailed(str(error)) from None
    try:
        while True:
            with contextlib.suppress(subprocess.TimeoutExpired):
                output, complaint = process.communicate(timeout=_SLICE)
                return output, clean(complaint.decode("utf-8", "replace"), 300)
            if cancelled():
                raise Cancelled
            if clock.monotonic() >= deadline:
                raise NmapTooLate
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()


@functools.cache
def _reader() -> nmap.PortScanner:
    """python-nmap's reader of XML, for one thread at a time: it keeps what it reads. Made once, because to make one
    starts nmap, only to ask for its version."""
    return nmap.PortScanner()  # type: ignore[no-untyped-call]


def _states(output: bytes, complaint: str) -> dict[int, PortState]:
    try:
        with _READING:
            result = _reader().analyse_nmap_xml_scan(output.decode("utf-8", "replace"))  # type: ignore[no-untyped-call]
    except (nmap.PortScannerError, AttributeError, KeyError, ValueError) as error:
        raise NmapFailed(complaint or clean(str(error), 300)) from None
    hosts: Iterable[dict[str, dict[int, dict[str, str]]]] = result.get("scan", {}).values()
    states = {
        port: _STATES.get(entry.get("state", ""), PortState.FILTERED)
        for host in hosts
        for port, entry in host.get("tcp", {}).items()
    }
    if not states:
        raise NmapFailed(complaint or "nmap reported no ports")
    return states
