"""What error pages let out: stack traces, SQL, file paths; and the bare default pages of frameworks."""

import re
from typing import NamedTuple

from secscan.analysis.debugging import debug
from secscan.base.once import once
from secscan.base.text import clean
from secscan.model.observations import Exchange, FileKind

_PATH = r"(?:/[\w.@+-]+){2,20}\.(?:php\d?|phtml|inc|module)|[A-Za-z]:\\[\w.\\ -]{2,200}\.(?:php|inc|cs|vb|aspx?|cshtml)"
_RULES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "php",
        re.compile(
            r"(?:Fatal error|Parse error|Warning|Notice|Deprecated|Uncaught \w{0,40}(?:Error|Exception))\s?: "
            rf".{{1,400}}? in (?:{_PATH})(?: on line |:|\()\d+"
        ),
    ),
    ("codeigniter", re.compile(r"A PHP Error was encountered Severity: .{1,40}? Message: .{1,400}? Filename: \S")),
    (
        "sql",
        re.compile(
            r"You have an error in your SQL syntax; check the manual that corresponds to your (?:MySQL|MariaDB)"
            r"|SQLSTATE\[[0-9A-Z]{5}\](?: \[\d+\]|:)|Unclosed quotation mark after the character string '"
            r"|ORA-\d{5}: |PG::\w{5,40}Error: |ERROR: {1,2}syntax error at or near \""
            r"|A Database Error Occurred Error Number: \d+"
        ),
    ),
    (
        "aspnet",
        re.compile(
            r"Server Error in '/[^']{0,100}' Application\..{1,2000}?(?:Source Error:|Stack Trace:|Source File: )",
        ),
    ),
    ("java", re.compile(r"(?:\bat [a-z][\w$]{0,60}(?:\.[\w$<>]{1,80}){2,12}\([\w$]{1,80}\.java:\d{1,6}\)\s{0,5}){2}")),
    ("python", re.compile(r"Traceback \(most recent call last\):? .{0,20}?File \"[^\"]{2,200}\", line \d+")),
    ("node", re.compile(r"\bat [\w.<>$ ]{1,80}\((?:file://)?(?:/|[A-Z]:\\)[^\s():]{3,200}\.[cm]?js:\d+:\d+\)")),
    (
        "json",
        re.compile(
            r'"exception" ?: ?"[\w\\\\.]{5,200}".{1,400}?"file" ?: ?"[^"]{5,300}"'
            r'|"trace" ?: ?"[a-z]+\.[\w.]+(?:Exception|Error)'
        ),
    ),
)
_BARE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("spring", re.compile(r"Whitelabel Error Page This application has no explicit mapping for /error")),
    ("tomcat", re.compile(r"HTTP Status \d{3} .{0,400}?Apache Tomcat/\d")),
    ("aspnet", re.compile(r"Server Error in '/[^']{0,100}' Application\. Runtime Error ")),
)
_WORDS: dict[str, tuple[str, ...]] = {
    "php": (" in /", ":\\"),  # what every path after " in" holds
    "codeigniter": ("A PHP Error",),
    "sql": (
        "an error in your SQL syntax",
        "SQLSTATE[",
        "Unclosed quotation",
        "ORA-",
        "PG::",
        "ERROR: ",
        "A Database Error",
    ),
    "aspnet": ("Server Error in",),
    "java": (".java:",),
    "python": ("Traceback",),
    "node": ("js:",),
    "json": ('"exception"', '"trace"'),
}
"""What a text must hold for a rule to match: to look for a word takes a hundredth of the time of a rule."""
_EXPRESS = re.compile(r"Cannot GET /\S{0,400}")
_MAX_SAMPLE = 160


class Trace(NamedTuple):
    """What an answer lets out, and a bounded, masked sample of it. `detail` False: a framework's bare default page."""

    kind: str
    sample: str
    detail: bool


def _holds(text: str, words: tuple[str, ...]) -> bool:
    """Whether a text holds one of the words; a plain loop, because every answer is asked for thirty."""
    for word in words:  # noqa: SIM110 - a generator takes three times as long
        if word in text:
            return True
    return False


@once
def trace(exchange: Exchange) -> Trace | None:
    """What the answer lets out; None for an ordinary one."""
    page = exchange.page
    if page is None and exchange.file_kind not in (FileKind.JSON, FileKind.TEXT):
        return None
    shown = debug(exchange) if exchange.status >= 400 else None
    if shown is not None:
        return Trace(shown.value, clean(page.title if page is not None else "", _MAX_SAMPLE), True)
    text = f"{page.title} {page.text}" if page is not None else exchange.excerpt
    for kind, rule in _RULES:
        if (kind == "json") is not (page is None and exchange.file_kind is FileKind.JSON):
            continue
        match = rule.search(text) if _holds(text, _WORDS[kind]) else None
        if match:
            return Trace(kind, clean(match[0], _MAX_SAMPLE), True)
    if page is None or exchange.status < 400:
        return None
    if _EXPRESS.fullmatch(page.text.strip()):
        return Trace("express", clean(page.text, _MAX_SAMPLE), False)
    bare = next(((kind, match) for kind, rule in _BARE if (match := rule.search(page.text))), None)
    return Trace(bare[0], clean(bare[1][0], _MAX_SAMPLE), False) if bare else None
