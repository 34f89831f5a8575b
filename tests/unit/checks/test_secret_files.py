"""SS-DAT-02, with configurations as Laravel, CodeIgniter and WordPress write them."""

import pytest

from secscan.checks import secret_files
from secscan.model.enums import Intensity, Outcome, Reason, Severity
from tests.unit.builders import Response, app, context
from tests.unit.checks.rounds import App, by_path, explore, serving

ENV = b"APP_NAME=Simpeg\nAPP_ENV=production\nAPP_KEY=base64:AAAA\nDB_PASSWORD=rahasia\n"
WP_CONFIG = b"<?php\ndefine( 'DB_NAME', 'wp' );\ndefine( 'DB_PASSWORD', 'rahasia' );\n"
WORDPRESS: Response = "<title>Dinas</title><link rel=stylesheet href='/wp-content/themes/a/style.css'><p>Halo"
KEY = b"-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEAxxxxxxxxxxxxxxxxxxxxx\n-----END RSA PRIVATE KEY-----\n"


def outcomes(serve: App, **more: object) -> dict[str, Outcome]:
    seen, _ = explore(secret_files.ask, serve, **more)  # type: ignore[arg-type]
    return by_path(list(secret_files.evaluate(app(seen), context())))


def test_a_clean_site_passes() -> None:
    assert outcomes(serving({})) == {"": Outcome.PASS}


def test_an_environment_file_is_critical() -> None:
    seen, _ = explore(secret_files.ask, serving({"/.env": (200, {}, ENV)}))
    leaked, rest = secret_files.evaluate(app(seen), context())
    assert (leaked.outcome, leaked.severity, leaked.discriminators) == (
        Outcome.FAIL,
        Severity.KRITIS,
        (("path", "/.env"),),
    )
    assert rest.outcome is Outcome.PASS
    assert "rahasia" not in repr(leaked)


def test_nothing_of_the_file_is_kept() -> None:
    seen, _ = explore(secret_files.ask, serving({"/.env": (200, {}, ENV)}))
    assert "rahasia" not in repr(seen)


def test_copies_of_wordpress_configuration_are_asked_for_where_wordpress_is_seen() -> None:
    serve = serving({"/wp-config.php~": (200, {}, WP_CONFIG)})
    assert outcomes(serve) == {"": Outcome.PASS}
    assert outcomes(serve, home=WORDPRESS)["/wp-config.php~"] is Outcome.FAIL


def test_an_executed_configuration_is_empty_and_no_leak() -> None:
    assert outcomes(serving({"/wp-config.php.bak": (200, {}, b"")}), home=WORDPRESS) == {"": Outcome.PASS}


def test_a_key_is_found_by_the_deep_look() -> None:
    assert outcomes(serving({"/server.key": (200, {}, KEY)}), intensity=Intensity.DEEP)["/server.key"] is Outcome.FAIL


@pytest.mark.parametrize(
    "page",
    [
        "<!doctype html><pre>\nAPP_KEY=contoh\nDB_PASSWORD=contoh\n</pre>",
        (200, {"Content-Type": "text/plain"}, "Berkas .env tidak boleh diunggah.\nDB_PASSWORD wajib diganti.\n"),
        (200, {"Content-Type": "application/javascript"}, "window.APP_ENV={API_KEY:'x'};\nvar DB_HOST=1;\n"),
        (403, {}, ENV),
        (302, {"Location": "/"}, b""),
    ],
)
def test_what_only_talks_of_it_passes(page: Response) -> None:
    assert outcomes(serving({"/.env": page})) == {"": Outcome.PASS}
    assert outcomes(serving({}, page)) == {"": Outcome.PASS}


def test_a_site_that_answers_every_path_with_settings_is_inconclusive() -> None:
    seen, _ = explore(secret_files.ask, serving({}, (200, {}, ENV)))
    first, _ = secret_files.evaluate(app(seen), context())
    assert (first.outcome, first.reason) == (Outcome.INCONCLUSIVE, Reason.SOFT_404)


def test_a_passive_permit_leaves_it_untested() -> None:
    assert outcomes(serving({"/.env": (200, {}, ENV)}), intensity=Intensity.PASSIVE) == {"": Outcome.NOT_TESTED}


SWAP = b"b0VIM 8.2\x00\x00\x00\x00\x10\x00\x00" + b"\x00" * 2000
BLOG: Response = "<title>Dinas</title><link rel=stylesheet href='/blog/wp-content/themes/a/style.css'><p>Halo"


@pytest.mark.parametrize("name", ["wp-config.php.bak", "wp-config.php~", "wp-config.php.save", "wp-config.php.old"])
def test_every_copy_of_a_configuration_is_critical(name: str) -> None:
    assert outcomes(serving({f"/{name}": (200, {}, WP_CONFIG)}), home=WORDPRESS)[f"/{name}"] is Outcome.FAIL


def test_the_swap_file_of_an_editor_is_known_by_its_first_block() -> None:
    path = "/.wp-config.php.swp"
    assert outcomes(serving({path: (200, {}, SWAP)}), home=WORDPRESS)[path] is Outcome.FAIL
    everything = serving({}, (200, {}, SWAP))
    assert outcomes(everything, home=WORDPRESS)[path] is Outcome.INCONCLUSIVE


def test_a_product_in_a_folder_is_asked_for_there() -> None:
    found = outcomes(serving({"/blog/wp-config.php.bak": (200, {}, WP_CONFIG)}), home=BLOG)
    assert found["/blog/wp-config.php.bak"] is Outcome.FAIL


def test_the_deep_look_asks_for_copies_of_ordinary_files() -> None:
    leak = serving({"/koneksi.php.bak": (200, {}, b"<?php mysqli_connect('localhost', 'root', 'x');")})
    assert outcomes(leak, intensity=Intensity.DEEP)["/koneksi.php.bak"] is Outcome.FAIL
    assert outcomes(leak) == {"": Outcome.PASS}
