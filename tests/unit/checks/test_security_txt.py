"""SS-DOM-03 against RFC 9116; the office's day is 1 October 2026."""

import pytest

from secscan.checks import security_txt as check
from secscan.model.checks import Verdict
from secscan.model.enums import Outcome, Reason, Status
from tests.unit.builders import Response, app, context
from tests.unit.checks.rounds import explore, serving

TEXT = {"Content-Type": "text/plain; charset=utf-8"}
PATH = "/.well-known/security.txt"
GOOD = "Contact: mailto:csirt@contoh.go.id\nExpires: 2027-01-01T00:00:00Z\n"


def verdict(
    answer: Response, url: str = "https://simpeg.contoh.go.id/", otherwise: Response = (404, {}, "")
) -> Verdict:
    seen, _ = explore(check.ask, serving({PATH: answer}, otherwise), url=url)
    (only,) = check.evaluate(app(seen), context())
    return only


def test_a_valid_file_passes_with_one_request() -> None:
    seen, requests = explore(check.ask, serving({PATH: (200, TEXT, GOOD)}))
    (only,) = check.evaluate(app(seen), context())
    assert (only.outcome, requests) == (Outcome.PASS, 1)


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (GOOD.replace("2027", "2025"), ("expired",)),
        ("Contact: mailto:csirt@contoh.go.id\n", ("no_expires",)),
        ("Expires: 2027-01-01T00:00:00Z\n", ("no_contact",)),
        (GOOD.replace("mailto:", ""), ("bad_contact",)),
    ],
)
def test_a_faulty_file_is_partial(text: str, faults: tuple[str, ...]) -> None:
    found = verdict((200, TEXT, text))
    assert (found.outcome, found.facts["faults"]) == (Outcome.PARTIAL, faults)


def test_served_by_http_only_is_partial() -> None:
    assert verdict((200, TEXT, GOOD), "http://simpeg.contoh.go.id:8080/").facts["faults"] == ("not_https",)


@pytest.mark.parametrize(
    "answer",
    [
        (404, {}, ""),
        "<title>Portal</title><p>Contact: kami",
        (200, TEXT, "Halo\n"),
        (403, {}, ""),
        (302, {"Location": "/masuk"}, ""),
    ],
)
def test_anything_else_is_no_security_txt(answer: Response) -> None:
    found = verdict(answer)
    assert (found.outcome, found.facts["faults"]) == (Outcome.FAIL, ("absent",))


def test_could_not_look() -> None:
    assert verdict(Status.TIMEOUT).outcome is Outcome.NOT_TESTED
    assert verdict((503, {}, "")).reason is Reason.ERROR
    moved = verdict((301, {"Location": "https://contoh.go.id" + PATH}, ""))
    assert (moved.outcome, moved.reason) == (Outcome.INCONCLUSIVE, Reason.SCOPE)
    below = verdict((200, TEXT, GOOD), "https://contoh.go.id/simpeg/")
    assert (below.outcome, below.reason) == (Outcome.NOT_TESTED, Reason.SCOPE)
