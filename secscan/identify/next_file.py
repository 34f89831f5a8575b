"""Which static file to ask for next: the one whose answer tells the releases that are left best apart."""

import math

from secscan.identify.traces import Fit, Kind, Trace
from secscan.model.intel import FingerprintFile, Fingerprints

LEAST_GAIN = 0.1
"""Bits below which an answer is not worth a request."""

FRUITLESS = 4
"""So many answers that are no known file end the look, unless known files outweigh them."""

_ABSENT = 0.5  # an absent file is weak evidence, so what it would tell counts half


def next_file(table: Fingerprints, found: tuple[Trace, ...], state: Fit) -> str | None:
    """The path to ask for next, None when little is left to learn. Pure: the same evidence gives the same path."""
    if _fruitless(found, state):
        return None
    asked = {trace.path for trace in found}
    aim = state.aim
    trust = _trust(found)
    best, gain = None, LEAST_GAIN
    for path, file in table.files.items():
        if path not in asked:
            worth = _gain(file, aim) * file.weight * trust.get(_folder(path), 1.0)
            if worth > gain:
                best, gain = path, worth
    return best or (_second_witness(table, asked, state, trust) if state.known == 1 else None)


def _fruitless(found: tuple[Trace, ...], state: Fit) -> bool:
    """Whether the site's files are not those of the table: refusals say less of that than strange files do."""
    silent = sum(trace.kind is Kind.SILENT for trace in found)
    return (len(found) - state.known - silent) + silent / 2 >= FRUITLESS + state.known


def _gain(file: FingerprintFile, left: int) -> float:
    """The bits that the answer is expected to tell, all releases that are left being equally likely."""
    count = left.bit_count()
    absent, total = left, 0.0
    for releases in file.releases.values():
        common = releases & left
        if common:
            size = common.bit_count()
            total += size * math.log2(count / size)
            absent &= ~common
    if absent:
        size = absent.bit_count()
        total += _ABSENT * size * math.log2(count / size)
    return total / count


def _second_witness(table: Fingerprints, asked: set[str], state: Fit, trust: dict[str, float]) -> str | None:
    """One file alone may be left over: a second one that few releases share with those that are left."""
    best, fewest = None, len(table.versions) * 0.7
    for path, file in table.files.items():
        if path in asked:
            continue
        sharing = 0
        for releases in file.releases.values():
            sharing |= releases if releases & state.left else 0
        having = sharing.bit_count() / (file.weight * trust.get(_folder(path), 1.0)) if sharing & state.left else 0
        if 0 < having < fewest and state.left & ~sharing == 0:
            best, fewest = path, having
    return best


def _trust(found: tuple[Trace, ...]) -> dict[str, float]:
    """How far files of a folder are served, by those that were asked for: where a rule refuses one, it refuses more."""
    served: dict[str, list[bool]] = {}
    for trace in found:
        if trace.kind is not Kind.ABSENT:
            served.setdefault(_folder(trace.path), []).append(trace.kind is not Kind.SILENT)
    return {folder: (sum(answers) + 1) / (len(answers) + 1) for folder, answers in served.items()}


def _folder(path: str) -> str:
    return path.split("/", 1)[0]
