"""Planning 10,000 apps, evaluating 1,000 of 60 looks, their overview, and comparing two scans of them: CPU, memory, and
what each check costs.

Run from the checkout: python -m benchmarks.evaluate [APPS]
"""

import gc
import resource
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec

from benchmarks.measure import Bar, cpu_of, quiet, show
from secscan.base.clock import SystemClock
from secscan.base.urls import parse_url
from secscan.checks.catalogue import CHECKS
from secscan.cli.desk import profile
from secscan.cli.main import GARBAGE
from secscan.intel.packs import load_intel
from secscan.model.enums import Intensity
from secscan.model.ids import AppId, OpdId, RunId
from secscan.model.jobs import WebJob
from secscan.model.observations import DnsAnswer, Observation
from secscan.model.register import App, Opd, Permit, Register
from secscan.model.requests import Request
from secscan.model.runs import Run, RunOptions, RunState
from secscan.model.settings import Settings
from secscan.model.subjects import Site
from secscan.planning.plan import Terms, make_plan
from secscan.reports.html import overview
from secscan.standards.load import load_standard
from secscan.store.store import Store
from secscan.workflows.context import context_of, judge
from secscan.workflows.diff import diff
from secscan.workflows.evaluate import evaluate
from secscan.workflows.moments import after_run, now
from secscan.workflows.stored import EvaluationDesk, StoredEvidence
from tests.unit.builders import answer

LOOKS = 60
_COSTLIEST = 8
PER_ADDRESS = 10
NOW = datetime.now(UTC)
WORDS = "Pelayanan administrasi kependudukan dan pencatatan sipil bagi warga kabupaten. "


def main(count: int) -> int:
    gc.set_threshold(GARBAGE)  # as the program itself
    big = _register(10_000)
    planned = cpu_of(lambda: make_plan(big, big.apps, _terms(big)))
    bars = [Bar("planning 10,000 apps", planned, 10, "s"), Bar("memory with that plan", _peak(), 300, "MB")]
    register = _register(count)
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "secscan.db") as store:
        _fill(store, register)
        desk = EvaluationDesk(
            register=register,
            settings=Settings(),
            store=store,
            intel=load_intel(),
            standard=load_standard("pemda-eksternal"),
            profiles=profile,
            clock=SystemClock(),
        )
        _print_checks(desk)
        began = time.process_time()
        assessment = evaluate(desk)
        took = time.process_time() - began
        shown = cpu_of(lambda: overview(assessment))
        _fill(store, register, "r2", NOW + timedelta(hours=1))
        runs = store.runs()
        compared = cpu_of(lambda: diff(desk, after_run(runs, "r1"), now(runs)))
    bars += [
        Bar(f"evaluating {count} apps", took, 10 * count / 1000, "s"),
        Bar(f"the overview of {count} apps", shown, 10 * count / 1000, "s"),
        Bar(f"comparing two scans of {count} apps", compared, 20 * count / 1000, "s"),
    ]
    print(f"{1000 * took / count:.1f} ms an app, {len(assessment.findings)} findings; {quiet()}")
    return show(bars)


def _print_checks(desk: EvaluationDesk) -> None:
    """The costliest checks on one app; what several ask for counts for the first of them."""
    app = desk.register.apps[0]
    evidence, _ = StoredEvidence(desk).of(app, desk.store.latest_runs()[app.id][0])
    context = context_of(desk.settings, desk.intel, NOW.date(), profile("standard"))
    costs = {check.spec.id: 1000 * cpu_of(lambda check=check: judge(check, evidence, context)) for check in CHECKS}
    for name, cost in sorted(costs.items(), key=lambda pair: -pair[1])[:_COSTLIEST]:
        print(f"{name:>24}: {cost:5.2f} ms an app")


def _register(count: int) -> Register:
    apps = tuple(
        App(
            id=AppId(f"app{number}"),
            opd=OpdId(f"opd{number % 40}"),
            name=f"Aplikasi {number}",
            sites=(Site.of(parse_url(f"https://app{number}.contoh.go.id/")),),
        )
        for number in range(count)
    )
    permit = Permit(
        letter="ST/1",
        signer="Kepala",
        valid_from=date(2020, 1, 1),
        valid_until=date(2090, 1, 1),
        targets=("*.contoh.go.id", "127.0.0.0/8"),
        intensity=Intensity.STANDARD,
    )
    opds = tuple(Opd(OpdId(f"opd{number}"), f"Dinas {number}") for number in range(40))
    return Register(opds=opds, apps=apps, permits=(permit,))


def _terms(register: Register) -> Terms:
    answers = {
        app.sites[0].host: DnsAnswer(name=app.sites[0].host, records={"A": (_address(number),)})
        for number, app in enumerate(register.apps)
    }
    return Terms(profile=profile("standard"), settings=Settings(), answers=answers, now=NOW)


def _address(number: int) -> str:
    return f"127.1.{number // PER_ADDRESS // 250}.{number // PER_ADDRESS % 250 + 1}"


def _fill(store: Store, register: Register, name: str = "r1", at: datetime = NOW) -> None:
    """A finished run with pages, and what stands beside them, of every app."""
    plan = make_plan(register, register.apps, _terms(register))
    options = RunOptions(profile="standard")
    run = Run(id=RunId(name), options=options, state=RunState.RUNNING, started_at=at, version="0", token="t")
    apps = {app.id: tuple(batch.key for batch in plan.batches if app.id in batch.apps) for app in register.apps[:0]}
    for batch in plan.batches:
        for app in batch.apps:
            apps[app] = (batch.key,)
    store.create_run(run, plan, apps)
    pattern = _looks("https://app0.contoh.go.id/")
    for batch in plan.batches:
        sink = store.intake(run.id, batch.key)
        for job in batch.jobs:
            if isinstance(job, WebJob):
                for seen in pattern:
                    sink(_moved(seen, job.site.host), {})
        store.finish_batch(run.id, batch.key, None)
    store.set_state(run.id, RunState.FINISHED, at)


def _looks(url: str) -> list[Observation]:
    """The looks at one ordinary site: a tenth are pages of 20 kB, the rest is not there."""
    parts = parse_url(url)
    links = "".join(f"<a href='/hal/{number}'>Halaman {number}</a>" for number in range(80))
    body = f"<html><head><title>Layanan</title></head><body>{links}<p>{WORDS * 200}</p></body></html>"
    found = []
    for number in range(LOOKS):
        path = "/" if number == 0 else f"/hal/{number}"
        request = Request(scheme=parts.scheme, host=parts.host, port=parts.port, path=path)
        found.append(answer(request, body if number % 10 == 0 else (404, {"Content-Type": "text/html"}, "tidak ada")))
    return found


def _moved(seen: Observation, host: str) -> Observation:
    """The same look at another host."""
    data = msgspec.json.encode(seen).replace(b"app0.contoh.go.id", host.encode())
    return msgspec.json.decode(data, type=Observation)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
