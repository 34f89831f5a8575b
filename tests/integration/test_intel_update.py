"""`intel update` against a local server that plays the public sources, faults included."""

import gzip
import hashlib
import http.server
import json
import socketserver
import ssl
import stat
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import trustme
from click.testing import CliRunner, Result

from secscan.analysis.support import Support, standing
from secscan.cli.main import cli
from secscan.cli.session import Surroundings
from secscan.intel.packs import load_intel
from secscan.intel.public import Failure, Route, SourceError, Validators, download
from secscan.intel.shelf import open_shelf
from secscan.intel.sources import SOURCES
from secscan.intel.updating import Renewal, update
from secscan.model.intel import PackOrigin

HOST, ELSEWHERE = "127.61.0.1", "127.61.0.2"
TODAY = date(2026, 11, 22)
SHIPPED = load_intel()
JSON = {"Content-Type": "application/json"}


@dataclass
class Answer:
    """What the server sends for a path: a whole answer, or whatever `play` does with the connection."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: dict(JSON))
    play: Callable[[http.server.BaseHTTPRequestHandler], None] | None = None


@dataclass
class Mirror:
    """A server of answers by path, and what it was asked."""

    url: str
    answers: dict[str, Answer]
    asked: list[tuple[str, dict[str, str]]]


class _Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    block_on_close = False


@contextmanager
def served(host: str = HOST, context: ssl.SSLContext | None = None) -> Iterator[Mirror]:
    answers: dict[str, Answer] = {}
    asked: list[tuple[str, dict[str, str]]] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            answer = answers.get(self.path, Answer(b"not found", 404))
            if answer.play is not None:
                answer.play(self)
                return
            etag = answer.headers.get("ETag")
            if etag and self.headers.get("If-None-Match") == etag:
                self.send_response(304)
                self.end_headers()
                return
            self.send_response(answer.status)
            for name, value in {"Content-Length": str(len(answer.body)), **answer.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = _Server((host, 0), Handler)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield Mirror(f"http{'s' if context else ''}://{host}:{server.server_port}", answers, asked)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def mirror() -> Iterator[Mirror]:
    with served() as made:
        yield made


# ---- what the sources publish, in their own forms ----------------------------------------------------------------


def endoflife(generated: str = "2026-11-20T06:00:00+00:00", **releases: list[dict[str, Any]]) -> dict[str, Any]:
    """The API's full list, of every product that the shipped data follows, with changed releases of some."""
    products = []
    for key, product in SHIPPED.products.items():
        if product.support_known and product.cycles:
            rows = [
                {
                    "name": cycle.name,
                    "releaseDate": cycle.released.isoformat() if cycle.released else None,
                    "isLts": cycle.lts,
                    "isEol": cycle.over(TODAY),
                    "eolFrom": cycle.eol.isoformat() if cycle.eol else None,
                    "isMaintained": not cycle.over(TODAY),
                    "latest": {"name": cycle.latest, "date": None, "link": None} if cycle.latest else None,
                }
                for cycle in product.cycles
            ]
            products.append({"name": key, "label": "x", "releases": [*releases.get(key, ()), *rows]})
    return {"schema_version": "1.2.0", "generated_at": generated, "total": len(products), "result": products}


def kev(*extra: str, released: str = "2026-11-21T18:01:02.0000Z", keep: int = 1404) -> dict[str, Any]:
    catalogue = json.loads("[" + ",".join(_kev_rows()[:keep]) + "]")
    catalogue += [
        {"cveID": name, "vendorProject": "V", "product": "P", "dateAdded": "2026-11-20", "dueDate": "2026-12-11",
         "knownRansomwareCampaignUse": "Known", "cwes": []}
        for name in extra
    ]  # fmt: skip
    return {
        "title": "CISA Catalog of Known Exploited Vulnerabilities",
        "catalogVersion": "2026.11.21",
        "dateReleased": released,
        "count": len(catalogue),
        "vulnerabilities": catalogue,
    }


def _kev_rows() -> list[str]:
    return [
        json.dumps({"cveID": name, "vendorProject": "V", "product": "P", "dateAdded": "2022-01-01",
                    "knownRansomwareCampaignUse": "Unknown"})
        for name in open_shelf().entries("kev")
    ]  # fmt: skip


def retire(**extra: Any) -> dict[str, Any]:
    hole = {"below": "1.0.0", "severity": "high", "cwe": ["CWE-79"], "identifiers": {"summary": "x"}, "info": ["x"]}
    return {
        "retire-example": {"vulnerabilities": [hole], "extractors": {}},
        **{name: {"vulnerabilities": [hole], "extractors": {}} for name in SHIPPED.js_libraries},
        **extra,
        "dont check": {"vulnerabilities": [], "extractors": {"uri": ["x"]}},
    }


def wordpress(**extra: str) -> dict[str, str]:
    known = dict.fromkeys(SHIPPED.products["wordpress"].releases, "insecure")
    return {**known, "7.1": "outdated", **{name.replace("_", "."): word for name, word in extra.items()}}


def put(mirror: Mirror, **changed: Any) -> None:
    """Everything that is published, in good order; some of it changed."""
    published = {"endoflife": endoflife(), "kev": kev(), "retire": retire(), "wordpress": wordpress()} | changed
    for key, value in published.items():
        mirror.answers[f"/{key}"] = value if isinstance(value, Answer) else Answer(json.dumps(value).encode())


def renew(folder: Path, mirror: Mirror, *keys: str, seconds: float = 10.0, again: bool = False) -> dict[str, Any]:
    chosen = [(source, f"{mirror.url}/{source.key}") for source in SOURCES if not keys or source.key in keys]
    return {result.source: result for result in update(folder, chosen, Route(seconds=seconds), TODAY, again=again)}


# ---- what newer data does -----------------------------------------------------------------------------------------


def test_every_source_renews_its_pack(tmp_path: Path, mirror: Mirror) -> None:
    put(mirror)
    results = renew(tmp_path / "intel", mirror)
    assert {key: result.status for key, result in results.items()} == dict.fromkeys(results, Renewal.UPDATED)
    heads = open_shelf(tmp_path / "intel").heads
    assert heads["kev"].data_date == date(2026, 11, 21)
    assert heads["products"].data_date == date(2026, 11, 20)
    assert heads["jslibs"].data_date == heads["wp_releases"].data_date == TODAY
    assert all(heads[name].origin is PackOrigin.UPDATED for name in ("kev", "products", "jslibs", "wp_releases"))
    assert heads["kev"].source == f"{mirror.url}/kev"
    assert len(heads["kev"].sha256) == 64
    for path in (tmp_path / "intel").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "intel").stat().st_mode) == 0o700


def test_requests_say_who_asks_and_nothing_else(tmp_path: Path, mirror: Mirror) -> None:
    put(mirror)
    renew(tmp_path / "intel", mirror, "kev")
    ((path, headers),) = mirror.asked
    assert path == "/kev"
    assert headers["user-agent"].startswith("secscan/")
    assert set(headers) <= {"host", "user-agent", "accept-encoding", "connection"}


def test_a_newly_exploited_vulnerability_is_marked(tmp_path: Path, mirror: Mirror) -> None:
    name = "CVE-2024-31211"  # a hole of WordPress that the shipped catalogue does not list
    before = next(hole for hole in SHIPPED.products["wordpress"].vulnerabilities if hole.id == name)
    assert not before.exploited
    put(mirror, kev=kev(name))
    renew(tmp_path / "intel", mirror, "kev")
    after = next(
        hole for hole in load_intel(tmp_path / "intel").products["wordpress"].vulnerabilities if hole.id == name
    )
    assert after.exploited
    assert after.ransomware
    assert after.exploited_since == date(2026, 11, 20)


def test_new_cycles_and_ends_are_judged_by(tmp_path: Path, mirror: Mirror) -> None:
    new = {"name": "8.6", "releaseDate": "2026-11-19", "isEol": False, "eolFrom": "2030-12-31",
           "latest": {"name": "8.6.0", "date": "2026-11-19"}}  # fmt: skip
    put(mirror, endoflife=endoflife(php=[new]))
    renew(tmp_path / "intel", mirror, "endoflife")
    php = load_intel(tmp_path / "intel").products["php"]
    assert standing(php, "8.6.0", TODAY).support is Support.SUPPORTED
    assert standing(php, "8.6.0", TODAY).branch == "8.6"
    assert php.releases["8.6.0"] == date(2026, 11, 19)
    assert php.releases["8.5.9"] == SHIPPED.products["php"].releases["8.5.9"]  # not in the API, and kept
    assert "opensid" in load_intel(tmp_path / "intel").products  # a product that endoflife.date does not have


def test_a_new_wordpress_release_is_known_from_the_day_it_was_seen(tmp_path: Path, mirror: Mirror) -> None:
    put(mirror, wordpress=wordpress(**{"7_1_3": "latest"}))
    renew(tmp_path / "intel", mirror, "wordpress")
    known = load_intel(tmp_path / "intel").products["wordpress"]
    assert known.releases["7.1.3"] == TODAY
    assert known.releases["4.7.2"] == date(2017, 1, 26)
    assert standing(known, "7.1.3", TODAY).newest == "7.1.3"
    assert not standing(known, "7.1.0", TODAY).behind  # the fix is not older than the grace


def test_script_libraries_with_every_form_of_range(tmp_path: Path, mirror: Mirror) -> None:
    public = {
        "below": "3.0.0", "atOrAbove": "2.0.0", "severity": "critical", "cwe": ["CWE-79", "x"],
        "identifiers": {"CVE": ["CVE-2026-1234"], "githubID": "GHSA-aaaa-bbbb-cccc"}, "excludes": ["2.5.1"],
    }  # fmt: skip
    put(mirror, retire=retire(simdesjs={"vulnerabilities": [public, {"severity": "low"}], "npmname": "simdes"}))
    renew(tmp_path / "intel", mirror, "retire")
    library = load_intel(tmp_path / "intel").js_libraries["simdesjs"]
    (hole,) = library.vulnerabilities  # the one without an end says nothing of any version
    assert hole.id == "CVE-2026-1234"
    assert hole.aliases == ("GHSA-aaaa-bbbb-cccc",)
    assert hole.affected == (((">=", "2.0.0"), ("<", "2.5.1")), ((">", "2.5.1"), ("<", "3.0.0")))
    assert hole.cwe == (79,)
    assert library.npm == "simdes"


def test_unchanged_data_is_not_sent_again(tmp_path: Path, mirror: Mirror) -> None:
    put(mirror)
    for key in ("kev", "wordpress"):
        mirror.answers[f"/{key}"].headers["ETag"] = '"eins"'
    folder = tmp_path / "intel"
    renew(folder, mirror, "kev", "wordpress")
    content = (folder / "kev.jsonl").read_bytes()
    again = renew(folder, mirror, "kev", "wordpress")
    assert {result.status for result in again.values()} == {Renewal.UNCHANGED}
    assert mirror.asked[-2][1]["if-none-match"] == '"eins"'
    assert (folder / "kev.jsonl").read_bytes() == content
    renew(folder, mirror, "kev", again=True)
    assert "if-none-match" not in mirror.asked[-1][1]
    (folder / "kev.jsonl").unlink()  # without the pack, what was noted of it means nothing
    renew(folder, mirror, "kev")
    assert "if-none-match" not in mirror.asked[-1][1]
    assert (folder / "kev.jsonl").is_file()


def test_data_seen_again_later_is_of_that_day(tmp_path: Path, mirror: Mirror) -> None:
    put(mirror)
    mirror.answers["/wordpress"].headers["ETag"] = '"eins"'
    source = next(source for source in SOURCES if source.key == "wordpress")
    folder, asked = tmp_path / "intel", [(source, f"{mirror.url}/wordpress")]
    list(update(folder, asked, Route(), TODAY))
    (result,) = update(folder, asked, Route(), date(2026, 12, 1))
    assert result.after is not None
    assert result.after.data_date == date(2026, 12, 1)
    assert load_intel(folder).products["wordpress"].releases["4.7.2"] == date(2017, 1, 26)


def test_gzip_is_taken(tmp_path: Path, mirror: Mirror) -> None:
    put(mirror)
    body = gzip.compress(mirror.answers["/kev"].body)
    mirror.answers["/kev"] = Answer(body, headers=JSON | {"Content-Encoding": "gzip"})
    assert renew(tmp_path / "intel", mirror, "kev")["kev"].status is Renewal.UPDATED


# ---- faults: the old pack stays, byte for byte --------------------------------------------------------------------


def cut_off(handler: http.server.BaseHTTPRequestHandler) -> None:
    body = json.dumps(kev()).encode()
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n")
    handler.wfile.write(b"Content-Length: %d\r\n\r\n" % len(body) + body[: len(body) // 2])


def cut_off_chunk(handler: http.server.BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
    handler.wfile.write(b"64\r\n{" + b" " * 20)


def drip(handler: http.server.BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n")
    _slowly(handler, b" ")


def drip_head(handler: http.server.BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-A: ")
    _slowly(handler, b"a")


def _slowly(handler: http.server.BaseHTTPRequestHandler, byte: bytes) -> None:
    for _ in range(60):
        try:
            handler.wfile.write(byte)
            handler.wfile.flush()
        except OSError:
            return
        time.sleep(0.1)


def endless(handler: http.server.BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
    for _ in range(2_000):
        try:
            handler.wfile.write(b" " * 65_536)
        except OSError:
            return


def bomb() -> Answer:
    return Answer(gzip.compress(b" " * 80_000_000), headers=JSON | {"Content-Encoding": "gzip"})


def slow(handler: http.server.BaseHTTPRequestHandler) -> None:
    time.sleep(3)


FAULTS: dict[str, tuple[Any, Failure]] = {
    "404": (Answer(b"{}", 404), Failure.STATUS),
    "500": (Answer(b"{}", 500), Failure.STATUS),
    "unasked 304": (Answer(b"", 304), Failure.STATUS),
    "cut off": (Answer(play=cut_off), Failure.CUT_OFF),
    "cut off in a chunk": (Answer(play=cut_off_chunk), Failure.CUT_OFF),
    "half of it without a length": (Answer(json.dumps(kev()).encode()[:9_000]), Failure.OTHER_FORM),
    "a picture": (Answer(b"\x89PNG", headers={"Content-Type": "image/png"}), Failure.TYPE),
    "an error page": (Answer(b"<html>", headers={"Content-Type": "text/html"}), Failure.TYPE),
    "an error page as text": (Answer(b"<html>Maaf</html>", headers={"Content-Type": "text/plain"}), Failure.OTHER_FORM),
    "a drip": (Answer(play=drip), Failure.TOO_SLOW),
    "a head that drips": (Answer(play=drip_head), Failure.TOO_SLOW),
    "no answer": (Answer(play=slow), Failure.TOO_SLOW),
    "no end": (Answer(play=endless), Failure.TOO_LARGE),
    "a bomb": (bomb(), Failure.TOO_LARGE),
    "elsewhere": (Answer(b"", 302, {"Location": f"http://{ELSEWHERE}:9/kev"}), Failure.MOVED),
    "in a circle": (Answer(b"", 302, {"Location": "/kev"}), Failure.MOVED),
    "not JSON": (Answer(b"{'a': 1}"), Failure.OTHER_FORM),
    "another JSON": (Answer(b'{"vulnerabilities": []}'), Failure.OTHER_FORM),
    "a list": (Answer(b"[]"), Failure.OTHER_FORM),
    "nothing": (Answer(b""), Failure.OTHER_FORM),
    "no entries": (kev(keep=0), Failure.FEWER),
    "fewer entries": (kev(keep=701), Failure.FEWER),
    "older": (kev(released="2025-08-24T00:00:00Z"), Failure.OLDER),
    "of the future": (kev(released="2027-01-01T00:00:00Z"), Failure.FUTURE),
    "a wrong count": (kev() | {"count": 7}, Failure.OTHER_FORM),
    "a wrong date": (kev() | {"dateReleased": "kemarin"}, Failure.OTHER_FORM),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_leaves_the_old_pack_and_is_named(tmp_path: Path, mirror: Mirror, fault: str) -> None:
    folder = tmp_path / "intel"
    put(mirror)
    renew(folder, mirror, "kev")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    answer, failure = FAULTS[fault]
    put(mirror, kev=answer)
    began = time.monotonic()
    result = renew(folder, mirror, "kev", seconds=1.5 if failure is Failure.TOO_SLOW else 20, again=True)["kev"]
    assert (result.status, result.failure) == (Renewal.FAILED, failure), result.detail
    assert time.monotonic() - began < 15
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert result.after == result.before


def test_a_redirect_on_the_same_server_is_followed(tmp_path: Path, mirror: Mirror) -> None:
    put(mirror)
    mirror.answers["/kev/"] = mirror.answers["/kev"]
    mirror.answers["/kev"] = Answer(b"", 301, {"Location": "/kev/"})
    assert renew(tmp_path / "intel", mirror, "kev")["kev"].status is Renewal.UPDATED


def test_nothing_is_asked_of_where_a_redirect_leads(tmp_path: Path, mirror: Mirror) -> None:
    with served(ELSEWHERE) as other:
        put(other)
        put(mirror, kev=Answer(b"", 307, {"Location": f"{other.url}/kev"}))
        assert renew(tmp_path / "intel", mirror, "kev")["kev"].failure is Failure.MOVED
        assert other.asked == []


def test_one_failed_source_does_not_stop_the_others(tmp_path: Path, mirror: Mirror) -> None:
    put(mirror, endoflife=Answer(b"", 500))
    results = renew(tmp_path / "intel", mirror)
    assert results["endoflife"].status is Renewal.FAILED
    assert results["kev"].status is results["retire"].status is results["wordpress"].status is Renewal.UPDATED


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("endoflife", {"generated_at": "2026-11-20", "result": [{"name": "php", "releases": []}]}),
        ("retire", {"jquery": {"vulnerabilities": [{"below": "3.5.0", "severity": "medium", "cwe": []}]}}),
        ("wordpress", {"7.1": "latest", "7.0": "outdated"}),
    ],
)
def test_every_source_must_have_at_least_half(tmp_path: Path, mirror: Mirror, key: str, value: Any) -> None:
    put(mirror, **{key: value})
    assert renew(tmp_path / "intel", mirror, key)[key].failure is Failure.FEWER
    assert not list((tmp_path / "intel").glob("*.jsonl*"))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("endoflife", {"generated_at": "2026-11-20", "result": {}}),
        ("endoflife", {"generated_at": "x", "result": endoflife()["result"]}),
        ("retire", {"jquery": {"vulnerabilities": "x"}}),
        ("wordpress", wordpress() | {"7.1": "splendid"}),
        ("wordpress", {"offers": []}),
    ],
)
def test_every_source_must_have_its_form(tmp_path: Path, mirror: Mirror, key: str, value: Any) -> None:
    put(mirror, **{key: value})
    assert renew(tmp_path / "intel", mirror, key)[key].failure is Failure.OTHER_FORM


def test_a_product_that_lost_most_of_its_cycles_stays_as_it_was(tmp_path: Path, mirror: Mirror) -> None:
    answer = endoflife()
    php = next(product for product in answer["result"] if product["name"] == "php")
    php["releases"] = php["releases"][:2]
    put(mirror, endoflife=answer)
    assert renew(tmp_path / "intel", mirror, "endoflife")["endoflife"].status is Renewal.UPDATED
    assert load_intel(tmp_path / "intel").products["php"].cycles == SHIPPED.products["php"].cycles


# ---- the way there -------------------------------------------------------------------------------------------------


def test_certificates_are_verified_and_own_authorities_can_be_trusted(tmp_path: Path) -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(HOST).configure_cert(context)
    root = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(root)
    with served(context=context) as mirror:
        put(mirror)
        with pytest.raises(SourceError) as refused:
            download(f"{mirror.url}/kev", Route(seconds=10))
        assert refused.value.failure is Failure.CERTIFICATE
        assert download(f"{mirror.url}/kev", Route(extra_ca=(str(root),), seconds=10)).body


def test_environment_variables_choose_no_proxy(mirror: Mirror, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, f"http://{ELSEWHERE}:9")
    put(mirror)
    assert download(f"{mirror.url}/kev", Route(seconds=10)).body


def test_a_proxy_is_used_where_one_is_set(mirror: Mirror) -> None:
    body = json.dumps(kev()).encode()
    mirror.answers["http://sumber.contoh.go.id/kev"] = Answer(body)
    assert download("http://sumber.contoh.go.id/kev", Route(proxy=mirror.url, seconds=10)).body == body
    with pytest.raises(SourceError) as refused:
        download("http://sumber.contoh.go.id/kev", Route(proxy=f"http://{ELSEWHERE}:9", seconds=10))
    assert refused.value.failure is Failure.PROXY


def test_a_source_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as refused:
        download(f"http://{ELSEWHERE}:9/kev", Route(seconds=10))
    assert refused.value.failure is Failure.UNREACHABLE


def test_only_what_was_asked_conditionally_may_be_unchanged(mirror: Mirror) -> None:
    mirror.answers["/kev"] = Answer(b"", 304)
    assert download(f"{mirror.url}/kev", Route(seconds=10), Validators(etag='"x"')).body is None
    with pytest.raises(SourceError):
        download(f"{mirror.url}/kev", Route(seconds=10))


# ---- the verb ------------------------------------------------------------------------------------------------------


class StillClock:
    def now(self) -> datetime:
        return datetime(2026, 11, 22, 3, tzinfo=UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


def call(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, ["-w", str(folder), *words], obj=Surroundings({}, StillClock()))


@pytest.fixture
def workspace(tmp_path: Path, mirror: Mirror) -> Path:
    folder = tmp_path / "kerja"
    assert call(folder, "init", str(folder)).exit_code == 0
    lines = "\n".join(f'{source.key} = "{mirror.url}/{source.key}"' for source in SOURCES)
    (folder / "secscan.toml").write_text(f"[intel]\n{lines}\n")
    return folder


def test_the_verb_tells_each_source_and_ends_with_0(workspace: Path, mirror: Mirror) -> None:
    put(mirror)
    result = call(workspace, "intel", "update", "--format", "json")
    assert result.exit_code == 0, result.stderr
    rows = {row["source"]: row for row in json.loads(result.stdout)}
    assert rows["kev"] | {"sha256": ""} == {
        "source": "kev", "pack": "kev", "status": "updated", "before": "2025-08-25", "after": "2026-11-21",
        "entries": 1404, "sha256": "", "url": f"{mirror.url}/kev", "detail": "",
    }  # fmt: skip
    body = (workspace / "intel" / "kev.jsonl").read_bytes().split(b"\n", 1)[1]
    assert rows["kev"]["sha256"] == hashlib.sha256(body).hexdigest()
    status = {row["pack"]: row for row in json.loads(call(workspace, "intel", "status", "--format", "json").stdout)}
    assert status["kev"] | {"date": "2026-11-21", "age_days": 1, "stale": False, "origin": "updated"} == status["kev"]


def test_a_failed_source_ends_with_1_and_says_which_data_stays(workspace: Path, mirror: Mirror) -> None:
    put(mirror, kev=Answer(b"", 503))
    result = call(workspace, "intel", "update")
    assert result.exit_code == 1
    assert "kev: menjawab dengan status 503. Data tanggal 2025-08-25 tetap dipakai." in result.stderr
    assert "gagal" in result.stdout


def test_no_source_at_all_ends_with_3(workspace: Path, mirror: Mirror) -> None:
    for path in [*mirror.answers]:
        del mirror.answers[path]
    result = call(workspace, "intel", "update")
    assert result.exit_code == 3
    assert result.stderr.count("menjawab dengan status 404") == 4


def test_one_source_alone(workspace: Path, mirror: Mirror) -> None:
    put(mirror)
    assert call(workspace, "intel", "update", "--source", "kev").exit_code == 0
    assert [path for path, _ in mirror.asked] == ["/kev"]
    assert call(workspace, "intel", "update", "--source", "nvd").exit_code == 2


def test_a_proxy_by_flag(workspace: Path, mirror: Mirror) -> None:
    result = call(workspace, "intel", "update", "--source", "kev", "--proxy", f"http://{ELSEWHERE}:9")
    assert result.exit_code == 3
    assert "proksi" in result.stderr
    assert mirror.asked == []


def test_what_a_source_says_reaches_the_terminal_harmless(workspace: Path, mirror: Mirror) -> None:
    location = f"http://{ELSEWHERE}/\x1b[31m"
    put(mirror, kev=Answer(b"", 302, {"Location": location}))
    result = call(workspace, "intel", "update", "--source", "kev")
    assert "\x1b" not in result.output
