"""Debian's WordPress, installed for real: the package's own files, MariaDB, and the installer's form."""

import contextlib
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

from tests.lab.programs import running
from tests.lab.web import fetch

PACKAGE = Path("/usr/share/wordpress")

CONFIG = """<?php
define('DB_NAME', 'wordpress');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:{socket}');
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('DISABLE_WP_CRON', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
$table_prefix = 'wp_';
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
"""


def version() -> str:
    """The version of the installed package, as WordPress itself says it."""
    for line in (PACKAGE / "wp-includes/version.php").read_text().splitlines():
        if line.startswith("$wp_version"):
            return line.split("'")[1]
    raise AssertionError("the package wordpress does not say its version")


@contextlib.contextmanager
def database(folder: Path) -> Iterator[Path]:
    """A MariaDB of its own, without network and passwords: the path of its socket."""
    data, socket = folder / "mysql", folder / "mysql.sock"
    # Small files: a test's database is written in a second, not in ten.
    small = ["--innodb-log-file-size=4M", "--innodb-data-file-path=ibdata1:4M:autoextend"]
    subprocess.run(
        ["mariadb-install-db", "--no-defaults", f"--datadir={data}", "--user=root", "--skip-test-db", *small],
        check=True,
        capture_output=True,
    )
    command = [
        "mariadbd", "--no-defaults", f"--datadir={data}", f"--socket={socket}", f"--pid-file={folder}/mysql.pid",
        "--skip-networking", "--skip-grant-tables", "--user=root", "--innodb-flush-log-at-trx-commit=0", *small,
    ]  # fmt: skip

    def answers() -> bool:
        asked = subprocess.run(["mariadb", f"--socket={socket}", "-e", "SELECT 1"], capture_output=True)
        return asked.returncode == 0

    with running(command, folder / "mysql.out", answers):
        create = "CREATE DATABASE wordpress CHARACTER SET utf8mb4"
        subprocess.run(["mariadb", f"--socket={socket}", "-e", create], check=True, capture_output=True)
        yield socket


def unpack(folder: Path, socket: Path) -> Path:
    """The package's files, copied where a web server of a test may serve them: the document root."""
    root = folder / "wordpress"
    shutil.copytree(PACKAGE, root, ignore=shutil.ignore_patterns("wp-config.php", ".htaccess", "languages"))
    (root / "wp-config.php").write_text(CONFIG.format(socket=socket))
    return root


def install(url: str) -> None:
    """Answer the installer's form, as the person who sets the site up does, and publish nothing more."""
    form = {
        "weblog_title": "Dinas Contoh",
        "user_name": "pengelola",
        "admin_password": "b3nar-benar-Rahasia-untuk-uji",
        "admin_password2": "b3nar-benar-Rahasia-untuk-uji",
        "admin_email": "admin@contoh.go.id",
        "blog_public": "1",
        "language": "",
    }
    answer = fetch(f"{url}wp-admin/install.php?step=2", urlencode(form).encode())
    assert "Success" in answer, answer[-2000:]
