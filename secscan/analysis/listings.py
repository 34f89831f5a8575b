"""Directory listings as web servers generate them: nginx, Apache, lighttpd, LiteSpeed, IIS, Tomcat, Jetty, Caddy, Go.

A listing is told by structure: the page names the very folder that was asked for, and its links lead to that folder's
own entries and to its parent. A manual that shows an example of a listing has neither.
"""

import re
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import unquote

from secscan.analysis.destinations import destinations
from secscan.base.once import once
from secscan.model.observations import Exchange
from secscan.model.pages import PageFacts

_TITLES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"index of (?P<path>/.*)",  # nginx, Apache, lighttpd, LiteSpeed
        r"directory listing for (?P<path>/.*)",  # Python, Tomcat
        r"directory listing for \[(?P<path>/.*)\]",
        r"directory listing of (?P<path>/.*)",
        r"directory: (?P<path>/.*)",  # Jetty
        r"listing directory (?P<path>/.*)",  # serve-index
        r"[\w.:-]+ - (?P<path>/.*)",  # IIS
        r"(?P<path>/.*)",  # Caddy
    )
)
_ASSET = re.compile(
    r"css|js|mjs|map|less|scss|sass|html?|woff2?|ttf|otf|eot|png|jpe?g|gif|svg|webp|avif|ico|bmp|mp3|mp4|webm"
)
_CODE = re.compile(
    r"php\d?|php~|inc|py|rb|java|jsp|aspx?|cs|sh|git|sql|db|sqlite|bak|old|zip|gz|tar|tgz|rar|7z|env|log|conf|ini|ya?ml|key|pem"
)
_UPLOAD_FOLDER = re.compile(
    r"upload|unggah|berkas|dokumen|document|lampiran|attach|arsip|archive|backup|cadangan|data|unduh|download|files?\b"
    r"|surat|private|tmp|logs?\b",
    re.IGNORECASE,
)


class Content(StrEnum):
    """What a listing shows."""

    ASSETS = "assets"
    UPLOADS = "uploads"
    CODE = "code"


class Listing(NamedTuple):
    """A generated index: the folder, how many files and folders it shows, and the file extensions among them."""

    path: str
    files: int
    folders: int
    extensions: tuple[str, ...]

    @property
    def content(self) -> Content:
        """What is given away: code and copies, uploads and documents, or only what pages load anyway."""
        if any(_CODE.fullmatch(extension) for extension in self.extensions):
            return Content.CODE
        if any(not _ASSET.fullmatch(extension) for extension in self.extensions):
            return Content.UPLOADS
        return Content.UPLOADS if _UPLOAD_FOLDER.search(self.path) and self.files + self.folders else Content.ASSETS


@once
def listing(exchange: Exchange) -> Listing | None:
    """The listing that this answer is, if it is one."""
    page = exchange.page
    folder = unquote(exchange.request.path.split("?", 1)[0])
    if exchange.status != 200 or page is None or not folder.endswith("/"):
        return None
    named = _names_folder(page, folder)
    if not named and not _is_plain(page):
        return None
    entries, ways, others = _entries(exchange, folder)
    # Some servers sign their listings with a link to their own home page.
    if others > (max(1, len(entries) // 4) if entries else 0) or not (entries or ways or _says_no_more(page)):
        return None
    if not named and not (_is_bare(page, entries) and not others):
        return None
    files = [entry for entry in entries if not entry.endswith("/")]
    extensions = {entry.rsplit(".", 1)[-1].lower()[:10] if "." in entry[1:] else "" for entry in files}
    return Listing(folder, len(files), len(entries) - len(files), tuple(sorted(extensions)))


def _entries(exchange: Exchange, folder: str) -> tuple[tuple[str, ...], int, int]:
    """The names of the folder's own entries that the page links to, the number of links to the folder itself or its
    parent, and of links to anywhere else."""
    entries: dict[str, None] = {}
    ways = others = 0
    parent = folder.rstrip("/").rpartition("/")[0] + "/"
    for url in destinations(exchange):
        path = unquote(url.path) if url is not None else ""
        same = url is not None and url.host == exchange.request.host and url.port == exchange.request.port
        if same and path in (folder, parent):  # columns to sort by, and the parent
            ways += 1
            continue
        name = path.removeprefix(folder)
        if same and path.startswith(folder) and "/" not in name.rstrip("/") and not (url and url.query):
            entries[name] = None
        else:
            others += 1
    return tuple(entries), ways, others


def _names_folder(page: PageFacts, folder: str) -> bool:
    """Whether title or heading is a server's formula around the very path that was asked for."""
    for text in (page.title, *page.headings[:1]):
        for pattern in _TITLES:
            match = pattern.fullmatch(text.strip())
            if match and unquote(match["path"]).rstrip("/") == folder.rstrip("/"):
                return True
    return False


def _says_no_more(page: PageFacts) -> bool:
    """An empty folder without any link: nothing but the heading."""
    return page.text.strip() == " ".join(page.headings[:1]).strip()


def _is_plain(page: PageFacts) -> bool:
    return not (page.title or page.headings or page.resources or page.forms)


def _is_bare(page: PageFacts, entries: tuple[str, ...]) -> bool:
    """Go's file server writes a plain page with nothing but the links, their text being the names themselves."""
    return len(entries) > 1 and page.text.split() == " ".join(link.text for link in page.links).split()
