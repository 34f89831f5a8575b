"""security.txt as RFC 9116 writes it: fields on lines, in any order, perhaps within an OpenPGP signature."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime

import msgspec

_FIELD = re.compile(r"([A-Za-z][\w-]{0,60}):[ \t]*(.*)")
_URI = re.compile(r"(?:https://|mailto:|tel:|openpgp4fpr:|dns:)\S", re.IGNORECASE)
_ONCE = ("expires", "preferred-languages")
_NOT_TEXT = "-----"


class SecurityTxt(msgspec.Struct, frozen=True, kw_only=True):
    """What a file says. `contacts` are well-formed ones; `expires` the day on which it ends, in UTC; `faults` are
    breaches of the RFC: no_contact, bad_contact, no_expires, bad_expires, repeated."""

    contacts: tuple[str, ...] = ()
    expires: date | None = None
    signed: bool = False
    faults: tuple[str, ...] = ()

    def over(self, day: date) -> bool:
        """Whether its information must no longer be used on that day (section 2.5.5)."""
        return self.expires is not None and self.expires < day


def security_txt(lines: Iterable[str]) -> SecurityTxt | None:
    """What these lines say; None when they hold no field that the RFC requires, so that they are another text."""
    kept = [line.strip() for line in lines]
    signed = any(line == "-----BEGIN PGP SIGNED MESSAGE-----" for line in kept[:5])
    fields = list(_fields(kept))
    contacts = [value for name, value in fields if name == "contact"]
    ends = [value for name, value in fields if name == "expires"]
    if not contacts and not ends:
        return None
    expires = _moment(ends[0]) if len(ends) == 1 else None
    sound = tuple(value for value in contacts if _URI.match(value))
    return SecurityTxt(
        contacts=sound,
        expires=expires,
        signed=signed,
        faults=tuple(_faults(fields, contacts, sound, ends, expires)),
    )


def _fields(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Names in lower case; comments, blank lines, and the armour around a signed text left out."""
    for line in lines:
        if line == "-----BEGIN PGP SIGNATURE-----":
            return
        match = _FIELD.fullmatch(line)
        if match and not line.startswith(("#", _NOT_TEXT)):
            yield match[1].lower(), match[2].strip()


def _faults(
    fields: list[tuple[str, str]], contacts: list[str], sound: tuple[str, ...], ends: list[str], expires: date | None
) -> Iterator[str]:
    if not contacts:
        yield "no_contact"
    elif len(sound) < len(contacts):
        yield "bad_contact"
    if not ends:
        yield "no_expires"
    elif len(ends) == 1 and expires is None:
        yield "bad_expires"
    if any(sum(name == once for name, _ in fields) > 1 for once in _ONCE):
        yield "repeated"


def _moment(text: str) -> date | None:
    """The day of an RFC 3339 time; None when it is none. A time without offset is no RFC 3339 time."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)", text):
        return None
    try:
        moment = datetime.fromisoformat(re.sub(r"\.\d+", "", text).upper().replace("Z", "+00:00"))
        return moment.astimezone(UTC).date()
    except (ValueError, OverflowError):
        return None
