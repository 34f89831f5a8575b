"""Two scans by the real program with a site that changes between them, and what `diff` says of it."""

import csv
import json
from pathlib import Path
from typing import Any

from tests.lab.desk import Desk
from tests.scan_support import html, listening, pages, small_profile, workspace

CHANGING, STEADY = "127.73.1.1", "127.73.1.2"
SAFE = (
    "Content-Security-Policy: default-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'self'",
    "X-Content-Type-Options: nosniff",
)
OLD = {"/": html("<h1>Layanan</h1><p>Informasi bagi warga.</p>", *SAFE)}
NEW = {"/": html("<h1>Layanan</h1><p>Informasi bagi warga.</p>", SAFE[1])}


def changes(desk: Desk, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(desk.run("diff", *words, "--format", "json").stdout)
    return found


def test_a_site_that_changes_between_two_scans(tmp_path: Path) -> None:
    served = dict(OLD)
    with (
        listening(CHANGING, 0, pages(served)) as changing,
        listening(STEADY, 0, pages(dict(OLD))) as steady,
    ):
        apps = {"berubah": f"http://{changing.url}/", "tetap": f"http://{steady.url}/"}
        desk = workspace(tmp_path, apps, "127.73.1.0/24")
        profile = small_profile(tmp_path, ports="none")
        desk.run("scan", "--profile", profile)
        assert "secscan diff --since" in desk.run("diff", code=3).stderr
        desk.run("scan", "--profile", profile)
        assert [row for row in changes(desk) if row["fingerprint"]] == []
        served |= NEW
        desk.run("scan", "--profile", profile)
        asked = (len(changing.events), len(steady.events))
        found = changes(desk)
        told = desk.run("diff")
        desk.run("diff", "--since", "2020-01-01", "-o", tmp_path / "beda.csv")
        assert (len(changing.events), len(steady.events)) == asked  # not a packet
    worse = [row for row in found if row["what"] == "framing"]
    assert [(row["change"], row["app"], row["cause"]) for row in worse] == [("new", "berubah", "site")]
    assert {row["app"] for row in found if row["app"]} == {"berubah"}
    (score,) = [row for row in found if row["change"] == "score"]
    assert (score["points"], score["before"]) == (0, score["after"])  # without HTTPS a score is capped anyway
    assert "SS-HDR" in score["detail"]
    assert "nilai tetap dibatasi: " in score["detail"]
    assert "situsnya" in told.stdout
    new = sum(row["change"] == "new" for row in found)
    assert f"baru {new}, terbuka lagi 0" in told.stderr
    first = list(csv.DictReader((tmp_path / "beda.csv").open(encoding="utf-8")))
    assert {row["app"] for row in first if row["change"] == "appeared"} == {"berubah", "tetap"}
