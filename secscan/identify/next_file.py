"""Which static file to ask for next: the one whose answer tells the releases that are left best apart."""

import math

from secscan.identify.traces import Fit, Kind, Trace
from secscan.model.intel import FingerprintFile, Fingerprints

LEAST_GAIN = 0.1
"""Bits below which an answer is not worth a request."""

FRUITLESS = 4
"""So many answers that are no known file end the look, unless known files outweigh them."""

_STRANGE = 0.7
_SILENT = 0.5
_ABSENT = 0.5  # an absent file is weak evidence, so what it would tell counts half


def next_file(table: Fingerprints, found: tuple[Trace, ...], state: Fit, told: int) -> str | None:
    """The path to ask for next, None when little is left to learn. Pure: the same evidence gives the same path.

    `told` are the releases that texts leave possible, 0 where none speaks of the table's. One single release that is
    told is only tried on a file that it shares with few; where that is absent, the claim may be false, so that the look
    goes on as if nothing were told.
    """
    if _fruitless(found, state):
        return None
    missing = bool(found) and all(trace.kind is Kind.ABSENT for trace in found)
    if told.bit_count() == 1 and not missing and not (state.known and not told & state.left):
        return None if state.known or len(found) > 1 else witness(table, found, told)
    aim = state.aim if missing else state.aim & told or state.aim
    asked = {trace.path for trace in found}
    trust = _trust(found)
    best, gain = None, LEAST_GAIN
    count = aim.bit_count()
    for path, file in table.files.items():
        if path in asked:
            continue
        factor = file.weight * trust.get(_folder(path), 1.0)
        if factor * math.log2(min(count, len(file.releases) + 1)) <= gain:
            continue  # as many classes of equal size would not tell enough
        worth = _gain(file, aim) * factor * (_steadiness(file) ** state.strange if state.strange else 1.0)
        if worth > gain:
            best, gain = path, worth
    return best or (witness(table, found, aim) if state.known < 2 else None)


def _fruitless(found: tuple[Trace, ...], state: Fit) -> bool:
    """Whether the site's files are not those of the table; an absent file says most of that, a refusal or a file of
    perhaps an unknown release less."""
    silent = sum(trace.kind is Kind.SILENT for trace in found)
    absent = len(found) - state.known - state.strange - silent
    return absent + _STRANGE * state.strange + _SILENT * silent >= FRUITLESS + state.known


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


def _steadiness(file: FingerprintFile) -> float:
    """How seldom a release changes the file (0-1): where others turned out strange, one that lasts is asked for."""
    having = 0
    for releases in file.releases.values():
        having |= releases
    return 1 - len(file.releases) / (having.bit_count() + 1)


def witness(table: Fingerprints, found: tuple[Trace, ...], releases: int) -> str | None:
    """A file that all these releases have and that few others share: one file alone may be left over."""
    asked = {trace.path for trace in found}
    trust = _trust(found)
    best, fewest = None, len(table.versions) * 0.7
    for path, file in table.files.items():
        if path in asked:
            continue
        sharing = 0
        for members in file.releases.values():
            sharing |= members if members & releases else 0
        cost = sharing.bit_count() / (file.weight * trust.get(_folder(path), 1.0))
        if not releases & ~sharing and cost < fewest:
            best, fewest = path, cost
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
