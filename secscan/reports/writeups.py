"""The write-ups in `findings/`, taken apart into their sections. `prose` fills in the facts."""

from functools import cache

import msgspec

from secscan.base.errors import SecscanError
from secscan.base.resources import read_text
from secscan.model.enums import Language
from secscan.model.ids import CheckId
from secscan.reports.prose import Prose

HEADINGS = {
    Language.ID: {"Mengapa penting": "why", "Cara memperbaiki": "fix", "Cara memeriksa": "verify"},
    Language.EN: {"Why it matters": "why", "How to fix": "fix", "How to verify": "verify"},
}


ACTIONS = {Language.ID: "Tindakan: ", Language.EN: "Action: "}
"""What the line below the title begins with."""


class WriteUpError(SecscanError):
    """A write-up is missing, lacks a section, or has one that nobody knows."""


class Fix(msgspec.Struct, frozen=True):
    """How to fix it on one server; `heading` names the server."""

    heading: str
    source: str


class WriteUp(msgspec.Struct, frozen=True, kw_only=True):
    """One write-up in one language: Jinja2 over Markdown, with headings taken off.

    `heading` is the title as written, which may name facts; `title` is plain text, for all findings of the check.
    `action` says in one imperative line, for heads of agencies, what is to be done.
    """

    check: CheckId
    lang: Language
    heading: str
    title: str
    action: str
    found: str
    why: str
    before_fixes: str
    fixes: tuple[Fix, ...]
    verify: str


@cache
def load_writeup(check: CheckId, lang: Language) -> WriteUp:
    """The write-up of a check. Raises WriteUpError."""
    name = f"{check}.{lang}.md"
    try:
        text = read_text("findings", name)
    except OSError as error:
        raise WriteUpError("broken_writeup", where=f"findings/{name}", values={"detail": "no such file"}) from error
    return parse(check, lang, text)


def parse(check: CheckId, lang: Language, text: str) -> WriteUp:
    """Take a write-up apart. Raises WriteUpError, naming the file and what is wrong."""
    where = f"findings/{check}.{lang}.md"
    top, body = _heading(text, where)
    sections = _split(body, "## ")
    action, found = _action(sections.pop("", ""), ACTIONS[lang], where)
    parts = {"found": found}
    for heading, source in sections.items():
        name = HEADINGS[lang].get(heading)
        if name is None:
            raise WriteUpError("broken_writeup", where=where, values={"detail": f"unknown section {heading!r}"})
        parts[name] = source
    for name in ("found", "why", "fix", "verify"):
        if not parts.get(name):
            detail = f"the section {name!r} is missing or empty"
            raise WriteUpError("broken_writeup", where=where, values={"detail": detail})
    fixes = _split(parts["fix"], "### ")
    before = fixes.pop("", "")
    if not fixes:
        detail = "the fix has no sub-section for any server"
        raise WriteUpError("broken_writeup", where=where, values={"detail": detail})
    return WriteUp(
        check=check,
        lang=lang,
        heading=top,
        title=Prose(lang).line(top, {}),
        action=action,
        found=parts["found"],
        why=parts["why"],
        before_fixes=before,
        fixes=tuple(Fix(heading, source) for heading, source in fixes.items()),
        verify=parts["verify"],
    )


def _heading(text: str, where: str) -> tuple[str, str]:
    first, _, rest = text.lstrip("\ufeff\n").partition("\n")
    if not first.startswith("# ") or not first[2:].strip():
        detail = "the first line is not a title (`# ...`)"
        raise WriteUpError("broken_writeup", where=where, values={"detail": detail})
    return first[2:].strip(), rest


def _action(text: str, mark: str, where: str) -> tuple[str, str]:
    first, _, rest = text.partition("\n")
    action = first.removeprefix(mark).strip()
    if not first.startswith(mark) or not action:
        detail = f"the line below the title is not `{mark}...`"
        raise WriteUpError("broken_writeup", where=where, values={"detail": detail})
    return action, rest.strip("\n")


def _split(text: str, mark: str) -> dict[str, str]:
    """The text by headings that begin with `mark`, outside code fences; "" holds what stands before the first."""
    sections: dict[str, list[str]] = {"": []}
    current, fenced = "", False
    for line in text.splitlines():
        if line.lstrip().startswith("```"):
            fenced = not fenced
        if not fenced and line.startswith(mark):
            current = line.removeprefix(mark).strip()
            sections[current] = []
        else:
            sections[current].append(line)
    return {heading: "\n".join(lines).strip("\n") for heading, lines in sections.items()}
