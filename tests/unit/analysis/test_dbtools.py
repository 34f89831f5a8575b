import pytest

from secscan.analysis.dbtools import Tool, tool
from tests.unit.builders import Response, site

PMA_LOGIN = """<title>phpMyAdmin</title><link rel=stylesheet href="themes/pmahomme/css/theme.css?v=5.2.1">
<form method=post action="index.php?route=/"><input name=pma_username><input type=password name=pma_password>
<input type=hidden name=server value=1></form>"""
PMA_OPEN = """<title>127.0.0.1 / localhost | phpMyAdmin 5.2.1</title><script src="js/dist/main.js?v=5.2.1"></script>
<a href="index.php?route=/server/databases">Databases</a><a href="index.php?route=/server/sql">SQL</a>
<a href="index.php?route=/server/status">Status</a>"""
ADMINER = """<title>Login - Adminer</title><form action="" method=post><select name="auth[driver]"></select>
<input name="auth[server]"><input name="auth[username]"><input type=password name="auth[password]"></form>
<h1><a href="https://www.adminer.org/">Adminer</a> 4.8.1</h1>"""
BLOG = """<title>Cara memasang phpMyAdmin 5.2</title><p>Buka phpMyAdmin, isi pma_username dan pma_password.</p>
<a href="https://demo.phpmyadmin.net/index.php?route=/server/sql">demo</a><img src="/img/phpmyadmin.png">"""


def seen(body: Response, path: str = "/phpmyadmin/") -> Tool | None:
    (exchange,) = site("https://app.contoh.go.id/", {path: body}).exchanges()
    return tool(exchange)


def test_tools_by_structure() -> None:
    assert seen(PMA_LOGIN) == Tool("phpMyAdmin", "5.2.1", open=False)
    assert seen(PMA_OPEN) == Tool("phpMyAdmin", "5.2.1", open=True)
    adminer = seen(ADMINER, "/adminer.php")
    assert adminer is not None
    assert (adminer.name, adminer.open) == ("Adminer", False)
    pgadmin = "<title>pgAdmin 4</title><script src=/pgadmin4/static/js/generated/app.bundle.js></script>"
    assert seen(pgadmin) == Tool("pgAdmin 4", "", open=False)


@pytest.mark.parametrize(
    "body",
    [
        BLOG,
        "<title>phpMyAdmin</title><p>Halaman ini dipindahkan.</p>",
        "<title>pgAdmin 4</title><p>Panduan pgAdmin 4</p>",
        "<title>Tentang Adminer - Adminer</title><a href='?sql='>SQL</a>",
        (401, {"Content-Type": "text/html", "WWW-Authenticate": "Basic realm=x"}, PMA_LOGIN),
        (404, {"Content-Type": "text/html"}, PMA_LOGIN),
    ],
)
def test_near_misses(body: Response) -> None:
    assert seen(body) is None
