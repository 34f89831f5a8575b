"""Pages that stand where no application does: a server's default page, a parked or suspended site, a promise."""

import re
from enum import StrEnum
from typing import NamedTuple

from secscan.base.once import once
from secscan.model.observations import Exchange
from secscan.model.pages import PageFacts


class Vacancy(StrEnum):
    """Why nobody is there."""

    DEFAULT_PAGE = "default_page"
    PARKED = "parked"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
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
    _sign(
        r"(?:apache )?http server test page.{0,60}|test page for the (?:apache|http).{0,60}",
        r"test page|proper operation",
    ),
    _sign(r"iis (?:windows(?: server)?.{0,20}|\d.{0,10})|internet information services.{0,20}", r".{0,400}\Z"),
    _sign(
        r"default web site page|default page",
        r"cpanel|default web ?site page|web server has not been configured|contact your hosting provider",
    ),
    _sign(r"web server'?s default page|domain default page|default parallels plesk.{0,30}", r"default page|plesk"),
    _sign(r"welcome to xampp|xampp.{0,20}", r"you have successfully installed xampp"),
    _sign(r"apache tomcat.{0,20}", r"you'?ve (?:successfully installed tomcat|setup tomcat successfully)"),
    _sign(r"the install worked successfully! congratulations!", r"you are seeing this page because debug=true"),
    _sign(
        r"congratulations?.{0,60}|site (?:is )?created success.{0,20}",
        r"site is created successfully|caddy works|you have successfully installed the (?:open)?litespeed",
    ),
    _sign("\u6ca1\u6709\u627e\u5230\u7ad9\u70b9", "web"),  # aaPanel: no such site
    _sign(r"default page", r"happy to see your domain with hostinger"),
    _sign(r"parked domain name on hostinger.{0,40}", r"parked|hostinger", Vacancy.PARKED),
    _sign(r"welcome page", r"has not put up any web pages yet"),  # lighttpd
    _sign(r"laragon", r"document root"),
    _sign(r"wampserver homepage", r"server configuration"),
    _sign(r"laravel", r"laracasts"),
    _sign(r"welcome to codeigniter.{0,5}", r"generated dynamically by codeigniter|the small framework"),
    _sign(r"welcome to wildfly.{0,20}", r"your wildfly .{0,20}is running"),
    _sign(r"glassfish server.{0,30}", r"your server is now running"),
    _sign(
        r"(?:account|website|site|domain)? ?suspended.{0,20}|(?:akun|situs|layanan|website)? ?ditangguhkan",
        r"suspended|ditangguhkan",
        Vacancy.SUSPENDED,
    ),
)
_BARE = re.compile(
    r"apache is functioning normally"
    r"|it works!?( the server is running\.?| this is the default web page for this server\.?.{0,120})?",
    re.I,
)
_PARKED = re.compile(
    r"this domain (?:name )?(?:is|has been) parked|domain (?:ini )?(?:sedang )?(?:diparkir|dijual)"
    r"|buy this domain|this domain is for sale"
    r"|(?:nama )?domain ini (?:telah |sudah )?(?:terdaftar|didaftarkan|diregistrasi) (?:di|melalui|oleh)\b",
    re.IGNORECASE,
)
_OVER = r"(?:telah |sudah )?(?:habis|berakhir|ka?edaluwarsa|kadaluarsa|kadaluwarsa|expired?)"
_EXPIRED = re.compile(
    r"(?:this )?(?:domain|hosting|web ?hosting|account)(?: name)?(?: [\w.-]{4,80})? (?:has|is) expired"
    rf"|(?:masa (?:aktif|berlaku) )?(?:nama )?(?:domain|hosting|layanan)(?: (?:ini|anda))? {_OVER}",
    re.IGNORECASE,
)
_SUSPENDED = re.compile(
    r"this (?:account|website|site|hosting account) (?:has been|is) (?:temporarily )?suspended"
    r"|(?:akun|situs|website|layanan(?: hosting)?)(?: hosting)?(?: ini)? (?:telah |sedang |sudah )?(?:kami )?"
    r"(?:ditangguhkan|disuspend|di-suspend|dinonaktifkan sementara)",
    re.IGNORECASE,
)
_PARKING_HOSTS = ("sedoparking.com", "parkingcrew.net", "bodis.com", "parklogic.com", "dan.com")
_CONSTRUCTION = re.compile(
    r"under (?:construction|maintenance)|coming soon|(?:segera|akan) (?:hadir|tayang|kembali)|website maintenance"
    r"|maintenance mode|sedang (?:di)?maintenance"
    r"|(?:sedang|dalam) (?:dalam )?(?:tahap |masa |proses )?"
    r"(?:perbaikan|pengembangan|pemeliharaan|pembangunan|pengerjaan|pembaruan|konstruksi)"
    r"|(?:situs|website|web|aplikasi|portal|laman)(?: ini)? sedang (?:dibangun|dikembangkan|diperbaiki|diperbarui)",
    re.IGNORECASE,
)
_SHORT = 400
_ONE_SENTENCE = 120
_FEW_LINKS = 5


@once
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
    text = page.text[: _SHORT * 4]
    if not page.links[_FEW_LINKS:] and (_SUSPENDED.search(text) or _EXPIRED.search(text)):
        return Vacancy.SUSPENDED if _SUSPENDED.search(text) else Vacancy.EXPIRED
    if _PARKED.search(page.text) or any(host in one.url for one in page.resources for host in _PARKING_HOSTS):
        return Vacancy.PARKED
    return Vacancy.CONSTRUCTION if _promises(page) else None


def _promises(page: PageFacts) -> bool:
    """A short page, with next to no links, that says so in its title or a heading, or says hardly anything else."""
    if len(page.text) > _SHORT or len(page.links) > _FEW_LINKS:
        return False
    said = (page.title, *page.headings, page.text if len(page.text) < _ONE_SENTENCE else "")
    return any(_CONSTRUCTION.search(text) for text in said)
