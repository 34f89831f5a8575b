"""What "which apps does this hole concern?" costs for a register that was evaluated: processor seconds of a whole call,
in a process of its own, for 1,000 apps with 20 pieces of software each.

Run from the checkout: python -m benchmarks.affected [APPS]
"""

import resource
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.measure import Bar
from secscan.base.urls import parse_url
from secscan.model.assessment import Software
from secscan.model.enums import Confidence
from secscan.model.ids import AppId, OpdId, RunId
from secscan.model.judgements import Judgement
from secscan.model.register import App, Contact, Opd, Register
from secscan.model.subjects import Site
from secscan.registry.folder import save_register
from secscan.store.store import Store
from secscan.version import __version__
from secscan.workspace.layout import create

NOW = datetime.now(UTC)
COMPONENTS = 18
QUESTIONS = ("CVE-2024-31211", "CVE-2020-11022", "CVE-2022-4974")
LIMIT = 1.0


def main(count: int) -> None:
    """Print the seconds of each question, and the bar."""
    with tempfile.TemporaryDirectory() as folder:
        place = create(Path(folder) / "kerja")
        apps = tuple(_app(number) for number in range(count))
        opds = tuple(
            Opd(OpdId(f"opd-{number}"), f"OPD {number}", contact=Contact("A", "a@a.go.id")) for number in range(40)
        )
        save_register(place.register, Register(opds=opds, apps=apps))
        with Store.open(place.database) as store:
            store.save_judgements(_judgement(app, number) for number, app in enumerate(apps))
        worst = max(_seconds(place.folder, question) for question in QUESTIONS)
        bare = _seconds(place.folder, "--help")
    print(f"      of which starting the program: {bare:.2f} s")
    print(Bar(f"intel affected, {count} apps", worst, LIMIT, "s").line())


def _seconds(folder: Path, question: str) -> float:
    """The least of three calls, in processor seconds: other work on the machine only adds."""
    call = (sys.executable, "-m", "secscan", "-w", str(folder), "intel", "affected", question, "--format", "csv")
    best = 60.0
    for _ in range(3):
        began = _spent()
        subprocess.run(call, check=True, capture_output=True)
        best = min(best, _spent() - began)
    print(f"      {question}: {best:.2f} s")
    return best


def _spent() -> float:
    """Processor seconds of all children so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _app(number: int) -> App:
    url = parse_url(f"https://app{number}.contoh.go.id/")
    return App(
        id=AppId(f"app-{number}"), opd=OpdId(f"opd-{number % 40}"), name=f"Aplikasi {number}", sites=(Site.of(url),)
    )


def _judgement(app: App, number: int) -> Judgement:
    seen = [("wordpress", (f"6.{number % 9}.1",)), ("js/jquery", (f"3.{number % 7}.0",))]
    seen += [(f"plugin/contoh-{number % 50}-{part}", (f"{part}.{number % 13}",)) for part in range(COMPONENTS)]
    return Judgement(
        app=app.id,
        runs=(RunId("r1"),),
        taken_at=NOW,
        judged_at=NOW,
        version=__version__,
        software=tuple(
            Software(
                app=app.id,
                subject=app.sites[0],
                product=product,
                label=product,
                versions=versions,
                confidence=Confidence.KUAT,
                evidence=(f"asset /wp-content/{product}/a.js?ver={versions[0]}",),
            )
            for product, versions in seen
        ),
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
