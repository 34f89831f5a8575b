"""Web shells as they show themselves: by the fields of their forms, the commands in their links and the machine's own
words, never by a name in a text. Pages that describe a shell have none of its controls.
"""

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlsplit

from secscan.model.observations import Exchange
from secscan.model.pages import Form, PageFacts

_UNAME = re.compile(
    r"\b(?:Linux|FreeBSD|SunOS|Darwin) [\w.-]{1,60} \d{1,2}\.\d{1,3}[\w.~+-]{0,60} "
    r".{0,120}(?:x86_64|i[3-6]86|amd64|aarch64|GNU/Linux)"
    r"|\bWindows NT [\w-]{1,40} \d{1,2}\.\d.{0,60}\b(?:AMD64|i586|build)",
    re.IGNORECASE,
)
_ID = re.compile(r"\buid=\d{1,6}\([\w.-]{1,32}\) gid=\d{1,6}\(")
_MACHINE = (
    re.compile(r"\bsafe[ _]?mode\s*:?\s*(?:off|on)\b"),
    re.compile(r"\bdisabled?[ _]?func\w*\s*:"),
    re.compile(r"\b(?:server|your|client) ip\s*:"),
    re.compile(r"\b(?:uname(?: -a)?|kernel|system)\s*:\s*(?:linux|windows|freebsd)"),
    re.compile(r"\b(?:cwd|pwd|current dir\w*|home dir\w*)\s*:\s*(?:/|[a-z]:)"),
    re.compile(r"\bphp(?: ver\w*)?\s*:\s*\d\.\d"),
    re.compile(r"\b(?:hdd|disk)\s*:\s*(?:total|[\d.]+ ?[gmt]b)"),
    re.compile(r"\buser\s*:\s*[\w.-]+ ?(?:\(\d+\)|\[ ?\w)"),
    re.compile(r"\b(?:mysql|curl|wget|perl|python|gcc|oracle|magic quotes)\s*:\s*(?:on|off)\b"),
)
_COMMAND = re.compile(r"(?:cmd|command|exec|execute|perintah|shell|konsol|console_?cmd|ccmd)\d?", re.IGNORECASE)
_TITLES = re.compile(
    r"\b(?:b374k|indoxploit|wso \d|wso shell|c99shell|r57 ?shell|alfa (?:team )?shell|mini ?shell|marijuana shell"
    r"|gecko shell|0byt3m1n1|fox ?wso|p0wny|leaf ?phpmailer|priv8 (?:shell|mailer|uploader))\b",
    re.IGNORECASE,
)
_DEEDS = frozenset(
    (
        *("mass_deface", "mass_delete", "jumping", "symlink", "config", "cpanel", "smtp", "zoneh", "cgi", "fake_root"),
        *("adminer", "auto_edit_user", "auto_edit_title", "auto_wp", "krdp_shell", "network", "mass_change_pwd", "cmd"),
    )
)
_ACTS = frozenset(
    (
        *("ls", "search", "encoder", "tools", "processes", "ftpquickbrute", "sql", "eval", "feedback", "selfremove"),
        *("cmd", "mkdir", "mkfile", "bind", "proxy", "security", "fsbuff", "encode", "update", "upload"),
    )
)
_MANY = 3
_CODE = re.compile(r"\.(?:ph(?:p\d?|tml|t|ar)|asp|aspx|ashx|jsp|jspx|cgi|pl)$", re.IGNORECASE)
_UPLOADS = re.compile(
    r"/(?:uploads?|unggah\w*|images?|img|gambar|foto|photos?|files?|berkas|media|dokumen|documents?|lampiran|attachments?"
    r"|galeri|gallery|cache|tmp|temp|fonts?|css|js)/",
    re.IGNORECASE,
)
_BARE_WORDS = 25


def shell(exchange: Exchange) -> str:
    """The kind of web shell that a page is (wso, alfa, c99, b374k, indoxploit, uploader, commands), or "" for none."""
    page = exchange.page
    if page is None:
        return ""
    fields = {field.name for form in page.forms for field in form.fields}
    if {"a", "c", "p1", "p2", "p3"} <= fields:
        return "alfa" if any(name.startswith("alfa") for name in fields) else "wso"
    if sum(1 for name in fields if name.startswith("alfa")) >= _MANY:
        return "alfa"
    acts = _values(page, "act")
    if "ls" in acts and len(acts & _ACTS) >= _MANY and _values(page, "d"):
        return "c99"
    if len(_values(page, "do") & _DEEDS) >= _MANY:
        return "indoxploit"
    names = f"{page.title} {' '.join(page.headings[:2])}"
    if _TITLES.search(names) and (_uploads(page.forms) or _commands(page.forms) or _is_only_password(page)):
        return "b374k" if "b374k" in names.lower() else "known"
    return _by_machine(page)


def is_code_in_uploads(path: str) -> bool:
    """Whether a path is a program in a folder where only documents and pictures belong."""
    plain = path.split("?", 1)[0]
    return bool(_CODE.search(plain) and _UPLOADS.search(plain)) and not plain.lower().endswith("/index.php")


def locked(exchange: Exchange) -> bool:
    """Whether a program in an upload folder shows nothing but a field for a password: a weak sign."""
    page = exchange.page
    return page is not None and is_code_in_uploads(exchange.request.path) and _is_only_password(page)


def _by_machine(page: PageFacts) -> str:
    """A page that tells what machine it runs on, and takes files or commands for it."""
    kind = "commands" if _commands(page.forms) else "uploader" if _uploads(page.forms) else ""
    return kind if kind and _tells_machine(page.text[:20_000]) and not _is_report(page) else ""


def _tells_machine(text: str) -> bool:
    lower = text.lower()
    told = sum(1 for sign in _MACHINE if sign.search(lower))
    return bool(_UNAME.search(text) or _ID.search(text)) or told >= _MANY


def _is_report(page: PageFacts) -> bool:
    """`phpinfo()` and status pages tell the same, and may stand in a site with a search form."""
    return page.title.strip().lower().startswith(("phpinfo()", "php "))


def _uploads(forms: Iterable[Form]) -> bool:
    return any(field.type == "file" for form in forms for field in form.fields)


def _commands(forms: Iterable[Form]) -> bool:
    return any(_COMMAND.fullmatch(field.name) and field.type != "hidden" for form in forms for field in form.fields)


def _is_only_password(page: PageFacts) -> bool:
    fields = [field for form in page.forms for field in form.fields if field.type not in ("hidden", "submit", "button")]
    return [field.type for field in fields] == ["password"] and len(page.text.split()) <= _BARE_WORDS and not page.links


def _values(page: PageFacts, parameter: str) -> set[str]:
    """The values that a parameter has in the page's links."""
    found: set[str] = set()
    for link in page.links:
        if f"{parameter}=" not in link.url and "%" not in link.url:
            continue
        query = urlsplit(link.url).query[:500]
        found.update(value for name, value in parse_qsl(query, max_num_fields=None) if name == parameter)
    return found
