"""One scan over a fleet of servers that mean harm: it ends in time and in bounds, and the others don't notice."""

import contextlib
import json
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from bs4 import BeautifulSoup

from secscan.model.enums import Reason, Status
from secscan.model.observations import Exchange, Observation
from secscan.store.store import Store
from tests.hostile.targets import HTTP, TLS, always, banner, drop_packets
from tests.lab.desk import Desk
from tests.scan_support import GOOD, Measured, listening, pages, small_profile, watched, workspace

DEADLINE = 10.0
GRACE = 5.0
MAX_GROWTH_MB = 200
"""What forty hostile targets at once may cost the scanner together; one alone may cost a quarter of it."""

NETWORK = "127.0.40.0/24 127.0.41.0/24"
GOOD_ADDRESSES = ("127.0.41.1", "127.0.41.2")
BANNERS = {
    2121: b"220 \x1b[2J\x1b]0;owned\x07 =cmd|' /C calc'!A0 <script>alert(1)</script>\r\n",
    2375: b'HTTP/1.0 200 OK\r\n\r\n{"ApiVersion":"\\ud800","Version":"\\udc00=1+1\\u001b[31m<script>"}',
    3306: b"\xff" * 100_000,
}
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass
class Outcome:
    """One scan: how it went, what it stored by address, and its report."""

    desk: Desk
    measured: Measured
    looks: dict[str, list[Observation]]
    report: dict[str, Any]
    addresses: dict[str, str]


def full(stack: contextlib.ExitStack, ip: str) -> int:
    """A port whose accept queue is full: further SYNs are dropped."""
    listener = stack.enter_context(socket.socket())
    listener.bind((ip, 0))
    listener.listen(0)
    for _ in range(4):
        filler = stack.enter_context(socket.socket())
        filler.setblocking(False)
        filler.connect_ex(listener.getsockname())
    port: int = listener.getsockname()[1]
    return port


def dropped(stack: contextlib.ExitStack, ip: str) -> int:
    """A port whose SYNs nobody answers."""
    listener = stack.enter_context(socket.socket())
    listener.bind((ip, 0))
    listener.listen(16)
    drop_packets(listener)
    port: int = listener.getsockname()[1]
    return port


def scanned(folder: Path, apps: dict[str, str], ports: list[int]) -> Outcome:
    desk = workspace(folder, apps, NETWORK)
    profile = small_profile(folder, app_deadline=DEADLINE, ports=ports)
    measured = watched(desk, "scan", "--profile", profile, seconds=240)
    looks: dict[str, list[Observation]] = {}
    with Store.open(desk.folder / "secscan.db") as store:
        (run,) = store.runs()
        for batch in store.batches(run.id):
            looks[batch.ip] = list(store.observations(run.id, batch.key))
    addresses = {name: url.split("/")[2].split(":")[0] for name, url in apps.items()}
    return Outcome(desk, measured, looks, desk.report(), addresses)


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Outcome, Outcome]]:
    """A scan of the good apps alone, and one of the same apps beside all the hostile ones."""
    with contextlib.ExitStack() as stack:
        good = {
            f"baik{number}": f"http://{stack.enter_context(listening(ip, 0, pages(GOOD))).url}/"
            for number, ip in enumerate(GOOD_ADDRESSES)
        }
        hostile = {}
        for number, (name, handler) in enumerate([*HTTP.items(), *TLS.items()], start=1):
            server = stack.enter_context(listening(f"127.0.40.{number}", 0, handler))
            hostile[name] = f"{'https' if name in TLS else 'http'}://{server.url}/"
        trap = "127.0.40.200"
        hostile["penuh"] = f"http://127.0.40.201:{full(stack, '127.0.40.201')}/"
        hostile["senyap"] = f"http://127.0.40.203:{dropped(stack, '127.0.40.203')}/"
        hostile["jebakan"] = f"http://{stack.enter_context(listening(trap, 0, pages(GOOD))).url}/"
        ports = list(range(21000, 21300))
        for port in ports:
            stack.enter_context(listening(trap, port, banner(b"")))
        for port, text in BANNERS.items():
            handler = always(text) if text.startswith(b"HTTP") else banner(text)
            stack.enter_context(listening("127.0.40.202", port, handler))
        hostile["sapaan"] = f"http://{stack.enter_context(listening('127.0.40.202', 0, pages(GOOD))).url}/"
        ports += BANNERS
        clean = scanned(tmp_path_factory.mktemp("bersih"), good, ports)
        harmed = scanned(tmp_path_factory.mktemp("musuh"), {**hostile, **good}, ports)
        yield clean, harmed


def test_the_scan_comes_to_its_end(outcomes: tuple[Outcome, Outcome]) -> None:
    _, harmed = outcomes
    assert harmed.measured.code == 0, harmed.measured.stderr
    assert "Traceback" not in harmed.measured.stderr
    assert "fault of secscan" not in str(harmed.looks)


def test_each_batch_ends_at_its_deadline(outcomes: tuple[Outcome, Outcome]) -> None:
    _, harmed = outcomes
    for ip, looks in harmed.looks.items():
        first = min(seen.taken_at.timestamp() - seen.cost.seconds for seen in looks)
        last = max(seen.taken_at.timestamp() for seen in looks)
        assert last - first <= DEADLINE + GRACE, (ip, last - first)


def test_memory_stays_in_bounds(outcomes: tuple[Outcome, Outcome]) -> None:
    clean, harmed = outcomes
    print(f"\nclean {clean.measured.peak_mb:.0f} MB and {clean.measured.child_mb:.0f} MB a child,", end=" ")
    print(f"harmed {harmed.measured.peak_mb:.0f} MB and {harmed.measured.child_mb:.0f} MB a child")
    assert harmed.measured.peak_mb - clean.measured.peak_mb <= MAX_GROWTH_MB
    assert harmed.measured.child_mb <= clean.measured.child_mb + MAX_GROWTH_MB


def test_every_failure_has_its_reason(outcomes: tuple[Outcome, Outcome]) -> None:
    _, harmed = outcomes
    for looks in harmed.looks.values():
        for seen in looks:
            assert seen.status is Status.OK or seen.reason is not None, seen
    reasons = {app["id"]: app for app in harmed.report["apps"]}
    for name in ("diam", "salam", "sampah", "putus", "penuh", "senyap"):
        assert reasons[name]["score"]["rating"] == "-", name
        assert reasons[name]["unseen"] in ("timeout", "error", "unreachable"), name


SEEN = {
    "diam": (Status.TIMEOUT, "the wait for an answer"),
    "tetes-kepala": (Status.TIMEOUT, "the wait for an answer"),
    "tetes-isi": (Status.OK, "cut"),
    "tanpa-akhir": (Status.OK, "cut"),
    "bom-gzip": (Status.OK, "cut"),
    "bom-deflate": (Status.OK, "cut"),
    "bom-brotli": (Status.OK, "whole"),
    "pola": (Status.OK, "whole"),
    "sampah-http": (Status.ERROR, "65536 bytes"),
    "terpotong": (Status.OK, "cut"),
    "putar": (Status.OK, "whole"),
    "rantai": (Status.OK, "whole"),
    "seratus-ribu": (Status.ERROR, "more than 100 headers"),
    "baris-panjang": (Status.ERROR, "65536 bytes"),
    "judul": (Status.OK, "cut"),
    "sarang": (Status.OK, "cut"),
    "tautan": (Status.OK, "whole"),
    "gaya": (Status.OK, "cut"),
    "melelah": (Status.OK, "whole"),
    "aksara": (Status.OK, "whole"),
    "potongan": (Status.OK, "cut"),
    "pembatas": (Status.OK, "whole"),
    "kosong": (Status.ERROR, "not HTTP"),
    "salam": (Status.TIMEOUT, "the handshake"),
    "sampah": (Status.ERROR, "tls: "),
    "putus": (Status.ERROR, "closed during the handshake"),
    "diam-tls": (Status.TIMEOUT, "the handshake"),
    "penuh": (Status.TIMEOUT, "connection attempt"),
    "senyap": (Status.TIMEOUT, "connection attempt"),
}
"""What is stored of the home page of each: how the look went, and why; of a page that came, whether all of it did."""


@pytest.mark.parametrize("name", SEEN)
def test_each_is_stored_for_what_it_is(outcomes: tuple[Outcome, Outcome], name: str) -> None:
    _, harmed = outcomes
    status, why = SEEN[name]
    (home, *_) = [
        seen
        for seen in harmed.looks[harmed.addresses[name]]
        if re.fullmatch(r"http\|GET\|secscan\|https?://[^/]+/", seen.job_key)
    ]
    assert home.status is status
    if status is Status.OK:
        assert isinstance(home.payload, Exchange)
        assert home.payload.truncated is (why == "cut")
    else:
        assert home.reason is (Reason.TIMEOUT if status is Status.TIMEOUT else Reason.ERROR)
        assert why in home.detail


def test_a_loop_and_a_chain_of_redirects_cost_a_few_requests(outcomes: tuple[Outcome, Outcome]) -> None:
    _, harmed = outcomes
    for name in ("putar", "rantai"):
        hops = [
            seen
            for seen in harmed.looks[harmed.addresses[name]]
            if isinstance(seen.payload, Exchange) and seen.payload.is_redirect and "/langkah/" in seen.job_key
        ]
        assert len(hops) <= 12, name


def test_the_good_apps_do_not_notice(outcomes: tuple[Outcome, Outcome]) -> None:
    clean, harmed = outcomes
    for name in ("baik0", "baik1"):
        for part in ("results", "software"):
            assert _of(harmed.report[part], name) == _of(clean.report[part], name)
        found = [
            [(f["fingerprint"], f["outcome"], f["facts"]) for f in report["findings"] if f["app"] == name]
            for report in (clean.report, harmed.report)
        ]
        assert sorted(map(str, found[0])) == sorted(map(str, found[1]))


def _of(rows: list[dict[str, Any]], app: str) -> list[dict[str, Any]]:
    return [{key: value for key, value in row.items() if key != "taken_at"} for row in rows if row["app"] == app]


def test_a_port_trap_is_not_believed(outcomes: tuple[Outcome, Outcome]) -> None:
    _, harmed = outcomes
    (ports,) = [seen for seen in harmed.looks["127.0.40.200"] if seen.job_key.startswith("ports|")]
    assert ports.status is Status.BLOCKED


def test_nothing_hostile_reaches_the_terminal(outcomes: tuple[Outcome, Outcome]) -> None:
    _, harmed = outcomes
    listings = [harmed.desk.run("findings", "list", "--format", form).stdout for form in ("table", "csv", "json")]
    for text in (harmed.measured.stdout, harmed.measured.stderr, *listings):
        assert not CONTROL.search(text)
    _no_formulas(listings[1])


def _no_formulas(text: str) -> None:
    import csv

    for row in csv.reader(text.splitlines()):
        for cell in row:
            assert not re.match(r"[=+\-@\t\r]", cell) or re.fullmatch(r"-?[\d.]+|-", cell), cell


def test_nothing_hostile_reaches_a_report(outcomes: tuple[Outcome, Outcome], tmp_path: Path) -> None:
    _, harmed = outcomes
    files = [tmp_path / f"laporan.{suffix}" for suffix in ("html", "json", "sarif", "xml", "csv", "xlsx")]
    harmed.desk.run("report", *(word for file in files for word in ("-o", str(file))))
    page, data, sarif, junit, table, book = files
    for file in (page, data, sarif, junit, table):
        assert not CONTROL.search(file.read_text(encoding="utf-8")), file
    for form in (data, sarif):
        json.loads(form.read_text(encoding="utf-8"))
    ElementTree.parse(junit)
    _no_formulas(table.read_text(encoding="utf-8-sig"))
    for sheet in openpyxl.load_workbook(book):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell.value
                assert not CONTROL.search(str(cell.value))
    harmed.desk.run("report")
    for path in (page, *(harmed.desk.folder / "reports").glob("*.html")):
        _harmless(path.read_text(encoding="utf-8"))


def _harmless(text: str) -> None:
    soup = BeautifulSoup(text, "lxml")
    assert not [tag for tag in soup.find_all("script") if "alert" in tag.get_text()]
    assert not [tag for tag in soup.find_all(True) if any(name.startswith("on") for name in tag.attrs)]
    assert not soup.find_all("img", src="x")
    assert not [tag for tag in soup.find_all(href=True) if "slot-gacor" in str(tag["href"])]
