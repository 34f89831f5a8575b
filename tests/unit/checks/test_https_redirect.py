import msgspec
import pytest

from secscan.checks import https_redirect
from secscan.model.checks import Verdict
from secscan.model.enums import Intensity, Outcome, Reason, Status
from secscan.model.evidence import HostLook
from secscan.model.ids import JobKey
from secscan.model.observations import Observation, PortScan
from secscan.model.subjects import Host
from tests.unit.builders import ADDRESS, NOW, Response, app, context, site

PAGE = "<!doctype html><title>SIMPEG</title><p>Selamat datang"
HTTP = "http://simpeg.contoh.go.id/"
HTTPS = "https://simpeg.contoh.go.id/"


def to(url: str, status: int = 301) -> Response:
    return (status, {"Location": url}, "")


def judge(responses: dict[str, Response], registered: str = HTTPS, hosts: tuple[HostLook, ...] = ()) -> Verdict:
    (verdict,) = https_redirect.evaluate(app(site(registered, responses), hosts=hosts), context())
    return verdict


def ports(*, anchors: bool = True, **states: tuple[int, ...]) -> tuple[HostLook, ...]:
    scan = PortScan(method="syn", scanned=(80, 443), anchor=443, anchor_before=anchors, anchor_after=anchors, **states)
    seen = Observation(
        job_key=JobKey(f"ports|{ADDRESS}"),
        subject=Host(ADDRESS),
        taken_at=NOW,
        probe="test",
        status=Status.OK,
        payload=scan,
    )
    return (HostLook(ip=ADDRESS, ports=seen),)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_redirect_to_https_on_the_same_host_passes(status: int) -> None:
    assert judge({HTTPS: PAGE, HTTP: to(HTTPS, status)}).outcome is Outcome.PASS


def test_redirect_to_another_page_of_the_same_host_passes() -> None:
    assert judge({HTTPS: PAGE, HTTP: to(HTTPS + "beranda")}).outcome is Outcome.PASS


def test_closed_http_port_passes() -> None:
    assert judge({HTTPS: PAGE, HTTP: Status.REFUSED}).outcome is Outcome.PASS


def test_content_over_http_fails() -> None:
    verdict = judge({HTTPS: PAGE, HTTP: PAGE})
    assert (verdict.outcome, verdict.facts["cause"]) == (Outcome.FAIL, "content")


def test_missing_https_fails_however_the_site_is_registered() -> None:
    for registered in (HTTP, HTTPS):
        verdict = judge({HTTPS: Status.REFUSED, HTTP: PAGE}, registered)
        assert (verdict.outcome, verdict.facts["cause"]) == (Outcome.FAIL, "https_missing")


def test_redirect_to_an_https_that_is_closed_fails() -> None:
    assert judge({HTTPS: Status.REFUSED, HTTP: to(HTTPS)}).outcome is Outcome.FAIL


def test_site_on_an_http_port_of_its_own_fails() -> None:
    assert judge({"/": PAGE}, "http://simpeg.contoh.go.id:8080/").outcome is Outcome.FAIL


def test_site_on_an_https_port_of_its_own_has_only_that() -> None:
    assert judge({"/": PAGE}, "https://simpeg.contoh.go.id:8443/").outcome is Outcome.PASS


def test_first_hop_to_another_http_url_is_partial() -> None:
    responses = {HTTPS: PAGE, HTTP: to(HTTP + "beranda"), HTTP + "beranda": to(HTTPS)}
    assert judge(responses).outcome is Outcome.PARTIAL


def test_first_hop_to_another_host_is_partial() -> None:
    verdict = judge({HTTPS: PAGE, HTTP: to("https://www.simpeg.contoh.go.id/")})
    assert (verdict.outcome, verdict.facts["cause"]) == (Outcome.PARTIAL, "detour")


def test_redirects_that_end_in_http_content_fail() -> None:
    assert judge({HTTPS: PAGE, HTTP: to("/index.php"), HTTP + "index.php": PAGE}).outcome is Outcome.FAIL


def test_meta_refresh_to_https_is_no_redirect_but_no_content_either() -> None:
    page = f'<html><head><meta http-equiv="refresh" content="0; url={HTTPS}"></head></html>'
    assert judge({HTTPS: PAGE, HTTP: page}).outcome is Outcome.PARTIAL


def test_http_that_refuses_what_https_gives_passes() -> None:
    assert (
        judge({HTTPS: PAGE, HTTP: (403, {"Content-Type": "text/html"}, "<h1>HTTPS only</h1>")}).outcome is Outcome.PASS
    )


def test_the_same_error_on_both_is_service_without_redirect() -> None:
    missing: Response = (404, {"Content-Type": "application/json"}, '{"error": "not found"}')
    assert judge({HTTPS: missing, HTTP: missing}).outcome is Outcome.FAIL


def test_https_timeout_is_not_tested_when_http_redirects() -> None:
    verdict = judge({HTTPS: Status.TIMEOUT, HTTP: to(HTTPS)})
    assert (verdict.outcome, verdict.reason) == (Outcome.NOT_TESTED, Reason.TIMEOUT)


def test_https_timeout_does_not_excuse_content_over_http() -> None:
    assert judge({HTTPS: Status.TIMEOUT, HTTP: PAGE}).outcome is Outcome.FAIL


def test_nothing_answers() -> None:
    verdict = judge({HTTPS: Status.REFUSED, HTTP: Status.REFUSED})
    assert (verdict.outcome, verdict.reason) == (Outcome.NOT_TESTED, Reason.UNREACHABLE)
    assert judge({}).reason is Reason.INTERRUPTED


def test_silent_http_port_counts_as_closed_only_with_a_sound_port_scan() -> None:
    responses: dict[str, Response] = {HTTPS: PAGE, HTTP: Status.TIMEOUT}
    assert judge(responses).reason is Reason.TIMEOUT
    assert judge(responses, hosts=ports(filtered=(80,))).outcome is Outcome.PASS
    assert judge(responses, hosts=ports(filtered=(80,), anchors=False)).outcome is Outcome.NOT_TESTED


def test_challenge_page_over_http_is_not_the_sites_answer() -> None:
    challenge: Response = (
        403,
        {"Content-Type": "text/html", "cf-mitigated": "challenge"},
        "<title>Just a moment...</title>",
    )
    verdict = judge({HTTPS: PAGE, HTTP: challenge})
    assert (verdict.outcome, verdict.reason) == (Outcome.NOT_TESTED, Reason.BLOCKED)


def test_server_error_over_http_tells_nothing() -> None:
    assert judge({HTTPS: PAGE, HTTP: (502, {}, "")}).outcome is Outcome.NOT_TESTED


def test_asks_for_every_origin_passively() -> None:
    requests = list(https_redirect.ask(site(HTTPS, {}), context()))
    assert [request.url for request in requests] == [HTTPS, HTTP]
    assert {request.intensity for request in requests} == {Intensity.PASSIVE}
    assert msgspec.json.encode(requests)
