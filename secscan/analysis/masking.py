"""Secrets and personal data, masked before anything is stored (UU 27/2022 on personal data protection).

Every pattern is linear: it is bounded, and begins where its own run of characters can begin only once. Masked parts
read `***kind***`, which is safe in URLs and HTML and is never masked again.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

_NAMES = (
    r"passwords?|passwd|passphrase|pwd|sandi|kata_sandi|secrets?|tokens?|salt|credentials?"
    r"|(?:app|api|access|secret|private|encryption|auth|license|signing|master|account)[_-]?keys?"
)
_KEY = rf"(?<![\w.-])(?<!\*\*\*)(?:[\w.-]{{0,60}}[_.-])?(?:{_NAMES})(?![\w-])"
_PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "16",
        "17",
        "18",
        "19",
        "21",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "51",
        "52",
        "53",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "72",
        "73",
        "74",
        "75",
        "76",
        "81",
        "82",
        "91",
        "92",
        "93",
        "94",
        "95",
        "96",
    ]
)
_HARMLESS = frozenset(
    [
        "true",
        "false",
        "null",
        "none",
        "undefined",
        "required",
        "optional",
        "disabled",
        "enabled",
        "yes",
        "no",
        "text",
        "password",
        "current-password",
        "new-password",
        "hidden",
        "submit",
        "string",
        "secret",
        "token",
        "include",
        "omit",
        "same-origin",
        "default",
    ]
)
_FILE_ENDINGS = frozenset(
    ["png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "css", "js", "mjs", "map", "ico", "woff"]
)
_OFFICIAL_MAIL = (".go.id", ".mil.id", ".desa.id")
_DOTTED_NAME = re.compile(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+")

_PRIVATE_KEY = re.compile(
    r"-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----"
    r"(?:(?!-----END)[\s\S]){0,20000}+(?:-----END [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----)?"
)
_JWT = re.compile(r"(?<![\w-])eyJ[\w-]{8,}+\.[\w-]{8,}+(?:\.[\w-]*+)?")
_CLOUD_KEY = re.compile(
    r"(?<![A-Za-z0-9_-])(?:(?:AKIA|ASIA)[A-Z0-9]{16}|gh[pousr]_[A-Za-z0-9]{36,80}|github_pat_\w{40,120}"
    r"|glpat-[\w-]{20,40}|xox[abprs]-[A-Za-z0-9-]{20,120}|[sr]k_live_[A-Za-z0-9]{20,120})(?![A-Za-z0-9_])"
)
_BEARER = re.compile(r"(?i)(?<!\w)(bearer|basic) {1,3}([a-z0-9._~+/=-]{16,}+)")
_DSN = re.compile(r"(?i)(?<![a-z0-9+.-])([a-z][a-z0-9+.-]{1,20}://[^\s:/@'\"<>]{0,64}:)([^\s@/'\"<>]{1,128})@")
_DEFINE = re.compile(rf"(?i)(['\"]\w{{0,40}}(?:{_NAMES}|_key)['\"]\s{{0,3}},\s{{0,3}})(['\"])([^'\"\r\n]{{1,200}})\2")
_QUOTED = re.compile(rf"(?i)({_KEY}['\"\]]{{0,2}}\s{{0,3}}(?:=>|[=:])\s{{0,3}})(['\"])([^'\"\r\n]{{4,300}})\2")
_BARE = re.compile(rf"(?i)({_KEY}\s{{0,3}}=\s{{0,3}})()([^\s\"'<>,;&(){{}}\[\]$]{{4,300}}+)(?![(\[])")
_YAML = re.compile(rf"(?im)^([ \t-]{{0,40}}{_KEY}:[ \t]{{1,4}})()([^\s\"'<>]{{4,200}})[ \t]{{0,8}}\r?$")
_INPUT = re.compile(
    r"(?i)((?:token|csrf|secret|passw(?:or)?d)[\w\]\[-]{0,20}[\"'][^<>]{0,80}?"
    r"(?:value|content)\s{0,2}=\s{0,2})([\"'])([^\"'<>]{8,500})\2"
)
_SESSION_URL = re.compile(
    r"(?i)([?&;](?:phpsessid|jsessionid|aspsessionid\w{0,12}|sessionid|session_id|session|sess|sid|access_token|id_token"
    r"|refresh_token|auth_token|ticket|otp|api_?key|signature)=)()([^\s?&#\"'<>;]{4,1000}+)"
)
_NPWP = re.compile(r"(?<![\w.])\d{2}\.\d{3}\.\d{3}\.\d-\d{3}\.\d{3}(?![\w.])")
_NPWP_LABELLED = re.compile(r"(?i)(npwp[\s:=\"'#.no]{0,12})(\d{15,16})(?!\d)")
_PERSON = re.compile(
    r"(?<![\w.,/-])(\d{2})[ .]?(\d{2})[ .]?(\d{2})[ .-]?(\d{2})(\d{2})\d{2}[ .-]?(\d{4})(?![\d.,-]?\d)"
)
_PHONE = re.compile(
    r"(?:(?<![\w.,/+-])|(?<=wa\.me/)|(?<=phone=))(?:\+62[ -]?|62|0)8[1-9]\d{1,2}[ -]?\d{3,4}[ -]?\d{3,5}(?![\w-])"
)
_MAIL = re.compile(
    r"(?<![\w.+-])([\w+-][\w.+-]{0,63}+)@((?:[a-z0-9-]{1,63}\.){1,5}([a-z]{2,24}))(?![\w-])", re.IGNORECASE
)

Counts = tuple[tuple[str, int], ...]
Replace = Callable[[re.Match[str]], "tuple[str, str] | None"]
Spans = Iterable[tuple[int, int]]
Find = Callable[[str, int], Spans]
"""Where in a folded text stands what every match of a rule has: from where to where. Those not further apart than so
many characters may be taken together. Few texts hold any, and to find them takes a hundredth of a rule's time."""


class _Rule(NamedTuple):
    """What is masked, and how. `reach` is how far a match, and what it looks at beside itself, may go before and after
    what `find` finds; None where that is not bounded."""

    find: Find
    reach: tuple[int, int] | None
    pattern: re.Pattern[str]
    replace: Replace


def mask(text: str) -> tuple[str, Counts]:
    """The text with its secrets and personal data masked, and how many were masked, by kind, sorted.

    Kinds: private_key, jwt, cloud_key, token, dsn, password, nik, npwp, phone, email. A NIK and a family card number
    (KK) have the same form, and count alike.
    """
    folded = text.casefold()
    if len(text) < _SHORT and not _ANY.search(folded):
        return text, ()
    counts: Counter[str] = Counter()
    can = {find: any(True for _ in find(folded, 0)) for find in _FINDS}
    regions: dict[tuple[Find, tuple[int, int] | None], Spans] = {}
    for rule in _RULES:
        if not can[rule.find]:
            continue
        where = rule.find, rule.reach
        if where not in regions:
            regions[where] = _regions(rule, text, folded)
        masked = _apply(rule, text, regions[where], counts)
        if masked is not text:
            text, folded = masked, masked.casefold()
            regions.clear()
    return text, tuple(sorted(counts.items()))


def _regions(rule: _Rule, text: str, folded: str) -> Spans:
    """The parts of a text that hold all matches of a rule, from where to where, in order and apart."""
    if rule.reach is None or len(folded) != len(text):  # some letters become two when they are folded
        return ((0, len(text)),)
    before, after = rule.reach
    joined: list[tuple[int, int]] = []
    for start, end in sorted(rule.find(folded, before + after)):
        start, end = max(0, start - before), end + after
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def merge(counts: Iterable[Counts]) -> Counts:
    """The sums of several counts."""
    some = [one for one in counts if one]
    if len(some) <= 1:
        return some[0] if some else ()
    total: Counter[str] = Counter()
    for one in some:
        total.update(dict(one))
    return tuple(sorted(total.items()))


def mask_url(url: str) -> str:
    """A URL whose session ids, tokens and personal data are masked; its parameters' names stay."""
    return mask(url)[0]


def _apply(rule: _Rule, text: str, regions: Spans, counts: Counter[str]) -> str:
    """The text itself where nothing is masked."""
    pieces: list[str] = []
    done = 0
    for start, end in regions:
        for match in rule.pattern.finditer(text, start, end):
            masked = rule.replace(match)
            if masked is not None:
                kind, replacement = masked
                counts[kind] += 1
                pieces += (text[done : match.start()], replacement)
                done = match.end()
    return "".join((*pieces, text[done:])) if pieces else text


def _whole(kind: str) -> Replace:
    return lambda _match: (kind, f"***{kind}***")


def _value(match: re.Match[str]) -> tuple[str, str] | None:
    """Groups: what stands before the value, its quote, the value."""
    before, quote, value = match[1], match[2], match[3]
    if value.startswith("***") or value.lower() in _HARMLESS or _DOTTED_NAME.fullmatch(value):
        return None
    after = match[0][len(before) + 2 * len(quote) + len(value) :]
    return "password", f"{before}{quote}***password***{quote}{after}"


def _token(match: re.Match[str]) -> tuple[str, str] | None:
    return None if match[3].startswith("***") else ("token", f"{match[1]}{match[2]}***token***{match[2]}")


def _bearer(match: re.Match[str]) -> tuple[str, str] | None:
    # "Basic information-technology" is prose: a credential mixes digits or upper case into its letters.
    mixed = any(char.isdigit() for char in match[2]) or match[2] != match[2].lower()
    return ("token", f"{match[1]} ***token***") if mixed else None


def _dsn(match: re.Match[str]) -> tuple[str, str] | None:
    return None if match[2].startswith("***") else ("dsn", f"{match[1]}***dsn***@")


def _person(match: re.Match[str]) -> tuple[str, str] | None:
    """A NIK: province, regency, district, birth date (day + 40 for women), serial (Permendagri 19/2010)."""
    province, regency, district, day, month, serial = (match[group] for group in range(1, 7))
    born = int(day) - 40 if int(day) > 40 else int(day)
    plausible = province in _PROVINCES and 1 <= int(regency) <= 79 and district != "00" and serial != "0000"
    return ("nik", "***nik***") if plausible and 1 <= born <= 31 and 1 <= int(month) <= 12 else None


def _mail(match: re.Match[str]) -> tuple[str, str] | None:
    local, domain = match[1], match[2].lower()
    if match[3].lower() in _FILE_ENDINGS or domain.endswith(_OFFICIAL_MAIL):
        return None
    return "email", f"{local[:2] if len(local) > 3 else local[:1]}***@{match[2]}"


def _words(*words: str) -> Find:
    def find(folded: str, gap: int) -> Iterator[tuple[int, int]]:
        for word in words:
            start = folded.find(word)
            while start >= 0:
                last = folded.rfind(word, start, start + gap + len(word))
                end = max(start, last) + len(word)
                yield start, end
                start = folded.find(word, end)

    return find


def _hits(pattern: str, *words: str) -> Find:
    """What matches the pattern; it has one of the words, if any are named."""
    compiled = re.compile(pattern)

    def find(folded: str, _gap: int) -> Iterator[tuple[int, int]]:
        if not words or any(word in folded for word in words):
            yield from (match.span() for match in compiled.finditer(folded))

    return find


_ANY = re.compile(
    "@|key|eyj|akia|asia|gh[opusr]_|github_pat_|glpat-|xox|k_live_|bearer|basic|pass|pwd|sandi|secret|token|salt"
    r"|credential|csrf|sess|sid|ticket|otp|signature|npwp|\d\d\.\d{3}\.|[02][ -]?8[1-9]\d"
    r"|\d\d[ .]?\d\d[ .]?\d\d[ .-]?\d\d\d\d\d\d[ .-]?\d"
)
"""Whether any rule can match: most header values are passed over by one look. Long texts are faster word by word."""

_SHORT = 300


def _named(signs: str) -> Find:
    """The names in `_NAMES`, with the signs that give them a value."""
    return _hits(
        rf"(?:passwords?|passwd|passphrase|pwd|sandi|secrets?|tokens?|salt|credentials?|keys?){signs}",
        "pass", "pwd", "sandi", "secret", "token", "salt", "credential", "key",
    )  # fmt: skip


_assigned = _named(r"['\"\]]{0,2}\s{0,3}[=:]")
_NAMED = (120, 350)
"""A prefix of 60 characters, and before it 40 blanks of a list; a value of 300 characters with its signs."""

_filled = _hits(r"(?:token|csrf|secret|passw(?:or)?d)[\w\]\[-]{0,20}[\"']", "token", "csrf", "secret", "passw")
"""The names of fields that hold something."""

_long = _hits(r"\d[\d .-]{8,}\d")
"""The numbers of people, which have ten digits at least."""

_at = _words("@")

_RULES = (
    _Rule(_words("private key"), None, _PRIVATE_KEY, _whole("private_key")),
    _Rule(_words("eyj"), None, _JWT, _whole("jwt")),
    _Rule(
        _words("akia", "asia", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xox", "k_live_"),
        (2, 130),
        _CLOUD_KEY,
        _whole("cloud_key"),
    ),
    _Rule(_words("bearer", "basic"), None, _BEARER, _bearer),
    _Rule(_at, (220, 2), _DSN, _dsn),
    _Rule(_named(r"['\"]\s{0,3},"), _NAMED, _DEFINE, _value),
    _Rule(_filled, (0, 650), _INPUT, _token),
    _Rule(
        _hits(r"[?&;]\w{0,14}(?:sess|sid|token|ticket|otp|key|signature)\w{0,20}="), (0, 1_050), _SESSION_URL, _token
    ),
    _Rule(_assigned, _NAMED, _QUOTED, _value),
    _Rule(_assigned, _NAMED, _BARE, _value),
    _Rule(_assigned, _NAMED, _YAML, _value),
    _Rule(_long, (2, 4), _NPWP, _whole("npwp")),
    _Rule(_words("npwp"), (0, 35), _NPWP_LABELLED, lambda match: ("npwp", f"{match[1]}***npwp***")),
    _Rule(_long, (2, 4), _PERSON, _person),
    _Rule(_long, (2, 4), _PHONE, _whole("phone")),
    _Rule(_at, (70, 360), _MAIL, _mail),
)
_FINDS = tuple(dict.fromkeys(rule.find for rule in _RULES))
