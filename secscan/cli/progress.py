"""The progress of a scan: a live display on a terminal, plain lines elsewhere, always on stderr."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from secscan.cli.output import Output
from secscan.cli.wording import Wording
from secscan.model.enums import Language
from secscan.model.jobs import HostBatch, Plan
from secscan.model.observations import Observation
from secscan.reports.figures import Figures
from secscan.workflows.progress import Silent, Watcher


class Lines:
    """A watcher that says one plain line for each address: for logs and CI."""

    def __init__(self, output: Output, wording: Wording) -> None:
        self._output, self._wording = output, wording
        self._lock = threading.Lock()
        self._done = self._all = self._requests = 0

    def planned(self, plan: Plan, to_do: int) -> None:
        self._all = to_do
        apps = {app for batch in plan.batches for app in batch.apps}
        self._say("planned", hosts=to_do, apps=len(apps), refused=len(plan.refusals))

    def started(self, batch: HostBatch) -> None:
        self._say("started", ip=batch.ip, apps=len(batch.apps))

    def seen(self, batch: HostBatch, observation: Observation) -> None:  # noqa: ARG002 - the watcher's signature
        with self._lock:
            self._requests += observation.cost.requests

    def finished(self, batch: HostBatch, problems: Callable[[], int]) -> None:  # noqa: ARG002 - nobody watches a log
        with self._lock:
            self._done += 1
        self._say("finished", ip=batch.ip, done=self._done, all=self._all, requests=self._requests)

    def paused(self, until: datetime | None) -> None:
        self._output.say(pause_words(self._wording, until))

    def _say(self, key: str, **values: object) -> None:
        self._output.say(self._wording.text(f"progress.{key}", {name: str(value) for name, value in values.items()}))


class Live:
    """A watcher that draws a bar: addresses done, requests sent, findings so far, time left."""

    def __init__(self, progress: Progress, wording: Wording) -> None:
        self._progress, self._wording = progress, wording
        self._lock = threading.Lock()
        self._task = progress.add_task("", total=None, detail="")
        self._requests = self._problems = 0

    def planned(self, plan: Plan, to_do: int) -> None:
        apps = {app for batch in plan.batches for app in batch.apps}
        self._progress.update(self._task, total=to_do, description=self._text("title", apps=len(apps)))

    def started(self, batch: HostBatch) -> None:
        """The bar moves when a batch is done."""

    def seen(self, batch: HostBatch, observation: Observation) -> None:
        with self._lock:
            self._requests += observation.cost.requests
        self._show(batch)

    def finished(self, batch: HostBatch, problems: Callable[[], int]) -> None:
        found = problems()
        with self._lock:
            self._problems += found
        self._progress.advance(self._task)
        self._show(batch)

    def paused(self, until: datetime | None) -> None:
        self._progress.console.print(pause_words(self._wording, until), markup=False, highlight=False)

    def _show(self, batch: HostBatch) -> None:
        detail = self._text("detail", requests=self._requests, problems=self._problems, ip=batch.ip)
        self._progress.update(self._task, detail=detail)

    def _text(self, key: str, **values: object) -> str:
        return self._wording.text(f"live.{key}", {name: str(value) for name, value in values.items()})


def pause_words(wording: Wording, until: datetime | None) -> str:
    """`paused until 20:00 WIB`, with the day where it is not today's; or that the scan was held up."""
    if until is None:
        return wording.text("progress.held_up")
    return wording.text("progress.paused", {"until": moment_words(until)})


def moment_words(moment: datetime) -> str:
    """`2026-10-01 20:00 WIB`, of a moment in an office's time zone."""
    zone = moment.tzinfo
    figures = Figures(Language.EN, zone.key if isinstance(zone, ZoneInfo) else "UTC")
    return f"{moment:%Y-%m-%d %H:%M} {figures.zone(moment)}"


@contextmanager
def watching(output: Output, wording: Wording) -> Iterator[Watcher]:
    """The watcher that fits where stderr leads."""
    if output.quiet:
        yield Silent()
        return
    console = output.console(error=True)
    if not console.is_terminal:
        yield Lines(output, wording)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TextColumn("{task.fields[detail]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        yield Live(progress, wording)
