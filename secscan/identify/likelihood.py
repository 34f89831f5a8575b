"""Evidence of several classes weighed against each other: which versions are possible, and how likely each is.

Every piece of evidence says how likely it would be seen on each release; the products of these likelihoods are
compared. Confidences are never added up: what three pages copy from one place counts once.
"""

import msgspec

from secscan.base.versions import VersionKey, is_version, version_key
from secscan.identify.claims import Claim
from secscan.identify.neighbours import beside, has_room, unlisted
from secscan.identify.traces import KEEP, Fit, members
from secscan.identify.version_files import Weight
from secscan.model.enums import Confidence
from secscan.model.intel import Fingerprints, ProductIntel

_OLDER = {Weight.EXACT: 0.002, Weight.PLAIN: 0.02, Weight.WEAK: 0.3}
"""How likely a text names an older release than the one that runs: cached, or left behind by an upgrade."""

_NEWER = {Weight.EXACT: 0.002, Weight.PLAIN: 0.003, Weight.WEAK: 0.01}
"""How likely it names a newer one: nothing writes that by itself."""

_UNLISTED = 0.5
"""How likely a release that the table lacks has the files of its neighbour."""

_WITNESSES = 2
_MAX_NEAR = 40  # more than so many releases are near nothing in particular


class _Text(msgspec.Struct, frozen=True):
    """What one claim leaves possible, in comparable form."""

    keys: frozenset[VersionKey]
    weight: Weight


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What the evidence leaves possible.

    `versions` are (version, probability) in ascending order; the probabilities add up to 1. `near` are the releases
    that the files resemble, where the running one may be another: without `versions`, it is modified or of a release
    that the data does not know; with them, such a release may stand beside them. `contradicted` are the claims that
    the likeliest version does not fit.
    """

    versions: tuple[tuple[str, float], ...] = ()
    near: tuple[str, ...] = ()
    contradicted: tuple[Claim, ...] = ()
    confidence: Confidence = Confidence.KUAT


def weigh(known: tuple[Claim, ...], product: ProductIntel, table: Fingerprints | None, state: Fit | None) -> Answer:
    """The answer of claims and files together; `state` is None where no file was asked for."""
    files = state if state is not None and state.known else None
    whole = files is not None and not files.contradictory and not files.strange
    told = tuple(claim for claim in known if claim.weight > Weight.WEAK)
    if not told and files is None:
        told = known
    if files is not None and table is not None and not told:
        return _of_files(known, product, table, files, whole=whole)
    if not told:
        return Answer()
    candidates = {version for claim in told for version in claim.versions}
    if files is not None and table is not None and whole:
        extra = unlisted(table, product, files.left)
        candidates |= {version for version, _ in _left(table, files, extra)}
    texts = _texts(told)
    chances = {version: _chance(version, texts, table, files) for version in candidates if is_version(version)}
    if not chances:
        return Answer()
    best = max(chances.values())
    if files is not None and table is not None and not whole and best < KEEP:
        near = _near(members(table, files.left))
        return Answer(near=near, contradicted=told, confidence=Confidence.INDIKASI)
    kept = {version: chance for version, chance in chances.items() if chance >= KEEP * best}
    return _answer(kept, known, _confidence(told, files))


def _of_files(
    known: tuple[Claim, ...], product: ProductIntel, table: Fingerprints, files: Fit, *, whole: bool
) -> Answer:
    """Files alone: versions only where all of them are of known releases, some release has them all, and there is more
    than one, which might be left over."""
    if not whole or files.known < _WITNESSES:
        return Answer(near=_near(members(table, files.left)), confidence=Confidence.INDIKASI)
    texts = _texts(known)
    extra = unlisted(table, product, files.left)
    chances = {version: chance * _said(version, texts) for version, chance in _left(table, files, extra)}
    answer = _answer(chances, known, Confidence.KUAT)
    if not has_room(table, product, files.left, files.paths, tuple(version for version, _ in extra)):
        return answer
    return msgspec.structs.replace(answer, near=_near(tuple(version for version, _ in answer.versions)))


def _near(versions: tuple[str, ...]) -> tuple[str, ...]:
    return versions if len(versions) <= _MAX_NEAR else ()


def _left(table: Fingerprints, files: Fit, extra: tuple[tuple[str, int], ...]) -> list[tuple[str, float]]:
    """The releases that the files do not rule out, with how likely these files are on each; known neighbours that the
    table lacks (`extra`) among them."""
    listed = [
        (version, files.likelihood(place)) for place, version in enumerate(table.versions) if files.left >> place & 1
    ]
    return [*listed, *((version, _UNLISTED * files.likelihood(place)) for version, place in extra)]


def _chance(version: str, texts: tuple[_Text, ...], table: Fingerprints | None, files: Fit | None) -> float:
    chance = _said(version, texts)
    if table is None or files is None:
        return chance
    if version in table.versions:
        return chance * files.likelihood(table.versions.index(version))
    places = beside(table, version)
    same = next((place for place in places if version_key(table.versions[place]) == version_key(version)), None)
    if same is not None:  # 6.4 is written 6.4.0 elsewhere
        return chance * files.likelihood(same)
    return chance * _UNLISTED * max(files.likelihood(place) for place in places)


def _texts(told: tuple[Claim, ...]) -> tuple[_Text, ...]:
    """Claims ready to be compared; those of the same versions are one."""
    strongest: dict[frozenset[str], Claim] = {}
    for claim in told:
        if claim.versions not in strongest or strongest[claim.versions].weight < claim.weight:
            strongest[claim.versions] = claim
    return tuple(
        _Text(frozenset(version_key(version) for version in versions), claim.weight)
        for versions, claim in strongest.items()
    )


def _said(version: str, texts: tuple[_Text, ...]) -> float:
    """How likely all that is said would be said of one version."""
    key = version_key(version)
    chance = 1.0
    for text in texts:
        if key not in text.keys:
            chance *= (_OLDER if max(text.keys) < key else _NEWER)[text.weight]
    return chance


def _answer(chances: dict[str, float], known: tuple[Claim, ...], confidence: Confidence) -> Answer:
    kept = _spelt_once(chances)
    total = sum(kept.values())
    ordered = sorted(kept, key=version_key)
    likeliest = version_key(max(ordered, key=lambda version: kept[version]))
    contradicted = tuple(
        claim for claim in known if likeliest not in {version_key(version) for version in claim.versions}
    )
    if confidence is Confidence.PASTI and any(claim.weight > Weight.WEAK for claim in contradicted):
        confidence = Confidence.KUAT
    return Answer(
        versions=tuple((version, kept[version] / total) for version in ordered),
        contradicted=contradicted,
        confidence=confidence,
    )


def _spelt_once(chances: dict[str, float]) -> dict[str, float]:
    """6.4 and 6.4.0 are one version: the shorter spelling stays."""
    kept: dict[VersionKey, str] = {}
    for version in sorted(chances, key=lambda version: (len(version), version)):
        kept.setdefault(version_key(version), version)
    return {version: chances[version] for version in kept.values()}


def _confidence(told: tuple[Claim, ...], files: Fit | None) -> Confidence:
    """Sure when the running code said it; a lone weak claim is an indication."""
    best = max(claim.weight for claim in told)
    if best is Weight.EXACT:
        return Confidence.PASTI
    return Confidence.KUAT if best is Weight.PLAIN or files is not None else Confidence.INDIKASI
