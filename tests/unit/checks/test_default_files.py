# ruff: noqa: E501 - pages stand as their makers write them
"""SS-DAT-09, with files as WordPress, Drupal, Tomcat and web servers ship them."""

import pytest

from secscan.checks import default_files as check
from secscan.model.enums import Outcome, Severity
from tests.unit.builders import Response, app, context
from tests.unit.checks.rounds import HOME, App, by_kind, explore, serving

WORDPRESS: Response = "<title>Dinas</title><link rel=stylesheet href='/wp-content/themes/a/style.css'><p>Halo"
README: Response = "<title>WordPress &#8250; ReadMe</title><h1 id=logo></h1><h2>First Things First</h2><p>Welcome."
NGINX: Response = (
    "<title>Welcome to nginx!</title><h1>Welcome to nginx!</h1><p>If you see this page, the nginx web server is "
    "successfully installed and working.</p>"
)
DRUPAL: Response = (200, {"Content-Type": "text/html", "X-Generator": "Drupal 7 (http://drupal.org)"}, "<p>Halo")
TOMCAT: Response = (404, {"Content-Type": "text/html"}, "<title>HTTP Status 404</title><h3>Apache Tomcat/9.0.31</h3>")


def outcomes(serve: App, home: Response = HOME) -> dict[str, Outcome]:
    seen, _ = explore(check.ask, serve, home=home)
    return by_kind(list(check.evaluate(app(seen), context())))


def test_without_a_product_nothing_is_asked_and_it_passes() -> None:
    seen, requests = explore(check.ask, serving({}))
    assert requests == 0
    assert by_kind(list(check.evaluate(app(seen), context()))) == {"": Outcome.PASS}


def test_a_read_me_alone_is_partial() -> None:
    assert outcomes(serving({"/readme.html": README}), WORDPRESS) == {"readme": Outcome.PARTIAL, "": Outcome.PASS}
    assert outcomes(serving({}), WORDPRESS) == {"": Outcome.PASS}
    changes: Response = (
        200,
        {"Content-Type": "text/plain"},
        "Drupal 7.98, 2023-06-07\n-----------------------\n- Fixes\n",
    )
    assert outcomes(serving({"/CHANGELOG.txt": changes}), DRUPAL)["readme"] is Outcome.PARTIAL


def test_the_servers_default_page_is_partial() -> None:
    assert outcomes(serving({}), NGINX)["default_page"] is Outcome.PARTIAL


def test_sample_applications_fail_where_the_server_is_seen() -> None:
    examples: Response = "<title>Apache Tomcat Examples</title><h3>Apache Tomcat Examples</h3><ul><li>Servlets</ul>"
    start: Response = (
        "<title>Apache Tomcat/9.0.31</title><h1>Apache Tomcat/9.0.31</h1><p>you've successfully installed Tomcat"
    )
    found = outcomes(serving({"/examples/": examples}, TOMCAT), start)
    assert found["sample"] is Outcome.FAIL


def test_an_installer_is_critical() -> None:
    form: Response = (
        "<title>WordPress &rsaquo; Installation</title><form method=post><input name=weblog_title><input name=user_name>"
        "<input name=admin_email></form>"
    )
    seen, _ = explore(check.ask, serving({}), home=form)
    found = next(iter(check.evaluate(app(seen), context())))
    assert (found.outcome, found.severity) == (Outcome.FAIL, Severity.KRITIS)


@pytest.mark.parametrize(
    "page",
    [
        "<title>Berita</title><h1>WordPress › ReadMe</h1><p>First Things First, Apache Tomcat Examples, Welcome to nginx!",
        "<title>Readme</title><h2>First Things First</h2>",
        (403, {}, "Forbidden"),
    ],
)
def test_what_only_looks_alike_passes(page: Response) -> None:
    assert outcomes(serving({"/readme.html": page}), WORDPRESS) == {"": Outcome.PASS}


def test_a_site_that_answers_every_path_so_is_no_finding() -> None:
    assert set(outcomes(serving({}, README), WORDPRESS).values()) <= {Outcome.INCONCLUSIVE, Outcome.PASS}


def test_could_not_look() -> None:
    assert outcomes(serving({}), (503, {}, "")) == {"": Outcome.NOT_TESTED}
