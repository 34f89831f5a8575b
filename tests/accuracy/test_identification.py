"""Versions where sites are as they are met: below folders, several on one host, behind caches, minifiers, proxies and
log-ins, or not there at all. What is answered must hold the truth or say that it does not know."""

import hashlib
from collections.abc import Callable

import msgspec
import pytest

from secscan.checks.cms_version import evaluate
from secscan.identify.software import ask, identify
from secscan.intel.packs import load_intel
from secscan.model.assessment import Software
from secscan.model.enums import Outcome
from secscan.model.evidence import Context, SiteEvidence
from secscan.model.observations import Exchange, FileKind, Observation
from secscan.model.requests import Request
from tests.accuracy.fake_site import release
from tests.unit.builders import TODAY, Response, answer, app, context, site, with_looks

INTEL = load_intel()
HOST = "https://portal.contoh.go.id"
HTML = {"Content-Type": "text/html"}
GONE: Response = (404, HTML, "<title>Tidak ditemukan</title><p>Tidak ditemukan</p>")
REFUSED: Response = (403, HTML, "<title>403 Forbidden</title><h1>Forbidden</h1>")
MOST = 40
Serve = Callable[[str], Response | str]
"""From a path (with its query) to a response, or to the digest of the file there."""


def wordpress(version: str, base: str = "/", *, etag: bool = True, hidden: bool = False) -> Serve:
    """A WordPress as its makers ship it: pages, feed, ETag of its style loader, unchanged files."""
    files = release(INTEL.fingerprints["wordpress"], version) if version in _KNOWN else None
    query = "" if hidden else f"?ver={version}"
    generator = "" if hidden else f"<meta name=generator content='WordPress {version}'>"
    page = (
        f"<title>Portal</title>{generator}<link rel=stylesheet href='{base}wp-includes/css/dashicons.min.css{query}'>"
        f"<script src='{base}wp-includes/js/wp-embed.min.js{query}'></script><p>Beranda</p>"
    )
    loader = (200, {"Content-Type": "text/css", "ETag": _etag(version)}, "")
    feed = (200, {"Content-Type": "text/xml"}, f"<rss><generator>https://wordpress.org/?v={version}</generator></rss>")
    texts: dict[str, Response] = {base: page}
    texts |= {f"{base}wp-admin/load-styles.php?load=zz": loader} if etag else {}
    texts |= {} if hidden else {f"{base}feed/": feed}

    def serve(path: str) -> Response | str:
        if path in texts:
            return texts[path]
        found = files(path.removeprefix(base)) if files is not None and path.startswith(base) else 404
        return found if isinstance(found, str) else GONE

    return serve


_KNOWN = frozenset(INTEL.fingerprints["wordpress"].versions)


def _etag(version: str) -> str:
    """As the loader makes it: the version itself up to 6.5, since then an MD5 over it and the (unknown) handles."""
    if tuple(int(part) for part in version.split(".")[:2]) < (6, 6):
        return version
    return f'W/"{hashlib.md5(f"WP:{version};".encode(), usedforsecurity=False).hexdigest()}"'


def meet(serve: Serve, entry: str = "/", *, linked: tuple[str, ...] = ()) -> tuple[SiteEvidence, int]:
    """Look at the entry and at linked pages, then ask and answer until nothing more is asked for."""
    first = serve(entry)
    assert not isinstance(first, str) or first.startswith("<")
    seen = site(HOST + entry, {entry: first})
    for path in linked:
        seen = _with(seen, seen.request(path), serve(path))
    known = Context(as_of=TODAY, intel=INTEL)
    sent = 0
    for _ in range(2 * MOST):
        wanted = [request for request in ask(seen, known) if seen.look(request) is None]
        if not wanted:
            break
        for request in wanted:
            seen = _with(seen, request, serve(request.path))
            sent += 1
    assert sent <= MOST
    return seen, sent


def _with(seen: SiteEvidence, request: Request, served: Response | str) -> SiteEvidence:
    return with_looks(seen, _file(request, served) if _is_digest(served) else answer(request, served))


def _is_digest(served: Response | str) -> bool:
    return isinstance(served, str) and len(served) == 16


def _file(request: Request, digest: Response | str) -> Observation:
    seen = answer(request, (200, {"Content-Type": "text/javascript"}, "x"))
    assert isinstance(seen.payload, Exchange)
    named = msgspec.structs.replace(seen.payload, digest=str(digest), raw_digest=str(digest), file_kind=FileKind.SCRIPT)
    return msgspec.structs.replace(seen, payload=named)


def found(evidence: SiteEvidence, product: str = "wordpress") -> list[Software]:
    return [one for one in identify(app(evidence), INTEL) if one.product == product]


@pytest.mark.parametrize(
    "version", ["4.5", "4.9.8", "5.8.1", "6.4.2", "6.5.5", "6.6", "6.8.8", "7.1", "7.1.3", "7.2", "8.0.1"]
)
def test_one_request_tells_the_exact_version_also_of_releases_after_the_data(version: str) -> None:
    evidence, sent = meet(wordpress(version, hidden=True))
    (one,) = found(evidence)
    assert (one.versions, sent) == ((version,), 1)


def test_below_a_folder() -> None:
    evidence, _ = meet(wordpress("6.4.2", "/blog/", hidden=True), "/blog/")
    assert found(evidence)[0].versions == ("6.4.2",)
    assert all("/blog/" in key for key in evidence.looks)


def test_two_installations_on_one_host_do_not_share_evidence() -> None:
    main, blog = wordpress("6.8.8"), wordpress("4.9.8", "/blog/")

    def both(path: str) -> Response | str:
        return blog(path) if path.startswith("/blog/") else main(path)

    evidence, _ = meet(both, linked=("/blog/",))
    versions = {one.subject.path: one.versions for one in found(evidence)}  # type: ignore[union-attr]
    assert versions == {"/": ("6.8.8",), "/blog/": ("4.9.8",)}


def test_several_products_on_one_host() -> None:
    pages: dict[str, Response] = {
        "/": wordpress("6.4.2")("/"),
        "/jurnal/": "<meta name=generator content='Open Journal Systems 3.3.0.8'>"
        "<script src=/jurnal/lib/pkp/js/a.js></script><script src=/jurnal/plugins/generic/x/a.js></script>",
        "/arsip/": "<meta name=generator content='DSpace 6.3'>",
    }
    evidence, _ = meet(lambda path: pages.get(path, GONE), linked=("/jurnal/", "/arsip/"))
    seen = {one.product: one.versions for one in identify(app(evidence), INTEL)}
    assert seen == {"wordpress": ("6.4.2",), "ojs": ("3.3.0.8",), "dspace": ("6.3",)}


@pytest.mark.parametrize("version", ["4.9.8", "6.4.2", "7.1"])
def test_a_cache_that_changes_queries_and_merges_files(version: str) -> None:
    """An optimiser: generator gone, scripts and styles merged and named by digests, queries of its own."""
    plain = wordpress(version, hidden=True, etag=False)
    merged = (
        "<title>Portal</title><link rel=stylesheet href='/wp-content/cache/autoptimize/css/autoptimize_8f3b.css'>"
        "<script src='/wp-content/cache/min/1/9d2.js?ver=1727740800'></script>"
        "<img src=/wp-content/themes/dinas/logo.png><script src='/wp-includes/js/jquery/jquery.min.js?x=3.7'></script>"
    )
    evidence, _ = meet(lambda path: merged if path == "/" else plain(path))
    (one,) = found(evidence)
    assert not one.versions or version in one.versions


@pytest.mark.parametrize("version", ["4.9.8", "6.4.2", "7.1"])
def test_a_minifier_that_rewrites_every_script_and_style(version: str) -> None:
    plain = wordpress(version, hidden=True, etag=False)

    def minified(path: str) -> Response | str:
        served = plain(path)
        return f"{len(path):016x}" if _is_digest(served) and path.endswith((".js", ".css")) else served

    evidence, sent = meet(minified)
    (one,) = found(evidence)
    assert not one.versions or version in one.versions
    assert sent <= 15


@pytest.mark.parametrize("keep", [0, 1])
@pytest.mark.parametrize("version", ["4.9.8", "6.4.2", "7.1"])
def test_a_proxy_that_refuses_half_of_the_paths(version: str, keep: int) -> None:
    plain = wordpress(version, hidden=True)

    def half(path: str) -> Response | str:
        return plain(path) if path == "/" or hashlib.sha256(path.encode()).digest()[0] % 2 == keep else REFUSED

    evidence, _ = meet(half)
    (one,) = found(evidence)
    assert not one.versions or version in one.versions


def test_a_stale_cache_is_left_over_and_a_boast_is_contradicted() -> None:
    old, true = wordpress("4.9.8"), wordpress("6.4.2", etag=False)
    evidence, _ = meet(lambda path: old(path) if path == "/" else true(path))
    (one,) = found(evidence)
    assert one.versions == ("6.4.2",)
    assert any(line.startswith("generator: 4.9.8") for line in one.left_over)
    evidence, _ = meet(lambda path: true(path) if path == "/" else wordpress("4.9.8", etag=False)(path))
    (one,) = found(evidence)
    assert "6.4.2" not in one.versions
    assert any(line.startswith("generator: 6.4.2") for line in one.contradicted)
    (verdict,) = evaluate(app(evidence), context(intel=INTEL))
    assert verdict.facts["contradicted"] == one.contradicted


NEWS = (
    "<title>WordPress 4.7 diretas</title><p>Versi WordPress 4.7 dan Joomla 3.4 punya celah. Drupal 7.31 juga."
    "</p><pre>&lt;meta name='generator' content='WordPress 4.7'&gt;</pre><a href=/wp-login.php>wp-login.php</a>"
)
LOGIN = "<title>Masuk</title><form method=post><input name=nip><input type=password name=sandi></form>"


@pytest.mark.parametrize("page", [NEWS, LOGIN, "<div id=app></div><script src=/assets/index-4f2.js></script>"])
@pytest.mark.parametrize("other", [GONE, REFUSED, None])
def test_nothing_is_claimed_where_no_product_is(page: str, other: Response | None) -> None:
    """A static page that talks of products, a log-in wall, a script's shell; each also as a catch-all."""
    evidence, sent = meet(lambda path: page if path == "/" or other is None else other)
    assert sent == 0
    assert identify(app(evidence), INTEL) == ()
    assert [one.outcome for one in evaluate(app(evidence), context(intel=INTEL))] == [Outcome.NOT_APPLICABLE]


@pytest.mark.parametrize("status", [200, 302, 403, 404, 500, 503])
def test_a_wordpress_whose_every_other_path_answers_alike_has_no_version(status: int) -> None:
    home = "<title>Portal</title><script src=/wp-includes/js/jquery/jquery.min.js></script>"
    other: Response = (status, HTML | ({"Location": "/"} if status == 302 else {}), home)
    evidence, sent = meet(lambda path: home if path == "/" else other)
    (one,) = found(evidence)
    assert (one.versions, one.near) == ((), ())
    assert sent <= 15
