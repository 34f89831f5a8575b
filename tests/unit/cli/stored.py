"""One workspace with finished runs, which the verbs that only read share."""

from pathlib import Path
from typing import Any

from click.testing import Result

from tests.unit.cli.shell import call
from tests.unit.stored_runs import FRAMEABLE, GOOD, INJECTED, SHARED, Bench, bench


class Place:
    """The workspace, called as a user does."""

    def __init__(self, made: Bench) -> None:
        self.bench = made
        self.folder = made.workspace.folder

    def __call__(self, *words: Any) -> Result:
        return call("-w", self.folder, *words)


def scanned(folder: Path) -> Place:
    """portal may be framed and shares its address, with an open database, with arsip, which has gambling links; berita
    is good; baru has no permit."""
    made = bench(folder)
    pages = {"portal": {"/": FRAMEABLE}, "arsip": {"/": INJECTED}, "berita": {"/": GOOD}}
    made.run("r1", pages, ports={SHARED: {443: "http", 3306: "mysql"}})
    return Place(made)
