"""What an evaluation leaves behind for the next: the data it used, and the software that it identified."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from secscan.model.assessment import Software
from secscan.model.ids import AppId
from secscan.model.intel import Intel
from secscan.model.judgements import Judgement, PackStamp
from secscan.model.subjects import Endpoint
from secscan.version import __version__
from secscan.workflows.assess import Look
from secscan.workflows.stored import EvaluationDesk


def stamps(intel: Intel) -> tuple[PackStamp, ...]:
    """The data packs as they are now."""
    return tuple(PackStamp.of(pack) for pack in intel.packs)


def judgements(
    desk: EvaluationDesk, looks: Mapping[AppId, Sequence[Look]], before: Mapping[AppId, Judgement]
) -> Iterator[Judgement]:
    """The evaluation of every app that was looked at, as far as it is another than the one before."""
    packs, now = stamps(desk.intel), desk.clock.now()
    for app, group in looks.items():
        if not group:
            continue
        made = Judgement(
            app=app,
            runs=tuple(look.run.id for look in group),
            taken_at=group[0].taken_at,
            judged_at=now,
            version=__version__,
            packs=packs,
            software=_software(group),
            unseen=group[0].unseen,
        )
        known = before.get(app)
        if known is None or msgspec.structs.replace(known, judged_at=now) != made:
            yield made


def _software(looks: Sequence[Look]) -> tuple[Software, ...]:
    """What the newest look saw, and the services of an older one where the newest scanned no ports."""
    newest = looks[0].software
    if any(isinstance(one.subject, Endpoint) for one in newest):
        return newest
    older = (look.services for look in looks[1:] if look.services)
    return (*newest, *next(older, ()))
