"""Telling what an evaluation changed although nothing was looked at anew: the data, the rules or the register did."""

from collections import Counter
from collections.abc import Sequence

from secscan.cli.session import Session
from secscan.model.enums import Cause
from secscan.tracking.causes import Change

_MAX_LINES = 10


def tell_changes(session: Session, changed: Sequence[Change]) -> None:
    """On stderr: how many findings changed and why, then the worst of them. Nothing where nothing did."""
    words = session.wording("changes")
    for cause in Cause:
        mine = [one for one in changed if one.event.cause is cause]
        if not mine:
            continue
        kinds = Counter(one.event.what for one in mine)
        counts = ", ".join(f"{count} {words.text(f'events.{what}')}" for what, count in sorted(kinds.items()))
        data = ", ".join(dict.fromkeys(pack for one in mine for pack in one.event.data))
        session.output.say(words.text(f"causes.{cause}", {"counts": counts, "data": data}))
        for one in mine[:_MAX_LINES]:
            finding = one.finding
            said = words.text(f"events.{one.event.what}")
            session.output.say(f"  {finding.severity} {finding.check} {finding.subject.place}: {said}")
        if len(mine) > _MAX_LINES:
            session.output.say(words.text("more", {"count": str(len(mine) - _MAX_LINES)}))
