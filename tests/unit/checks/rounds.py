"""Plays a check's requests against a pretended site until nothing is left to ask, as the planner would."""

from collections.abc import Callable

from secscan.model.checks import Ask, Verdict
from secscan.model.enums import Intensity, Outcome
from secscan.model.evidence import Context, SiteEvidence
from secscan.model.requests import Request
from tests.unit.builders import Response, answer, context, site, with_looks

HTML = {"Content-Type": "text/html; charset=utf-8"}
GONE: Response = (404, HTML, "<h1>Not Found</h1>")
HOME: Response = "<title>Portal</title><p>Selamat datang di portal layanan</p>"

App = Callable[[Request], Response]


def serving(real: dict[str, Response], otherwise: Response = GONE) -> App:
    """An app that answers these paths, and every other one with `otherwise`."""
    return lambda request: real.get(request.path, otherwise)


def explore(
    ask: Ask,
    serve: App,
    *,
    url: str = "https://simpeg.contoh.go.id/",
    home: Response = HOME,
    intensity: Intensity = Intensity.STANDARD,
    given: Context | None = None,
) -> tuple[SiteEvidence, int]:
    """What is known of the site after all rounds, and how many requests that took beside the entry."""
    path = "/" + url.split("/", 3)[3]
    seen = site(url, {path: home}, intensity=intensity)
    known = given or context()
    for _ in range(6):
        wanted = [request for request in ask(seen, known) if seen.look(request) is None]
        wanted = [request for request in wanted if request.intensity.level <= intensity.level]
        if not wanted:
            break
        for request in wanted:
            seen = with_looks(seen, answer(request, serve(request)))
    return seen, len(seen.looks) - 1


def by_kind(verdicts: list[Verdict]) -> dict[str, Outcome]:
    """Outcomes by the kind in the discriminator; the general verdict under ""."""
    return {dict(verdict.discriminators).get("shown", ""): verdict.outcome for verdict in verdicts}


def by_path(verdicts: list[Verdict]) -> dict[str, Outcome]:
    """Outcomes by the path of the discriminator; the general verdict under ""."""
    return {dict(verdict.discriminators).get("path", ""): verdict.outcome for verdict in verdicts}
