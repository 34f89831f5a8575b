"""SS-API-03, with answers as L5-Swagger, FastAPI, springdoc, Swagger UI and GraphQL servers give them."""

import pytest

from secscan.checks import api_docs as check
from secscan.model.enums import Intensity, Outcome
from tests.unit.builders import Response, app, context
from tests.unit.checks.rounds import App, by_kind, explore, serving

JSON = {"Content-Type": "application/json"}
OPENAPI: Response = (
    200,
    JSON,
    '{"openapi":"3.0.0","info":{"title":"API SIMPEG","version":"1.0"},"paths":{"/pegawai":{}}}',
)
GRAPHQL = "/graphql?query=%7B__schema%7BqueryType%7Bname%7D%7D%7D"
UI: Response = (
    "<title>L5 Swagger UI</title><div id=swagger-ui></div><script src='/docs/asset/swagger-ui-bundle.js?v=1'></script>"
    "<script>const ui = SwaggerUIBundle({url: '/docs'})</script>"
)


def outcomes(serve: App, approved: tuple[str, ...] = (), **more: object) -> dict[str, Outcome]:
    seen, _ = explore(check.ask, serve, **more)  # type: ignore[arg-type]
    return by_kind(list(check.evaluate(app(seen, approved_exposures=approved), context())))


def test_nothing_there_passes() -> None:
    assert outcomes(serving({})) == {"": Outcome.PASS}


@pytest.mark.parametrize(
    ("path", "kind", "answer"),
    [
        ("/openapi.json", "openapi", OPENAPI),
        ("/api/documentation", "swagger_ui", UI),
        (GRAPHQL, "graphql", (200, JSON, '{"data":{"__schema":{"queryType":{"name":"Query"}}}}')),
    ],
)
def test_a_description_fails(path: str, kind: str, answer: Response) -> None:
    assert outcomes(serving({path: answer})) == {kind: Outcome.FAIL, "": Outcome.PASS}


def test_a_registered_api_is_public_by_decision() -> None:
    found = outcomes(serving({"/openapi.json": OPENAPI}), ("/openapi.json",))
    assert found["openapi"] is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(
    "answer",
    [
        (200, JSON, '{"errors":[{"message":"GraphQL introspection is not allowed","path":["__schema"]}]}'),
        (200, JSON, '{"status":"ok","swagger":"lihat dokumentasi 2.0"}'),
        (401, JSON, '{"openapi":"3.0.0","info":{}}'),
        '<title>Berita</title><p>Swagger UI dan OpenAPI "openapi": "3.0.0" "info" GraphQL __schema SwaggerUIBundle(',
        "<title>Swagger UI</title><p>Pelatihan Swagger UI bagi pegawai",
    ],
)
def test_what_only_looks_alike_passes(answer: Response) -> None:
    assert outcomes(serving({"/openapi.json": answer, "/api/documentation": answer, GRAPHQL: answer})) == {
        "": Outcome.PASS
    }
    assert outcomes(serving({}, answer)) == {"": Outcome.PASS}


def test_a_site_that_answers_every_path_so_is_no_finding() -> None:
    assert Outcome.FAIL not in outcomes(serving({}, OPENAPI)).values()


def test_packaged_products_are_asked_for_less() -> None:
    wordpress: Response = "<title>Dinas</title><link rel=stylesheet href='/wp-content/themes/a/style.css'><p>Halo"
    _, requests = explore(check.ask, serving({}), home=wordpress)
    assert requests == 1


def test_could_not_look() -> None:
    assert outcomes(serving({}), intensity=Intensity.PASSIVE) == {"": Outcome.NOT_TESTED}
    assert outcomes(serving({}), home=(503, {}, "")) == {"": Outcome.NOT_TESTED}
