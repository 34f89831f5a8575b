"""What kind of things a leaked file holds, told from its first bytes: no name and no content is kept, only the kinds.

An archive is never downloaded. The names of its first entries stand in its first bytes, and a gzip stream can be
opened as far as it was read.
"""

import lzma
import re
import zlib
from collections.abc import Iterator

from secscan.analysis.filetypes import file_kind
from secscan.model.observations import FileKind

_OPENED = 65_536
_MAX_ENTRIES = 200
_LZMA_MEMORY = 67_108_864

_NAMES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("dump", re.compile(r"\.(?:sql|dump|sqlite3?|mdb|bak)(?:\.\w{1,4})?$")),
    (
        "config",
        re.compile(
            r"(?:^|/)(?:wp-config[\w.-]*|configuration\.php|config(?:uration|\.inc)?\.php|database\.php|settings\.php|local\.xml"
            r"|\.env[\w.-]*|\.htpasswd|\.my\.cnf|web\.config|appsettings[\w.-]*\.json)$"
        ),
    ),
    ("key", re.compile(r"(?:\.(?:key|pem|p12|pfx|ppk)|(?:^|/)id_(?:rsa|ed25519|ecdsa|dsa))$")),
    ("code", re.compile(r"\.(?:php\d?|phtml|py|rb|java|jsp|aspx?|cs|vb|go|ts|twig)$")),
)
_CREDENTIALS = re.compile(
    r"define\s*\(\s*['\"]\w{0,30}(?:PASSWORD|PASSWD|SECRET|_KEY)\w{0,20}['\"]"
    r"|(?:\$|->|['\"])\w{0,30}(?:pass(?:word|wd)?|pwd|secret|api_?key)['\"]?\]?\s{0,20}(?:=>|=)\s{0,20}['\"]"
    r"|(?:mysqli?_p?connect|new\s+(?:mysqli|PDO))\s*\(",
    re.IGNORECASE,
)
# Markup in templates, properties and arrays of what bundlers make of it; a switch between hidden and shown.
_PASSWORD_FIELD = re.compile(
    r"""type\\?["'`]?\s{0,2}[:=,]\s{0,2}\\?["'`]password\\?["'`]|\?\s{0,2}["']text["']\s{0,2}:\s{0,2}["']password["']"""
    r"""|["'`]current-password["'`]"""
)
# A route: a bare word may be the name of an icon.
_LOGIN_ROUTE = re.compile(r"""(?:["'`]/|path:\s?["'`])(?:[\w/-]{0,40}/)?(?:login|log-in|signin|sign-in|masuk)["'`]""")
_SCRIPTED: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("captcha", re.compile(r"recaptcha/api\.js|hcaptcha\.com/1/api|challenges\.cloudflare\.com/turnstile|/captcha\b")),
    ("second_factor", re.compile(r"""["'`]one-time-code["'`]|["'`/](?:two-factor|2fa|verify-otp|otp)[/"'`]""")),
    (
        "join",
        re.compile(
            r"""(?:["'`]/|path:\s?["'`])(?:[\w/-]{0,40}/)?(?:register|registrasi|signup|sign-up|daftar|pendaftaran|buat-akun)["'`]"""
        ),
    ),
)


def script_contents(body: bytes) -> tuple[str, ...]:
    """What a page's script makes, sorted: `login` where it builds a password field and knows a way to log in, and then
    `captcha`, `second_factor` and `join` (a way to open an account). Empty for any other script."""
    text = body.decode("utf-8", errors="replace")
    if not _PASSWORD_FIELD.search(text) or not _LOGIN_ROUTE.search(text):
        return ()
    return tuple(sorted(("login", *(word for word, pattern in _SCRIPTED if pattern.search(text)))))


def contents(body: bytes, kind: FileKind) -> tuple[str, ...]:
    """The kinds of things in a file of which `body` may be the beginning, sorted: dump, config, key, code, secret.

    Empty when nothing can be told, which is no all-clear.
    """
    if kind is FileKind.PHP_SOURCE:
        text = body[:_OPENED].decode("utf-8", errors="replace")
        return ("code", "secret") if _CREDENTIALS.search(text) else ("code",)
    if kind in (FileKind.SQL_DUMP, FileKind.SQLITE):
        return ("dump",)
    if kind is FileKind.PRIVATE_KEY:
        return ("key",)
    if kind in (FileKind.GZIP, FileKind.XZ):
        inner = _opened(body, kind)
        return contents(inner, _plain_kind(inner)) if inner else ()
    return _named(_entries(body, kind))


def _plain_kind(inner: bytes) -> FileKind:
    """The kind of what was compressed; an archive within an archive within an archive is not opened."""
    kind = file_kind(inner, None)
    return FileKind.BINARY if kind in (FileKind.GZIP, FileKind.XZ) else kind


def _opened(body: bytes, kind: FileKind) -> bytes:
    """The beginning of a compressed stream, at most 64 KiB of it, whatever it would grow to."""
    try:
        if kind is FileKind.GZIP:
            return zlib.decompressobj(wbits=31).decompress(body, _OPENED)
        return lzma.LZMADecompressor(memlimit=_LZMA_MEMORY).decompress(body, max_length=_OPENED)
    except (zlib.error, lzma.LZMAError, EOFError):
        return b""


def _entries(body: bytes, kind: FileKind) -> Iterator[str]:
    names = _zip_names(body) if kind is FileKind.ZIP else _tar_names(body) if kind is FileKind.TAR else ()
    for count, name in enumerate(names):
        if count >= _MAX_ENTRIES:
            return
        yield name.decode("utf-8", errors="replace").lower()


def _zip_names(body: bytes) -> Iterator[bytes]:
    """The names in the local file headers (APPNOTE 4.3.7), found by signature: sizes may stand behind the data."""
    at = body.find(b"PK\x03\x04")
    while at >= 0 and at + 30 <= len(body):
        length = int.from_bytes(body[at + 26 : at + 28], "little")
        name = body[at + 30 : at + 30 + length]
        if len(name) == length and 0 < length < 1024:
            yield name
        at = body.find(b"PK\x03\x04", at + 30)


def _tar_names(body: bytes) -> Iterator[bytes]:
    """The names in the headers of a tar archive (POSIX.1-1988 ustar), as long as they lie within what was read."""
    at = 0
    while at + 512 <= len(body) and body[at + 257 : at + 262] == b"ustar":
        yield body[at : at + 100].rstrip(b"\x00")
        digits = body[at + 124 : at + 136].strip(b"\x00 ")
        if not digits.isdigit() or b"8" in digits or b"9" in digits:
            return
        at += 512 + (int(digits, 8) + 511) // 512 * 512


def _named(names: Iterator[str]) -> tuple[str, ...]:
    return tuple(sorted({kind for name in names for kind, pattern in _NAMES if pattern.search(name)}))
