"""A neighbour's pages under an app's name, and pages that are the app's for all their wrong certificate."""

import msgspec
import pytest

from secscan.analysis.strangers import without_strangers
from secscan.model.enums import Reason, Status
from secscan.model.evidence import SiteEvidence
from secscan.model.observations import ChainState, TlsAssessment
from tests.unit import builders
from tests.unit.builders import Response
from tests.unit.tls_evidence import certificate, host, look

OWN = "<title>Dinas Kesehatan</title><h1>Layanan puskesmas</h1><p>Jadwal imunisasi dan antrean warga kota.</p>"
THEIRS = "<title>Toko Sepatu</title><h1>Promo</h1><p>Sepatu lari murah kirim ke seluruh Indonesia hari ini.</p>"
HTTPS, HTTP = "https://dinkes.contoh.go.id/", "http://dinkes.contoh.go.id/"


def seen(
    responses: dict[str, Response], *names: str, state: ChainState = ChainState.TRUSTED, url: str = HTTPS
) -> SiteEvidence:
    site = builders.site(url, responses)
    tls = TlsAssessment(server_name=site.site.host, chain=(certificate(names=names),), chain_state=state)
    return without_strangers(site, (host(look(tls, name=site.site.host)),))


def home(site: SiteEvidence) -> str:
    page = site.home.page if site.home is not None else None
    return page.title if page is not None else ""


def test_an_app_of_plain_http_is_not_its_neighbour() -> None:
    site = seen({HTTPS: THEIRS, HTTPS + ".env": "APP_KEY=x", HTTP: OWN}, "toko.example")
    assert home(site) == "Dinas Kesehatan"
    assert all(key.split("|", 3)[3].startswith("http://") for key in site.looks)


def test_neighbours_of_one_pemda_are_told_apart_too() -> None:
    assert home(seen({HTTPS: THEIRS, HTTP: OWN}, "portal.contoh.go.id")) == "Dinas Kesehatan"


def test_a_stranger_alone_leaves_nothing_to_judge() -> None:
    site = seen({HTTPS: THEIRS, HTTP: Status.REFUSED}, "toko.example", "www.toko.example")
    assert (site.home, site.unreachable) == (None, Reason.SHARED_ADDRESS)
    only = seen({HTTPS: THEIRS}, "toko.example", url=HTTPS)
    assert (only.home, only.unreachable) == (None, Reason.SHARED_ADDRESS)


@pytest.mark.parametrize(
    ("responses", "names", "state"),
    [
        ({HTTPS: OWN, HTTP: THEIRS}, ("dinkes.contoh.go.id",), ChainState.TRUSTED),
        ({HTTPS: OWN, HTTP: THEIRS}, ("*.contoh.go.id",), ChainState.TRUSTED),
        ({HTTPS: OWN, HTTP: OWN}, ("toko.example",), ChainState.TRUSTED),  # one app, a borrowed certificate
        ({HTTPS: OWN, HTTP: (301, {"Location": HTTPS}, "")}, ("toko.example",), ChainState.TRUSTED),
        ({HTTPS: OWN}, ("portal.contoh.go.id",), ChainState.TRUSTED),
        ({HTTPS: OWN}, ("router.example",), ChainState.SELF_SIGNED),
        ({HTTPS: OWN, HTTP: (403, {}, "ditolak")}, ("toko.example",), ChainState.TRUSTED),
        ({HTTPS: OWN, HTTP: THEIRS}, (), ChainState.SELF_SIGNED),
    ],
)
def test_the_apps_own_pages_stay(responses: dict[str, Response], names: tuple[str, ...], state: ChainState) -> None:
    assert home(seen(responses, *names, state=state)) == "Dinas Kesehatan"


def test_without_a_look_at_tls_nothing_is_left_out() -> None:
    site = builders.site(HTTPS, {HTTPS: THEIRS, HTTP: OWN})
    assert without_strangers(site, ()) is site


def test_a_site_of_plain_http_only_is_left_alone() -> None:
    site = msgspec.structs.replace(builders.site(HTTP, {HTTP: OWN}), origins=(("http", 80),))
    assert without_strangers(site, ()) is site
