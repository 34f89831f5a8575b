import pytest

from secscan.identify.runtimes import runtimes
from tests.unit.builders import Response, site


def seen(headers: dict[str, str], **others: Response) -> set[tuple[str, str, str]]:
    responses: dict[str, Response] = {"/": (200, {"Content-Type": "text/html"} | headers, "<p>Beranda</p>")}
    known = site("https://app.contoh.go.id/", responses | {f"/{path}": response for path, response in others.items()})
    return {(one.product, one.version, one.distribution) for one in runtimes(known)}


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"Server": "nginx"}, {("nginx", "", "")}),
        ({"Server": "nginx/1.18.0 (Ubuntu)"}, {("nginx", "1.18.0", "Ubuntu")}),
        ({"Server": "Apache/2.4.57 (Debian)"}, {("apache-http-server", "2.4.57", "Debian")}),
        (
            {"Server": "Apache/2.4.6 (CentOS) OpenSSL/1.0.2k-fips PHP/5.4.16"},
            {
                ("apache-http-server", "2.4.6", "CentOS"),
                ("openssl", "1.0.2k", "CentOS"),
                ("php", "5.4.16", "CentOS"),
            },
        ),
        ({"X-Powered-By": "PHP/7.4.33"}, {("php", "7.4.33", "")}),
        ({"X-Powered-By": "PHP/7.4.3-4ubuntu2.18"}, {("php", "7.4.3", "Ubuntu")}),
        ({"X-Powered-By": "PHP/7.4.33-1+0~20221108.73+debian11~1.gbp60314e"}, {("php", "7.4.33", "Debian")}),
        ({"Server": "Microsoft-IIS/10.0", "X-Powered-By": "ASP.NET"}, {("iis", "10.0", ""), ("aspnet", "", "")}),
        ({"Server": "LiteSpeed"}, {("litespeed", "", "")}),
        ({"Server": "Apache-Coyote/1.1"}, {("tomcat", "", "")}),
        ({"Server": "Apache"}, {("apache-http-server", "", "")}),
        ({"Set-Cookie": "PHPSESSID=abc; path=/"}, {("php", "", "")}),
        ({"Server": "cloudflare"}, set()),
        ({"Server": "openresty/1.21.4.1"}, set()),
        ({"Server": "nginx-clone/9"}, set()),
    ],
)
def test_headers(headers: dict[str, str], expected: set[tuple[str, str, str]]) -> None:
    assert seen(headers) == expected


def test_the_distribution_of_the_server_is_that_of_php_beside_it() -> None:
    headers = {"Server": "Apache/2.4.56 (Debian)", "X-Powered-By": "PHP/7.4.33"}
    assert seen(headers) == {("apache-http-server", "2.4.56", "Debian"), ("php", "7.4.33", "Debian")}


def test_error_pages_name_the_server_behind_a_proxy() -> None:
    tomcat: Response = (
        404,
        {"Content-Type": "text/html", "Server": "cloudflare"},
        "<title>HTTP Status 404 – Not Found</title><h1>HTTP Status 404</h1><hr><h3>Apache Tomcat/9.0.65</h3>",
    )
    assert seen({}, hilang=tomcat) == {("tomcat", "9.0.65", "")}
    nginx: Response = (
        404,
        {"Content-Type": "text/html"},
        "<title>404 Not Found</title><center><h1>404 Not Found</h1></center><hr><center>nginx/1.18.0 (Ubuntu)</center>",
    )
    assert seen({}, hilang=nginx) == {("nginx", "1.18.0", "Ubuntu")}


def test_a_page_that_talks_of_servers_is_no_error_page() -> None:
    article = "<title>404 cara memasang</title><p>Kami memakai nginx/1.18.0</p>"
    assert seen({}, artikel=article) == set()
