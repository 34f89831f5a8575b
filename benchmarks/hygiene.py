"""What weighing a register costs: comparing the texts of 1,000 apps, and `register hygiene` as a whole on stored looks.

Run from the checkout: python -m benchmarks.hygiene [APPS]
"""

import random
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.evaluate import _fill, _register
from secscan.base.clock import SystemClock
from secscan.cli.desk import profile
from secscan.hygiene.alike import alike
from secscan.intel.packs import load_intel
from secscan.model.hygiene import History, Look, Presence
from secscan.model.ids import AppId, OpdId, RunId
from secscan.model.register import App
from secscan.model.settings import Settings
from secscan.model.subjects import Site
from secscan.standards.load import load_standard
from secscan.store.store import Store
from secscan.workflows.hygiene import hygiene
from secscan.workflows.stored import EvaluationDesk

NOW = datetime(2026, 10, 1, tzinfo=UTC)
WORDS = 600
VOCABULARY = tuple(f"kata{number}" for number in range(4_000))
THEMES = 12


def main(count: int) -> None:
    histories = _histories(count)
    began = time.process_time()
    found = sum(1 for _ in alike(histories))
    print(f"comparing {count} apps of {WORDS} words: {time.process_time() - began:.1f} s, {found} remarks")
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
        began = time.process_time()
        report = hygiene(desk)
        print(f"hygiene of {count} apps with 60 looks each: {time.process_time() - began:.1f} s", end=", ")
        print(f"{len(report.remarks)} remarks")


def _histories(count: int) -> tuple[History, ...]:
    """Apps on a dozen themes, whose furniture they share; each twentieth is a near copy of the one before it."""
    dice = random.Random(7)
    themes = [tuple(dice.choices(VOCABULARY, k=150)) for _ in range(THEMES)]
    made: list[History] = []
    for number in range(count):
        body = tuple(dice.choices(VOCABULARY, k=WORDS - 150))
        text = (*themes[number % THEMES], *body)
        if number % 20 == 19:
            before = made[-1].looks[0].words
            text = (*before[:300], "lain", *before[301:])
        made.append(_history(number, text))
    return tuple(made)


def _history(number: int, text: tuple[str, ...]) -> History:
    site = Site("https", f"app{number}.contoh.go.id", 443)
    app = App(id=AppId(f"app{number}"), opd=OpdId(f"opd{number % 40}"), name=f"Aplikasi {number}", sites=(site,))
    look = Look(app=app.id, run=RunId("r"), at=NOW, presence=Presence.ANSWERS, words=text, digest=f"{number:016x}")
    return History(app, (look,))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
