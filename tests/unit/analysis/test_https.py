import msgspec

from secscan.analysis.https import answers, https_entry, shut
from secscan.model.enums import Reason, Status
from secscan.model.observations import UNKNOWN_NAME, Exchange
from tests.unit.builders import Response, app, site
from tests.unit.tls_evidence import host, look

HTTP = "http://simpeg.contoh.go.id/"
HTTPS = "https://simpeg.contoh.go.id/"


def entry(responses: dict[str, Response], url: str = HTTPS) -> Exchange | Reason | None:
    one = site(url, responses)
    return https_entry(app(one), one)


def test_https_answers() -> None:
    assert isinstance(entry({HTTPS: "<p>Halo"}), Exchange)
    assert isinstance(entry({HTTPS: (404, {}, "")}), Exchange)


def test_http_only() -> None:
    assert entry({HTTPS: Status.REFUSED, HTTP: "<p>Halo"}) is None
    assert entry({"/": "<p>Halo"}, "http://simpeg.contoh.go.id:8080/") is None


def test_unknown_is_no_absence() -> None:
    assert entry({HTTPS: Status.TIMEOUT, HTTP: "<p>Halo"}) is Reason.TIMEOUT
    assert entry({HTTPS: Status.REFUSED, HTTP: Status.REFUSED}) is Reason.UNREACHABLE
    assert entry({HTTPS: Status.REFUSED}) is Reason.UNREACHABLE
    assert entry({}) is Reason.INTERRUPTED
    assert entry({"/": Status.TIMEOUT}, "http://simpeg.contoh.go.id:8080/") is Reason.TIMEOUT


def test_shut_needs_a_refusal() -> None:
    one = site(HTTPS, {HTTPS: "<p>Halo", HTTP: Status.REFUSED})
    assert shut(app(one), one, "http")
    assert not shut(app(one), one, "https")
    assert answers(one, "https")
    assert not answers(one, "http")


def test_a_port_that_serves_other_names_only_is_no_https_of_this_one() -> None:
    one = site(HTTPS, {HTTPS: Status.ERROR, HTTP: "<p>Halo"})
    refused = msgspec.structs.replace(look(Status.ERROR), detail=UNKNOWN_NAME)
    assert https_entry(app(one, hosts=(host(refused),)), one) is None
    broken = msgspec.structs.replace(look(Status.ERROR), detail="every handshake was refused")
    assert https_entry(app(one, hosts=(host(broken),)), one) is Reason.ERROR
    silent = site(HTTPS, {HTTPS: Status.ERROR, HTTP: Status.TIMEOUT})
    assert https_entry(app(silent, hosts=(host(refused),)), silent) is Reason.ERROR
