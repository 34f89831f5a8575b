import pytest
from hypothesis import given
from hypothesis import strategies as st

from secscan.base.urls import Base, base_path, canonical_host, normal_path, parse_url, resolve, server_name


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("https://Simpeg.Contoh.GO.ID", "https://simpeg.contoh.go.id/"),
        ("simpeg.contoh.go.id/masuk?a=1", "https://simpeg.contoh.go.id/masuk?a=1"),
        ("http://a.go.id:80/x/../y", "http://a.go.id/y"),
        ("https://a.go.id:8443", "https://a.go.id:8443/"),
        ("https://[2001:DB8::1]:443/", "https://[2001:db8::1]/"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://a.go.id./", "https://a.go.id/"),
    ],
)
def test_urls_have_one_form(text: str, canonical: str) -> None:
    assert str(parse_url(text)) == canonical


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ftp://a.go.id",
        "https://",
        "https://user:pw@a.go.id",
        "https://a b.go.id",
        "https://a.go.id:0",
        "https://a..go.id",
        "https://256.1.1.1/",
        "https://-a.go.id/",
        "javascript:alert(1)",
        "https://a.go.id:99999",
        "https://a\x00.go.id/",
    ],
)
def test_what_is_no_url_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_url(text)


@pytest.mark.parametrize(
    ("reference", "target"),
    [
        ("/x", "https://a.go.id/x"),
        ("x#frag", "https://a.go.id/app/x"),
        ("//b.go.id/y", "https://b.go.id/y"),
        ("http://127.0.0.1/", "http://127.0.0.1/"),
        ("../..", "https://a.go.id/"),
        ("mailto:a@b", None),
        ("javascript:x", None),
        ("https://[::bad", None),
    ],
)
def test_references_resolve_or_are_nothing(reference: str, target: str | None) -> None:
    found = resolve("https://a.go.id/app/", reference)
    assert (str(found) if found else None) == target


@pytest.mark.parametrize(
    ("path", "folder"),
    [("/", "/"), ("/blog", "/blog/"), ("/blog/", "/blog/"), ("/app/index.php", "/app/"), ("/a.b/", "/a.b/")],
)
def test_a_site_lives_in_a_folder(path: str, folder: str) -> None:
    assert base_path(path) == folder


def test_server_names_are_never_addresses() -> None:
    assert server_name("127.0.0.1") == ""
    assert server_name("::1") == ""
    assert server_name("a.go.id") == "a.go.id"


@given(st.text(max_size=60))
def test_hosts_are_canonical_or_refused(text: str) -> None:
    try:
        host = canonical_host(text)
    except ValueError:
        return
    assert canonical_host(host) == host


@given(st.text(alphabet="/.ab", max_size=30))
def test_paths_have_no_dot_segments(path: str) -> None:
    normal = normal_path(path)
    assert normal.startswith("/")
    assert not {".", ".."}.intersection(normal.split("/"))
    assert normal_path(normal) == normal


def test_one_base_serves_all_references_of_a_page() -> None:
    page = Base("https://a.go.id/berita/satu?hal=2")
    assert [str(page.resolve(reference)) for reference in ("/b?c=1#d", "dua", "?x", "//b.go.id", "HTTP://c.go.id")] == [
        "https://a.go.id/b?c=1", "https://a.go.id/berita/dua", "https://a.go.id/berita/satu?x", "https://b.go.id/",
        "http://c.go.id/",
    ]  # fmt: skip
    assert str(Base("https://a.go.id:8443/x").resolve("/y")) == "https://a.go.id:8443/y"
    assert str(Base("https://[::1]/x").resolve("/y")) == "https://[::1]/y"
    assert page.resolve("mailto:a@b.go.id") is None
    assert page.resolve("https://[x/") is None
