import msgspec
import pytest

from secscan.identify.questions import next_path, text_paths
from secscan.identify.signs import Seen
from secscan.model.intel import Intel
from tests.unit.builders import Response, site
from tests.unit.identify.tables import PRODUCT, TABLE

INTEL = Intel(products={"wordpress": PRODUCT}, fingerprints={"wordpress": TABLE})
ETAG, FEED, OPML, README = text_paths("wordpress")
GONE: Response = (404, {"Content-Type": "text/html"}, "x")
STRANGE: Response = (200, {"Content-Type": "text/javascript"}, "var strange = 1")
GENERATOR = "<meta name=generator content='WordPress 2.1'>"


def following(responses: dict[str, Response], intel: Intel = INTEL, *, limit: int = 10, home: str = "x") -> str | None:
    evidence = site("https://app.contoh.go.id/", {"/": home, **{f"/{path}": one for path, one in responses.items()}})
    return next_path(evidence, Seen(product="wordpress", base="/", evidence=()), intel, limit)


def test_the_running_code_before_files_before_texts() -> None:
    assert following({}) == ETAG
    assert following({ETAG: GONE}) == "js/a.js"
    files = dict.fromkeys(TABLE.files, GONE)
    assert following({ETAG: GONE, **files}) == FEED
    assert following({ETAG: GONE, **files, FEED: GONE}) == OPML
    assert following({ETAG: GONE, **files, FEED: GONE, OPML: GONE}) == README
    assert following({ETAG: GONE, **files, FEED: GONE, OPML: GONE, README: GONE}) is None


def test_what_an_upgrade_may_leave_behind_is_no_first_question() -> None:
    evidence = site("https://app.contoh.go.id/", {"/": "x"})
    table = msgspec.structs.replace(TABLE, product="roundcube")
    intel = Intel(products={"roundcube": PRODUCT}, fingerprints={"roundcube": table})
    assert next_path(evidence, Seen(product="roundcube", base="/", evidence=()), intel, 10) == "js/a.js"


def test_an_exact_answer_ends_the_questions() -> None:
    assert following({ETAG: (200, {"Content-Type": "text/css", "ETag": "6.4.2"}, "")}) is None


def test_a_told_version_is_tried_on_a_file() -> None:
    assert following({ETAG: GONE}, home=GENERATOR) == "js/a.js"
    assert following({ETAG: GONE, "js/a.js": STRANGE, "css/b.css": GONE}, home=GENERATOR) is None


def test_a_version_beyond_the_table_is_not_tried_on_files() -> None:
    assert following({ETAG: GONE}, home=GENERATOR.replace("2.1", "9.9")) is None


@pytest.mark.parametrize("limit", [0, 1, 2])
def test_no_more_files_than_allowed(limit: int) -> None:
    answered: dict[str, Response] = {ETAG: GONE}
    for _ in range(limit):
        path = following(answered, limit=limit)
        assert path in TABLE.files
        answered[path] = STRANGE
    assert following(answered, limit=limit) == FEED


def test_products_without_table_are_asked_for_texts() -> None:
    bare = msgspec.structs.replace(INTEL, fingerprints={})
    assert following({ETAG: GONE}, bare) == FEED
