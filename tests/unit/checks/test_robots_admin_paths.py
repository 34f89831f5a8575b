"""SS-ADM-06, with the files that WordPress, Joomla and Drupal ship as near misses."""

import pytest

from secscan.checks import robots_admin_paths as check
from secscan.checks.robots_admin_paths import telling
from secscan.model.checks import Verdict
from secscan.model.enums import Outcome, Reason, Status
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
