"""SS-DAT-08: lists of people on public pages; only counts are kept of them."""

import msgspec

from secscan.checks import personal_data
from secscan.model.checks import Verdict
from secscan.model.enums import Confidence, Intensity, Outcome, Reason, Status
from secscan.model.observations import Exchange
from tests.unit.analysis.test_personal import NAMES, nik
from tests.unit.builders import Response, answer, app, context, site
from tests.unit.checks.rounds import GONE, by_path, explore

URL = "https://dinas.kab.go.id/"
HOME = "<title>Dinas</title><p>Selamat datang.</p><a href=/penerima>Penerima</a>"
ROWS = "".join(f"<tr><td>{name}</td><td>{nik(n)}</td></tr>" for n, name in enumerate(NAMES, 1))
LIST = f"<title>Penerima bantuan</title><table><tr><th>Nama</th><th>NIK</th></tr>{ROWS}</table>"


def judge(pages: dict[str, Response], **known: object) -> list[Verdict]:
    return list(personal_data.evaluate(app(site(URL, pages)), context(**known)))


def test_a_list_is_an_indication_on_its_page_and_the_rest_passes() -> None:
    found = judge({"/": HOME, "/penerima": LIST})
    assert by_path(found) == {"/penerima": Outcome.FAIL, "": Outcome.PASS}
    assert found[0].confidence is Confidence.INDIKASI
    assert found[0].facts["nik_count"] == len(NAMES)


def test_no_number_is_kept_anywhere() -> None:
    seen = site(URL, {"/": HOME, "/penerima": LIST})
    kept = repr([look.payload for look in seen.looks.values()]) + repr(judge({"/": HOME, "/penerima": LIST}))
    assert not any(nik(n) in kept for n in range(1, len(NAMES) + 1))


def test_a_clean_site_passes_without_a_request_of_its_own() -> None:
    assert by_path(judge({"/": HOME})) == {"": Outcome.PASS}
    assert explore(personal_data.ask, lambda _request: GONE, url=URL, home=HOME)[1] == 0


def test_an_open_finding_is_looked_at_again_and_stays_untested_until_it_is() -> None:
    known = {"open_paths": (("personal-data", site(URL, {}).site.key, "/penerima"),)}
    seen, asked = explore(personal_data.ask, lambda _request: LIST, url=URL, home=HOME, given=context(**known))
    assert asked == 1
    assert by_path(list(personal_data.evaluate(app(seen), context(**known))))["/penerima"] is Outcome.FAIL
    assert by_path(judge({"/": HOME}, **known)) == {"/penerima": Outcome.NOT_TESTED, "": Outcome.PASS}
    assert by_path(judge({"/": HOME, "/penerima": GONE}, **known)) == {"": Outcome.PASS}


def test_error_pages_baselines_and_what_is_refused_are_not_judged() -> None:
    assert by_path(judge({"/": HOME, "/x": (404, {"Content-Type": "text/html"}, LIST)})) == {"": Outcome.PASS}
    (verdict,) = judge({"/": Status.TIMEOUT, "http://dinas.kab.go.id/": Status.TIMEOUT})
    assert (verdict.outcome, verdict.reason) == (Outcome.NOT_TESTED, Reason.TIMEOUT)
    (refused,) = judge({"/": (401, {"Content-Type": "text/html"}, "<p>Masuk</p>")})
    assert refused.outcome is Outcome.NOT_TESTED


def test_another_sites_path_is_not_charged_here() -> None:
    seen = msgspec.structs.replace(site(URL, {"/": HOME, "/lain/data": LIST}), foreign=("/lain/",))
    assert by_path(list(personal_data.evaluate(app(seen), context()))) == {"": Outcome.PASS}


def documents(counts: tuple[tuple[str, int], ...] = (), detail: str = "") -> list[Verdict]:
    """What is said of a site that links one spreadsheet, which was read with this result."""
    home = site(URL, {"/": "<p>Unduh</p><a href=/penerima.xlsx>Penerima</a>"})
    allowed = msgspec.structs.replace(home, documents=True)
    (request,) = personal_data.ask(allowed, context())
    look = answer(request, (200, {"Content-Type": "application/octet-stream"}, "PK\x03\x04"))
    assert isinstance(look.payload, Exchange)
    read = msgspec.structs.replace(look, detail=detail, payload=msgspec.structs.replace(look.payload, personal=counts))
    seen = msgspec.structs.replace(allowed, looks={**allowed.looks, read.job_key: read})
    return list(personal_data.evaluate(app(seen), context()))


def test_a_linked_document_is_judged_like_a_page() -> None:
    found = documents((("nik", 40),))
    assert by_path(found) == {"/penerima.xlsx": Outcome.FAIL, "": Outcome.PASS}
    assert found[0].facts["nik_count"] == 40
    assert by_path(documents()) == {"": Outcome.PASS}


def test_a_document_that_could_not_be_read_is_not_clean() -> None:
    assert by_path(documents(detail="exit 1")) == {"/penerima.xlsx": Outcome.NOT_TESTED, "": Outcome.PASS}


def test_an_open_finding_in_a_document_waits_for_a_permit_that_names_documents() -> None:
    known = {"open_paths": (("personal-data", site(URL, {}).site.key, "/penerima.xlsx"),)}
    (request,) = personal_data.ask(site(URL, {"/": HOME}), context(**known))
    assert (request.purpose, request.intensity) == ("document", Intensity.DEEP)
    assert by_path(judge({"/": HOME}, **known)) == {"/penerima.xlsx": Outcome.NOT_TESTED, "": Outcome.PASS}
