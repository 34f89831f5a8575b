"""Text that came from a target, made safe to carry and to print."""

import difflib
import hashlib
import re
from collections.abc import Iterable

_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


def clean(text: str, limit: int) -> str:
    """The text on one line, at most `limit` characters: no control, escape, bidirectional or surrogate ones."""
    bounded = text[: limit * 8]
    # Few texts hold any of what is dropped, and printable ones none.
    flat = " ".join((bounded if bounded.isprintable() else _CONTROL.sub("", bounded)).split())
    return flat if len(flat) <= limit else flat[: max(0, limit - 1)] + "…"


def one_spaced(text: str) -> str:
    """The text with each run of white space as one space, at its ends, too."""
    words = " ".join(text.split())
    return f"{' ' if text[:1].isspace() else ''}{words}{' ' if words and text[-1].isspace() else ''}"


def nearest(word: str, known: Iterable[str], *, cutoff: float = 0.6) -> str:
    """The known words that look most like this one, for "did you mean"; empty when none does."""
    return ", ".join(difflib.get_close_matches(word, known, n=3, cutoff=cutoff))


def digest(data: bytes) -> str:
    """SHA-256 of the data, the first 16 hex digits: the form that the fingerprint tables use."""
    return hashlib.sha256(data).hexdigest()[:16]


def normalised_digest(data: bytes) -> str:
    """`digest` with CR LF and CR turned into LF, so that an upload in text mode keeps its digest."""
    return digest(data.replace(b"\r\n", b"\n").replace(b"\r", b"\n"))


def defang(url: str) -> str:
    """A URL that no program turns into a live link: `hxxps://judi[.]example`."""
    return url.replace("http", "hxxp", 1).replace(".", "[.]") if "://" in url else url.replace(".", "[.]")
