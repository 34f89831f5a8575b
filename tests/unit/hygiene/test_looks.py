"""What evidence says of an app's being there."""

import msgspec
import pytest

from secscan.hygiene.looks import look_at
from secscan.model.enums import HostKind, Reason, Status
from secscan.model.fronts import Front, Fronts
from secscan.model.hygiene import Look, Presence
from secscan.model.ids import JobKey, RunId
from secscan.model.observations import DnsAnswer, Observation
from secscan.model.subjects import Domain
from tests.unit import builders
from tests.unit.builders import Response

URL = "https://a.contoh.go.id/"
PAGE = "<html><head><title>Portal</title></head><body><h1>Layanan</h1><p>Berita 5 Mei 2020</p>"
CDN = Front(key="cdn", label="CDN", kind=HostKind.CDN, headers=(("cdn-ray", ""),))


def seen(responses: dict[str, Response], **fields: object) -> Look:
    return look_at(builders.app(builders.site(URL, responses), **fields), RunId("r1"), Fronts((CDN,)))  # type: ignore[arg-type]


def refused(reason: Reason, dns: DnsAnswer | None = None) -> Look:
    site = msgspec.structs.replace(builders.site(URL, {}), refused=reason)
    looks = {}
    if dns is not None:
        key = JobKey("dns|a.contoh.go.id")
        looks["a.contoh.go.id"] = Observation(
            job_key=key, subject=Domain(dns.name), taken_at=builders.NOW, probe="dns", status=Status.OK, payload=dns
        )
    return look_at(builders.app(site, dns=looks), RunId("r1"), Fronts())


def test_a_page_with_what_it_says() -> None:
    look = seen(
        {"/": (200, {"Content-Type": "text/html", "CDN-Ray": "x"}, PAGE + "<a href=https://b.contoh.go.id/x>B</a>")}
    )
    assert (look.presence, look.title, look.hint) == (Presence.ANSWERS, "Portal", "cdn")
    assert "layanan" in look.words
    assert look.links == {"b.contoh.go.id"}
    assert ("text", "2020-05-05") in {(kind, day.isoformat()) for kind, day in look.days}


def test_links_that_readers_cannot_see_suggest_nothing() -> None:
    hidden = PAGE + "<div style='display:none'><a href=https://judi.contoh.go.id/>x</a></div>"
    assert seen({"/": hidden}).links == frozenset()


@pytest.mark.parametrize(
    ("responses", "presence", "detail"),
    [
        ({"/": "<html><body><h1>It works!</h1></body></html>"}, Presence.VACANT, "default_page"),
        ({"/": (302, {"Location": "https://lain.example/"}, "")}, Presence.AWAY, "lain.example"),
        ({"/": (500, {"Content-Type": "text/html"}, "galat")}, Presence.FAILING, "500"),
        ({"/": (401, {"WWW-Authenticate": "Basic"}, "")}, Presence.ANSWERS, ""),
        ({"/": (403, {"Content-Type": "text/html"}, "x"), "/y": (403, {}, "x")}, Presence.BLOCKED, ""),
        ({"/": Status.REFUSED, "http://a.contoh.go.id/": Status.REFUSED}, Presence.REFUSED, "unreachable"),
        ({"/": Status.REFUSED, "http://a.contoh.go.id/": Status.TIMEOUT}, Presence.SILENT, "unreachable"),
        ({"/": Status.TIMEOUT, "http://a.contoh.go.id/": Status.TIMEOUT}, Presence.SILENT, "timeout"),
        ({}, Presence.UNSEEN, "interrupted"),
    ],
)
def test_presences(responses: dict[str, Response], presence: Presence, detail: str) -> None:
    look = seen(responses)
    assert (look.presence, look.detail) == (presence, detail)


def test_a_name_is_gone_only_by_the_words_of_dns() -> None:
    missing = DnsAnswer(name="a.contoh.go.id", rcodes={"A": "NXDOMAIN"})
    failing = DnsAnswer(name="a.contoh.go.id", rcodes={"A": "SERVFAIL"})
    assert refused(Reason.DNS, missing).presence is Presence.NO_NAME
    assert refused(Reason.DNS, failing).presence is Presence.UNSEEN
    assert refused(Reason.DNS).presence is Presence.UNSEEN


@pytest.mark.parametrize("reason", [Reason.PERMIT, Reason.HOURS, Reason.SCOPE, Reason.NO_IPV6])
def test_what_was_not_asked_is_not_gone(reason: Reason) -> None:
    assert refused(reason).presence is Presence.UNSEEN
