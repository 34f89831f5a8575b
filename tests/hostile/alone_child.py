"""Scans hostile targets one after the other in one process, each as a batch of its own with its checks, and prints for
each how long it took and how much memory it cost at its peak, as the kernel counts it."""

import ctypes
import gc
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from secscan.analysis.assemble import RunLooks
from secscan.model.ids import AppId
from secscan.model.jobs import HostBatch, Job, Pace, TlsJob, WebJob
from secscan.model.register import App, Register
from secscan.model.subjects import Site
from secscan.planning.plan import origins_of
from secscan.workflows.batch import BatchTerms, run_batch
from secscan.workflows.context import checks_of
from secscan.workflows.looks import batch_looks, count_problems
from tests.accuracy.look import LETTER, TOKEN, Desk, Looks, desk
from tests.unit.registers import permit, web_app


def main(ca: str, deadline: str, *targets: str) -> None:
    """`targets` are URLs; the first is a good one, which loads what is loaded once."""
    with desk(Path(ca)) as here:
        for url in targets:
            print(json.dumps(_measured(here, url, float(deadline))), flush=True)


def _measured(here: Desk, url: str, deadline: float) -> dict[str, object]:
    gc.collect()
    ctypes.CDLL("libc.so.6").malloc_trim(0)
    Path("/proc/self/clear_refs").write_text("5")  # proc(5): the peak is counted anew
    before = _kilobytes("VmRSS")
    clock = here.tools.clock
    start = clock.monotonic()
    looks = Looks()
    app = web_app("app", url)
    batch = _batch(app, deadline, here)
    terms = BatchTerms(profile=here.profile, settings=here.settings, token=TOKEN, registered=app.sites)
    run_batch(batch, looks, terms, here.tools)
    seconds = clock.monotonic() - start
    register = Register(apps=(app,))
    run = RunLooks(
        token=TOKEN,
        taken_at=datetime.now(UTC),
        batches=(batch_looks(register, batch, looks.values()),),
        dns={},
        refusals=(),
        sites=app.sites,
    )
    count_problems(register, run, checks_of(here.profile), here.tools.context)
    return {"url": url, "seconds": round(seconds, 2), "mb": round((_kilobytes("VmHWM") - before) / 1024, 1)}


def _batch(app: App, deadline: float, here: Desk) -> HostBatch:
    site: Site = app.sites[0]
    jobs: list[Job] = [
        WebJob(site, origins_of(site), here.profile.request_budget, here.profile.intensity, (AppId("app"),), LETTER)
    ]
    if site.scheme == "https":
        jobs.append(TlsJob(site.port, "", LETTER))
    return HostBatch(
        ip=site.host,
        jobs=tuple(jobs),
        names=(site.host,),
        apps=(app.id,),
        pace=Pace(rate=200, max_connections=4, port_rate=100),
        deadline=deadline,
        permits=(permit("127.0.0.0/8", letter=LETTER),),
    )


def _kilobytes(field: str) -> int:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(field + ":"))


if __name__ == "__main__":
    main(*sys.argv[1:])
