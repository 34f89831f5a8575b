"""Runtimes and web servers, by headers and default error pages. A version string names no hole: distributions mend
packages without changing it."""

import re
from collections.abc import Iterator

import msgspec

from secscan.base.once import once
from secscan.identify.signs import cookie_names, own_exchanges
from secscan.model.evidence import SiteEvidence
from secscan.model.ids import JobKey
from secscan.model.observations import Exchange


class Runtime(msgspec.Struct, frozen=True, kw_only=True):
    """One runtime. `version` is "" when hidden; `distribution` names whose package it seems to be ("" when nothing says
    so)."""

    product: str
    version: str
    distribution: str
    evidence: str
    seen_in: JobKey


LABELS = {
    "apache-http-server": "Apache HTTP Server",
    "nginx": "nginx",
    "iis": "Microsoft IIS",
    "litespeed": "LiteSpeed",
    "tomcat": "Apache Tomcat",
    "php": "PHP",
    "openssl": "OpenSSL",
    "aspnet": "ASP.NET",
    "python": "Python",
    "werkzeug": "Werkzeug",
}
_SERVER = {
    "apache-http-server": re.compile(r"(?:^|\s)Apache(?:/(\d+(?:\.\d+)*))?(?=[\s(]|$)"),
    "nginx": re.compile(r"^nginx(?:/(\d+(?:\.\d+)*))?(?=[\s(]|$)"),
    "iis": re.compile(r"^Microsoft-IIS(?:/(\d+(?:\.\d+)*))?"),
    "litespeed": re.compile(r"^LiteSpeed(?:/(\d+(?:\.\d+)*))?"),
    "tomcat": re.compile(r"^Apache Tomcat(?:/(\d+(?:\.\d+)+))?$|^Apache-Coyote/1\.1$"),
    "php": re.compile(r"\bPHP/(\d+(?:\.\d+)*)"),
    "openssl": re.compile(r"\bOpenSSL/(\d+(?:\.\d+)+[a-z]{0,2})"),
    "python": re.compile(r"^(?:Werkzeug/\S+|SimpleHTTP/\S+|BaseHTTP/\S+|WSGIServer/\S+) C?Python/(\d+\.\d+\.\d+)"),
    "werkzeug": re.compile(r"^Werkzeug/(\d+(?:\.\d+)+)"),
}
_TELLING = frozenset(("server", "x-powered-by", "x-aspnet-version"))
_COOKIES = {"PHPSESSID": "php", "ASP.NET_SessionId": "aspnet"}
_POWERED_PHP = re.compile(r"\bPHP(?:/(\d+(?:\.\d+)*)(\S*))?")
_DISTRIBUTION = re.compile(
    r"\b(Debian|Raspbian|Ubuntu|CentOS(?: Stream)?|Red Hat(?: Enterprise Linux)?|Rocky Linux|AlmaLinux|Oracle Linux"
    r"|Rocky|Fedora|Amazon(?: Linux)?|SUSE|Univention)\b",
    re.IGNORECASE,
)
_PACKAGE_MARKS = {"ubuntu": "Ubuntu", "deb": "Debian", ".el": "RHEL", ".fc": "Fedora", ".amzn": "Amazon Linux"}
_ERROR_PAGES = {
    "apache-http-server": re.compile(
        r"Apache/(\d+(?:\.\d+)+)(?: \(([^)]{1,40})\))?[^<>]{0,200} Server at \S+ Port \d+$"
    ),
    "nginx": re.compile(r"nginx/(\d+(?:\.\d+)+)(?: \(([^)]{1,40})\))?$"),
    "tomcat": re.compile(r"Apache Tomcat/(\d+(?:\.\d+)+)(?: \(([^)]{1,40})\))?$"),
}
_ERROR_TITLE = re.compile(r"(?:HTTP Status )?[45]\d\d\b|Apache Tomcat/\d")


@once
def runtimes(site: SiteEvidence) -> tuple[Runtime, ...]:
    """Every runtime that the site's answers name: of each product its versions, or once without version if hidden."""
    found: dict[tuple[str, str], Runtime] = {}
    heard: set[tuple[object, ...]] = set()
    for exchange in own_exchanges(site):
        words = _words(exchange)
        if words in heard:
            continue
        heard.add(words)
        for runtime in _of(exchange):
            known = found.get((runtime.product, runtime.version))
            if known is None or (runtime.distribution and not known.distribution):
                found[runtime.product, runtime.version] = runtime
    named = {product for product, version in found if version}
    whose = next((runtime.distribution for runtime in found.values() if runtime.distribution), "")
    return tuple(
        msgspec.structs.replace(runtime, distribution=runtime.distribution or whose)
        for (product, version), runtime in sorted(found.items())
        if version or product not in named
    )


@once
def _words(exchange: Exchange) -> tuple[object, ...]:
    """All that the rules below read: answers that are equal in it name the same runtimes, and most of a site's are."""
    page = exchange.page
    error = page is not None and exchange.status >= 400 and _ERROR_TITLE.match(page.title) is not None
    said = tuple(header for header in exchange.headers if header[0] in _TELLING)
    return (said, cookie_names(exchange), (page.title, page.text) if page is not None and error else ())


def _of(exchange: Exchange) -> Iterator[Runtime]:
    server = exchange.header("server") or ""
    whose = _DISTRIBUTION.search(server)
    distribution = whose[1] if whose else ""
    for product, rule in _SERVER.items():
        match = rule.search(server)
        if match:
            package = _mark(server[match.end() : match.end() + 40].split(" ", 1)[0]) if product == "php" else ""
            yield _runtime(exchange, product, match[1] or "", package or distribution, f"Server: {server[:120]}")
    yield from _powered_by(exchange, distribution)
    yield from _error_page(exchange)


def _runtime(exchange: Exchange, product: str, version: str, distribution: str, evidence: str) -> Runtime:
    return Runtime(
        product=product,
        version=version,
        distribution=distribution,
        evidence=evidence,
        seen_in=exchange.request.key,
    )


def _powered_by(exchange: Exchange, distribution: str) -> Iterator[Runtime]:
    for value in exchange.header_values("x-powered-by"):
        match = _POWERED_PHP.search(value)
        if match:
            whose = _mark(match[2] or "") or distribution
            yield _runtime(exchange, "php", match[1] or "", whose, f"X-Powered-By: {value[:120]}")
        if value.strip() == "ASP.NET":
            yield _runtime(exchange, "aspnet", "", "", "X-Powered-By: ASP.NET")
    if exchange.header("x-aspnet-version"):
        yield _runtime(exchange, "aspnet", "", "", "header X-AspNet-Version")
    for value in exchange.header_values("set-cookie"):
        cookie = _COOKIES.get(value.partition("=")[0].strip())
        if cookie is not None:
            yield _runtime(exchange, cookie, "", distribution if cookie == "php" else "", f"cookie of {LABELS[cookie]}")


def _mark(rest: str) -> str:
    """Whose package the text behind a version number names: `7.4.33-1+ubuntu20.04.1+deb.sury.org+1`."""
    lowered = rest.lower()
    return next((name for mark, name in _PACKAGE_MARKS.items() if mark in lowered), "")


def _error_page(exchange: Exchange) -> Iterator[Runtime]:
    """Servers write their name at the end of their own error pages, also where a proxy replaced the Server header."""
    page = exchange.page
    if page is None or exchange.status < 400 or not _ERROR_TITLE.match(page.title):
        return
    for product, rule in _ERROR_PAGES.items():
        match = rule.search(page.text.strip()[-400:])
        if match:
            whose = match[2] if match.re.groups > 1 and match[2] else ""
            named = _DISTRIBUTION.search(whose)
            yield _runtime(exchange, product, match[1], named[1] if named else "", "error page")
