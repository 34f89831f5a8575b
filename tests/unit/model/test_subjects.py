from secscan.base.urls import parse_url
from secscan.model.subjects import Domain, Endpoint, Host, Site, contains


def test_keys_are_canonical_and_tell_kinds_apart() -> None:
    assert Host("10.0.0.1").key == "host:10.0.0.1"
    assert Endpoint("::1", 443).key == "endpoint:[::1]:443"
    assert Site("https", "a.go.id", 443, "/x/").key == "site:https://a.go.id:443/x/"
    assert Domain("a.go.id").key == "domain:a.go.id"


def test_places_are_what_people_read() -> None:
    assert Host("10.0.0.1").place == "10.0.0.1"
    assert Endpoint("::1", 443).place == "[::1]:443"
    assert Site("https", "a.go.id", 443, "/x/").place == "https://a.go.id/x/"
    assert Site("https", "a.go.id", 8443).place == "https://a.go.id:8443/"
    assert Domain("a.go.id").place == "a.go.id"


def test_a_registered_file_means_its_folder() -> None:
    assert Site.of(parse_url("https://a.go.id/app/index.php?x=1")).url == "https://a.go.id/app/"


def test_a_host_holds_its_endpoints_and_nothing_else() -> None:
    host = Host("10.0.0.1")
    assert contains(host, Endpoint("10.0.0.1", 22))
    assert contains(host, host)
    assert not contains(host, Endpoint("10.0.0.2", 22))
    assert not contains(Endpoint("10.0.0.1", 22), host)
    assert not contains(host, Site("http", "10.0.0.1", 80))
