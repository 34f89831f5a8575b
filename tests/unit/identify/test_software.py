import msgspec
import pytest

from secscan.identify.software import MAX_REQUESTS, ask, identify
from secscan.identify.version_files import ETAG_PATH
from secscan.intel.packs import load_intel
from secscan.model.assessment import Software
from secscan.model.enums import Confidence, Status
from secscan.model.observations import Exchange, Observation
from tests.unit.builders import TODAY, Response, app, context, site

INTEL = load_intel()
BASE = "https://blog.contoh.go.id/"
HOME = (
    "<meta name=generator content='WordPress 6.4.2'>"
    "<link rel=stylesheet href=/wp-includes/css/dashicons.min.css?ver=6.4.2>"
)
HIDDEN = "<script src=/wp-includes/js/jquery/jquery.min.js></script>"


def etag(version: str) -> dict[str, Response]:
    return {f"/{ETAG_PATH}": (200, {"Content-Type": "text/css", "ETag": version}, "")}


def wordpress(responses: dict[str, Response], **fields: object) -> tuple[tuple[str, ...], Confidence, bool]:
    found = identify(app(site(BASE, responses), **fields), INTEL)
    (one,) = (software for software in found if software.product == "wordpress")
    return one.versions, one.confidence, one.attested


def test_what_agrees_is_one_version() -> None:
    assert wordpress({"/": HOME}) == (("6.4.2",), Confidence.KUAT, False)
    assert wordpress({"/": HOME, **etag("6.4.2")}) == (("6.4.2",), Confidence.PASTI, False)


def test_contradictions_are_a_set() -> None:
    assert wordpress({"/": HOME, **etag("6.1.9")})[0] == ("6.1.9", "6.4.2")


def test_a_left_over_read_me_is_ignored() -> None:
    readme = "<title>WordPress › ReadMe</title><h1>WordPress<br /> Version 4.6.1</h1>"
    assert wordpress({"/": HOME, "/readme.html": readme})[0] == ("6.4.2",)


def test_hidden_and_attested() -> None:
    assert wordpress({"/": HIDDEN}) == ((), Confidence.KUAT, False)
    assert wordpress({"/": HIDDEN}, product="Wordpress", version="6.8.8") == (("6.8.8",), Confidence.KUAT, True)
    found = identify(app(site(BASE, {"/": HIDDEN}), product="Wordpress", version="6.8.8", version_date=TODAY), INTEL)
    assert [one.attested_on for one in found if one.attested] == [TODAY]
    assert wordpress({"/": HOME}, product="WordPress", version="6.8.8") == (("6.4.2",), Confidence.KUAT, False)


def test_the_register_speaks_where_nothing_is_seen() -> None:
    known = identify(app(site(BASE, {"/": "<p>Beranda</p>"}), product="OpenSID", version="2410.0.0"), INTEL)
    assert [(one.product, one.versions, one.attested) for one in known] == [("opensid", ("2410.0.0",), True)]
    assert identify(app(site(BASE, {"/": "<p>x</p>"}), product="Aplikasi buatan sendiri", version="1"), INTEL) == ()
    down = app(site(BASE, {"/": Status.TIMEOUT}), product="OpenSID", version="2410.0.0")
    assert identify(down, INTEL) == ()


def test_the_most_telling_file_first_and_no_more_than_needed() -> None:
    first = list(ask(site(BASE, {"/": HOME}), context(intel=INTEL)))
    assert [request.path for request in first] == [f"/{ETAG_PATH}"]
    known = site(BASE, {"/": HOME, **etag("6.4.2")})
    assert list(ask(known, context(intel=INTEL))) == []
    refused: Response = (403, {"Content-Type": "text/html"}, "")
    hidden = site(BASE, {"/": HIDDEN, f"/{ETAG_PATH}": refused})
    (file,) = ask(hidden, context(intel=INTEL))
    assert file.purpose == "digest"
    assert file.path.removeprefix("/") in INTEL.fingerprints["wordpress"].files
    no_tables = msgspec.structs.replace(INTEL, fingerprints={})
    assert [request.path for request in ask(hidden, context(intel=no_tables))] == ["/feed/"]


def test_nothing_is_asked_where_no_product_was_seen() -> None:
    assert list(ask(site(BASE, {"/": "<p>WordPress 4.7</p>"}), context(intel=INTEL))) == []


def test_never_more_than_six_files() -> None:
    home = "".join(f"<script src=/b{n}/wp-includes/js/wp-embed.min.js></script>" for n in range(20))
    assert len(list(ask(site(BASE, {"/": home}), context(intel=INTEL)))) <= MAX_REQUESTS


def test_runtimes_stand_beside_products() -> None:
    response: Response = (
        200,
        {"Content-Type": "text/html", "Server": "nginx/1.26.3", "X-Powered-By": "PHP/8.2.30"},
        HOME,
    )
    found = {one.product: one.versions for one in identify(app(site(BASE, {"/": response})), INTEL)}
    assert found == {"wordpress": ("6.4.2",), "nginx": ("1.26.3",), "php": ("8.2.30",)}


WP_TABLE = INTEL.fingerprints["wordpress"]


def served(version: str, path: str) -> Observation:
    """The answer that has the digest which the table gives for a release's file."""
    place = WP_TABLE.versions.index(version)
    digest = next(digest for digest, releases in WP_TABLE.files[path].releases.items() if releases >> place & 1)
    known = site(BASE, {f"/{path}": (200, {"Content-Type": "text/javascript"}, "x")})
    (seen,) = known.looks.values()
    assert isinstance(seen.payload, Exchange)
    return msgspec.structs.replace(seen, payload=msgspec.structs.replace(seen.payload, digest=digest))


def with_files(home: str, version: str, *paths: str) -> Software:
    known = site(BASE, {"/": home})
    looks = {seen.job_key: seen for seen in (served(version, path) for path in paths)}
    evidence = msgspec.structs.replace(known, looks={**known.looks, **looks})
    return next(one for one in identify(app(evidence), INTEL) if one.product == "wordpress")


FILES = ("wp-includes/js/media-views.min.js", "wp-admin/js/nav-menu.js", "wp-includes/js/wp-embed.js")


def test_files_tell_a_hidden_version() -> None:
    seen = with_files(HIDDEN, "4.7.2", *FILES)
    assert "4.7.2" in seen.versions
    assert all(version.startswith("4.7") for version in seen.versions)
    assert sum(seen.probabilities) == pytest.approx(1)
    assert any(line.startswith("file wp-includes/js/media-views.min.js: 4.7") for line in seen.evidence)


def test_a_stale_text_is_told_apart_from_a_contradicting_one() -> None:
    stale = with_files(HOME.replace("6.4.2", "4.7.2"), "6.8.1", *FILES)
    assert "4.7.2" not in stale.versions
    assert any(line.startswith("left over: generator: 4.7.2") for line in stale.evidence)
    boast = with_files(HOME, "4.7.2", *FILES)
    assert "6.4.2" not in boast.versions
    assert any(line.startswith("contradicted: generator: 6.4.2") for line in boast.evidence)


def test_one_apps_files_say_nothing_of_another() -> None:
    blog = site(BASE, {"/": "<script src=/blog/wp-includes/js/wp-embed.min.js></script>"})
    looks = {seen.job_key: seen for seen in (served("4.7.2", path) for path in FILES)}
    evidence = msgspec.structs.replace(blog, looks={**blog.looks, **looks})
    (seen,) = (one for one in identify(app(evidence), INTEL) if one.product == "wordpress")
    assert seen.versions == ()
