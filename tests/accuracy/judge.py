"""Verdicts beside the truth: what was right, what was a false alarm, what was missed, what was left open."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from secscan.model.checks import Verdict
from secscan.model.enums import Outcome
from tests.accuracy.case import Case, Fault

_FOUND = (Outcome.FAIL, Outcome.PARTIAL)
_OPEN = (Outcome.INCONCLUSIVE, Outcome.NOT_TESTED)


@dataclass(frozen=True)
class Score:
    """One check on one case, in findings. `wrong_clean` counts clean bills where nothing could be seen; `graded` are
    findings whose outcome is not the one that is true."""

    check: str
    case: str
    hits: int = 0
    misses: int = 0
    missed_openly: int = 0
    false_alarms: int = 0
    clean: int = 0
    undecided: int = 0
    wrong_clean: int = 0
    graded: int = 0
    told: str = ""

    @property
    def right(self) -> bool:
        return not (self.misses or self.false_alarms or self.wrong_clean or self.graded)


def places(verdicts: Sequence[Verdict]) -> dict[str, Outcome]:
    """What was found, by the last value of its discriminators, the worst outcome of each."""
    found: dict[str, Outcome] = {}
    for verdict in verdicts:
        if verdict.outcome in _FOUND:
            place = verdict.discriminators[-1][1] if verdict.discriminators else ""
            place = "http" if place.startswith("http://") else place  # ports differ from run to run
            if found.get(place) is not Outcome.FAIL:
                found[place] = verdict.outcome
    return found


def judge(case: Case, verdicts: Mapping[str, tuple[Verdict, ...]]) -> Iterator[Score]:
    """One score per check."""
    for check, said in verdicts.items():
        if check in case.blind:
            yield _blind(case, check, said)
        else:
            yield _seen(case, check, said, case.faults.get(check) or case.later.get(check))


def _blind(case: Case, check: str, said: Sequence[Verdict]) -> Score:
    found = places(said)
    clean = any(verdict.outcome is Outcome.PASS for verdict in said)
    return Score(check, case.name, false_alarms=len(found), wrong_clean=int(clean), told=_told(said))


def _seen(case: Case, check: str, said: Sequence[Verdict], truth: Fault | None) -> Score:
    found = places(said)
    wanted = truth.places if truth is not None else frozenset()
    hits = wanted & found.keys()
    general = [verdict for verdict in said if not verdict.discriminators]
    undecided = bool(general) and all(verdict.outcome in _OPEN for verdict in general)
    wrong = [place for place in hits if truth is not None and found[place] is not truth.outcome]
    missing = len(wanted - found.keys())
    openly = missing if any(verdict.outcome in _OPEN for verdict in said) else 0
    return Score(
        check,
        case.name,
        hits=len(hits),
        misses=missing,
        missed_openly=openly,
        false_alarms=len(found.keys() - wanted),
        clean=int(truth is None and not found and not undecided),
        undecided=int(truth is None and not found and undecided and check not in case.unsure),
        graded=len(wrong),
        told=_told(said),
    )


def _told(said: Sequence[Verdict]) -> str:
    return "; ".join(
        f"{verdict.outcome} {dict(verdict.discriminators) or ''} {verdict.reason or ''}".strip() for verdict in said
    )
