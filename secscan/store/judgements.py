"""What the last evaluation of each app rested on, so that questions can be answered without evaluating anew."""

from collections.abc import Iterable

from sqlalchemy import Connection, Engine, delete, insert, select

from secscan.model.ids import AppId
from secscan.model.judgements import Judgement
from secscan.store.codec import pack, stamp, unpack
from secscan.store.schema import JUDGEMENTS


def judgements(engine: Engine) -> dict[AppId, Judgement]:
    """The last evaluation of every app that had one."""
    with engine.connect() as connection:
        found = (unpack(blob, Judgement) for blob in connection.execute(select(JUDGEMENTS.c.blob)).scalars())
        return {one.app: one for one in found}


def save(connection: Connection, made: Iterable[Judgement]) -> None:
    """Store evaluations, each in place of the app's former one."""
    for one in made:
        row = {"app_id": one.app, "judged_at": stamp(one.judged_at), "blob": pack(one)}
        connection.execute(delete(JUDGEMENTS).where(JUDGEMENTS.c.app_id == one.app))
        connection.execute(insert(JUDGEMENTS), row)
