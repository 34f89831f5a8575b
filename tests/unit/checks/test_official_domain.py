"""SS-DOM-01: names, exemptions and redirects."""

import pytest

from secscan.checks import official_domain
from secscan.model.checks import Verdict
from secscan.model.enums import Outcome, Reason
from tests.unit.builders import Response, app, context, site

HOME: Response = "<p>Selamat datang</p>"
OFFICIAL = context(official_domains=("provinsi.go.id",), exempt_domains={"wisata-provinsi.com": "promosi, SK 12/2025"})


def judge(url: str, responses: dict[str, Response] | None = None, **fields: object) -> Verdict:
    (verdict,) = official_domain.evaluate(app(site(url, responses or {"/": HOME}), **fields), OFFICIAL)  # type: ignore[arg-type]
    return verdict


@pytest.mark.parametrize(
    "url", ["https://provinsi.go.id/", "https://simpeg.provinsi.go.id:8443/app/", "https://sukamaju.desa.id/"]
)
def test_official_names_pass(url: str) -> None:
    assert judge(url).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://dinas-provinsi.com/", "commercial"),
        ("https://provinsi.go.id.contoh.web.id/", "commercial"),
        ("https://xprovinsi.co.id/", "commercial"),
        ("https://dinas.blogspot.com/", "free"),
        ("https://dinas.github.io/", "free"),
        ("http://8.8.8.8/", "address"),
    ],
)
def test_other_names_fail(url: str, kind: str) -> None:
    verdict = judge(url)
    assert (verdict.outcome, verdict.facts["kind"]) == (Outcome.FAIL, kind)


def test_a_name_that_only_ends_alike_is_not_official() -> None:
    assert judge("https://notprovinsi.go.id/").outcome is Outcome.INCONCLUSIVE


def test_an_exemption_is_partial_with_its_reason() -> None:
    verdict = judge("https://www.wisata-provinsi.com/")
    assert (verdict.outcome, verdict.facts["reason_given"]) == (Outcome.PARTIAL, "promosi, SK 12/2025")


def moved(status: int, target: str) -> dict[str, Response]:
    answer: Response = (status, {"Location": target}, b"")
    return {"/": answer, "http://dinas-lama.com/": answer}


@pytest.mark.parametrize("status", [301, 308])
def test_a_permanent_redirect_to_an_official_name_is_partial(status: int) -> None:
    verdict = judge("https://dinas-lama.com/", moved(status, "https://dinas.provinsi.go.id/"))
    assert (verdict.outcome, verdict.facts["target"]) == (Outcome.PARTIAL, "dinas.provinsi.go.id")


def test_other_redirects_do_not_help() -> None:
    assert judge("https://dinas-lama.com/", moved(302, "https://dinas.provinsi.go.id/")).outcome is Outcome.FAIL
    assert judge("https://dinas-lama.com/", moved(301, "https://dinas-baru.com/")).outcome is Outcome.FAIL
    half = {**moved(301, "https://dinas.provinsi.go.id/"), "http://dinas-lama.com/": HOME}
    assert judge("https://dinas-lama.com/", half).outcome is Outcome.FAIL


def test_schools_pass_where_registered_so() -> None:
    assert judge("https://sman1.sch.id/", tags=("sekolah",)).outcome is Outcome.PASS
    assert judge("https://sman1.sch.id/").outcome is Outcome.INCONCLUSIVE


@pytest.mark.parametrize(
    "url", ["http://127.0.0.2:8080/", "http://10.1.2.3/", "http://localhost/", "https://app.ci.test/"]
)
def test_names_that_the_internet_does_not_have_are_not_judged(url: str) -> None:
    assert judge(url).outcome is Outcome.NOT_APPLICABLE


def test_without_configuration_only_the_clear_cases_are_judged() -> None:
    def bare(url: str) -> Verdict:
        (verdict,) = official_domain.evaluate(app(site(url, {"/": HOME})), context())
        return verdict

    unclear = bare("https://simpeg.provinsi.go.id/")
    assert (unclear.outcome, unclear.reason) == (Outcome.INCONCLUSIVE, Reason.NOT_CONFIGURED)
    assert bare("https://dinas.blogspot.com/").outcome is Outcome.FAIL


def test_an_unreachable_site_is_judged_by_its_name() -> None:
    assert judge("https://dinas-lama.com/", {}).outcome is Outcome.FAIL
