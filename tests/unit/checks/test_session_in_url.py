"""SS-SES-03, with addresses as PHP's trans_sid, Tomcat and ASP.NET write them."""

import pytest

from secscan.checks import session_in_url as check
from secscan.model.checks import Verdict
from secscan.model.enums import Outcome, Reason, Status
from tests.unit.builders import Response, app, context, site

URL = "https://simpeg.contoh.go.id/"


def verdict(responses: dict[str, Response]) -> Verdict:
    (only,) = check.evaluate(app(site(URL, responses)), context())
    return only


@pytest.mark.parametrize(
    "page",
    [
        "<a href='/berita.php?id=3&amp;PHPSESSID=6q1m2n3b4v5c6x7z8l9k0j1h2g'>Berita</a>",
        "<a href='profil.jsp;jsessionid=0A1B2C3D4E5F60718293A4B5C6D7E8F9'>Profil</a>",
        "<form action='/cari.do;jsessionid=0A1B2C3D4E5F60718293A4B5C6D7E8F9?x=1'><input name=q></form>",
        "<a href='/(S(lit3py55t21z5v55vlm25s55))/Default.aspx'>Beranda</a>",
    ],
)
def test_an_id_in_an_own_address_fails(page: str) -> None:
    found = verdict({"/": f"<title>Portal</title>{page}"})
    assert found.outcome is Outcome.FAIL
    assert found.facts["url"] == URL


def test_a_redirect_counts_and_the_value_is_nowhere() -> None:
    home: Response = (302, {"Location": "/masuk;jsessionid=0A1B2C3D4E5F60718293A4B5C6D7E8F9"}, "")
    found = verdict({"/": home, "/masuk": "<p>Masuk"})
    assert (found.outcome, found.facts["parameters"]) == (Outcome.FAIL, ("jsessionid",))
    assert "0A1B2C3D" not in repr(found)


@pytest.mark.parametrize(
    "page",
    [
        "<a href='https://bank.example/bayar;jsessionid=0A1B2C3D4E5F60718293A4B5C6D7E8F9'>Bank</a>",
        "<a href='/layanan?sid=12345&amp;session=2026'>Sesi kuliah umum</a>",
        "<a href='/artikel/mengenal-phpsessid'>PHPSESSID=6q1m2n3b4v5c6x7z8l9k0j1h2g</a>",
        "<a href='/cari?PHPSESSID='>kosong</a>",
        "<p>Contoh: https://simpeg.contoh.go.id/?PHPSESSID=6q1m2n3b4v5c6x7z8l9k0j1h2g</p>",
    ],
)
def test_what_only_looks_alike_passes(page: str) -> None:
    assert verdict({"/": f"<title>Portal</title>{page}"}).outcome is Outcome.PASS


def test_no_answer_is_not_tested() -> None:
    found = verdict({"/": Status.TIMEOUT, "http://simpeg.contoh.go.id/": Status.TIMEOUT})
    assert (found.outcome, found.reason) == (Outcome.NOT_TESTED, Reason.TIMEOUT)
