"""SS-ADM-05, with answers as WordPress and Drupal give them."""

import pytest

from secscan.checks import user_enumeration as check
from secscan.model.checks import Verdict
from secscan.model.enums import Intensity, Outcome, Reason
from tests.unit.builders import Response, app, context
from tests.unit.checks.rounds import HOME, App, explore, serving

JSON = {"Content-Type": "application/json; charset=UTF-8"}
WORDPRESS: Response = "<title>Dinas</title><link rel=stylesheet href='/wp-content/themes/a/style.css'><p>Halo"
USERS: Response = (
    200,
    JSON,
    '[{"id":1,"name":"Admin Dinas","url":"","description":"","slug":"admin-dinas","meta":[]}]',
)
XMLRPC: Response = (405, {"Content-Type": "text/plain; charset=utf-8"}, "XML-RPC server accepts POST requests only.")
REST, RPC, AUTHOR = "/?rest_route=/wp/v2/users", "/xmlrpc.php", "/?author=1"


def verdicts(serve: App, home: Response = WORDPRESS) -> list[Verdict]:
    seen, requests = explore(check.ask, serve, home=home)
    assert requests <= 6
    return list(check.evaluate(app(seen), context()))


def kinds(serve: App) -> set[object]:
    return {one.facts["shown"] for one in verdicts(serve) if one.outcome is Outcome.FAIL}


def test_closed_interfaces_pass() -> None:
    closed = serving({REST: (401, JSON, '{"code":"rest_user_cannot_view"}'), RPC: (403, {}, ""), AUTHOR: WORDPRESS})
    assert [one.outcome for one in verdicts(closed)] == [Outcome.PASS]
    empty = serving({REST: (200, JSON, "[]"), AUTHOR: (301, {"Location": "/"}, "")})
    assert [one.outcome for one in verdicts(empty)] == [Outcome.PASS]


def test_each_open_interface_fails_and_no_name_is_kept() -> None:
    author: Response = (301, {"Location": "https://simpeg.contoh.go.id/author/admin-dinas/"}, "")
    assert kinds(serving({REST: USERS})) == {"rest_users"}
    assert kinds(serving({RPC: XMLRPC})) == {"xmlrpc"}
    assert kinds(serving({AUTHOR: author})) == {"author"}
    assert "admin-dinas" not in repr(verdicts(serving({REST: USERS, AUTHOR: author})))


def test_two_interfaces_on_one_path_are_two_findings() -> None:
    author: Response = (301, {"Location": "/author/admin-dinas/"}, "")
    assert kinds(serving({REST: USERS, AUTHOR: author})) == {"rest_users", "author"}


def test_drupal_lists_accounts_by_json_api() -> None:
    home: Response = (
        200,
        {"Content-Type": "text/html", "X-Generator": "Drupal 10 (https://www.drupal.org)"},
        "<p>Halo",
    )
    data = '{"jsonapi":{},"data":[{"type":"user--user","id":"1","attributes":{"display_name":"admin"}}]}'
    found = verdicts(serving({"/jsonapi/user/user": (200, {"Content-Type": "application/vnd.api+json"}, data)}), home)
    assert found[0].outcome is Outcome.FAIL


@pytest.mark.parametrize(
    "everything",
    [
        '<title>Portal</title><p>XML-RPC server accepts POST requests only. "id":1,"name":"a","slug":"b"',
        (302, {"Location": "/masuk"}, ""),
        (301, {"Location": "/author/siapa/"}, ""),
        (403, {}, "Forbidden"),
    ],
)
def test_a_site_that_answers_every_path_alike_is_no_finding(everything: Response) -> None:
    assert Outcome.FAIL not in [one.outcome for one in verdicts(serving({}, everything))]


def test_without_such_a_product_nothing_is_asked() -> None:
    _, requests = explore(check.ask, serving({REST: USERS}))
    (only,) = verdicts(serving({REST: USERS}), HOME)
    assert (requests, only.outcome, only.reason) == (0, Outcome.NOT_APPLICABLE, Reason.NO_PRODUCT)


def test_could_not_look() -> None:
    (only,) = verdicts(serving({}), (503, {}, ""))
    assert only.outcome is Outcome.NOT_TESTED


def test_a_sitemap_of_authors_is_looked_for_by_the_deep_look() -> None:
    # wp-includes/sitemaps/providers/class-wp-sitemaps-users.php
    xml = (
        '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'
    )
    path = "/wp-sitemap-users-1.xml"
    for entry, outcome in (
        ("<url><loc>https://simpeg.contoh.go.id/author/admin-dinas/</loc></url>", Outcome.FAIL),
        ("<url><loc>https://simpeg.contoh.go.id/berita/author-tamu/</loc></url>", Outcome.PASS),
    ):
        serve = serving({path: (200, {"Content-Type": "application/xml"}, xml.format(entry))})
        seen, _ = explore(check.ask, serve, home=WORDPRESS, intensity=Intensity.DEEP)
        found = list(check.evaluate(app(seen), context()))
        assert found[0].outcome is outcome
        assert "admin-dinas" not in repr(found)
