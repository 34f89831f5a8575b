"""How well versions are told by static files alone, over releases of every table, and with each release left out.

Run from the checkout: python -m tests.accuracy.measure_fingerprints [RELEASES PER TABLE, default all]
It writes docs/accuracy-versions.md.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

from secscan.base.versions import version_key
from secscan.identify.neighbours import same_branch
from secscan.intel.packs import load_intel
from secscan.model.intel import FingerprintFile, Fingerprints, Intel, ProductIntel
from tests.accuracy.changed_sites import CHANGES, Tally, lines, tally
from tests.accuracy.fake_site import look, release

PAGE = Path(__file__).parents[2] / "docs" / "accuracy-versions.md"


class Row(msgspec.Struct, kw_only=True):
    """Counts over the releases of one product that were played."""

    product: str
    releases: int = 0
    found: int = 0  # the true version is among the answered
    branch: int = 0  # all answered versions are of the true version's branch
    single: int = 0
    named: int = 0  # sum of the versions answered
    requests: int = 0
    most: int = 0
    unknown: int = 0  # left out of the table and of the list of releases
    near: int = 0  # came out as "near", or with the true version among several
    wrong: int = 0  # came out as one certain version, a wrong one


def stratified(versions: tuple[str, ...], count: int) -> tuple[str, ...]:
    """The oldest, the newest, and evenly spread releases between them; all when `count` is 0."""
    if not count or count >= len(versions):
        return versions
    last = len(versions) - 1
    return tuple(versions[round(step * last / (count - 1))] for step in range(count))


def measure(product: str, intel: Intel, count: int) -> Row:
    """Play releases of one table, then each of them as a release that nobody knows of."""
    table = intel.fingerprints[product]
    row = Row(product=product)
    for version in stratified(table.versions, count):
        serve = release(table, version)
        seen = look(product, intel, serve)
        names = seen.software.versions
        row.releases += 1
        row.found += _has(names, version)
        row.branch += bool(names) and all(same_branch(name, version, intel.products[product]) for name in names)
        row.single += len(names) == 1
        row.named += len(names)
        row.requests += seen.requests
        row.most = max(row.most, seen.requests)
        unknown = look(product, without(intel, product, version), serve).software
        row.unknown += 1
        certain = len(unknown.versions) == 1 and not unknown.near
        row.wrong += certain
        row.near += not certain and bool(unknown.near or _has(unknown.versions, version))
    return row


def without(intel: Intel, product: str, version: str) -> Intel:
    """The data as it would be, had nobody heard of a release: in no table and in no list."""
    table, known = intel.fingerprints[product], intel.products[product]
    place = table.versions.index(version)
    rest = msgspec.structs.replace(
        table,
        versions=(*table.versions[:place], *table.versions[place + 1 :]),
        files={path: FingerprintFile(file.weight, dict(_less(file, place))) for path, file in table.files.items()},
    )
    releases = {name: day for name, day in known.releases.items() if version_key(name) != version_key(version)}
    product_intel: ProductIntel = msgspec.structs.replace(known, releases=releases)
    return msgspec.structs.replace(
        intel,
        products={**intel.products, product: product_intel},
        fingerprints={**intel.fingerprints, product: rest},
    )


def _less(file: FingerprintFile, place: int) -> Iterator[tuple[str, int]]:
    for digest, releases in file.releases.items():
        low = releases & ((1 << place) - 1)
        rest = low | (releases >> (place + 1)) << place
        if rest:
            yield digest, rest


def _has(names: tuple[str, ...], version: str) -> bool:
    return version_key(version) in {version_key(name) for name in names}


def page(rows: list[Row], changed: list[Tally], intel: Intel) -> str:
    """The Markdown page of the figures."""
    made = [
        "# How well versions are told by static files",
        "",
        "Made by `python -m tests.accuracy.measure_fingerprints`: for every release of every fingerprint table a site",
        "that answers only by the digests of that release's files. Generator tags, `?ver=`, feeds, manifests and ETags",
        "are hidden, so these are the figures of the worst case; the vain questions for those texts count as requests.",
        "",
        "- *in the set*: the true version is among those answered. *branch*: all of those are of its branch.",
        "- *one*: a single version is answered. *versions*: how many are answered on average.",
        "- *unknown*: the same release, taken out of table and list of releases. *near*: it comes out as a",
        "  set that holds it, or marked as near its neighbours. *wrong*: it comes out as one certain version.",
        "",
        "Where *branch* is low, releases of several branches have the same files: OpenDK and OpenSID name a branch for",
        "each month, and OpenMage keeps two branches in step. A text, where the site shows one, then decides.",
        "",
        "| product | releases | in the set | branch | one | versions | requests, mean | most | unknown: near | wrong |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    total = Row(product="**all**")
    for row in rows:
        made.append(_line(row))
        for name in Row.__struct_fields__[1:]:
            figure = getattr(row, name)
            setattr(total, name, max(total.most, figure) if name == "most" else getattr(total, name) + figure)
    made += [
        _line(total),
        "",
        "## Sites as they are met",
        "",
        f"A sample of every table ({changed[0].sites} releases), texts hidden as above, and files changed on the way.",
        "*Precision*: of the answers that name versions, those that hold the true one. *Recall*: of all sites.",
        "",
        "| what happened | sites | answered | right | precision | recall | requests, mean | most |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
        *lines(changed),
        "",
        "Real applications from Debian's packages and from PyPI are judged by `test_real_versions.py` and",
        "`test_real_software.py` in `tests/integration`: Adminer, Cacti, DokuWiki, gitweb, MediaWiki, phpLDAPadmin,",
        "phpMyAdmin, Roundcube, Tomcat, Wagtail, Werkzeug, WordPress, Zabbix. No version is claimed there that dpkg or",
        "pip contradicts.",
        "",
    ]
    dates = ", ".join(f"{table.product} {table.data_date}" for table in _tables(intel))
    return "\n".join([*made, f"Data of the tables: {dates}.", ""])


def _tables(intel: Intel) -> list[Fingerprints]:
    return [intel.fingerprints[product] for product in sorted(intel.fingerprints)]


def _line(row: Row) -> str:
    share = {name: f"{100 * getattr(row, name) / row.releases:.1f} %" for name in ("found", "branch", "single")}
    return (
        f"| {row.product} | {row.releases} | {share['found']} | {share['branch']} | {share['single']} "
        f"| {row.named / row.releases:.1f} | {row.requests / row.releases:.2f} | {row.most} "
        f"| {100 * row.near / row.unknown:.1f} % | {row.wrong} |"
    )


def main(count: int) -> None:
    """Measure all tables and write the page."""
    intel = load_intel()
    rows = []
    for product in sorted(intel.fingerprints):
        rows.append(measure(product, intel, count))
        print(_line(rows[-1]), flush=True)
    if not count:
        changed = [tally(name, intel, stratified) for name in CHANGES]
        print("\n".join(lines(changed)), flush=True)
        PAGE.write_text(page(rows, changed, intel), encoding="utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
