"""Runs: their plans, their batches, and which apps they were about."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from secscan.base.errors import SecscanError
from secscan.model.enums import Reason
from secscan.model.ids import AppId, RunId
from secscan.model.impact import Impact
from secscan.model.jobs import HostBatch, Plan, Refusal
from secscan.model.runs import Run, RunState
from secscan.store.codec import pack, stamp, unpack
from secscan.store.schema import APP_BATCHES, BATCHES, IMPACTS, REFUSALS, RUN_APPS, RUNS, BatchState

AppBatches = Mapping[AppId, Sequence[str]]


class AppRun(msgspec.Struct, frozen=True, kw_only=True):
    """A run's part that concerns one app: the keys of its batches, or why the run refused it."""

    run: RunId
    batches: tuple[str, ...] = ()
    refused: Reason | None = None


def create(connection: Connection, run: Run, plan: Plan, app_batches: AppBatches) -> None:
    """Store a new run with its plan."""
    connection.execute(
        insert(RUNS),
        {
            "id": run.id,
            "state": run.state.value,
            "profile": run.options.profile,
            "started_at": stamp(run.started_at),
            "blob": pack(run),
            "plan": _bare(plan),
        },
    )
    _add_batches(connection, run.id, plan.batches, {})
    _add_refusals(connection, run.id, plan.refusals)
    for app, keys in app_batches.items():
        _link(connection, run.id, app, keys, _refusal_of(app, plan))


def replan(connection: Connection, run: RunId, plan: Plan, app_batches: AppBatches) -> None:
    """Give an interrupted run its new plan.

    Finished batches stay; unfinished ones take the new plan's jobs, or are dropped where it no longer has them. An
    app that is now refused keeps the evidence of its batches, if all of them were finished.
    """
    connection.execute(update(RUNS).where(RUNS.c.id == run).values(plan=_bare(plan)))
    known = _states(connection, run)
    pending = (BATCHES.c.run_id == run) & (BATCHES.c.state == BatchState.PENDING)
    connection.execute(update(BATCHES).where(pending).values(state=BatchState.DROPPED))
    _add_batches(connection, run, plan.batches, known)
    connection.execute(delete(REFUSALS).where(REFUSALS.c.run_id == run))
    _add_refusals(connection, run, plan.refusals)
    linked = _links(connection, run)
    for app, keys in app_batches.items():
        had = linked.get(app, ())
        if not keys and had and all(known.get(key) is BatchState.FINISHED for key in had):
            continue
        for table in (APP_BATCHES, RUN_APPS):
            connection.execute(delete(table).where((table.c.run_id == run) & (table.c.app_id == app)))
        _link(connection, run, app, keys, _refusal_of(app, plan))


def set_state(connection: Connection, run_id: RunId, state: RunState, at: datetime) -> None:
    """Note how far the run came; `at` is its end when it finished."""
    blob = connection.execute(select(RUNS.c.blob).where(RUNS.c.id == run_id)).scalar()
    if blob is None:
        raise SecscanError("no_such_run", values={"run": run_id})
    ended = at if state is RunState.FINISHED else None
    run = msgspec.structs.replace(unpack(blob, Run), state=state, finished_at=ended)
    connection.execute(update(RUNS).where(RUNS.c.id == run_id).values(state=state.value, blob=pack(run)))


def finish_batch(connection: Connection, run: RunId, key: str, impact: Impact | None) -> None:
    """Note that a batch is done, and what it cost the address."""
    this = (BATCHES.c.run_id == run) & (BATCHES.c.key == key)
    connection.execute(update(BATCHES).where(this).values(state=BatchState.FINISHED))
    if impact is not None:
        same = (IMPACTS.c.run_id == run) & (IMPACTS.c.ip == impact.ip)
        connection.execute(delete(IMPACTS).where(same))
        connection.execute(insert(IMPACTS), {"run_id": run, "ip": impact.ip, "blob": pack(impact)})


def runs(engine: Engine, run_id: RunId | None = None, states: Sequence[RunState] = ()) -> tuple[Run, ...]:
    """Runs, the newest first; all of them, one, or those in some states."""
    query = select(RUNS.c.blob).order_by(RUNS.c.started_at.desc(), RUNS.c.id.desc())
    if run_id is not None:
        query = query.where(RUNS.c.id == run_id)
    if states:
        query = query.where(RUNS.c.state.in_([state.value for state in states]))
    with engine.connect() as connection:
        return tuple(unpack(blob, Run) for blob in connection.execute(query).scalars())


def plan(engine: Engine, run: RunId) -> Plan | None:
    """The plan of a run, with all the batches that it ever had and were not dropped."""
    with engine.connect() as connection:
        blob = connection.execute(select(RUNS.c.plan).where(RUNS.c.id == run)).scalar()
    if blob is None:
        return None
    kept = batches(engine, run, (BatchState.PENDING, BatchState.FINISHED))
    return msgspec.structs.replace(unpack(blob, Plan), batches=kept, refusals=refusals(engine, run))


def batches(engine: Engine, run: RunId, states: Sequence[BatchState]) -> tuple[HostBatch, ...]:
    """The batches of a run that are in one of the states, in the order of the plan."""
    query = (
        select(BATCHES.c.blob)
        .where((BATCHES.c.run_id == run) & BATCHES.c.state.in_([state.value for state in states]))
        .order_by(BATCHES.c.position)
    )
    with engine.connect() as connection:
        return tuple(unpack(blob, HostBatch) for blob in connection.execute(query).scalars())


def impacts(engine: Engine, run: RunId) -> tuple[Impact, ...]:
    """The impact receipts of a run."""
    query = select(IMPACTS.c.blob).where(IMPACTS.c.run_id == run).order_by(IMPACTS.c.ip)
    with engine.connect() as connection:
        return tuple(unpack(blob, Impact) for blob in connection.execute(query).scalars())


def refusals(engine: Engine, run: RunId) -> tuple[Refusal, ...]:
    """What a run refused to send."""
    query = select(REFUSALS.c.blob).where(REFUSALS.c.run_id == run).order_by(REFUSALS.c.position)
    with engine.connect() as connection:
        return tuple(unpack(blob, Refusal) for blob in connection.execute(query).scalars())


def latest(
    engine: Engine, limit: int, run_id: RunId | None, before: datetime | None = None
) -> dict[AppId, tuple[AppRun, ...]]:
    """For each app its newest runs in which every batch of it is finished, or which refused it; the newest first;
    with `before` only runs that began earlier.

    `limit` counts for each scan profile apart, so that many quick runs do not hide an older standard one, and for
    refusals apart from looks, so that many runs outside a permit's hours do not hide what was seen within.
    """
    unfinished = (
        select(BATCHES.c.key)
        .join(APP_BATCHES, (APP_BATCHES.c.run_id == BATCHES.c.run_id) & (APP_BATCHES.c.batch_key == BATCHES.c.key))
        .where(
            APP_BATCHES.c.run_id == RUN_APPS.c.run_id,
            APP_BATCHES.c.app_id == RUN_APPS.c.app_id,
            BATCHES.c.state != BatchState.FINISHED,
        )
        .exists()
    )
    newest_first = (RUNS.c.started_at.desc(), RUNS.c.id.desc())
    age = func.row_number().over(
        partition_by=(RUN_APPS.c.app_id, RUNS.c.profile, RUN_APPS.c.refused), order_by=newest_first
    )
    complete = (
        select(RUN_APPS.c.run_id, RUN_APPS.c.app_id, RUN_APPS.c.refused, RUNS.c.started_at, age.label("age"))
        .join(RUNS, RUNS.c.id == RUN_APPS.c.run_id)
        .where(~unfinished)
    )
    if run_id is not None:
        complete = complete.where(RUNS.c.id == run_id)
    if before is not None:
        complete = complete.where(RUNS.c.started_at < stamp(before))
    some = complete.subquery()
    query = (
        select(some, APP_BATCHES.c.batch_key)
        .outerjoin(APP_BATCHES, (APP_BATCHES.c.run_id == some.c.run_id) & (APP_BATCHES.c.app_id == some.c.app_id))
        .where(some.c.age <= limit)
        .order_by(some.c.app_id, some.c.started_at.desc(), some.c.run_id.desc(), APP_BATCHES.c.batch_key)
    )
    found: defaultdict[AppId, dict[RunId, AppRun]] = defaultdict(dict)
    with engine.connect() as connection:
        for row in connection.execute(query):
            one = found[AppId(row.app_id)].get(RunId(row.run_id))
            earlier = one.batches if one is not None else ()
            found[AppId(row.app_id)][RunId(row.run_id)] = AppRun(
                run=RunId(row.run_id),
                batches=(*earlier, row.batch_key) if row.batch_key is not None else earlier,
                refused=Reason(row.refused) if row.refused is not None else None,
            )
    return {app: tuple(by_run.values()) for app, by_run in found.items()}


def _bare(plan: Plan) -> bytes:
    """The plan without what has tables of its own."""
    return pack(msgspec.structs.replace(plan, batches=(), refusals=()))


def _states(connection: Connection, run: RunId) -> dict[str, BatchState]:
    rows = connection.execute(select(BATCHES.c.key, BATCHES.c.state).where(BATCHES.c.run_id == run))
    return {row.key: BatchState(row.state) for row in rows}


def _links(connection: Connection, run: RunId) -> dict[AppId, tuple[str, ...]]:
    found: defaultdict[AppId, tuple[str, ...]] = defaultdict(tuple)
    rows = connection.execute(select(APP_BATCHES.c.app_id, APP_BATCHES.c.batch_key).where(APP_BATCHES.c.run_id == run))
    for row in rows:
        found[AppId(row.app_id)] += (row.batch_key,)
    return found


def _add_batches(
    connection: Connection, run: RunId, added: Sequence[HostBatch], known: Mapping[str, BatchState]
) -> None:
    for place, batch in enumerate(added, start=len(known)):
        blob = pack(batch)
        if batch.key not in known:
            row = {"run_id": run, "key": batch.key, "position": place, "ip": batch.ip, "blob": blob}
            connection.execute(insert(BATCHES), row | {"state": BatchState.PENDING})
        elif known[batch.key] is not BatchState.FINISHED:
            this = (BATCHES.c.run_id == run) & (BATCHES.c.key == batch.key)
            connection.execute(update(BATCHES).where(this).values(blob=blob, state=BatchState.PENDING))


def _add_refusals(connection: Connection, run: RunId, refused: Sequence[Refusal]) -> None:
    for place, refusal in enumerate(refused):
        row = {"run_id": run, "position": place, "app_id": refusal.app, "reason": refusal.reason.value}
        connection.execute(insert(REFUSALS), row | {"blob": pack(refusal)})


def _refusal_of(app: AppId, plan: Plan) -> Reason | None:
    """Why nothing at all is sent for an app: the refusal of the app itself, else the first of what it has."""
    own = [refusal for refusal in plan.refusals if refusal.app == app]
    whole = [refusal for refusal in own if refusal.what == "app"]
    return next((refusal.reason for refusal in (*whole, *own)), None)


def _link(connection: Connection, run: RunId, app: AppId, keys: Sequence[str], refused: Reason | None) -> None:
    reason = refused.value if refused is not None and not keys else None
    connection.execute(insert(RUN_APPS), {"run_id": run, "app_id": app, "refused": reason})
    for key in dict.fromkeys(keys):
        connection.execute(insert(APP_BATCHES), {"run_id": run, "app_id": app, "batch_key": key})
