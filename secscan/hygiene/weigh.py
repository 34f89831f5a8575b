"""All rules of hygiene together: from the looks at every app to remarks, and a proposal for each app."""

from collections import defaultdict
from collections.abc import Sequence

from secscan.hygiene.alike import alike
from secscan.hygiene.entries import outside, registered_twice, unowned
from secscan.hygiene.standing import changed, lasting, standing
from secscan.model.enums import AppStatus, Confidence
from secscan.model.hygiene import AppState, History, HygieneTerms, Presence, Proposal, Remark, Topic
from secscan.model.ids import AppId, OpdId, RunId
from secscan.model.register import Opd

_STRONGEST_FIRST = (Proposal.CLOSE, Proposal.MERGE, Proposal.REPAIR, Proposal.DATA)
_NEVER_ALONE = frozenset({"same_purpose", "same_title", "near_text"})
"""Reasons to look at apps together; none of them alone is a reason to decide."""
_SILENCE = (Presence.SILENT, Presence.NO_NAME)
_OUTAGE = 0.8
_LEAST_SEEN = 5
_UNKNOWN = (Presence.UNSEEN, Presence.BLOCKED)


def without_outages(histories: Sequence[History]) -> tuple[History, ...]:
    """The histories without the looks of runs in which hardly anything answered: then our own network, or its
    resolver, was out, and not the apps."""
    seen: defaultdict[RunId, list[bool]] = defaultdict(list)
    for one in histories:
        for look in one.looks[:1]:
            if look.presence is not Presence.UNSEEN:
                seen[look.run].append(look.presence in _SILENCE)
    out = {run for run, silent in seen.items() if len(silent) >= _LEAST_SEEN and sum(silent) >= _OUTAGE * len(silent)}
    return tuple(
        History(one.app, tuple(look for look in one.looks if look.run not in out or look.presence not in _SILENCE))
        for one in histories
    )


def weigh(histories: Sequence[History], opds: Sequence[Opd], terms: HygieneTerms) -> tuple[Remark, ...]:
    """Every remark, in the order of topics, the surest first."""
    known = {opd.id: opd for opd in opds}
    single = (remark for one in histories for remark in (*standing(one, terms), *outside(one.app, terms)))
    found = [*single, *registered_twice(histories), *alike(histories), *unowned(histories, known)]
    topics, sureness = list(Topic), list(Confidence)
    return tuple(sorted(found, key=lambda one: (topics.index(one.topic), sureness.index(one.confidence), one.apps)))


def states(histories: Sequence[History], opds: Sequence[Opd], remarks: Sequence[Remark]) -> tuple[AppState, ...]:
    """Each app with what stands there and what might be decided, in the order of the register."""
    known = {opd.id: opd for opd in opds}
    about: defaultdict[AppId, list[Remark]] = defaultdict(list)
    for remark in remarks:
        for app in remark.apps:
            about[app].append(remark)
    return tuple(_state(one, known, about[one.app.id]) for one in histories)


def _state(history: History, opds: dict[OpdId, Opd], remarks: Sequence[Remark]) -> AppState:
    app = history.app
    same = lasting(history)
    newest = same[0] if same else None
    told = changed(newest) if newest is not None and newest.presence is Presence.ANSWERS else None
    presence = newest.presence if newest is not None else Presence.UNSEEN
    return AppState(
        app=app,
        opd=opds.get(app.opd) or Opd(app.opd, app.opd),
        presence=presence,
        since=same[-1].at if same else None,
        runs=len(same),
        changed=told[0] if told is not None else None,
        changed_by=told[1] if told is not None else "",
        title=newest.title if newest is not None else "",
        proposal=_proposal(app.status, presence, remarks),
    )


def _proposal(status: AppStatus, presence: Presence, remarks: Sequence[Remark]) -> Proposal:
    """The gravest of what its remarks propose; nothing where nothing was seen and no remark says more."""
    proposed = {one.proposal for one in remarks if one.code not in _NEVER_ALONE}
    chosen = next((one for one in _STRONGEST_FIRST if one in proposed), None)
    if chosen in (Proposal.CLOSE, Proposal.MERGE, Proposal.REPAIR):
        return chosen
    if presence in _UNKNOWN and status is AppStatus.AKTIF:
        return Proposal.UNKNOWN
    return chosen or Proposal.KEEP
