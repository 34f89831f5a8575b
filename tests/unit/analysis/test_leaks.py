from secscan.analysis.leaks import (
    ARCHIVES,
    Candidate,
    FileLook,
    State,
    ask_for,
    look_at,
    still_open,
    total_size,
    verdicts,
)
from secscan.model.checks import CheckSpec
from secscan.model.enums import Outcome, Reason, Severity, Status
from secscan.model.ids import CheckId
from secscan.model.observations import Exchange
from secscan.model.requests import Request, View
from tests.unit.builders import Response, answer, context, site, with_looks
from tests.unit.checks.rounds import GONE, HOME, by_path

SPEC = CheckSpec(id=CheckId("contoh"), severity=Severity.KRITIS)
ONE = Candidate("backup.zip", ARCHIVES, 5.0)
TWO = Candidate("www.zip", ARCHIVES, 4.0)
ZIP: Response = (
    206,
    {"Content-Range": "bytes 0-29/987654", "Last-Modified": "Thu, 01 Oct 2026 03:00:00 GMT"},
    b"PK\x03\x04" + b"\x00" * 26,
)


def grade(_look: FileLook) -> tuple[Outcome, Severity]:
    return Outcome.FAIL, Severity.KRITIS


def outcomes(answers: dict[str, Response], home: Response = HOME) -> dict[str, Outcome]:
    seen = site("https://a.go.id/", {"/": home, **answers})
    for request in [*ask_for(seen, (ONE, TWO), SPEC)]:
        if request.purpose == "soft404":
            seen = with_looks(seen, answer(request, GONE))
    return by_path(list(verdicts(SPEC, seen, (ONE, TWO), grade)))


def test_requests_take_first_bytes_only() -> None:
    seen = site("https://a.go.id/app/", {"/app/": HOME})
    (request,) = ask_for(seen, (ONE,), SPEC)
    assert (request.path, request.prefix_only, request.method) == ("/app/backup.zip", True, "GET")
    assert request.max_bytes <= 4096


def test_requests_go_where_the_site_works() -> None:
    moved: Response = (301, {"Location": "https://a.go.id/"}, b"")
    seen = site("http://a.go.id/", {"/": moved, "https://a.go.id/": HOME})
    (request,) = ask_for(seen, (ONE,), SPEC)
    assert request.url == "https://a.go.id/backup.zip"


def test_the_general_verdict_speaks_for_the_rest() -> None:
    assert outcomes({"/backup.zip": ZIP, "/www.zip": GONE}) == {"/backup.zip": Outcome.FAIL, "": Outcome.PASS}


def test_what_could_not_be_looked_at_is_named() -> None:
    found = outcomes({"/backup.zip": GONE, "/www.zip": Status.SKIPPED})
    assert found == {"/www.zip": Outcome.NOT_TESTED, "": Outcome.PASS}
    assert outcomes({"/backup.zip": Status.TIMEOUT, "/www.zip": Status.TIMEOUT}) == {"": Outcome.NOT_TESTED}


def test_a_busy_answer_is_no_look() -> None:
    assert outcomes({"/backup.zip": (503, {}, b""), "/www.zip": GONE})["/backup.zip"] is Outcome.NOT_TESTED
    assert outcomes({"/backup.zip": (429, {}, b""), "/www.zip": GONE})["/backup.zip"] is Outcome.NOT_TESTED


def test_a_refused_or_failing_file_is_not_downloadable() -> None:
    assert outcomes({"/backup.zip": (403, {}, b""), "/www.zip": (500, {}, b"x")}) == {"": Outcome.PASS}


def test_a_site_that_refuses_everything_was_not_looked_at() -> None:
    no: Response = (403, {}, b"Forbidden")
    assert outcomes({"/backup.zip": no, "/www.zip": no}, home=no) == {"": Outcome.NOT_TESTED}


def test_a_redirect_of_every_path_to_another_host_is_no_look() -> None:
    moved: dict[str, Response] = {
        path: (301, {"Location": f"https://www.a.go.id{path}"}, b"") for path in ("/backup.zip", "/www.zip")
    }
    assert outcomes(moved) == {"": Outcome.NOT_TESTED}


def test_an_unreachable_site() -> None:
    seen = site("https://a.go.id/", {"/": Status.REFUSED, "http://a.go.id/": Status.REFUSED})
    (verdict,) = verdicts(SPEC, seen, (ONE, TWO), grade)
    assert (verdict.outcome, verdict.reason) == (Outcome.NOT_TESTED, Reason.UNREACHABLE)


def test_facts_tell_size_and_kind_and_nothing_of_the_content() -> None:
    seen = site("https://a.go.id/", {"/": HOME, "/backup.zip": ZIP})
    baseline = [request for request in ask_for(seen, (ONE,), SPEC) if request.purpose == "soft404"]
    seen = with_looks(seen, answer(baseline[0], GONE))
    leaked, _ = verdicts(SPEC, seen, (ONE,), grade)
    assert leaked.facts["size"] == 987654
    assert leaked.facts["type"] == "zip"
    assert set(leaked.facts) == {"url", "path", "type", "contents", "size", "modified", "digest", "whole"}


def test_total_size_believes_no_nonsense() -> None:
    def size(status: int, headers: dict[str, str]) -> int:
        payload = answer(Request(scheme="https", host="a", port=443), (status, headers, b"12345")).payload
        assert isinstance(payload, Exchange)
        return total_size(payload)

    assert size(206, {"Content-Range": "bytes 0-4/100"}) == 100
    assert size(206, {"Content-Range": "bytes 0-4/*", "Content-Length": "5"}) == 5
    assert size(200, {"Content-Length": "700"}) == 700
    assert size(200, {"Content-Length": "9" * 50}) == 5
    assert size(200, {}) == 5


def test_a_page_is_no_file_whatever_its_name() -> None:
    seen = site(
        "https://a.go.id/", {"/": HOME, "/backup.zip": (200, {"Content-Type": "application/zip"}, "<html>x</html>")}
    )
    assert look_at(seen, ONE, SPEC).state is State.CLEAN


def test_the_path_of_an_open_finding_is_asked_for_again() -> None:
    seen = site("https://a.go.id/app/", {"/app/": HOME})
    key = seen.site.key
    paths = (
        ("contoh", key, "/app/lama.zip"),
        ("contoh", key, "/app/backup.zip"),
        ("lain", key, "/app/x.zip"),
        ("contoh", "site:x", "/app/y.zip"),
    )
    again = list(still_open(seen, context(open_paths=paths), SPEC, ARCHIVES, (ONE,)))
    assert [candidate.name for candidate in again] == ["lama.zip"]


def test_a_ban_in_the_middle_of_the_look_is_no_clean_bill() -> None:
    no: Response = (403, {}, b"Forbidden")
    seen = site("https://a.go.id/", {"/": HOME, "/backup.zip": GONE, "/www.zip": no})
    view = answer(seen.request("/", view=View.SEARCH_REFERRER), no)
    seen = with_looks(seen, view)
    found = by_path(list(verdicts(SPEC, seen, (ONE, TWO), grade)))
    assert found == {"/www.zip": Outcome.NOT_TESTED, "": Outcome.PASS}


def test_a_site_that_fails_throughout_was_not_looked_at() -> None:
    broken: Response = (500, {}, b"Internal Server Error")
    assert outcomes({"/backup.zip": broken, "/www.zip": broken}, home=broken) == {"": Outcome.NOT_TESTED}
