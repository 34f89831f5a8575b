"""Pages that stand where no application does: a server's default page, a parked or suspended site, a promise."""

import re
from enum import StrEnum
from typing import NamedTuple

from secscan.model.observations import Exchange
from secscan.model.pages import PageFacts


class Vacancy(StrEnum):
    """Why nobody is there."""

    DEFAULT_PAGE = "default_page"
    PARKED = "parked"
    SUSPENDED = "suspended"
    CONSTRUCTION = "construction"


class _Sign(NamedTuple):
    """Both must fit: the whole title, and words of the text."""

    title: re.Pattern[str]
    text: re.Pattern[str]
    kind: Vacancy


def _sign(title: str, text: str, kind: Vacancy = Vacancy.DEFAULT_PAGE) -> _Sign:
    return _Sign(re.compile(title, re.IGNORECASE), re.compile(text, re.IGNORECASE), kind)


_SIGNS = (
    _sign(r"welcome to nginx!?(?: on .{1,40})?", r"nginx (?:web ?server )?is successfully installed"),
    _sign(r"(?:test page for the nginx http server|welcome to openresty!?).{0,40}", r"nginx|openresty"),
    _sign(r"apache2? \w{3,20} default page.{0,20}", r"it works"),
    _sign(r"(?:apache )?http server test page.{0,60}|test page for the apache.{0,60}", r"test page|proper operation"),
    _sign(r"iis (?:windows(?: server)?.{0,20}|\d.{0,10})|internet information services.{0,20}", r".{0,400}\Z"),
    _sign(r"default web site page|default page", r"cpanel|default web ?site page|web server has not been configured"),
    _sign(r"web server'?s default page|domain default page|default parallels plesk.{0,30}", r"default page|plesk"),
    _sign(r"welcome to xampp|xampp.{0,20}", r"you have successfully installed xampp"),
    _sign(r"apache tomcat.{0,20}", r"you'?ve (?:successfully installed tomcat|setup tomcat successfully)"),
    _sign(r"the install worked successfully! congratulations!", r"you are seeing this page because debug=true"),
    _sign(r"congratulations.{0,60}|site (?:is )?created success.{0,20}", r"site is created successfully|caddy works"),
    _sign(r"account suspended|suspended.{0,20}|akun ditangguhkan", r"suspended|ditangguhkan", Vacancy.SUSPENDED),
)
_BARE = re.compile(
    r"it works!?( the server is running\.?| this is the default web page for this server\.?.{0,120})?", re.I
)
_PARKED = re.compile(
    r"this domain (?:name )?(?:is|has been) parked|domain (?:ini )?(?:sedang )?(?:diparkir|dijual)"
    r"|buy this domain|this domain is for sale",
    re.IGNORECASE,
)
_PARKING_HOSTS = ("sedoparking.com", "parkingcrew.net", "bodis.com", "parklogic.com", "dan.com")
_CONSTRUCTION = re.compile(
    r"under (?:construction|maintenance)|coming soon|segera hadir|website maintenance"
    r"|(?:sedang|dalam) (?:dalam )?(?:tahap |masa |proses )?(?:perbaikan|pengembangan|pemeliharaan|pembangunan)",
    re.IGNORECASE,
)
_SHORT = 400
_ONE_SENTENCE = 120
_FEW_LINKS = 5


def vacancy(home: Exchange) -> Vacancy | None:
    """What stands there instead of an application; None when the page may well be one."""
    page = home.page
    if page is None or home.status >= 400:
        return None
    title = page.title.strip().rstrip(".")
    for sign in _SIGNS:
        if sign.title.fullmatch(title) and sign.text.search(page.text[:4000]):
            return sign.kind
    if _BARE.fullmatch(page.text.strip()) and not page.links:
        return Vacancy.DEFAULT_PAGE
    if len(page.text) > _SHORT * 4 or page.forms:
        return None
    if _PARKED.search(page.text) or any(host in one.url for one in page.resources for host in _PARKING_HOSTS):
        return Vacancy.PARKED
    return Vacancy.CONSTRUCTION if _promises(page) else None


def _promises(page: PageFacts) -> bool:
    """A short page, with next to no links, that says so in its title or a heading, or says hardly anything else."""
    if len(page.text) > _SHORT or len(page.links) > _FEW_LINKS:
        return False
    said = (page.title, *page.headings, page.text if len(page.text) < _ONE_SENTENCE else "")
    return any(_CONSTRUCTION.search(text) for text in said)
