from secscan.model.ids import CheckId
from secscan.model.subjects import Endpoint, Host, Site
from secscan.tracking.identity import fingerprint

SITE = Site("https", "simpeg.contoh.go.id", 443, "/app/")


def test_it_is_short_hexadecimal_and_the_same_everywhere() -> None:
    # SHA-256 of ["framing","site:https://simpeg.contoh.go.id:443/app/",[]]. Stored fingerprints rest on it.
    assert fingerprint(CheckId("framing"), SITE) == "f9f7467c2ff77a4cc5e17ed4350c178a"


def test_discriminators_have_no_order() -> None:
    one = fingerprint(CheckId("backup-files"), SITE, (("path", "/a"), ("kind", "zip")))
    assert one == fingerprint(CheckId("backup-files"), SITE, (("kind", "zip"), ("path", "/a")))


def test_every_part_counts() -> None:
    host = Host("127.0.0.2")
    prints = {
        fingerprint(CheckId("framing"), SITE),
        fingerprint(CheckId("hsts"), SITE),
        fingerprint(CheckId("framing"), Site("http", "simpeg.contoh.go.id", 443, "/app/")),
        fingerprint(CheckId("framing"), Site("https", "simpeg.contoh.go.id", 443, "/")),
        fingerprint(CheckId("framing"), SITE, (("path", "/a"),)),
        fingerprint(CheckId("framing"), SITE, (("path", "/b"),)),
        fingerprint(CheckId("framing"), SITE, (("pat", "h/b"),)),
        fingerprint(CheckId("framing"), host),
        fingerprint(CheckId("framing"), Endpoint("127.0.0.2", 80)),
    }
    assert len(prints) == 9
