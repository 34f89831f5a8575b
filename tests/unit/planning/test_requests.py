from collections.abc import Iterator

import msgspec
import pytest

from secscan.analysis.documents import PURPOSE, as_document
from secscan.model.enums import Intensity, Reason, Status
from secscan.model.evidence import Context, SiteEvidence
from secscan.model.requests import Request, View
from secscan.planning.requests import merge, next_requests
from tests.unit.builders import answer, context, site

URL = "https://a.contoh.go.id/"
REDIRECT = (301, {"Location": URL}, "")


def ask_paths(*paths: str, **changes: object):  # type: ignore[no-untyped-def]
    def ask(known: SiteEvidence, _context: Context) -> Iterator[Request]:
        for path in paths:
            yield known.request(path, **changes)

    return ask


def paths(requests: tuple[Request, ...]) -> list[str]:
    return [request.path for request in requests]


def test_first_the_entry_on_every_origin() -> None:
    step = next_requests(site(URL, {}), (ask_paths("/.env"),), context(), budget=60)
    assert [request.url for request in step.send] == [URL, "http://a.contoh.go.id/"]
    assert all(request.intensity is Intensity.PASSIVE for request in step.send)


def test_redirects_are_followed_on_the_sites_own_origins_only() -> None:
    inside = site(URL, {"/": (302, {"Location": "/masuk?x=1"}, ""), "http://a.contoh.go.id/": REDIRECT})
    assert [r.url for r in next_requests(inside, (), context(), budget=60).send] == [f"{URL}masuk?x=1"]
    for elsewhere in (
        "https://evil.example/",
        "http://127.0.0.1/",
        "https://a.contoh.go.id:8443/",
        "//b.contoh.go.id/",
    ):
        outside = site(URL, {"/": (302, {"Location": elsewhere}, ""), "http://a.contoh.go.id/": REDIRECT})
        assert next_requests(outside, (), context(), budget=60).send == ()


def test_a_redirect_loop_ends() -> None:
    loop = site(
        URL,
        {"/": (302, {"Location": "/a"}, ""), "/a": (302, {"Location": "/"}, ""), "http://a.contoh.go.id/": REDIRECT},
    )
    assert next_requests(loop, (), context(), budget=60).send == ()


def test_a_site_that_does_not_answer_is_asked_nothing_more() -> None:
    dead = site(URL, {"/": Status.TIMEOUT, "http://a.contoh.go.id/": Status.REFUSED})
    step = next_requests(dead, (ask_paths("/.env"),), context(), budget=60)
    assert (step.send, step.cut) == ((), ())


def test_equal_requests_are_merged_and_what_is_known_is_not_asked_again() -> None:
    known = site(URL, {"/": "<p>ok</p>", "http://a.contoh.go.id/": REDIRECT, "/known": "x"})
    asks = (ask_paths("/x", "/known", value=5.0), ask_paths("/x", value=9.0, max_bytes=2_000_000))
    (request,) = next_requests(known, asks, context(), budget=60).send
    assert (request.path, request.value, request.max_bytes) == ("/x", 9.0, 2_000_000)


def test_the_best_first_and_the_rest_is_cut_when_the_budget_is_spent() -> None:
    known = site(URL, {"/": "<p>ok</p>", "http://a.contoh.go.id/": REDIRECT})
    asks = (ask_paths("/low", value=1.0), ask_paths("/high", value=9.0), ask_paths("/mid", value=5.0))
    step = next_requests(known, asks, context(), budget=4)
    assert paths(step.send) == ["/high", "/mid"]
    spent = msgspec.structs.replace(known, looks={**known.looks, **{r.key: answer(r, "x") for r in step.send}})
    last = next_requests(spent, asks, context(), budget=4)
    assert last.send == ()
    assert [(request.path, reason) for request, reason in last.cut] == [("/low", Reason.BUDGET)]


@pytest.mark.parametrize(
    ("budget", "rounds"),
    [
        (12, [4, 4, 2]),  # a few at a time: what is learnt has to steer them
        (60, [19, 13, 8, 7, 7, 4]),  # thirds of 58, 39 and 26 that are left, then eighths of 60
        (300, [99, 66, 44, 37, 37, 15]),
    ],
)
def test_rounds_are_thirds_of_what_is_left_and_at_least_an_eighth_of_all(budget: int, rounds: list[int]) -> None:
    known = site(URL, {"/": "<p>ok</p>", "http://a.contoh.go.id/": REDIRECT})
    asks = (ask_paths(*(f"/{n}" for n in range(400))),)
    sizes = []
    while (step := next_requests(known, asks, context(), budget=budget)).send:
        sizes.append(len(step.send))
        answers = {request.key: answer(request, "x") for request in step.send}
        known = msgspec.structs.replace(known, looks={**known.looks, **answers})
    assert sizes == rounds


def test_requests_that_were_never_sent_cost_nothing() -> None:
    known = site(URL, {"/": "<p>ok</p>", "http://a.contoh.go.id/": REDIRECT, "/cut": Status.SKIPPED})
    assert paths(next_requests(known, (ask_paths("/x"),), context(), budget=3).send) == ["/x"]


def test_a_passive_permit_allows_linked_pages_and_no_guesses() -> None:
    body = '<a href="/berita">Berita</a><a href="/berkas.pdf">PDF</a><a href="https://lain.example/">x</a>'
    known = site(URL, {"/": body, "http://a.contoh.go.id/": REDIRECT}, intensity=Intensity.PASSIVE)
    step = next_requests(known, (ask_paths("/.env"),), context(), budget=60, linked_pages=5)
    assert paths(step.send) == ["/berita"]
    assert [(request.path, reason) for request, reason in step.cut] == [("/.env", Reason.PERMIT)]


def test_linked_pages_stop_at_their_number() -> None:
    body = "".join(f'<a href="/h{n}">x</a>' for n in range(20))
    known = site(URL, {"/": body, "http://a.contoh.go.id/": REDIRECT})
    assert paths(next_requests(known, (), context(), budget=60, linked_pages=3).send) == ["/h0", "/h1", "/h2"]


def test_search_engine_views_come_last() -> None:
    known = site(URL, {"/": "<p>ok</p>", "http://a.contoh.go.id/": REDIRECT})
    asks = (ask_paths("/", view=View.SEARCH_ENGINE, value=99.0), ask_paths("/x"))
    step = next_requests(known, asks, context(), budget=60)
    assert [request.view for request in step.send] == [View.SECSCAN]
    later = msgspec.structs.replace(known, looks={**known.looks, **{r.key: answer(r, "x") for r in step.send}})
    assert [request.view for request in next_requests(later, asks, context(), budget=60).send] == [View.SEARCH_ENGINE]


def test_the_budget_keeps_the_share_of_the_search_engine_views() -> None:
    known = site(URL, {"/": "<p>ok</p>", "http://a.contoh.go.id/": REDIRECT})
    views = (ask_paths("/", view=View.SEARCH_ENGINE, value=1.0), ask_paths("/", view=View.SEARCH_REFERRER, value=1.0))
    asks = (*views, ask_paths(*(f"/{n}" for n in range(30)), value=9.0))
    sent: list[View] = []
    for _ in range(20):
        step = next_requests(known, asks, context(), budget=12)
        sent += [request.view for request in step.send]
        answers = {request.key: answer(request, "x") for request in step.send}
        answers |= {request.key: answer(request, Status.SKIPPED) for request, _ in step.cut}
        known = msgspec.structs.replace(known, looks={**known.looks, **answers})
        if not step.send:
            break
    assert len(sent) == 10
    assert sent[-2:] == [View.SEARCH_ENGINE, View.SEARCH_REFERRER]


def test_paths_of_other_sites_on_the_host_are_not_asked() -> None:
    known = site("https://a.contoh.go.id/blog/", {"": "<p>ok</p>", "http://a.contoh.go.id/blog/": "<p>ok</p>"})
    known = msgspec.structs.replace(known, foreign=("/blog/arsip/",))
    asks = (ask_paths("/.env", "/blog/.env", "/blog/arsip/.env"),)
    assert paths(next_requests(known, asks, context(), budget=60).send) == ["/blog/.env"]


def test_requests_to_other_hosts_never_pass() -> None:
    known = site(URL, {"/": "<p>ok</p>", "http://a.contoh.go.id/": REDIRECT})
    asks = (ask_paths("/x", host="evil.example"), ask_paths("/y", port=8443))
    assert next_requests(known, asks, context(), budget=60).send == ()


def test_merging_takes_the_weaker_intensity() -> None:
    known = site(URL, {})
    guessed, linked = known.request("/x"), known.request("/x", intensity=Intensity.PASSIVE)
    assert merge(guessed, linked).intensity is Intensity.PASSIVE


CHALLENGE = (403, {"cf-mitigated": "challenge"}, "<title>Just a moment...</title>")
WALL = (403, {}, "<h1>Forbidden</h1>")


def test_a_site_behind_a_challenge_is_left_alone() -> None:
    known = site(URL, {"/": CHALLENGE, "http://a.contoh.go.id/": REDIRECT})
    step = next_requests(known, (ask_paths("/.env", "/admin"),), context(), budget=60)
    assert step.send == ()
    assert {reason for _, reason in step.cut} == {Reason.BLOCKED}


def test_a_wall_is_left_alone_once_it_is_known_for_one() -> None:
    few = site(URL, {"/": WALL, "/a": WALL, "http://a.contoh.go.id/": REDIRECT})
    assert next_requests(few, (ask_paths("/.env"),), context(), budget=60).send
    many = site(URL, {**{f"/{number}": WALL for number in range(9)}, "/": WALL, "http://a.contoh.go.id/": REDIRECT})
    step = next_requests(many, (ask_paths("/.env"),), context(), budget=60)
    assert (step.send, [reason for _, reason in step.cut]) == ((), [Reason.BLOCKED])
    spoken = site(
        URL, {**{f"/{n}": WALL for n in range(9)}, "/": WALL, "/x": (404, {}, ""), "http://a.contoh.go.id/": REDIRECT}
    )
    assert next_requests(spoken, (ask_paths("/.env"),), context(), budget=60).send


def test_a_document_stays_one_whoever_else_asks_for_it() -> None:
    here = site("https://dinas.contoh.go.id/", {})
    page = here.request("/daftar.csv", value=20.0)
    document = as_document(here.request("/daftar.csv", value=5.0))
    for merged in (merge(page, document), merge(document, page)):
        assert (merged.purpose, merged.intensity, merged.value) == (PURPOSE, Intensity.DEEP, 20.0)
