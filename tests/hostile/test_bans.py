"""Servers that have had enough in the middle of a scan, counted at the server: it is left in peace, and told as
blocked or silent, never as clean."""

import socket
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

from secscan.model.enums import Status
from secscan.model.observations import Observation
from secscan.store.store import Store
from tests.lab.desk import Desk
from tests.scan_support import GOOD, NOT_FOUND, Counting, html, listening, read_head, small_profile, workspace

NETWORK = "127.61.7.0/24"
PATIENCE = 10
"""Requests that a server answers before it bans."""

RESET = b"\x01\x00\x00\x00\x00\x00\x00\x00"
CHALLENGE = html(
    "Enable JavaScript and cookies to continue",
    "Server: cloudflare",
    "cf-mitigated: challenge",
    status="403 Forbidden",
    title="Just a moment...",
)


def banning(ban: Callable[[socket.socket], None]) -> Callable[[Counting, socket.socket], None]:
    """A keep-alive web server that treats every request after the first ones as the ban says."""

    def serve(server: Counting, conn: socket.socket) -> None:
        while head := read_head(conn):
            views = [name.decode() for name in (b"Googlebot", b"Origin:", b"Referer:") if name in head]
            server.note(" ".join([head.split(b" HTTP/", 1)[0].decode(), *views]))
            if len(server.requests) > PATIENCE:
                ban(conn)
            else:
                conn.sendall(GOOD.get(head.split(b" ")[1].decode(), NOT_FOUND))

    return serve


def scan(folder: Path, server: Counting, **profile: Any) -> tuple[Desk, list[Observation]]:
    desk = workspace(folder, {"satu": f"http://{server.url}/"}, NETWORK, scan={"rate": 20, "max_connections": 4})
    desk.run("scan", "--profile", small_profile(folder, ports=[], **profile))
    with Store.open(desk.folder / "secscan.db") as store:
        return desk, list(store.observations(store.runs()[0].id))


def test_a_ban_by_silence_is_tried_three_times(tmp_path: Path) -> None:
    with listening("127.61.7.1", 0, banning(lambda conn: conn.recv(1) and None)) as server:
        _, seen = scan(tmp_path, server, app_deadline=30)
        after = [what for _, what in server.events][[what for _, what in server.events].index(server.requests[10]) :]
    assert len([what for what in after if what != "connect"]) <= 3
    assert len(server.requests) <= PATIENCE + 3
    web = [one for one in seen if one.job_key.startswith("http|")]
    assert len([one for one in web if one.status is Status.OK]) == PATIENCE
    assert all(one.reason is not None for one in web if one.status is not Status.OK)
    assert len([one for one in web if one.status is not Status.OK]) > 10


def test_a_challenge_for_everything_is_a_block_and_not_worked_around(tmp_path: Path) -> None:
    with listening("127.61.7.2", 0, banning(lambda conn: conn.sendall(CHALLENGE))) as server:
        desk, seen = scan(tmp_path, server)
    blocked = [one for one in seen if one.status is Status.BLOCKED]
    assert blocked
    assert len(server.requests) == len(set(server.requests)), "nothing is asked again"
    results = {(row["control"], row["outcome"]) for row in desk.report()["results"]}
    assert ("SS-DAT-01", "pass") not in results, "what was not seen passes nothing"


def test_resets_are_answered_with_rest(tmp_path: Path) -> None:
    """Each reset doubles the distance between requests, and is waited for once more."""
    times: list[float] = []

    def serve(server: Counting, conn: socket.socket) -> None:
        head = read_head(conn)
        if not head:
            return
        server.note(head.split(b"\r\n", 1)[0].decode())
        if len(server.requests) in (6, 7):
            times.append(server.events[-1][0])
            conn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            return
        if len(server.requests) == 8:
            times.append(server.events[-1][0])
        answer = GOOD.get(head.split(b" ")[1].decode(), NOT_FOUND)
        conn.sendall(answer.replace(b"\r\n", b"\r\nConnection: close\r\n", 1))

    with listening("127.61.7.3", 0, serve) as server:
        desk, seen = scan(tmp_path, server)
    gaps = [after - before for before, after in pairwise(times)]
    assert len(gaps) == 2
    assert gaps[0] >= 0.2, "four times the distance of 20 a second"
    assert gaps[1] >= 0.4, gaps
    (impact,) = desk.report()["impact"]
    assert impact["backoffs"] == 2
    assert len([one for one in seen if one.status is Status.OK]) > 20, "and then it goes on"


def test_a_site_that_challenges_everything_is_left_alone(tmp_path: Path) -> None:
    """Guesses end after eight challenges, pages after three more; nothing is asked as a search engine."""
    with listening("127.61.7.4", 0, banning(lambda conn: conn.sendall(CHALLENGE))) as server:
        scan(tmp_path, server)
    assert PATIENCE < len(server.requests) <= PATIENCE + 8 + 3
    assert not [what for what in server.requests if "Googlebot" in what or "Referer" in what]
