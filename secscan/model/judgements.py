"""What the last evaluation of an app rested on: which runs, which data, which version of secscan, and what it saw."""

from datetime import date, datetime

import msgspec

from secscan.model.assessment import Software
from secscan.model.enums import Reason
from secscan.model.ids import AppId, RunId
from secscan.model.intel import Pack


class PackStamp(msgspec.Struct, frozen=True):
    """One data pack as it was used. `digest` is the beginning of its SHA-256: data may change within a day."""

    name: str
    data_date: date
    digest: str = ""

    @classmethod
    def of(cls, pack: Pack) -> "PackStamp":
        return cls(pack.name, pack.data_date, pack.sha256[:16])


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """The last evaluation of one app that was kept. `runs` are those whose evidence was judged, the newest first;
    `taken_at` is when that was taken. `software` is what was identified then; `unseen` says why nothing could be.
    """

    app: AppId
    runs: tuple[RunId, ...]
    taken_at: datetime
    judged_at: datetime
    version: str
    packs: tuple[PackStamp, ...] = ()
    software: tuple[Software, ...] = ()
    unseen: Reason | None = None
