"""Apps that show the same, and apps alike enough to be weighed for a merger.

Pairs are first found by what few pages share, so that a thousand apps need some thousands of comparisons instead of
half a million; only those pairs are then compared word by word (rapidfuzz).
"""

import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from rapidfuzz.distance import Indel

from secscan.hygiene.purposes import purposes_of
from secscan.model.enums import AppStatus, Confidence
from secscan.model.hygiene import History, Look, Presence, Proposal, Remark, Topic
from secscan.model.ids import AppId
from secscan.model.register import App

COPY = 0.95
"""Texts that share so much of their words, in order, are the same."""
NEAR = 0.75
"""Texts that share so much are one app with another letterhead."""
_LEAST_WORDS = 60
"""Shorter pages (a log-in form, say) are alike without being the same app."""
_SKETCH = 48
_CROWD = 60
"""What more pages share is a theme's furniture, and finds no pairs."""
_LEAST_SHARED = 4
_LEAST_TITLE = 15
_TITLE_WORD = re.compile(r"\w+")
_PLAIN_TITLE = re.compile(r"^(?:log ?in|masuk|sign in|beranda|home|dashboard|index of|error|\d{3})\b")


class Place(NamedTuple):
    """An app in use that answered, and what it showed."""

    app: App
    look: Look


def alike(histories: Sequence[History]) -> Iterator[Remark]:
    """Remarks on groups of apps: one that leads to the other, the same content, nearly the same text, the same title,
    the same purpose by name in several OPDs. What a stronger remark says of all its apps is not said again."""
    places = [
        Place(one.app, one.looks[0])
        for one in histories
        if one.app.status is AppStatus.AKTIF and one.looks and one.looks[0].presence is Presence.ANSWERS
    ]
    told: set[frozenset[AppId]] = set()
    for remark in (*_leading(histories), *_same_content(places), *_near(places)):
        if frozenset(remark.apps) not in told and not any(set(remark.apps) <= known for known in told):
            told.add(frozenset(remark.apps))
            yield remark
    for remark in (*_same_title(places), *_same_purpose(histories)):
        if not any(set(remark.apps) <= known for known in told):
            yield remark


def _leading(histories: Sequence[History]) -> Iterator[Remark]:
    """An app whose visitors all end at another registered app: one site under two names."""
    hosts = {site.host: one.app for one in histories for site in one.app.sites}
    for one in histories:
        if one.app.status is not AppStatus.AKTIF or not one.looks or one.looks[0].presence is not Presence.AWAY:
            continue
        target = hosts.get(one.looks[0].detail)
        if target is not None and target.id != one.app.id:
            yield _remark("leads_to", (one.app.id, target.id), Proposal.MERGE, Confidence.PASTI, target=target.name)


def _same_content(places: Iterable[Place]) -> Iterator[Remark]:
    groups: defaultdict[str, list[AppId]] = defaultdict(list)
    for place in places:
        if place.look.digest and len(place.look.words) >= _LEAST_WORDS // 2:
            groups[place.look.digest].append(place.app.id)
    for apps in groups.values():
        if len(apps) > 1:
            yield _remark("same_content", tuple(apps), Proposal.MERGE, Confidence.PASTI)


def _same_title(places: Iterable[Place]) -> Iterator[Remark]:
    """Home pages that bear the same title, one that says more than "Beranda" or the name of a product."""
    groups: defaultdict[str, list[Place]] = defaultdict(list)
    for place in places:
        title = " ".join(_TITLE_WORD.findall(place.look.title.casefold()))
        if len(title) >= _LEAST_TITLE and title.count(" ") >= 2 and not _PLAIN_TITLE.search(title):
            groups[title].append(place)
    for group in groups.values():
        if len(group) > 1:
            apps = tuple(place.app.id for place in group)
            title = group[0].look.title
            yield _remark("same_title", apps, Proposal.MERGE, Confidence.INDIKASI, title=title)


def _near(places: Sequence[Place]) -> Iterator[Remark]:
    """Groups of apps whose texts are nearly the same; a group is as sure as its weakest link."""
    groups = _Groups()
    for one, other in _candidates(places):
        first, second = places[one].look.words, places[other].look.words
        same = Indel.normalized_similarity(first, second, score_cutoff=NEAR)
        if same >= NEAR:
            groups.join(one, other, same)
    for members, weakest in groups.found():
        apps = tuple(places[index].app.id for index in members)
        code = "same_text" if weakest >= COPY else "near_text"
        confidence = Confidence.KUAT if weakest >= COPY else Confidence.INDIKASI
        yield _remark(code, apps, Proposal.MERGE, confidence, percent=int(weakest * 100))


def _candidates(places: Sequence[Place]) -> Iterator[tuple[int, int]]:
    """Pairs of places whose sketches (the lowest hashes of their three-word sequences) share enough."""
    holders: defaultdict[int, list[int]] = defaultdict(list)
    for index, place in enumerate(places):
        if len(place.look.words) >= _LEAST_WORDS:
            for value in _sketch(place.look.words):
                holders[value].append(index)
    shared: defaultdict[tuple[int, int], int] = defaultdict(int)
    for indices in holders.values():
        if len(indices) <= _CROWD:
            for pair in combinations(indices, 2):
                shared[pair] += 1
    return (pair for pair, count in shared.items() if count >= _LEAST_SHARED)


def _sketch(text: tuple[str, ...]) -> list[int]:
    hashes = {zlib.crc32(" ".join(text[index : index + 3]).encode()) for index in range(len(text) - 2)}
    return sorted(hashes)[:_SKETCH]


def _same_purpose(histories: Sequence[History]) -> Iterator[Remark]:
    """Apps in use of different OPDs whose names say that they serve the same purpose."""
    groups: defaultdict[str, list[App]] = defaultdict(list)
    for app in (one.app for one in histories if one.app.status is AppStatus.AKTIF):
        for purpose in purposes_of(app.name):
            groups[purpose].append(app)
    for purpose, apps in groups.items():
        if len({app.opd for app in apps}) > 1:
            ids = tuple(app.id for app in apps)
            opds = len({app.opd for app in apps})
            yield Remark(
                topic=Topic.ALIKE,
                code="same_purpose",
                apps=ids,
                proposal=Proposal.MERGE,
                confidence=Confidence.INDIKASI,
                values={"purpose": purpose, "opds": opds},
            )


class _Groups:
    """Joins pairs into groups, and remembers the weakest pair of each."""

    def __init__(self) -> None:
        self._parent: dict[int, int] = {}
        self._weakest: dict[int, float] = {}

    def _root(self, one: int) -> int:
        while self._parent.setdefault(one, one) != one:
            one = self._parent[one]
        return one

    def join(self, one: int, other: int, same: float) -> None:
        first, second = sorted((self._root(one), self._root(other)))
        weakest = min(same, self._weakest.get(first, 1.0), self._weakest.get(second, 1.0))
        self._parent[second] = first
        self._weakest[first] = weakest

    def found(self) -> Iterator[tuple[list[int], float]]:
        members: defaultdict[int, list[int]] = defaultdict(list)
        for one in sorted(self._parent):
            members[self._root(one)].append(one)
        for root, group in members.items():
            if len(group) > 1:
                yield group, self._weakest[root]


def _remark(
    code: str, apps: tuple[AppId, ...], proposal: Proposal, confidence: Confidence, **values: str | int
) -> Remark:
    topic = Topic.ALIKE if code == "near_text" else Topic.DOUBLE
    return Remark(topic=topic, code=code, apps=apps, proposal=proposal, confidence=confidence, values={**values})
