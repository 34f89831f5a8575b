"""Newer and own data in scans: an application of one's own is named, a new catalogue judges stored evidence."""

import json
from pathlib import Path
from typing import Any

from tests.integration.test_intel_update import Answer, kev, served
from tests.lab.desk import Desk, day
from tests.scan_support import html, listening, pages, small_profile, workspace
from tests.unit.intel.made import pack
from tests.unit.intel.repository import repository, simdes

VILLAGE, BLOG, OTHER, MIRROR = "127.61.2.1", "127.61.2.2", "127.61.2.3", "127.61.2.4"
HOLE = "CVE-2024-31211"  # WordPress 6.4.0 and 6.4.1; not in the shipped catalogue of exploited vulnerabilities
LINKS = '<link rel="stylesheet" href="/assets/simdes.css"><script src="/assets/simdes.js"></script>'


def file(content: str | bytes, kind: str) -> bytes:
    body = content.encode() if isinstance(content, str) else content
    return f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def site_of(number: int, script: str | None = None) -> dict[str, bytes]:
    """The pages of an installation of release 1.`number`; `script` stands in for its main script."""
    files = simdes(number)
    return {
        "/": html(f"<h1>SIMDES</h1>{LINKS}"),
        "/assets/simdes.js": file(script or files["public/assets/simdes.js"], "application/javascript"),
        "/assets/simdes.css": file(script or files["public/assets/simdes.css"], "text/css"),
        "/logo.png": file(files["public/logo.png"], "image/png"),
    }


BLOG_PAGES = {
    "/": html(
        '<meta name="generator" content="WordPress 6.4.1">'
        '<link rel="stylesheet" href="/wp-includes/css/dist/block-library/style.min.css?ver=6.4.1">'
        '<script src="/wp-includes/js/wp-embed.min.js?ver=6.4.1"></script>'
    )
}


def software(desk: Desk, app: str) -> dict[str, list[str]]:
    return {seen["product"]: seen["versions"] for seen in desk.report()["software"] if seen["app"] == app}


def test_a_product_of_ones_own_is_named_with_its_version(tmp_path: Path) -> None:
    clone = repository(tmp_path / "klon", {f"v1.{number}": simdes(number) for number in range(4)})
    with (
        listening(VILLAGE, 0, pages(site_of(2))) as village,
        listening(OTHER, 0, pages(site_of(2, "var lain = 'aplikasi lain dengan nama berkas yang sama';"))) as other,
    ):
        apps = {"desa": f"http://{village.url}/", "lain": f"http://{other.url}/"}
        desk = workspace(tmp_path, apps, "127.61.2.0/24")
        desk.run("intel", "build", "simdes", "--from", clone, "--path", "public", "--label", "SIMDES Kota")
        desk.run("scan", "--profile", small_profile(tmp_path, ports="none"))
    assert software(desk, "desa")["simdes"] == ["1.2"]
    assert "simdes" not in software(desk, "lain")
    labels = {seen["label"] for seen in desk.report()["software"] if seen["product"] == "simdes"}
    assert labels == {"SIMDES Kota"}


def test_a_new_catalogue_judges_stored_evidence_without_a_packet(tmp_path: Path) -> None:
    with listening(BLOG, 0, pages(BLOG_PAGES)) as blog:
        desk = workspace(tmp_path, {"blog": f"http://{blog.url}/"}, "127.61.2.0/24")
        desk.run("scan", "--profile", small_profile(tmp_path, ports="none"))
        assert software(desk, "blog")["wordpress"] == ["6.4.1"]
        before = cms(desk)
        assert HOLE in before["facts"]["vulnerabilities"]
        assert HOLE not in before["facts"]["exploited"]
        asked = len(blog.events)
        with served(MIRROR) as mirror:
            mirror.answers["/kev"] = Answer(json.dumps(kev(HOLE, released=f"{day(-1)}T12:00:00Z")).encode())
            settings = desk.folder / "secscan.toml"
            settings.write_text(settings.read_text() + f'[intel]\nkev = "{mirror.url}/kev"\n')
            desk.run("intel", "update", "--source", "kev")
        desk.run("evaluate")
        after = cms(desk)
        assert len(blog.events) == asked
    assert HOLE in after["facts"]["exploited"]
    assert after["severity"] == "kritis"
    assert after["fingerprint"] == before["fingerprint"]
    packs = {pack["name"]: pack for pack in desk.report()["packs"]}
    assert (packs["kev"]["data_date"], packs["kev"]["origin"]) == (day(-1), "updated")


def test_a_broken_pack_stops_no_scan(tmp_path: Path) -> None:
    with listening(BLOG, 0, pages(BLOG_PAGES)) as blog:
        desk = workspace(tmp_path, {"blog": f"http://{blog.url}/"}, "127.61.2.0/24")
        (desk.folder / "intel").mkdir()
        (desk.folder / "intel" / "products.jsonl").write_bytes(pack()[:50])
        (desk.folder / "intel" / "wp_extensions.jsonl.gz").write_bytes(b"\x1f\x8b")
        scanned = desk.run("scan", "--profile", small_profile(tmp_path, ports="none"))
    assert "products.jsonl" in scanned.stderr
    assert "wp_extensions.jsonl.gz" in scanned.stderr
    assert software(desk, "blog")["wordpress"] == ["6.4.1"]


def cms(desk: Desk) -> dict[str, Any]:
    found: dict[str, Any]
    (found,) = (one for one in desk.report()["findings"] if one["check"] == "cms-version")
    return found
