"""What happens to a release's files on the way to us, and how well its version is told then."""

from collections.abc import Callable

import msgspec

from secscan.base.versions import version_key
from secscan.model.intel import Fingerprints, Intel
from tests.accuracy.fake_site import Serve, look, release

SAMPLE = 12
"""Releases of each table, evenly spread, that every change is tried on."""


class Tally(msgspec.Struct, kw_only=True):
    """Counts over all tables for one change: sites, those that were answered with versions, answers that held the true
    one, and requests."""

    name: str
    sites: int = 0
    answered: int = 0
    right: int = 0
    requests: int = 0
    most: int = 0


def minified(serve: Serve, _table: Fingerprints) -> Serve:
    """Every script and style rewritten by a plugin."""

    def changed(path: str) -> str | int:
        served = serve(path)
        return f"{len(path):016x}" if isinstance(served, str) and path.endswith((".js", ".css")) else served

    return changed


def one_modified(serve: Serve, table: Fingerprints) -> Serve:
    """The first file that the release has was edited by somebody."""
    first = next((path for path in table.files if isinstance(serve(path), str)), "")
    return lambda path: "0" * 16 if path == first else serve(path)


def half_refused(serve: Serve, _table: Fingerprints) -> Serve:
    """A proxy that answers 403 to half of the paths."""
    return lambda path: 403 if len(path) % 2 else serve(path)


def half_gone(serve: Serve, _table: Fingerprints) -> Serve:
    """Half of the files deleted, as guides to hardening advise."""
    return lambda path: 404 if len(path) % 2 else serve(path)


def always(status: int) -> Callable[[Serve, Fingerprints], Serve]:
    """Every path answered alike: a catch-all page (200), a wall (403), nothing (404)."""
    return lambda _serve, _table: lambda _path: status


CHANGES: dict[str, tuple[str, Callable[[Serve, Fingerprints], Serve]]] = {
    "unchanged": ("/", lambda serve, _table: serve),
    "below a folder": ("/layanan/situs/", lambda serve, _table: serve),
    "one file modified": ("/", one_modified),
    "scripts and styles minified": ("/", minified),
    "403 for half of the paths": ("/", half_refused),
    "half of the files deleted": ("/", half_gone),
    "a catch-all page for every path": ("/", always(200)),
    "403 for every path": ("/", always(403)),
    "404 for every path": ("/", always(404)),
}


def tally(name: str, intel: Intel, sample: Callable[[tuple[str, ...], int], tuple[str, ...]]) -> Tally:
    """Try one change on a sample of every table."""
    base, change = CHANGES[name]
    made = Tally(name=name)
    for product in sorted(intel.fingerprints):
        table = intel.fingerprints[product]
        for version in sample(table.versions, SAMPLE):
            seen = look(product, intel, change(release(table, version), table), base=base)
            names = seen.software.versions
            made.sites += 1
            made.answered += bool(names)
            made.right += version_key(version) in {version_key(one) for one in names}
            made.requests += seen.requests
            made.most = max(made.most, seen.requests)
    return made


def lines(tallies: list[Tally]) -> list[str]:
    """The rows of the table of changes."""
    return [
        f"| {one.name} | {one.sites} | {one.answered} | {one.right} | {_share(one.right, one.answered)} "
        f"| {_share(one.right, one.sites)} | {one.requests / one.sites:.2f} | {one.most} |"
        for one in tallies
    ]


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"
