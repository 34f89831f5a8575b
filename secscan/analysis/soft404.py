"""Whether something is really there: the answer to a path beside the answers to paths that cannot exist.

Many sites answer 200, a redirect, 401 or 403 whatever is asked, all over, or only in some directory or for some
extension. So each answer is compared with baselines of the same directory and extension, and where a baseline shows
that "not found" is not said by status 404, with a second one that shows how much such answers vary.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum

import msgspec

from secscan.analysis.likeness import Likeness, likeness
from secscan.analysis.looks import banned, working_origin
from secscan.base.urls import resolve
from secscan.model.enums import Intensity, Status
from secscan.model.evidence import SiteEvidence
from secscan.model.ids import JobKey
from secscan.model.observations import Exchange, FileKind
from secscan.model.requests import Request, View

PURPOSE = "soft404"
_VALUE = 40.0  # a doubtful answer is worth nothing without its baseline
_MAX_BYTES = 262_144
_GONE = (404, 410)
_BUSY = (429, 502, 503, 504)  # says something of the moment, nothing of the path


class Presence(StrEnum):
    """What an answer says of the path that was asked for."""

    REAL = "real"  # the server treats this path unlike paths that cannot exist
    ABSENT = "absent"  # it says that there is nothing
    SOFT_404 = "soft_404"  # it answers paths that cannot exist in the same way
    BLOCKED = "blocked"  # a ban, challenge or refusal of everything answered
    UNKNOWN = "unknown"  # the baselines could not be looked at, or the answers vary too much to tell


def baselines(site: SiteEvidence, paths: Iterable[str]) -> Iterator[Request]:
    """The baseline requests that the answers to these paths need, on the origins that they were asked on.

    To be called in every round: nothing is asked as long as a path is unanswered, or answered by 404 or 410, which
    nobody has to doubt. The second baseline of a class is asked for once the first got a page as well, but another one.
    """
    seen: set[JobKey] = set()
    for path in paths:
        for origin in dict.fromkeys((working_origin(site), (site.site.scheme, site.site.port))):
            request = site.request(path, scheme=origin[0], port=origin[1])
            for wanted in _needed(site, request):
                if wanted.key not in seen:
                    seen.add(wanted.key)
                    yield wanted


def _needed(site: SiteEvidence, request: Request) -> Iterator[Request]:
    exchange = site.exchange(request)
    if exchange is None or exchange.challenge or exchange.status in _GONE or exchange.status >= 500:
        return
    first, second = (_baseline(site, request, variant) for variant in (0, 1))
    yield first
    answer = site.exchange(first)
    if answer is None or likeness(exchange, answer) is Likeness.ALIKE:
        return
    if _answers_everything(exchange, (answer,)):
        yield second


def presence(site: SiteEvidence, exchange: Exchange) -> Presence:
    """What this answer says of the path that it was asked for."""
    if exchange.challenge or exchange.status in (429, 503) or (exchange.status == 403 and banned(site)):
        return Presence.BLOCKED
    if exchange.status in _GONE:
        return Presence.ABSENT
    if exchange.status >= 500:
        return Presence.UNKNOWN
    moved = _same_path_elsewhere(site, exchange)
    if moved is not None:
        return presence(site, moved) if moved is not exchange else Presence.UNKNOWN
    looks = tuple(site.look(_baseline(site, exchange.request, variant)) for variant in (0, 1))
    answers = tuple(seen.payload for seen in looks if seen is not None and isinstance(seen.payload, Exchange))
    if any(seen is not None and seen.status is Status.BLOCKED for seen in looks) or any(a.challenge for a in answers):
        return Presence.BLOCKED
    answers = tuple(answer for answer in answers if answer.status not in _BUSY)
    if not answers:
        return Presence.UNKNOWN
    return _compare(site, exchange, answers)


def _compare(site: SiteEvidence, exchange: Exchange, answers: tuple[Exchange, ...]) -> Presence:
    verdicts = {likeness(exchange, answer) for answer in answers}
    if Likeness.ALIKE in verdicts:
        home = site.home
        refused = exchange.status in (401, 403)
        return Presence.BLOCKED if refused and home is not None and home.status == 403 else Presence.SOFT_404
    if Likeness.UNCLEAR in verdicts:
        return Presence.UNKNOWN
    if _answers_everything(exchange, answers):
        steady = len(answers) > 1 and likeness(answers[0], answers[1]) is Likeness.ALIKE
        return Presence.REAL if steady else Presence.UNKNOWN
    return Presence.REAL


def _answers_everything(exchange: Exchange, answers: tuple[Exchange, ...]) -> bool:
    """Whether paths that cannot exist get an answer of the same status and kind as this one, so that only a difference
    between pages speaks for it."""
    return any(
        answer.status == exchange.status and answer.file_kind is exchange.file_kind is FileKind.HTML
        for answer in answers
    )


def _same_path_elsewhere(site: SiteEvidence, exchange: Exchange) -> Exchange | None:
    """A redirect to the same path on another scheme or host says nothing of the path: the answer there, or, where that
    is not known, the redirect itself. None for any other answer."""
    if not exchange.is_redirect:
        return None
    url = resolve(exchange.request.url, exchange.header("location") or "")
    if url is None or url.target != exchange.request.path or str(url) == exchange.request.url:
        return None
    there = site.exchange(Request.to(url, method=exchange.request.method, view=exchange.request.view))
    return there if there is not None and not there.is_redirect else exchange


def _baseline(site: SiteEvidence, request: Request, variant: int) -> Request:
    """A path of the same directory and the same kind of name that cannot exist, asked for by GET."""
    folder, name, slash = _split(request.path)
    word = site.token[::-1] if variant else site.token
    stem, dot, suffix = name.rpartition(".")
    if name.startswith(".") and not stem:
        made = f".{word}"
    elif name.startswith("."):
        made = f".{word}.{suffix}"
    elif dot and suffix:
        made = f"{word}.{suffix}"
    else:
        made = word
    return msgspec.structs.replace(
        request,
        method="GET",
        view=View.SECSCAN,
        path=f"{folder}{made}{slash}",
        purpose=PURPOSE,
        wanted_by=(),
        value=_VALUE,
        max_bytes=_MAX_BYTES,
        prefix_only=False,
        intensity=Intensity.STANDARD,
    )


def _split(path: str) -> tuple[str, str, str]:
    """The folder, the last name and its trailing slash; the query is dropped."""
    plain = path.split("?", 1)[0]
    slash = "/" if plain.endswith("/") and len(plain) > 1 else ""
    folder, _, name = plain.removesuffix("/").rpartition("/")
    return f"{folder}/", name, slash
