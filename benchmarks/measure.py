"""What every benchmark shares: processes measured from outside, and bars that print what was reached of them."""

import compileall
import contextlib
import os
import resource
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import secscan
from tests.scan_support import descendants

_SAMPLE = 0.2
"""Seconds between two looks at memory."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of what a release must reach: `measured` may be at most (or, with `at_least`, not below) `limit`."""

    what: str
    measured: float
    limit: float
    unit: str = ""
    at_least: bool = False

    @property
    def reached(self) -> bool:
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit

    def line(self) -> str:
        """The bar as one line: what, the measured value, its ratio to the limit, and the word `pass` or `FAIL`."""
        sign = ">=" if self.at_least else "<="
        unit = f" {self.unit}" if self.unit else ""
        share = f", {self.measured / self.limit:.2f} of it" if self.limit else ""
        word = "pass" if self.reached else "FAIL"
        return f"{word}  {self.what}: {self.measured:.3g}{unit} ({sign} {self.limit:g}{unit}{share})"


def show(bars: Sequence[Bar]) -> int:
    """Print the bars; 1 if one was missed, else 0, for the exit code."""
    for bar in bars:
        print(bar.line(), flush=True)
    return int(not all(bar.reached for bar in bars))


@dataclass(frozen=True, slots=True)
class Spent:
    """What a program and all its children cost: seconds on the wall and of CPU, the greatest sum of memory in MB.

    Memory is the sum of the proportional set sizes (PSS) of all processes at one moment: shared pages count once.
    """

    code: int
    wall: float
    cpu: float
    memory: float
    output: str


def spent(command: Sequence[str | Path], env: Mapping[str, str] | None = None, *, memory: bool = True) -> Spent:
    """Run a program to its end. Its CPU includes that of all children it waited for. secscan is compiled before, as pip
    does when it installs a package."""
    compileall.compile_dir(Path(secscan.__file__).parent, quiet=2)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    process = subprocess.Popen(
        list(map(str, command)),
        env=dict(env) if env is not None else None,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    with _peak(process.pid) if memory else contextlib.nullcontext(lambda: 0.0) as peak:
        output, _ = process.communicate()
    wall = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Spent(process.returncode, wall, cpu, peak(), output)


@contextlib.contextmanager
def _peak(pid: int) -> Iterator[Callable[[], float]]:
    """Watches the memory of a process and all below it; gives the greatest sum so far, in MB."""
    most = 0.0
    done = threading.Event()

    def watch() -> None:
        nonlocal most
        while not done.wait(_SAMPLE):
            most = max(most, sum(map(_pss, (pid, *descendants(pid)))))

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield lambda: most
    finally:
        done.set()
        thread.join()


def _pss(pid: int) -> float:
    with contextlib.suppress(OSError, ValueError, IndexError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def cpu_of(action: Callable[[], object]) -> float:
    """Seconds of CPU that an action takes in this process."""
    began = time.process_time()
    action()
    return time.process_time() - began


def quiet() -> str:
    """How busy the machine is besides, so that a reader can tell a figure of a busy hour."""
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
