"""Names that nobody registered, and the machines that apps share."""

from secscan.hygiene.names import names_seen, servers
from secscan.model.enums import HostKind
from secscan.model.fronts import Front, Fronts
from secscan.model.hygiene import Server
from secscan.model.register import HostEntry
from tests.unit.hygiene.histories import TERMS, app, look, seen

CDN = Front(key="cdn", label="CDN", kind=HostKind.CDN, networks=("198.51.100.0/24",))


def test_names_of_certificates_redirects_and_links() -> None:
    first = look(
        "a",
        covered=frozenset(("a.contoh.go.id", "lama.contoh.go.id", "*.contoh.go.id", "kemitraan.go.id")),
        links=frozenset(("lama.contoh.go.id", "www.a.contoh.go.id", "bps.go.id", "facebook.com")),
        led=frozenset(("masuk.contoh.go.id",)),
    )
    second = look("b", links=frozenset(("lama.contoh.go.id",)))
    found = {one.name: one for one in names_seen((seen(app("a"), first), seen(app("b"), second)), TERMS)}
    assert set(found) == {"lama.contoh.go.id", "masuk.contoh.go.id", "kemitraan.go.id"}
    assert found["lama.contoh.go.id"].met == ("certificate", "link")
    assert found["lama.contoh.go.id"].apps == ("a", "b")
    assert found["lama.contoh.go.id"].official
    assert not found["kemitraan.go.id"].official


def test_servers_by_the_number_of_their_apps() -> None:
    one = seen(app("a"), look("a", addresses=("192.0.2.1", "192.0.2.2")))
    two = seen(app("b"), look("b", addresses=("192.0.2.1",), hint="cdn"))
    entry = HostEntry("192.0.2.1", "kominfo")
    found = servers((one, two), {"192.0.2.1": entry, "192.0.2.2": None}, Fronts((CDN,)))
    assert found == (
        Server(ip="192.0.2.1", owner="kominfo", kind=HostKind.PEMDA, registered=True, apps=("a", "b"), hints=("CDN",)),
        Server(ip="192.0.2.2", apps=("a",)),
    )


def test_a_header_that_agrees_with_the_address_is_no_hint() -> None:
    behind = seen(app("a"), look("a", addresses=("198.51.100.9",), hint="cdn"))
    assert servers((behind,), {}, Fronts((CDN,)))[0].hints == ()
