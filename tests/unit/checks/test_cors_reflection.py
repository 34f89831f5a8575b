import pytest

from secscan.checks import cors_reflection as check
from secscan.model.checks import Verdict
from secscan.model.enums import AppKind, Outcome, Severity, Status
from secscan.model.requests import Request, View
from tests.unit.builders import Response, app, context
from tests.unit.checks.rounds import explore

INVENTED = "https://secscan.invalid"


def judge(headers: dict[str, str | list[str]], *, body: str = "<p>Halo", kind: AppKind = AppKind.WEB) -> Verdict:
    content = "application/json" if body.startswith("{") else "text/html"

    def serve(request: Request) -> Response:
        assert request.view is View.FOREIGN_ORIGIN
        return (200, {"Content-Type": content, **headers}, body)

    seen, requests = explore(check.ask, serve)
    assert requests == 1
    (only,) = check.evaluate(app(seen, kind=kind), context())
    return only


def test_reflection_with_credentials_fails() -> None:
    found = judge({"Access-Control-Allow-Origin": INVENTED, "Access-Control-Allow-Credentials": "true"})
    assert (found.outcome, found.severity) == (Outcome.FAIL, Severity.SEDANG)


@pytest.mark.parametrize(
    ("headers", "outcome"),
    [
        ({}, Outcome.PASS),
        (
            {"Access-Control-Allow-Origin": "https://portal.contoh.go.id", "Access-Control-Allow-Credentials": "true"},
            Outcome.PASS,
        ),
        ({"Access-Control-Allow-Origin": "*"}, Outcome.PASS),
        ({"Access-Control-Allow-Origin": INVENTED}, Outcome.PARTIAL),
        ({"Access-Control-Allow-Origin": INVENTED, "Access-Control-Allow-Credentials": "True"}, Outcome.PARTIAL),
        ({"Access-Control-Allow-Origin": "https://secscan.invalid.contoh.go.id"}, Outcome.PASS),
        (
            {"Access-Control-Allow-Origin": [INVENTED, "*"], "Access-Control-Allow-Credentials": "true"},
            Outcome.PASS,
        ),
    ],
)
def test_on_a_web_page(headers: dict[str, str | list[str]], outcome: Outcome) -> None:
    assert judge(headers).outcome is outcome


def test_everybody_may_read_an_api() -> None:
    star: dict[str, str | list[str]] = {"Access-Control-Allow-Origin": "*"}
    assert judge(star, body='{"data": []}').outcome is Outcome.PARTIAL
    assert judge(star, kind=AppKind.API).outcome is Outcome.PARTIAL


@pytest.mark.parametrize("answer", [Status.TIMEOUT, (503, {}, ""), (429, {}, "")])
def test_could_not_look(answer: Response) -> None:
    seen, _ = explore(check.ask, lambda _: answer)
    (only,) = check.evaluate(app(seen), context())
    assert only.outcome is Outcome.NOT_TESTED
