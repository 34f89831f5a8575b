"""Fingerprints of a product from a local clone with tags, in the form of the shipped tables."""

import fnmatch
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from secscan.base.errors import UsageError
from secscan.base.text import digest, normalised_digest
from secscan.base.versions import is_prerelease, is_version, version_key
from secscan.intel.fingerprints import PRODUCT, SIGN, is_telling
from secscan.intel.gitclone import Clone, Tag
from secscan.intel.kinds import TABLES, is_product_key, validate
from secscan.intel.packfile import make_pack, read_pack
from secscan.intel.rows import ProductRow
from secscan.intel.tables import Release, chosen, is_candidate, is_text, rows
from secscan.model.intel import Cycle, Intel, PackOrigin, Sign

MAX_RELEASES = 1_000
_MAX_BYTES = 256 * 2**20
_VERSION = re.compile(r"(?:[A-Za-z][A-Za-z._/-]*?[._/-]?)?v?(\d[0-9A-Za-z.+_-]*)", re.ASCII)
_SIGN_PATHS = 60
_SHORTEST_PATH = 5


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be built: of which clone, from tags that match `tags` (a shell pattern), with the web root at
    `folder` within it. `sign` are the declared signs; its paths are filled in."""

    product: str
    clone: Path
    tags: str
    folder: str
    sign: Sign


@dataclass(frozen=True, slots=True)
class Built:
    """The pack, and what it can do: how many releases and files it has, into how many groups they tell the releases
    apart, which tags were no releases, and by which paths the product is recognised."""

    data: bytes
    releases: int
    files: int
    groups: int
    left_out: tuple[str, ...]
    paths: tuple[str, ...]


def build(order: Order, intel: Intel) -> Built:
    """The table of a clone's releases. Raises UsageError where the clone has none that differ in a static file."""
    if not is_product_key(order.product):
        raise UsageError("bad_product_key", where=order.product)
    if not is_telling(order.sign):
        raise UsageError("bad_sign", where=order.product)
    clone = Clone(order.clone)
    tags, left_out = _releases(clone.tags(), order.tags)
    if not tags:
        raise UsageError("no_tags", where=str(order.clone), values={"pattern": order.tags})
    releases = _trees(clone, tags, order.folder.strip("/"))
    paths, digests = _digests(clone, releases, chosen(releases))
    own = _own(paths, releases, digests, _common(intel, order.product))
    if not own:
        raise UsageError("no_static_files", where=str(order.clone), values={"folder": order.folder})
    entries = rows(releases, own, digests)
    days = {version: tag.day for version, tag in tags.items()}
    sign_paths = _sign_paths(own, releases)
    entries[SIGN] = _with_paths(order.sign, sign_paths)
    entries[PRODUCT] = ProductRow(label=order.sign.label, cycles=_cycles(days), releases=days, support_known=False)
    data = make_pack(
        TABLES + order.product,
        entries,
        data_date=max(days.values()),
        source=f"{order.clone.name}: {len(releases)} tags",
        licence="own computation",
        origin=PackOrigin.BUILT,
    )
    validate(read_pack(data))
    groups = len({tuple(release.files.get(path, "") for path in own) for release in releases})
    return Built(data, len(releases), len(own), groups, left_out, sign_paths)


def version_of(tag: str) -> str:
    """The version that a tag names (`v2.1`, `release-2.1`, `simdes_2.1`); "" where it names none."""
    match = _VERSION.fullmatch(tag)
    text = match[1] if match else ""
    return text if is_version(text) and not is_prerelease(text) else ""


def _releases(tags: tuple[Tag, ...], pattern: str) -> tuple[dict[str, Tag], tuple[str, ...]]:
    """Tags by version, ascending, and those that are no finished release or another tag of one."""
    found: dict[str, Tag] = {}
    left_out = []
    seen = set()
    for tag in tags:
        version = version_of(tag.name) if fnmatch.fnmatchcase(tag.name, pattern) else ""
        if not version or version_key(version) in seen:
            left_out.append(tag.name)
            continue
        seen.add(version_key(version))
        found[version] = tag
    ordered = sorted(found, key=version_key)[-MAX_RELEASES:]
    return {version: found[version] for version in ordered}, tuple(left_out)


def _trees(clone: Clone, tags: Mapping[str, Tag], folder: str) -> tuple[Release, ...]:
    return tuple(
        Release(
            version,
            {blob.path: blob.oid for blob in clone.files(tag.name, folder) if is_candidate(blob.path, blob.size)},
        )
        for version, tag in tags.items()
    )


def _digests(
    clone: Clone, releases: tuple[Release, ...], paths: tuple[str, ...]
) -> tuple[tuple[str, ...], dict[str, str]]:
    """The paths whose every release was read, as many as the bound of bytes allows, and the digests of their objects
    as the scanner works them out."""
    made: dict[str, str] = {}
    whole = []
    spent = 0
    for path in paths:
        work = normalised_digest if is_text(path) else digest
        wanted = dict.fromkeys(release.files[path] for release in releases if path in release.files)
        for oid, content in clone.contents(oid for oid in wanted if oid not in made):
            spent += len(content)
            made[oid] = work(content)
        whole.append(path)
        if spent > _MAX_BYTES:
            break
    return tuple(whole), made


def _common(intel: Intel, product: str) -> frozenset[str]:
    """Digests of files that are no sign of this product: common script libraries, and files of other products."""
    others = (
        digest
        for name, table in intel.fingerprints.items()
        if name != product
        for file in table.files.values()
        for digest in file.releases
    )
    return frozenset((*intel.scripts, *others))


def _own(
    paths: tuple[str, ...], releases: tuple[Release, ...], digests: Mapping[str, str], common: frozenset[str]
) -> tuple[str, ...]:
    """The paths where no release has a file of somebody else's."""
    return tuple(
        path
        for path in paths
        if not any(digests.get(release.files.get(path, ""), "") in common for release in releases)
    )


def _sign_paths(paths: tuple[str, ...], releases: tuple[Release, ...]) -> tuple[str, ...]:
    """Scripts and style sheets that pages link to, those that most releases have first."""
    linked = [path for path in paths if path.endswith((".js", ".css")) and len(path) > _SHORTEST_PATH]
    linked.sort(key=lambda path: -sum(path in release.files for release in releases))
    return tuple(linked[:_SIGN_PATHS])


def _with_paths(sign: Sign, paths: tuple[str, ...]) -> Sign:
    return Sign(label=sign.label, assets=sign.assets, cookies=sign.cookies, generators=sign.generators, paths=paths)


def _cycles(days: Mapping[str, date]) -> tuple[Cycle, ...]:
    """One branch for each first number, the newest first."""
    branches: dict[str, list[str]] = {}
    for version in days:
        branches.setdefault(version.split(".")[0], []).append(version)
    return tuple(
        Cycle(name=name, latest=versions[-1], latest_date=days[versions[-1]])
        for name, versions in sorted(branches.items(), key=lambda item: version_key(item[0]), reverse=True)
    )
