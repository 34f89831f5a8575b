"""Web shells by their controls; the shapes are those of the public sources of WSO, ALFA, c99, b374k and IndoXploit."""

import pytest

from secscan.analysis.webshells import is_code_in_uploads, locked, shell
from tests.unit.analysis.pages import exchange_of

UNAME = "Linux web01 5.15.0-91-generic #101-Ubuntu SMP x86_64 GNU/Linux"
HIDDEN = "".join(f"<input type=hidden name={name}>" for name in ("a", "c", "p1", "p2", "p3", "charset"))
C99 = "".join(f"<a href='?act={act}&d=%2Fvar%2Fwww&sort=0a'>{act}</a>" for act in ("ls", "search", "encoder", "tools"))
INDO = "".join(f"<a href='?dir=/var/www&do={do}'>{do}</a>" for do in ("upload", "cmd", "mass_deface", "symlink"))


@pytest.mark.parametrize(
    ("kind", "html"),
    [
        ("wso", f"<title>x - WSO 2.8</title><form method=post name=mf>{HIDDEN}</form>"),
        ("alfa", f"<form method=post>{HIDDEN}<input type=hidden name=alfa1></form>"),
        ("c99", f"<title>x</title>{C99}"),
        ("indoxploit", f"<title>y</title>{INDO}"),
        ("b374k", "<title>b374k 3.2.3</title><form method=post><input type=password name=pass></form>"),
        ("uploader", f"<b>{UNAME}</b><form enctype=multipart/form-data method=post><input type=file name=f></form>"),
        ("commands", "<pre>uid=33(www-data) gid=33(www-data)</pre><form><input name=cmd></form>"),
        (
            "commands",
            "<p>Safe Mode: OFF Disable Functions: NONE Server IP: 10.0.0.2 PHP: 7.4</p>"
            "<form><input name=command></form>",
        ),
    ],
)
def test_a_shell_is_told_by_its_controls(kind: str, html: str) -> None:
    assert shell(exchange_of(html, "/uploads/x.php")) == kind


@pytest.mark.parametrize(
    "html",
    [
        f"<title>Modul webshell</title><p>WSO 2.8, b374k, c99shell: {UNAME}, Safe mode: OFF, Cwd: /var, PHP: 8.1</p>",
        f"<title>phpinfo()</title><h1>PHP Version 8.1</h1><p>System {UNAME}</p><form><input name=q></form>",
        "<title>Unggah berkas</title><form enctype=multipart/form-data><input type=file name=berkas></form>",
        "<title>Uji ping</title><form><input name=host></form><p>Alat bantu operator.</p>",
        "<title>b374k dan teman-temannya</title><p>Artikel.</p><form><input name=q></form>",
        "<title>Wiki</title><a href='?do=login'>m</a><a href='?do=recent'>r</a><a href='?do=index'>i</a>",
        "<title>Aplikasi</title><a href='?act=search&d=1'>c</a><a href='?act=update&d=1'>u</a>"
        "<a href='?act=upload&d=1'>x</a>",
    ],
)
def test_who_describes_a_shell_or_has_a_form_is_not_blamed(html: str) -> None:
    assert shell(exchange_of(html)) == ""


@pytest.mark.parametrize(
    ("path", "odd"),
    [
        ("/uploads/x.php", True),
        ("/wp-content/uploads/2026/01/a.phtml", True),
        ("/images/up.PHP5", True),
        ("/uploads/index.php", False),
        ("/uploads/a.pdf", False),
        ("/berita/x.php", False),
        ("/files/", False),
    ],
)
def test_programs_in_upload_folders(path: str, odd: bool) -> None:
    assert is_code_in_uploads(path) is odd


def test_nothing_but_a_password_in_an_upload_folder_is_a_weak_sign() -> None:
    bare = "<form method=post><input type=password name=p><input type=submit></form>"
    assert locked(exchange_of(bare, "/uploads/x.php", 404))
    assert not locked(exchange_of(bare, "/masuk.php"))
    assert not locked(exchange_of(f"<a href=/>Beranda</a>{bare}", "/uploads/x.php"))
    assert not locked(exchange_of(bare.replace("<input", "<input name=u><input", 1), "/uploads/x.php"))
