import pytest

from secscan.checks import http_methods as check
from secscan.model.checks import Verdict
from secscan.model.enums import AppKind, Intensity, Outcome, Reason, Status
from secscan.model.requests import Request
from tests.unit.builders import Response, app, context
from tests.unit.checks.rounds import HOME, explore


def judge(answer: Response, *, kind: AppKind = AppKind.WEB, intensity: Intensity = Intensity.STANDARD) -> Verdict:
    asked: list[Request] = []

    def serve(request: Request) -> Response:
        asked.append(request)
        return answer

    seen, _ = explore(check.ask, serve, home=HOME, intensity=intensity)
    assert {request.method for request in asked} <= {"OPTIONS"}
    assert len(asked) <= 1
    (only,) = check.evaluate(app(seen, kind=kind), context())
    return only


def allowing(*values: str, status: int = 200) -> Response:
    return (status, {"Content-Type": "text/html", "Allow": list(values)}, "")


@pytest.mark.parametrize(
    ("answer", "outcome", "methods"),
    [
        (allowing("GET, HEAD, POST, OPTIONS"), Outcome.PASS, ()),
        (allowing("GET,HEAD", "post", status=405), Outcome.PASS, ()),
        ((200, {"Content-Type": "text/html"}, "<p>Selamat datang"), Outcome.PASS, ()),
        ((403, {}, ""), Outcome.PASS, ()),
        (allowing("POST,OPTIONS,HEAD,GET,TRACE"), Outcome.PARTIAL, ("TRACE",)),
        (allowing("GET, PUT, delete"), Outcome.FAIL, ("DELETE", "PUT")),
        (allowing("OPTIONS,GET,PROPFIND,MKCOL"), Outcome.FAIL, ("MKCOL", "PROPFIND")),
        ((200, {"Public": "OPTIONS, TRACE, GET, PUT"}, ""), Outcome.FAIL, ("PUT", "TRACE")),
        ((200, {"Access-Control-Allow-Methods": "GET, PUT, DELETE"}, ""), Outcome.PASS, ()),
    ],
)
def test_what_is_announced(answer: Response, outcome: Outcome, methods: tuple[str, ...]) -> None:
    found = judge(answer)
    assert (found.outcome, found.facts["methods"]) == (outcome, methods)


def test_an_api_is_written_to() -> None:
    assert judge(allowing("GET, PUT, DELETE"), kind=AppKind.API).outcome is Outcome.PASS
    assert judge(allowing("GET, PROPFIND"), kind=AppKind.API).outcome is Outcome.FAIL


@pytest.mark.parametrize(
    ("answer", "reason"),
    [(Status.TIMEOUT, Reason.TIMEOUT), ((503, {}, ""), Reason.ERROR), (Status.SKIPPED, Reason.BUDGET)],
)
def test_could_not_look(answer: Response, reason: Reason) -> None:
    found = judge(answer)
    assert (found.outcome, found.reason) == (Outcome.NOT_TESTED, reason)


def test_a_passive_permit_leaves_it_untested() -> None:
    assert judge(allowing("GET"), intensity=Intensity.PASSIVE).outcome is Outcome.NOT_TESTED
