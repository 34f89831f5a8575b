"""SS-DAT-07, with lines as Laravel, PHP, Apache, nginx and CodeIgniter write them."""

import pytest

from secscan.checks import log_files as check
from secscan.model.enums import Intensity, Outcome, Reason, Severity
from tests.unit.builders import Response, app, context
from tests.unit.checks.rounds import App, by_path, explore, serving

LARAVEL = b'[2026-09-30 10:11:12] production.ERROR: SQLSTATE[HY000] [2002] budi@contoh.id {"exception":"[object]\n'
PHP = b"[30-Sep-2026 03:00:00 UTC] PHP Warning:  Undefined variable $x in /home/dinas/public_html/a.php on line 3\n"
APACHE = b"[Wed Sep 30 10:11:12.123456 2026] [php:error] [pid 12] [client 10.0.0.1:1] x\n"
ACCESS = b'10.0.0.1 - - [30/Sep/2026:10:11:12 +0700] "GET / HTTP/1.1" 200 12 "-" "curl"\n'
CODEIGNITER = b"ERROR - 2026-09-30 10:11:12 --> Severity: Notice\n"
NGINX = b"2026/09/30 10:11:12 [error] 12#12: *1 open() failed\n"
WORDPRESS: Response = "<title>Dinas</title><link rel=stylesheet href='/wp-content/themes/a/style.css'><p>Halo"


def outcomes(serve: App, **more: object) -> dict[str, Outcome]:
    seen, _ = explore(check.ask, serve, **more)  # type: ignore[arg-type]
    return by_path(list(check.evaluate(app(seen), context())))


def test_a_clean_site_passes() -> None:
    assert outcomes(serving({})) == {"": Outcome.PASS}


@pytest.mark.parametrize("log", [LARAVEL, PHP, APACHE, ACCESS, CODEIGNITER, NGINX])
def test_a_readable_log_fails_and_nothing_of_it_is_kept(log: bytes) -> None:
    seen, _ = explore(check.ask, serving({"/error_log": (200, {"Content-Type": "text/plain"}, log)}))
    found, rest = check.evaluate(app(seen), context())
    assert (found.outcome, found.severity, rest.outcome) == (Outcome.FAIL, Severity.TINGGI, Outcome.PASS)
    assert "10:11" not in repr(seen)
    assert "public_html" not in repr(found)


def test_paths_follow_the_product() -> None:
    serve = serving({"/wp-content/debug.log": (200, {}, PHP), "/storage/logs/laravel.log": (200, {}, LARAVEL)})
    assert outcomes(serve)["/storage/logs/laravel.log"] is Outcome.FAIL
    assert outcomes(serve, home=WORDPRESS) == {"/wp-content/debug.log": Outcome.FAIL, "": Outcome.PASS}


@pytest.mark.parametrize(
    "page",
    [
        "<!doctype html><pre>[30-Sep-2026 03:00:00 UTC] PHP Warning: contoh</pre>",
        (200, {"Content-Type": "text/plain"}, "Catatan rapat 30-09-2026\nError log dibahas.\n"),
        (200, {"Content-Type": "text/plain"}, b""),
        (403, {}, PHP),
        (302, {"Location": "/"}, b""),
    ],
)
def test_what_is_no_log_passes(page: Response) -> None:
    assert outcomes(serving({"/error_log": page})) == {"": Outcome.PASS}
    assert outcomes(serving({}, page)) == {"": Outcome.PASS}


def test_a_site_that_answers_every_path_so_is_inconclusive() -> None:
    seen, _ = explore(check.ask, serving({}, (200, {"Content-Type": "text/plain"}, PHP)))
    first, *_ = check.evaluate(app(seen), context())
    assert (first.outcome, first.reason) == (Outcome.INCONCLUSIVE, Reason.SOFT_404)


def test_a_passive_permit_leaves_it_untested() -> None:
    assert outcomes(serving({}), intensity=Intensity.PASSIVE) == {"": Outcome.NOT_TESTED}
