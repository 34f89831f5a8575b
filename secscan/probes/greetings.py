"""What services say first, or in answer to one question of their own protocol: bytes to facts. No sockets here.

Versions are what the banner says; a distribution's own number is never taken apart into an upstream claim.
"""

import re

from secscan.base.text import clean
from secscan.model.observations import Access, ServiceAnswer

_BANNER = 300
_SSH = re.compile(r"SSH-[\d.]+-(\S+)")
_SSH_PRODUCTS = re.compile(r"(OpenSSH|dropbear|ROSSSH|libssh|Cisco|SSHD-CORE)[_-]?([\w.]*)", re.IGNORECASE)
_FTP_PRODUCTS = re.compile(
    r"(vsFTPd|ProFTPD|Pure-FTPd|FileZilla Server|Microsoft FTP Service|Serv-U)\s*v?(\d[\w.]*)?", re.IGNORECASE
)
_SMTP_PRODUCTS = re.compile(r"\b(Exim|Postfix|Sendmail|Microsoft ESMTP|Zimbra|Haraka)\b\s*v?(\d[\w.]*)?", re.IGNORECASE)
_POP_PRODUCTS = re.compile(
    r"\b(Dovecot|Courier|Cyrus|Zimbra|MDaemon|Microsoft Exchange)\b\s*v?(\d[\w.]*)?", re.IGNORECASE
)
_MARIADB = re.compile(r"^(?:5\.5\.5-)?(\d+\.\d+\.\d+)-MariaDB", re.IGNORECASE)
_VERSION = re.compile(r"\d+(?:\.\d+)+")
_REFUSED_HOST = (b"is not allowed to connect", b"is blocked because of many connection errors", b"Too many connections")


def read_greeting(data: bytes, port: int) -> ServiceAnswer | None:
    """The service that a first message belongs to; None when it is in no protocol known here."""
    text = clean(data.decode("latin-1"), _BANNER)
    if data.startswith(b"SSH-"):
        return _ssh(text)
    if data.startswith(b"RFB ") and len(data) >= 12:
        return ServiceAnswer(service="vnc", banner=text[:20], version=text[4:11])
    if data.startswith(b"@RSYNCD:"):
        return ServiceAnswer(service="rsync", banner=text, version=_first(_VERSION, text))
    if data.startswith((b"* OK", b"* PREAUTH")):
        return _named("imap", text, _POP_PRODUCTS, anonymous=False)
    if data.startswith(b"+OK"):
        return _named("pop3", text, _POP_PRODUCTS, anonymous=False)
    if re.match(rb"220[ -]", data):
        return _two_twenty(text, port)
    if re.match(rb"(421|530|554|500)[ -]", data) and port in (21, 2121, 990, 25, 465, 587):
        return ServiceAnswer(service="ftp" if port in (21, 2121, 990) else "smtp", banner=text)
    if data[:1] == b"\xff" and len(data) >= 3 and data[1] in (0xFB, 0xFC, 0xFD, 0xFE):
        return ServiceAnswer(service="telnet", banner=clean(_without_options(data), _BANNER))
    if port in (23, 2323) and re.search(rb"(login|username|password)\s*:", data, re.IGNORECASE):
        return ServiceAnswer(service="telnet", banner=text)
    return _mysql(data)


def _ssh(text: str) -> ServiceAnswer:
    software = _first(_SSH, text, 1)
    found = _SSH_PRODUCTS.match(software)
    return ServiceAnswer(
        service="ssh",
        banner=text,
        product=found[1] if found else software.partition("_")[0],
        version=found[2] if found else "",
    )


def _two_twenty(text: str, port: int) -> ServiceAnswer:
    """220 opens FTP and SMTP alike: the words tell, then the port."""
    mail = "SMTP" in text.upper() or port in (25, 465, 587, 2525)
    if mail and "FTP " not in text.upper().replace("SMTP", ""):
        return _named("smtp", text, _SMTP_PRODUCTS, anonymous=False)
    return _named("ftp", text, _FTP_PRODUCTS, anonymous=_announces_anonymous(text))


def _announces_anonymous(text: str) -> bool:
    """Whether a banner invites anonymous log-ins. "No anonymous" and the like do not."""
    said = re.search(r"\banonymous\b.{0,60}", text, re.IGNORECASE)
    if said is None:
        return False
    around = text[max(0, said.start() - 30) : said.end()].lower()
    return not re.search(r"\b(no|not|non|without|disabled|denied|prohibited|forbidden|tidak|dilarang)\b", around)


def _named(service: str, text: str, products: re.Pattern[str], *, anonymous: bool) -> ServiceAnswer:
    found = products.search(text)
    return ServiceAnswer(
        service=service,
        banner=text,
        product=found[1] if found else "",
        version=(found[2] or "") if found else "",
        anonymous=anonymous,
    )


def _without_options(data: bytes) -> str:
    """Telnet text without its option negotiation (RFC 854)."""
    return re.sub(rb"\xff[\xfb-\xfe].|\xff[\xf0-\xfa]", b"", data, flags=re.DOTALL).decode("latin-1")


def _mysql(data: bytes) -> ServiceAnswer | None:
    """A MySQL or MariaDB handshake, or its refusal of our address; the protocol always asks for a log-in."""
    if len(data) < 8 or data[3] != 0 or int.from_bytes(data[:3], "little") > 4096:
        return None
    body = data[4:]
    if body[:1] == b"\xff":
        if not any(phrase in body for phrase in _REFUSED_HOST):
            return None
        maker = "MariaDB" if b"MariaDB" in body else "MySQL"
        text = clean(body[3:].decode("utf-8", "replace"), _BANNER)
        return ServiceAnswer(service="mysql", banner=text, product=maker, access=Access.AUTHENTICATED)
    version, end, rest = body[1:].partition(b"\x00")
    if body[:1] != b"\x0a" or not end or not re.match(rb"\d+\.\d", version):
        return None
    text = clean(version.decode("latin-1"), 80)
    maria = _MARIADB.match(text)
    flags = int.from_bytes(rest[13:15], "little") if len(rest) >= 15 else None
    return ServiceAnswer(
        service="mysql",
        banner=text,
        product="MariaDB" if maria else "MySQL",
        version=maria[1] if maria else _first(_VERSION, text),
        starttls=bool(flags & 0x0800) if flags is not None else None,  # CLIENT_SSL
        access=Access.AUTHENTICATED,
    )


def _first(pattern: re.Pattern[str], text: str, group: int = 0) -> str:
    found = pattern.search(text)
    return found[group] if found else ""
