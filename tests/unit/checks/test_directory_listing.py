"""SS-DAT-04, with listings as nginx and Apache generate them."""

from secscan.checks import directory_listing
from secscan.model.checks import Verdict
from secscan.model.enums import Intensity, Outcome, Reason, Severity, Status
from secscan.model.requests import View
from tests.unit.builders import Response, answer, app, context, with_looks
from tests.unit.checks.rounds import App, by_path, explore, serving

HOME: Response = (
    "<title>Dinas</title><link rel=stylesheet href=/assets/css/a.css><script src=/assets/js/a.js></script>"
    "<a href=/dokumen/2026/renja.pdf>Renja</a><a href=/berita/satu>Berita</a><a href=/profil/index.php>Profil</a>"
)


def nginx(path: str, *names: str) -> Response:
    links = "".join(f'<a href="{name}">{name}</a> 01-Oct-2026 03:00 1024\n' for name in names)
    return f'<title>Index of {path}</title><h1>Index of {path}</h1><hr><pre><a href="../">../</a>\n{links}</pre>'


def judge(serve: App, **more: object) -> list[Verdict]:
    seen, _ = explore(directory_listing.ask, serve, **{"home": HOME, **more})  # type: ignore[arg-type]
    return list(directory_listing.evaluate(app(seen), context()))


def outcomes(serve: App, **more: object) -> dict[str, Outcome]:
    return by_path(judge(serve, **more))


def test_a_clean_site_passes_with_few_requests() -> None:
    seen, asked = explore(directory_listing.ask, serving({}), home=HOME)
    assert by_path(list(directory_listing.evaluate(app(seen), context()))) == {"": Outcome.PASS}
    assert asked <= 6


def test_a_listing_of_uploads_fails() -> None:
    verdicts = judge(serving({"/uploads/": nginx("/uploads/", "ktp-budi.jpg", "surat.pdf")}))
    assert by_path(verdicts) == {"/uploads/": Outcome.FAIL, "": Outcome.PASS}
    assert verdicts[0].severity is Severity.SEDANG
    assert verdicts[0].facts["extensions"] == ("jpg", "pdf")
    assert "budi" not in repr(verdicts)


def test_a_listing_of_assets_is_partial() -> None:
    verdicts = judge(serving({"/assets/css/": nginx("/assets/css/", "a.css", "b.css")}))
    assert by_path(verdicts) == {"/assets/css/": Outcome.PARTIAL, "": Outcome.PASS}
    assert verdicts[0].severity is Severity.RENDAH


def test_the_folder_of_a_linked_document_is_looked_at() -> None:
    assert outcomes(serving({"/dokumen/2026/": nginx("/dokumen/2026/", "renja.pdf")}))["/dokumen/2026/"] is Outcome.FAIL


def test_a_listing_as_home_page_counts() -> None:
    home = nginx("/", "aplikasi.zip", "koneksi.php")
    assert outcomes(serving({}), home=home)["/"] is Outcome.FAIL


def test_a_forbidden_folder_passes() -> None:
    assert outcomes(serving({}, (403, {}, "<h1>Forbidden</h1>"))) == {"": Outcome.PASS}


def test_a_manual_with_an_example_listing_passes() -> None:
    page = (
        "<title>Panduan</title><h1>Index of /uploads/</h1><pre>../ surat.pdf</pre><a href=/>Beranda</a><a href=/b>B</a>"
    )
    assert outcomes(serving({}, page)) == {"": Outcome.PASS}


def test_a_site_that_lists_every_path_is_inconclusive() -> None:
    verdicts = judge(lambda request: nginx(request.path, "surat.pdf"))
    assert Outcome.FAIL not in by_path(verdicts).values()
    assert Reason.SOFT_404 in {verdict.reason for verdict in verdicts}


def test_what_could_not_be_looked_at_is_named() -> None:
    found = outcomes(serving({"/uploads/": Status.TIMEOUT}))
    assert found == {"/uploads/": Outcome.NOT_TESTED, "": Outcome.PASS}


def test_a_passive_permit_still_allows_the_folders_of_links() -> None:
    serve = serving({"/dokumen/2026/": nginx("/dokumen/2026/", "renja.pdf"), "/uploads/": nginx("/uploads/", "a.pdf")})
    found = outcomes(serve, intensity=Intensity.PASSIVE)
    assert found["/dokumen/2026/"] is Outcome.FAIL
    assert found["/uploads/"] is Outcome.NOT_TESTED


def test_the_folder_of_an_open_finding_is_looked_at_again() -> None:
    known = context(open_paths=(("directory-listing", "site:https://simpeg.contoh.go.id:443/", "/lama/"),))
    seen, _ = explore(directory_listing.ask, serving({}), home=HOME, given=known)
    assert any(exchange.request.path == "/lama/" for exchange in seen.exchanges())


def test_a_site_that_refuses_or_fails_throughout_is_untested() -> None:
    for status in (403, 500):
        no: Response = (status, {}, "<h1>Maaf</h1>")
        assert outcomes(serving({}, no), home=no) == {"": Outcome.NOT_TESTED}


def test_a_listing_that_other_views_show_too_is_one_finding() -> None:
    seen, _ = explore(directory_listing.ask, serving({}), home=nginx("/", "data.xlsx"))
    view = answer(seen.request("/", view=View.SEARCH_ENGINE), nginx("/", "data.xlsx"))
    seen = with_looks(seen, view)
    found = [one for one in directory_listing.evaluate(app(seen), context()) if one.outcome is Outcome.FAIL]
    assert len(found) == 1


def test_a_products_own_upload_folder_is_asked_for_in_place_of_common_names() -> None:
    home: Response = "<title>Blog</title><link rel=stylesheet href='/blog/wp-content/themes/a/style.css'><p>Halo"
    seen, _ = explore(directory_listing.ask, serving({}), home=home)
    asked = {exchange.request.path for exchange in seen.exchanges()}
    assert "/blog/wp-content/uploads/" in asked
    assert not asked & {"/uploads/", "/files/", "/assets/"}
    listed = serving({"/blog/wp-content/uploads/": nginx("/blog/wp-content/uploads/", "2026/")})
    assert outcomes(listed, home=home)["/blog/wp-content/uploads/"] is Outcome.FAIL
