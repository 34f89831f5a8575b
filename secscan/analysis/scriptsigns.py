"""What injected scripts do, told from their own text: loaders that hide what they load, scripts for visitors from a
search only, theft of what is typed into forms, mining. Obfuscation alone proves nothing: packers do it, too.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import unquote

from secscan.analysis.gambling import is_foreign, is_gambling_url
from secscan.analysis.thirdparty import is_well_known
from secscan.base.text import clean, defang
from secscan.base.urls import resolve
from secscan.model.pages import PageFacts


class Deed(StrEnum):
    """What a script or frame does."""

    CONCEALED = "concealed"  # builds or runs what its text hides
    CONDITIONAL = "conditional"  # acts on visitors from a search only
    SKIMMER = "skimmer"
    MINER = "miner"
    HIDDEN_FRAME = "hidden_frame"
    MISPLACED = "misplaced"  # stands before the document itself


class Act(NamedTuple):
    """One deed, and what shows it: defanged and bounded."""

    deed: Deed
    example: str


_MINER = re.compile(
    r"\b(?:CoinHive|Coinhive|CryptoLoot|CRLT|deepMiner|CoinImp)\.(?:Anonymous|User|Token)\s*\("
    r"|\bnew\s+(?:CoinHive|CryptoLoot|deepMiner|webminer)\b|\bClient\.Anonymous\s*\(|\bstartMining\s*\(|\bstratum\+tcp://"
)
_MINER_FILE = re.compile(
    r"/(?:coinhive|crypta|cryptonight|deepminer|webmr|webminer|miner|perfekt|jsminer|wasmminer)(?:\.min)?\.js(?:$|\?)",
    re.IGNORECASE,
)
_RUNS = r"(?:eval|(?:new\s+)?Function|document\.write(?:ln)?|setTimeout|execScript)\s*\(\s*"
_RUN_BASE64 = re.compile(_RUNS + r"(?:window\.)?atob\s*\(\s*[\"']([A-Za-z0-9+/=\s]{16,2000})")
_RUN_CODES = re.compile(_RUNS + r"String\.fromCharCode\s*\(([\d\s,x a-fA-F]{40,6000})")
_CODES = re.compile(
    r"String\.fromCharCode\s*\(((?:\s*(?:\d{1,3}|0x[\da-fA-F]{2})\s*,){15,}\s*(?:\d{1,3}|0x[\da-fA-F]{2}))"
)
_RUN_ESCAPED = re.compile(
    _RUNS + r"(?:unescape|decodeURIComponent)\s*\(\s*[\"']((?:%[0-9a-fA-F]{2}|\\x[0-9a-fA-F]{2}|[^\"']){20,4000})"
)
_BASE64_URL = re.compile(r"\batob\s*\(\s*[\"']([A-Za-z0-9+/=]{16,600})[\"']")
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}|\\x[0-9a-fA-F]{2}")
_HEX = re.compile(r"(?:\\x[0-9a-fA-F]{2}){12,}")
_MAKES = re.compile(
    r"createElement\s*\(\s*[\"']script|\.src\s*=|appendChild|insertBefore|document\.write|location(?:\.href)?\s*="
)
_ACTIVE = re.compile(
    r"<\s*(?:script|iframe)|https?:\s*//|//[a-z0-9.-]{4,}/|document\.|createElement|location|\beval\b|XMLHttpRequest|fetch\(",
    re.IGNORECASE,
)
_MAILTO = re.compile(r"mailto:|^[\w.+-]{1,64}@[\w.-]{3,100}$", re.IGNORECASE)
_REFERRER = re.compile(r"document\.referrer")
_ENGINES = re.compile(r"google|bing|yahoo|duckduckgo|yandex|baidu", re.IGNORECASE)
_MOVES = re.compile(r"location(?:\.href)?\s*=(?!=)|location\.(?:replace|assign)\s*\(|window\.open\s*\(")
_URL = re.compile(r"https?:\\?/\\?/[^\s'\"<>\\]{3,300}")
_TYPED = re.compile(
    r"(?:type\s*=\s*\\?[\"']?password|[\"'#.\[](?:[\w-]{0,20}[_-])?(?:passw(?:or)?d|cc[_-]?num\w*|card[_-]?num\w*|cvv2?|cvc"
    r"|no[_-]?kartu|pin)\b)",
    re.IGNORECASE,
)
_SENDS = re.compile(
    r"new\s+Image\s*\(|sendBeacon\s*\(|XMLHttpRequest|\bfetch\s*\(|\$\.(?:post|get|ajax)\s*\(", re.IGNORECASE
)
_WRAPS = re.compile(r"\bbtoa\s*\(|encodeURIComponent\s*\(|JSON\.stringify\s*\(")
_UNESCAPED_SHARE = 0.8
_LISTENS = re.compile(r"addEventListener|onsubmit|onkeyup|onblur|onchange|\.on\s*\(|setInterval")


def acts(page: PageFacts, host: str) -> Iterator[Act]:
    """What the scripts and frames of a page do that no site of its own accord does."""
    for script in page.inline_scripts:
        deed = _deed(script, host)
        if deed is not None:
            yield deed
    for resource in page.resources:
        url = resolve(resource.url, resource.url)
        if url is None or not is_foreign(str(url), host) or is_well_known(url.host):
            continue
        shown = defang(clean(url.origin + url.path, 120))
        if resource.tag == "script" and _MINER_FILE.search(url.path):
            yield Act(Deed.MINER, shown)
        elif resource.tag == "script" and resource.place == "before":
            yield Act(Deed.MISPLACED, shown)
        elif resource.tag == "iframe" and resource.place and not _is_official(url.host):
            yield Act(Deed.HIDDEN_FRAME, shown)


def _deed(script: str, host: str) -> Act | None:
    if _MINER.search(script):
        return Act(Deed.MINER, _quoted(script))
    if hidden := _concealed(script, host):
        return Act(Deed.CONCEALED, hidden)
    foreign = [url for url in _urls(script) if is_foreign(url, host) and not is_gambling_url(url)]
    if _REFERRER.search(script) and _ENGINES.search(script) and _MOVES.search(script) and foreign:
        return Act(Deed.CONDITIONAL, _shown(foreign[0]))
    strange = [url for url in foreign if not _is_known(url)]
    if (
        strange
        and _TYPED.search(script)
        and _SENDS.search(script)
        and _WRAPS.search(script)
        and _LISTENS.search(script)
    ):
        return Act(Deed.SKIMMER, _shown(strange[0]))
    return None


def _concealed(script: str, host: str) -> str:
    """What a script hides and then runs, if it does: an encoded text that is itself a script, or a foreign address."""
    for match in _RUN_BASE64.finditer(script):
        if text := _suspicious(_from_base64(match[1]), host):
            return text
    for match in (*_RUN_CODES.finditer(script), *_CODES.finditer(script)):
        if text := _suspicious(_from_codes(match[1]), host):
            return text
    for match in _RUN_ESCAPED.finditer(script):
        readable = len(_ESCAPE.sub("", match[1]))
        if len(_ESCAPE.findall(match[1])) < _UNESCAPED_SHARE / (1 - _UNESCAPED_SHARE) * readable:
            continue  # such as a counter's own loader, whose address stands there for all to read
        if text := _suspicious(unquote(match[1].replace("\\x", "%")), host):
            return text
    if _MAKES.search(script):
        hidden = [_from_base64(match[1]) for match in _BASE64_URL.finditer(script)]
        hidden += [unquote(match[0].replace("\\x", "%")) for match in _HEX.finditer(script)]
        for text in hidden:
            if text.startswith(("http://", "https://", "//")) and _is_strange(text, host):
                return _shown(text)
    return ""


def _suspicious(text: str, host: str) -> str:
    """The decoded text, if it is a program or an address rather than a postal or mail address in disguise."""
    if not text or _MAILTO.search(text) or not _ACTIVE.search(text):
        return ""
    urls = list(_urls(text))
    if urls and not any(_is_strange(url, host) for url in urls):
        return ""
    return _quoted(text)


def _is_strange(url: str, host: str) -> bool:
    absolute = f"https:{url}" if url.startswith("//") else url
    return is_foreign(absolute, host) and not _is_known(absolute)


def _is_known(url: str) -> bool:
    parts = resolve(url, url)
    return parts is None or (is_well_known(parts.host) and not is_gambling_url(url)) or _is_official(parts.host)


def _is_official(host: str) -> bool:
    return host.endswith((".go.id", ".mil.id", ".desa.id", ".ac.id"))


def _urls(text: str) -> Iterator[str]:
    for match in _URL.finditer(text):
        yield match[0].replace("\\/", "/")


def _from_base64(text: str) -> str:
    plain = re.sub(r"\s", "", text)
    try:
        return base64.b64decode(plain[: len(plain) // 4 * 4], validate=True).decode("utf-8", errors="replace")
    except (binascii.Error, ValueError):
        return ""


def _from_codes(text: str) -> str:
    numbers = (
        int(word, 16) if word.lower().startswith("0x") else int(word)
        for word in re.findall(r"0x[\da-fA-F]{1,2}|\d{1,3}", text)
    )
    return "".join(chr(number) for number in numbers if number < 256)


def _quoted(text: str) -> str:
    return defang(clean(text, 120))


def _shown(url: str) -> str:
    parts = resolve("https://x.invalid/", url)
    return defang(clean(parts.origin if parts is not None else url, 120))
