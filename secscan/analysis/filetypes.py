"""What a body is by its content: never by its name, and by its declared type only where content has no signature.

Only a bounded prefix is read. Kinds that accuse somebody (dumps, keys, environment files, repositories) need a
signature that a rendered page cannot have; markup is recognised before them.
"""

import re

from secscan.model.observations import FileKind

_PREFIX = 65_536

_MAGIC: tuple[tuple[bytes, FileKind], ...] = (
    (b"PK\x05\x06", FileKind.ZIP),
    (b"\x1f\x8b\x08", FileKind.GZIP),
    (b"\xfd7zXZ\x00", FileKind.XZ),
    (b"Rar!\x1a\x07", FileKind.RAR),
    (b"7z\xbc\xaf\x27\x1c", FileKind.SEVEN_ZIP),
    (b"SQLite format 3\x00", FileKind.SQLITE),
    (b"PGDMP", FileKind.SQL_DUMP),  # pg_dump, custom format
    (b"TAPE\x00\x00", FileKind.SQL_DUMP),  # Microsoft Tape Format: backups of SQL Server
    (b"\x00\x00\x00\x01Bud1", FileKind.DS_STORE),
    (b"%PDF-", FileKind.PDF),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileKind.OFFICE),
    (b"{\\rtf", FileKind.OFFICE),
    (b"\x89PNG\r\n\x1a\n", FileKind.IMAGE),
    (b"\xff\xd8\xff", FileKind.IMAGE),
    (b"GIF87a", FileKind.IMAGE),
    (b"GIF89a", FileKind.IMAGE),
    (b"II*\x00", FileKind.IMAGE),
    (b"MM\x00*", FileKind.IMAGE),
    (b"\x00\x00\x01\x00", FileKind.IMAGE),  # icon
    (b"wOFF", FileKind.FONT),
    (b"wOF2", FileKind.FONT),
    (b"OTTO", FileKind.FONT),
    (b"ttcf", FileKind.FONT),
    (b"\x00\x01\x00\x00\x00", FileKind.FONT),  # TrueType
)

_HTML_START = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|meta|link|script|style|base|div|p|h[1-6]|br|b|i|hr|table|center|span|form|a|img"
    r"|ul|ol|section|main|article|header|footer|nav|font|pre|code|noscript|iframe|frameset|strong|button|input)\b",
    re.IGNORECASE,
)
_LEADING_COMMENTS = re.compile(r"(?:\s*<!--.{0,4000}?-->)*\s*", re.DOTALL)
_HTML_WITHIN = re.compile(r"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_ANY_TAG = re.compile(r"</[a-z][a-z0-9]*\s*>|<(?:br|hr|img|p|meta)\b[^>]{0,300}>", re.IGNORECASE)
_XML_START = re.compile(
    r"<(?:\?xml\b|rss\b|feed\b|urlset\b|sitemapindex\b|wc-entries\b|[a-z][\w.-]*:?[\w.-]*[\s>])", re.IGNORECASE
)

_SQL_HEADER = re.compile(
    r"(?:--\s*\n)?(?:--|#|/\*)[^\n]{0,40}"
    r"(?:MySQL dump|MariaDB dump|enable the sandbox mode|phpMyAdmin SQL Dump|PostgreSQL database (?:cluster )?dump"
    r"|Adminer [\d.]+ |HeidiSQL|Navicat|SQLyog|mysqldump|Sequel (?:Pro|Ace) SQL dump|Dumping data for table)",
    re.IGNORECASE,
)
_SQLITE_DUMP = re.compile(r"PRAGMA foreign_keys\s*=\s*OFF;\s+BEGIN TRANSACTION;", re.IGNORECASE)
_SQL_TABLE = re.compile(
    r"^[ \t]*CREATE TABLE (?:IF NOT EXISTS )?[`\"\[]?[\w.`\"\]\[]+\s*\(", re.IGNORECASE | re.MULTILINE
)
_SQL_ROWS = re.compile(
    r"^[ \t]*(?:(?:INSERT|REPLACE) INTO [`\"\[]?[\w.`\"\]\[]+\s*(?:\([^\n]{0,2000}?\)\s*)?(?:VALUES\b|SELECT\b)"
    r"|COPY [\w.\"]+ (?:\([^\n]{0,2000}?\) )?FROM stdin;)",
    re.IGNORECASE | re.MULTILINE,
)

_PRIVATE_KEY = re.compile(
    r"^-----BEGIN (?:(?:RSA |EC |DSA |OPENSSH |ENCRYPTED )?PRIVATE KEY|PGP PRIVATE KEY BLOCK)-----[ \t]*\n"
    r"(?:[\w-]+:[^\n]*\n|[ \t]*\n){0,8}[A-Za-z0-9+/=]{16,}",
    re.MULTILINE,
)
_GIT_REF = re.compile(r"ref: refs/[\w./@+-]{1,250}\s*")
_GIT_HASH = re.compile(r"(?:[0-9a-f]{40}|[0-9a-f]{64})\s*")
_GIT_CORE = re.compile(
    r"^[ \t]*\[core\][ \t]*$.{0,2000}?^[ \t]*repositoryformatversion[ \t]*=[ \t]*\d", re.MULTILINE | re.DOTALL
)
_SVN_ENTRIES = re.compile(r"(?:[789]|1[0-9])\n\n(?:dir\n|.{0,200}?\ndir\n)\d*\n", re.DOTALL)
_HTPASSWD_LINE = re.compile(
    r"[^:\s<>{}\"']{1,255}:(?:\$apr1\$|\$2[aby]\$|\$[156]\$|\{SHA\})[^\s:]{8,}$|[^:\s<>{}\"'/]{1,64}:[./0-9A-Za-z]{13}$"
)
_HTACCESS_LINE = re.compile(
    r"^[ \t]*(?:Rewrite(?:Engine|Rule|Cond|Base)\s|Options\s+[+\-\w]|</?IfModule\b|</?Files(?:Match)?\b"
    r"|(?:Deny|Allow) from\s|Order (?:allow|deny)|Require (?:all|valid-user|ip|host|not)\b"
    r"|Auth(?:Type|Name|UserFile)\s|DirectoryIndex\s|ErrorDocument\s+\d|php_(?:value|flag)\s"
    r"|AddType\s|AddHandler\s|Header\s+(?:always\s+)?(?:set|unset|append)\s|Redirect(?:Match)?\s+\d*)",
    re.IGNORECASE | re.MULTILINE,
)
_LOG_LINE = re.compile(
    r"\[\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d[^\]\n]{0,20}\] [\w-]{1,40}"
    r"\.(?:DEBUG|INFO|NOTICE|WARNING|ERROR|CRITICAL|ALERT|EMERGENCY): "
    r"|\[\d\d-[A-Z][a-z]{2}-\d{4} \d\d:\d\d:\d\d(?: [\w/+-]{1,40})?\] \S"  # PHP, WordPress
    r"|\[[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d [\d:.]{8,15} \d{4}\] \["  # Apache
    r"|\S{1,60} \S{1,60} \S{1,60} \[\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}\] \""  # access logs
    r"|\d{4}/\d\d/\d\d \d\d:\d\d:\d\d \[[a-z]{4,6}\] \d"  # nginx
    r"|(?:ERROR|DEBUG|INFO|CRITICAL|WARNING) - \d{4}-\d\d-\d\d \d\d:\d\d:\d\d --> "  # CodeIgniter
)
_ASSIGNMENT = re.compile(r"(?:export\s+)?[A-Za-z_][\w.]{0,80}\s{0,4}=")
_TYPICAL_KEY = re.compile(
    r"(?:export\s+)?(?:APP_\w+|DB_\w+|DATABASE_\w+|database\.\w+\.\w+|MYSQL_\w+|MARIADB_\w+|POSTGRES_\w+|PG(?:HOST|USER|PASSWORD)|MONGO\w*|MAIL_\w+"
    r"|SMTP_\w+|REDIS_\w+|AWS_\w+|S3_\w+|JWT_\w+|SECRET\w*|ENCRYPTION_KEY|encryption\.key|CI_ENVIRONMENT|NODE_ENV|SESSION_\w+|QUEUE_\w+"
    r"|CACHE_\w+|PUSHER_\w+|FIREBASE_\w+|GOOGLE_\w+|[A-Z0-9_]+_(?:SECRET|PASSWORD|PASSWD|PASS|TOKEN|KEY|DSN|USERNAME))\s{0,4}="
)


def file_kind(body: bytes, content_type: str | None) -> FileKind:
    """The kind of a body, of which `body` may be only the beginning; `content_type` is the declared header, if any."""
    prefix = body[:_PREFIX]
    if not prefix.strip():
        return FileKind.EMPTY
    known = _by_magic(prefix)
    if known is not None:
        return known
    text = _as_text(prefix)
    if text is None:
        return FileKind.BINARY
    return _by_text(text, (content_type or "").split(";", 1)[0].strip().lower())


def _by_magic(prefix: bytes) -> FileKind | None:
    if prefix.startswith(b"PK\x03\x04"):
        return FileKind.OFFICE if _is_office(prefix) else FileKind.ZIP
    for magic, kind in _MAGIC:
        if prefix.startswith(magic):
            return kind
    if prefix[:3] == b"BZh" and prefix[4:10] == b"1AY&SY":
        return FileKind.BZIP2
    if prefix[:6] == b"b0VIM " and b"\x00" in prefix[6:18]:  # block 0 of a swap file (vim, src/memline.c)
        return FileKind.VIM_SWAP
    if prefix[257:262] == b"ustar":
        return FileKind.TAR
    if prefix[:4] == b"RIFF" and prefix[8:12] == b"WEBP":
        return FileKind.IMAGE
    if prefix[4:12] in (b"ftypavif", b"ftypheic"):
        return FileKind.IMAGE
    return None


def _is_office(prefix: bytes) -> bool:
    """Office Open XML and OpenDocument are ZIP archives that begin with a telling entry (ECMA-376, ODF 1.3)."""
    first = prefix[30 : 30 + int.from_bytes(prefix[26:28], "little")]
    if first == b"mimetype":
        return b"application/vnd.oasis.opendocument" in prefix[:200] or b"application/epub" in prefix[:200]
    return first in (b"[Content_Types].xml", b"_rels/.rels") or first.startswith(b"docProps/")


_CONTROLS = bytes(byte for byte in range(32) if byte < 9 or 13 < byte < 27 or byte > 27)


def _as_text(prefix: bytes) -> str | None:
    """The prefix as text; None for binary data. UTF-16 is what a dump redirected by PowerShell is in."""
    if prefix[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return prefix[: len(prefix) // 2 * 2].decode("utf-16", errors="replace")
    controls = len(prefix[:4096]) - len(prefix[:4096].translate(None, _CONTROLS))
    if b"\x00" in prefix[:4096] or controls > len(prefix[:4096]) // 20:
        return None
    return prefix.decode("utf-8", errors="replace").removeprefix("\ufeff")


def _by_text(text: str, declared: str) -> FileKind:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    start = text.lstrip()
    if re.match(r"(?:#![^\n]{0,200}\n\s*)?<\?php\b", start, re.IGNORECASE):
        return FileKind.PHP_SOURCE
    if _SQL_HEADER.match(start) or _SQLITE_DUMP.match(start):
        return FileKind.SQL_DUMP
    markup = _markup(start, declared)
    if markup is not None:
        return markup
    for kind, signature in _TEXT_SIGNATURES:
        if signature(text):
            return kind
    return _by_declared_type(start, declared)


def _markup(start: str, declared: str) -> FileKind | None:
    content = start[_LEADING_COMMENTS.match(start).end() :]  # type: ignore[union-attr]  # matches the empty string too
    if _HTML_START.match(content) or _HTML_WITHIN.search(content[:4096]):
        return FileKind.HTML
    if re.match(
        r"(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)?(?:<!DOCTYPE svg[^>]*>\s*)?<svg\b",
        content,
        re.IGNORECASE | re.DOTALL,
    ):
        return FileKind.IMAGE
    if content.startswith("<wc-entries") or "<wc-entries" in content[:400]:
        return FileKind.SVN_ENTRIES
    if declared == "text/html" and not content.startswith("<?xml") and _ANY_TAG.search(content):
        return FileKind.HTML
    if _XML_START.match(content):
        return FileKind.XML
    return None


def _is_sql(text: str) -> bool:
    return bool(_SQL_TABLE.search(text)) or len(_SQL_ROWS.findall(text)) >= 2 or bool(_SQL_ROWS.match(text))


def _is_env(text: str) -> bool:
    lines = [line.strip() for line in text.split("\n")[:400]]
    lines = [line for line in lines if line and not line.startswith(("#", ";", "//"))]
    assigned = [
        line for line in lines if "=" in line and _ASSIGNMENT.match(line) and not line.endswith((";", "{", "("))
    ]
    typical = {line.split("=", 1)[0].strip() for line in assigned if _TYPICAL_KEY.match(line)}
    return len(typical) >= 2 and len(assigned) >= 0.6 * len(lines)


def _is_git_head(text: str) -> bool:
    return bool(_GIT_REF.fullmatch(text) or _GIT_HASH.fullmatch(text))


def _is_svn_entries(text: str) -> bool:
    return text in ("12\n", "12") or bool(_SVN_ENTRIES.match(text))


def _is_htpasswd(text: str) -> bool:
    lines = [line.strip() for line in text.split("\n")[:50] if line.strip() and not line.startswith("#")]
    return bool(lines) and all(_HTPASSWD_LINE.match(line) for line in lines[:-1] or lines)


def _is_htaccess(text: str) -> bool:
    return len(_HTACCESS_LINE.findall(text)) >= 2 and "server {" not in text


def _is_composer_lock(text: str) -> bool:
    return text.lstrip().startswith("{") and '"content-hash"' in text[:4096] and '"packages"' in text


def _is_composer_json(text: str) -> bool:
    return text.lstrip().startswith("{") and bool(
        re.search(r'"require(?:-dev)?"\s*:\s*\{', text)
        and re.search(r'"php"\s*:|"autoload"\s*:|"ext-\w+"\s*:|"[a-z0-9_.-]+/[a-z0-9_.-]+"\s*:', text)
    )


def _is_package_json(text: str) -> bool:
    if not text.lstrip().startswith("{"):
        return False
    if '"lockfileVersion"' in text[:4096]:
        return True
    return (
        '"name"' in text
        and bool(re.search(r'"(?:devDependencies|dependencies|scripts)"\s*:\s*\{', text))
        and '"version"' in text
    )


def _is_log(text: str) -> bool:
    """A line of a program's log stands among the first five: an entry may go over several lines."""
    lines = [line for line in text[:16_384].split("\n")[:40] if line.strip()]
    return any(_LOG_LINE.match(line) for line in lines[:5])


_TEXT_SIGNATURES = (
    (FileKind.PRIVATE_KEY, lambda text: bool(_PRIVATE_KEY.search(text[:8192]))),
    (FileKind.GIT_HEAD, _is_git_head),
    (FileKind.GIT_CONFIG, lambda text: bool(_GIT_CORE.search(text[:8192]))),
    (FileKind.SVN_ENTRIES, _is_svn_entries),
    (FileKind.COMPOSER_LOCK, _is_composer_lock),
    (FileKind.COMPOSER_JSON, _is_composer_json),
    (FileKind.PACKAGE_JSON, _is_package_json),
    (FileKind.HTPASSWD, _is_htpasswd),
    (FileKind.ENV_FILE, _is_env),
    (FileKind.SQL_DUMP, _is_sql),
    (FileKind.HTACCESS, _is_htaccess),
    (FileKind.LOG, _is_log),
)

_DECLARED = {
    "text/html": FileKind.HTML,
    "application/xhtml+xml": FileKind.HTML,
    "text/css": FileKind.STYLE,
    "application/xml": FileKind.XML,
    "text/xml": FileKind.XML,
}


def _by_declared_type(start: str, declared: str) -> FileKind:
    """Scripts, styles and plain pages have no signature: here the declared type is all there is."""
    if re.match(r"\{\s*(?:\"|\}|$)|\[\s*(?:[\[{\"\d\]-]|true|false|null|$)", start):
        return FileKind.JSON
    if declared.endswith(("/javascript", "/x-javascript", "/ecmascript")):
        return FileKind.SCRIPT
    return _DECLARED.get(declared, FileKind.TEXT)
