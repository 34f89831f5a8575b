"""Database administration tools by the structure of their pages: field names, file names, titles together."""

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from secscan.base.once import once
from secscan.model.observations import Exchange
from secscan.model.pages import PageFacts


class Tool(NamedTuple):
    """One tool. `open`: its console answered without log-in; `version` as its own title or asset names it."""

    name: str
    version: str
    open: bool


_PMA_ROUTES = re.compile(r"(?:route=/(?:server|database|table)/|(?:server|db|tbl)_\w+\.php)")
_PMA_ASSETS = re.compile(
    r"(?:themes/(?:pmahomme|original|metro|bootstrap)/|phpmyadmin\.css\.php|js/(?:dist|vendor)/|js/messages\.php)"
)
_PMA_VERSION = re.compile(r"phpMyAdmin (\d+(?:\.\d+)+)|[?&]v=(\d+(?:\.\d+)+)")
_ADMINER_LOGIN = {"auth[driver]", "auth[server]", "auth[username]"}
_ADMINER_VERSION = re.compile(r"\bAdminer (\d+(?:\.\d+)+)")
_ADMINER_CONSOLE = re.compile(r"[?&](?:sql|import|dump|select|create|privileges|processlist)=")


@once
def tool(exchange: Exchange) -> Tool | None:
    """The tool that a page belongs to; None for pages that only talk about one."""
    page = exchange.page
    if page is None or exchange.status != 200:
        return None
    return _phpmyadmin(page) or _adminer(page) or _pgadmin(page) or _phppgadmin(page)


def _names(page: PageFacts) -> set[str]:
    return {field.name for form in page.forms for field in form.fields}


def _phpmyadmin(page: PageFacts) -> Tool | None:
    if {"pma_username", "pma_password"} <= _names(page):
        return Tool("phpMyAdmin", _pma_version(page), open=False)
    if "phpMyAdmin" not in page.title or not any(_PMA_ASSETS.search(resource.url) for resource in page.resources):
        return None
    if len({link.url for link in page.links if _PMA_ROUTES.search(link.url)}) >= 2:
        return Tool("phpMyAdmin", _pma_version(page), open=True)
    return None


def _pma_version(page: PageFacts) -> str:
    """The version in the title, else in the address of an asset."""
    texts = (page.title, *(resource.url for resource in page.resources))
    match = next((found for text in texts if (found := _PMA_VERSION.search(text))), None)
    return (match[1] or match[2]) if match else ""


def _adminer(page: PageFacts) -> Tool | None:
    names = _names(page)
    if names >= _ADMINER_LOGIN:
        match = _ADMINER_VERSION.search(page.text)
        return Tool("Adminer", match[1] if match else "", open=False)
    if not page.title.endswith("- Adminer") or "logout" not in names:
        return None
    links = {link.url for link in page.links if _ADMINER_CONSOLE.search(link.url)}
    return Tool("Adminer", "", open=True) if len(links) >= 2 else None


def _pgadmin(page: PageFacts) -> Tool | None:
    if page.title.strip() != "pgAdmin 4":
        return None
    if not any("/static/js/generated/" in urlsplit(one.url).path for one in page.resources):
        return None
    browser = any("/browser/" in urlsplit(one.url).path for one in page.resources)
    return Tool("pgAdmin 4", "", open=browser and not any(form.has_password for form in page.forms))


def _phppgadmin(page: PageFacts) -> Tool | None:
    if not page.title.startswith("phpPgAdmin"):
        return None
    urls = (*(resource.url for resource in page.resources), *(link.url for link in page.links))
    targets = {urlsplit(url).path.rsplit("/", 1)[-1] for url in urls}
    known = targets & {"intro.php", "browser.php", "servers.php", "redirect.php"}
    return Tool("phpPgAdmin", "", open=False) if len(known) >= 2 else None
