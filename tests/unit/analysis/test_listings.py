"""Listings as nginx, Apache, Python, Tomcat, IIS, lighttpd and Go write them, and pages that are none."""

import pytest

from secscan.analysis.listings import Content, Listing, listing
from secscan.model.observations import Exchange
from secscan.model.requests import Request
from tests.unit.builders import answer

NGINX = """<html>\r\n<head><title>Index of /uploads/</title></head>\r\n<body>\r\n<h1>Index of /uploads/</h1><hr><pre>
<a href="../">../</a>
<a href="2024/">2024/</a>                    01-Oct-2026 03:00       -
<a href="surat%20tugas.pdf">surat tugas.pdf</a>        01-Oct-2026 03:00    1024
</pre><hr></body>\r\n</html>"""
APACHE = """<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2 Final//EN"><html><head><title>Index of /uploads</title>
</head><body>
<h1>Index of /uploads</h1><table>
<tr><th><a href="?C=N;O=D">Name</a></th><th><a href="?C=M;O=A">Last modified</a></th><th><a href="?C=S;O=A">Size</a>
</th></tr>
<tr><td><a href="/">Parent Directory</a></td></tr>
<tr><td><a href="2024/">2024/</a></td></tr><tr><td><a href="surat%20tugas.pdf">surat tugas.pdf</a></td></tr></table>
<address>Apache/2.4.57 (Debian) Server at a.go.id Port 443</address></body></html>"""
PYTHON = """<!DOCTYPE HTML><html lang="en"><head><meta charset="utf-8"><title>Directory listing for /uploads/</title>
</head><body>
<h1>Directory listing for /uploads/</h1><hr><ul><li><a href="2024/">2024/</a></li>
<li><a href="surat%20tugas.pdf">surat tugas.pdf</a></li></ul><hr></body></html>"""
TOMCAT = """<!doctype html><html lang="en"><head><title>Directory Listing For [/uploads/]</title></head><body>
<h1>Directory Listing For [/uploads/] - <a href="/"><b>Up To [/]</b></a></h1><hr><table>
<tr><td><a href="/uploads/2024/"><tt>2024/</tt></a></td></tr>
<tr><td><a href="/uploads/surat%20tugas.pdf"><tt>surat tugas.pdf</tt></a></td></tr></table><hr>
<h3>Apache Tomcat/9.0.70</h3></body></html>"""
IIS = """<html><head><title>a.go.id - /uploads/</title></head><body><H1>a.go.id - /uploads/</H1><hr>
<pre><A HREF="/">[To Parent Directory]</A><br><br> 10/1/2026 3:00 AM &lt;dir&gt; <A HREF="/uploads/2024/">2024</A><br>
10/1/2026 3:00 AM 1024 <A HREF="/uploads/surat%20tugas.pdf">surat tugas.pdf</A><br></pre><hr></body></html>"""
LIGHTTPD = """<!DOCTYPE html><html><head><title>Index of /uploads/</title><style>body{}</style></head><body>
<h2>Index of /uploads/</h2>
<div class="list"><table><tbody><tr class="d"><td class="n"><a href="../">..</a>/</td></tr>
<tr class="d"><td class="n"><a href="2024/">2024</a>/</td></tr>
<tr><td class="n"><a href="surat%20tugas.pdf">surat tugas.pdf</a></td></tr></tbody></table></div>
<div class="foot">lighttpd/1.4.69</div>"""
GO = """<!doctype html>
<meta name="viewport" content="width=device-width">
<pre>
<a href="2024/">2024/</a>
<a href="surat%20tugas.pdf">surat tugas.pdf</a>
</pre>
"""


def seen(body: str, path: str = "/uploads/", status: int = 200) -> Listing | None:
    request = Request(scheme="https", host="a.go.id", port=443, path=path)
    payload = answer(request, (status, {"Content-Type": "text/html;charset=UTF-8"}, body)).payload
    assert isinstance(payload, Exchange)
    return listing(payload)


@pytest.mark.parametrize(
    "page",
    [NGINX, APACHE, PYTHON, TOMCAT, IIS, LIGHTTPD, GO],
    ids=["nginx", "apache", "python", "tomcat", "iis", "lighttpd", "go"],
)
def test_servers_listings_are_read(page: str) -> None:
    assert seen(page) == Listing("/uploads/", 1, 1, ("pdf",))


def folder(path: str, *names: str) -> Listing | None:
    links = "".join(f'<a href="{name}">{name}</a>\n' for name in names)
    return seen(f'<title>Index of {path}</title><h1>Index of {path}</h1><pre><a href="../">../</a>{links}</pre>', path)


@pytest.mark.parametrize(
    ("path", "names", "content"),
    [
        ("/assets/css/", ("app.css", "img/", "logo.png"), Content.ASSETS),
        ("/assets/", (), Content.ASSETS),
        ("/assets/", ("css/", "js/"), Content.ASSETS),
        ("/assets/", ("app.js", "panduan.docx"), Content.UPLOADS),
        ("/uploads/", ("ktp-001.jpg",), Content.UPLOADS),
        ("/wp-content/uploads/", ("2023/", "2024/"), Content.UPLOADS),
        ("/assets/", ("app.js", "backup.sql"), Content.CODE),
        ("/lib/", ("koneksi.php",), Content.CODE),
    ],
)
def test_what_is_listed_is_told_by_extensions_and_folder(path: str, names: tuple[str, ...], content: Content) -> None:
    found = folder(path, *names)
    assert found is not None
    assert found.content is content


def test_the_root_has_no_parent() -> None:
    assert seen('<title>Index of /</title><h1>Index of /</h1><a href="a.zip">a.zip</a>', "/") == Listing(
        "/", 1, 0, ("zip",)
    )


@pytest.mark.parametrize(
    ("page", "path"),
    [
        (
            "<title>Cara mematikan Index of /uploads</title><h1>Index of /uploads</h1><pre>../\nsurat.pdf</pre>"
            "<a href=/>Beranda</a><a href=/berita>Berita</a><a href=/kontak>Kontak</a>",
            "/uploads/",
        ),
        (NGINX, "/panduan/directory-listing/"),
        (NGINX, "/uploads/index.html"),
        ("<title>Unduhan</title><a href=/uploads/a.pdf>A</a><a href=/uploads/b.pdf>B</a>", "/uploads/"),
        ("<title>Index of /uploads/</title><h1>Index of /uploads/</h1><a href=/a>x</a><a href=/b>y</a>", "/uploads/"),
        ("<p>Selamat datang</p>", "/uploads/"),
        ("<title>Panduan</title><h1>Panduan</h1><h2>Index of /</h2><p>Matikan daftar isi.", "/"),
        ("<title>Index of /</title><h1>Index of /</h1><p>Apa arti judul ini?", "/"),
        ("<title>Panduan</title><h1>Panduan</h1><h2>Index of /</h2><a href=a>A</a><a href=b>B</a>", "/"),
    ],
    ids=[
        "manual",
        "another path",
        "a file",
        "download page",
        "links elsewhere",
        "plain",
        "chapter",
        "article",
        "chapter with links",
    ],
)
def test_pages_that_are_no_listing(page: str, path: str) -> None:
    assert seen(page, path) is None


def test_a_server_may_sign_its_listing() -> None:
    """http-server of npm, whose footer links to its home page."""
    page = (
        "<html><head><title>Index of /uploads/</title></head><body><h1>Index of /uploads/</h1><table>"
        '<tr><td><a href="../">../</a></td></tr><tr><td><a href="./a.pdf">a.pdf</a></td></tr></table>'
        '<address>Node.js v18.19.0/ <a href="https://github.com/http-party/http-server">http-server</a></address></body>'
    )
    assert seen(page) == Listing("/uploads/", 1, 0, ("pdf",))


def test_an_empty_folder_is_listed_too() -> None:
    nginx = "<title>Index of /uploads/</title><h1>Index of /uploads/</h1><hr><pre><a href='../'>../</a></pre><hr>"
    python = "<title>Directory listing for /uploads/</title><h1>Directory listing for /uploads/</h1><hr><ul></ul><hr>"
    for page in (nginx, python):
        assert seen(page) == Listing("/uploads/", 0, 0, ())


def test_a_refused_listing_is_none() -> None:
    assert seen(NGINX, status=403) is None
