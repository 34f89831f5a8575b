from secscan.analysis.tls import Judged, https_site, judge_endpoints, site_looks
from secscan.checks.tls_versions import SPEC
from secscan.model.checks import Verdict
from secscan.model.enums import Outcome, Reason, Status
from secscan.model.evidence import AppEvidence
from secscan.model.subjects import Endpoint, Site
from tests.unit.builders import ADDRESS, app, site
from tests.unit.tls_evidence import HOST, assessment, host, http_only, https, look


def verdicts(evidence: AppEvidence) -> list[Verdict]:
    return list(judge_endpoints(evidence, SPEC, lambda _tls: Judged(Outcome.PASS)))


def test_the_https_origin_of_a_site() -> None:
    assert https_site(https("https://contoh.go.id:8443/app/")) == Site("https", "contoh.go.id", 8443)
    assert https_site(http_only()) == Site("https", HOST, 443)


def test_a_site_whose_tls_was_not_looked_at_says_why() -> None:
    assert site_looks(app(https()), https()) is Reason.INTERRUPTED
    silent = site(f"https://{HOST}/", {"/": Status.TIMEOUT, f"http://{HOST}/": Status.TIMEOUT})
    assert site_looks(app(silent), silent) is Reason.TIMEOUT
    assert site_looks(app(http_only()), http_only()) is None


def test_http_on_a_port_of_its_own_has_no_https() -> None:
    plain = site("http://contoh.go.id:8080/", {"/": "<p>halo</p>"})
    assert site_looks(app(plain), plain) is None


def test_names_that_share_a_configuration_are_one_verdict() -> None:
    other = "www.contoh.go.id"
    looks = host(look(assessment()), look(assessment(server_name=other, same_as=HOST, copied=True), name=other))
    found = verdicts(app(https(), https(f"https://{other}/"), hosts=(looks,)))
    assert [(v.subject, v.discriminators) for v in found] == [(Endpoint(ADDRESS, 443), ())]


def test_further_ports_count_where_tls_was_spoken() -> None:
    looks = host(
        look(assessment()),
        look(assessment(server_name=""), port=8443, name=""),
        look(Status.ERROR, port=2222, name=""),
    )
    found = verdicts(app(https(), hosts=(looks,)))
    assert [v.subject for v in found] == [Endpoint(ADDRESS, 443), Endpoint(ADDRESS, 8443)]


def test_each_address_has_its_verdict() -> None:
    hosts = (host(look(assessment())), host(look(Status.TIMEOUT, ip="127.0.0.3"), ip="127.0.0.3"))
    found = verdicts(app(https(), hosts=hosts))
    assert [(v.subject, v.outcome) for v in found] == [
        (Endpoint(ADDRESS, 443), Outcome.PASS),
        (Endpoint("127.0.0.3", 443), Outcome.NOT_TESTED),
    ]
