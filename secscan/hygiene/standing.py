"""Apps that nobody reaches, places where no app stands, content that nobody tends, decisions that behaviour belies."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import takewhile

from secscan.analysis.dating import KINDS
from secscan.model.enums import AppStatus, Confidence
from secscan.model.hygiene import History, HygieneTerms, Look, Presence, Proposal, Remark, Topic

STALE_DAYS = 730
"""Two years without a change that anybody can see."""
LONG_GONE_DAYS = 14
"""Gone in two scans that lie so far apart is no outage."""
_STRONG = frozenset(("sitemap", "feed", "meta", "time", "modified"))
_LIVING = (Presence.ANSWERS, Presence.VACANT, Presence.FAILING, Presence.BLOCKED)


def lasting(history: History) -> tuple[Look, ...]:
    """The newest looks in a row that found the same kind of thing: gone, vacant, or answering."""
    if not history.looks:
        return ()
    newest = history.looks[0]
    return tuple(takewhile(lambda look: _kind(look) == _kind(newest), history.looks))


def _kind(look: Look) -> str:
    return "gone" if look.presence.gone else f"{look.presence}:{look.detail}"


def changed(look: Look) -> tuple[date, str] | None:
    """The newest day on which content says that it changed, and the kind of evidence; None when nothing tells.

    The most favourable of all counts, days after the look left out. What a server makes up for each visitor tells
    nothing: a `Last-Modified` of the very day, or today's date standing once in the text, as a clock does.
    """
    today = look.at.date()
    clocks = {today + timedelta(days=shift) for shift in (-1, 0, 1)}
    written_now = sum(1 for kind, day in look.days if kind == "text" and day in clocks)
    best: tuple[date, str] | None = None
    for kind, day in sorted(look.days, key=lambda pair: KINDS.index(pair[0])):
        this_year = kind == "copyright" and day.year == today.year
        if (day > today and not this_year) or (kind == "modified" and day in clocks):
            continue
        if kind == "text" and day in clocks and written_now < 2:
            continue
        told = min(day, today)
        if best is None or told > best[0]:
            best = (told, kind)
    return best


def standing(history: History, terms: HygieneTerms) -> Iterator[Remark]:
    """The remarks on one app's being there."""
    if not history.looks:
        return
    look, app = history.looks[0], history.app
    in_use = app.status is AppStatus.AKTIF
    if in_use and look.presence.gone:
        yield _gone(history)
    if in_use and look.presence is Presence.VACANT:
        yield _vacant(look)
    if in_use and look.presence is Presence.ANSWERS:
        yield from _stale(look, terms)
    yield from _disagreeing(history)


def _gone(history: History) -> Remark:
    same = lasting(history)
    look = same[0]
    days = (look.at - same[-1].at).days
    long_gone = len(same) > 1 and days >= LONG_GONE_DAYS
    certain = look.presence is not Presence.SILENT
    return Remark(
        topic=Topic.GONE,
        code=f"gone_{look.presence}",
        apps=(look.app,),
        proposal=Proposal.CLOSE if long_gone and certain else Proposal.REPAIR,
        confidence=Confidence.KUAT if certain and len(same) > 1 else Confidence.INDIKASI,
        values={"since": same[-1].at.date().isoformat(), "runs": len(same)},
    )


def _vacant(look: Look) -> Remark:
    return Remark(
        topic=Topic.VACANT,
        code=f"vacant_{look.detail}",
        apps=(look.app,),
        proposal=Proposal.REPAIR if look.detail == "construction" else Proposal.CLOSE,
        values={"title": look.title},
    )


def _stale(look: Look, terms: HygieneTerms) -> Iterator[Remark]:
    told = changed(look)
    if told is None:
        return
    day, kind = told
    age = (terms.as_of - day).days
    if age < STALE_DAYS:
        return
    supported = {name for name, one in look.days if name in _STRONG and one <= look.at.date()}
    yield Remark(
        topic=Topic.STALE,
        code=f"stale_{kind}",
        apps=(look.app,),
        proposal=Proposal.REPAIR,
        confidence=Confidence.KUAT if kind in _STRONG or supported else Confidence.INDIKASI,
        values={"day": day.isoformat(), "year": day.year, "years": age // 365},
    )


def _disagreeing(history: History) -> Iterator[Remark]:
    """Closed, merged or dead by decision, and answering all the same."""
    app, look = history.app, history.looks[0]
    if app.status in (AppStatus.AKTIF, AppStatus.USULAN) or look.presence not in _LIVING:
        return
    yield Remark(
        topic=Topic.DISAGREES,
        code=f"{app.status}_but_{'answers' if look.presence is not Presence.VACANT else 'vacant'}",
        apps=(app.id,),
        proposal=Proposal.DATA if app.status is AppStatus.MATI else Proposal.CLOSE,
        confidence=Confidence.INDIKASI if look.presence is Presence.BLOCKED else Confidence.KUAT,
        values={"title": look.title},
    )
