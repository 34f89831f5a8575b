"""SS-ADM-06, with the files that WordPress, Joomla and Drupal ship as near misses."""

from collections.abc import Iterator

import pytest

from secscan.checks import gambling_content
from secscan.checks import robots_admin_paths as check
from secscan.checks.robots_admin_paths import telling
from secscan.model.checks import Verdict
from secscan.model.enums import Outcome, Reason, Status
from secscan.model.evidence import Context, SiteEvidence
from secscan.model.requests import Request
from tests.unit.builders import Response, app, context
from tests.unit.checks.rounds import explore, serving

TEXT = {"Content-Type": "text/plain"}
DRUPAL = (
    "User-agent: *\nDisallow: /core/\nDisallow: /profiles/\nDisallow: /admin/\nDisallow: /comment/reply/\n"
    "Disallow: /index.php/admin/"
)


def verdict(answer: Response, url: str = "https://simpeg.contoh.go.id/") -> Verdict:
    seen, _ = explore(check.ask, serving({"/robots.txt": answer}), url=url)
    (only,) = check.evaluate(app(seen), context())
    return only


@pytest.mark.parametrize(
    "path",
    [
        "/admin/",
        "/webadmin",
        "/adm1n/admin123/",
        "/kelola/*",
        "/backup/",
        "/db_backup.zip",
        "/lama.sql",
        "/phpmyadmin/",
    ],
)
def test_telling_paths(path: str) -> None:
    found = verdict((200, TEXT, f"User-agent: *\nDisallow: {path}  # rahasia\n"))
    assert (found.outcome, found.facts["told"]) == (Outcome.FAIL, (path,))


@pytest.mark.parametrize(
    "lines",
    [
        "User-agent: *\nDisallow:",
        "User-agent: *\nDisallow: /wp-admin/\nAllow: /wp-admin/admin-ajax.php\nDisallow: /wp-content/uploads/",
        "User-agent: *\nDisallow: /administrator/\nDisallow: /cache/\nDisallow: /tmp/",
        DRUPAL,
        "User-agent: *\nDisallow: /administrasi-kependudukan/\nDisallow: /berita/admin-baru-dilantik",
        "User-agent: *\nDisallow: /*.sql$\nDisallow: /cari?q=admin-dinas\nDisallow: /panel-surya/",
        "# Disallow: /admin/\nSitemap: https://simpeg.contoh.go.id/admin/sitemap.xml",
    ],
)
def test_shipped_and_harmless_files_pass(lines: str) -> None:
    assert verdict((200, TEXT, lines)).outcome is Outcome.PASS


@pytest.mark.parametrize("answer", [(404, {}, ""), "<title>Portal</title><p>Disallow: /admin/", (403, {}, "x")])
def test_no_file_passes(answer: Response) -> None:
    assert verdict(answer).outcome is Outcome.PASS


def test_could_not_look() -> None:
    assert verdict(Status.TIMEOUT).outcome is Outcome.NOT_TESTED
    assert verdict((503, {}, "")).outcome is Outcome.NOT_TESTED
    assert verdict((200, TEXT, "Disallow: /admin/"), "https://contoh.go.id/simpeg/").reason is Reason.SCOPE


def test_each_path_is_told_once() -> None:
    assert telling(["Disallow: /admin/", "disallow : /admin/", "Allow: /Backup"]) == ("/admin/", "/Backup")


def with_sitemap(*addresses: str, robots: str = "User-agent: *\nDisallow:\n") -> Verdict:
    """A site whose robots.txt names a sitemap, which the search for gambling pages asks for."""
    sitemap = (
        "<?xml version='1.0'?><urlset>" + "".join(f"<url><loc>{one}</loc></url>" for one in addresses) + "</urlset>"
    )
    pages: dict[str, Response] = {
        "/robots.txt": (200, TEXT, f"{robots}Sitemap: https://simpeg.contoh.go.id/peta.xml\n"),
        "/peta.xml": (200, {"Content-Type": "text/xml"}, sitemap),
    }

    def ask(known: SiteEvidence, given: Context) -> Iterator[Request]:
        yield from check.ask(known, given)
        yield from gambling_content.ask(known, given)

    seen, _ = explore(ask, serving(pages))
    (only,) = check.evaluate(app(seen), context())
    return only


@pytest.mark.parametrize(
    "path", ["/admin/login.php", "/webadmin/", "/BackOffice/", "/unduh/simpeg.sql.gz", "/db_backup/"]
)
def test_a_sitemap_that_is_read_anyway_tells_as_well(path: str) -> None:
    found = with_sitemap("https://simpeg.contoh.go.id/", f"https://simpeg.contoh.go.id{path}")
    assert (found.outcome, found.facts["told"]) == (Outcome.FAIL, (path,))
    assert found.facts["url"] == "https://simpeg.contoh.go.id/peta.xml"
    both = with_sitemap(f"https://simpeg.contoh.go.id{path}", robots="User-agent: *\nDisallow: /kelola/\n")
    assert (both.facts["told"], len(both.evidence)) == (("/kelola/", path), 2)


@pytest.mark.parametrize(
    "address",
    [
        "https://simpeg.contoh.go.id/author/admin/",
        "https://simpeg.contoh.go.id/category/backup/",
        "https://simpeg.contoh.go.id/operator/",
        "https://simpeg.contoh.go.id/administrasi/",
        "https://simpeg.contoh.go.id/administrator/",
        "https://simpeg.contoh.go.id/berita/cara-membuat-file-sql",
        "https://lain.contoh.go.id/admin/",
    ],
)
def test_what_a_sitemap_lists_of_articles_authors_and_others_is_harmless(address: str) -> None:
    assert with_sitemap(address).outcome is Outcome.PASS
