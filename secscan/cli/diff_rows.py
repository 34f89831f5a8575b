"""One line for each thing that changed between two states: a finding, an app, a score."""

from collections.abc import Iterator
from dataclasses import dataclass

from secscan.base.text import clean
from secscan.cli.output import Cell, Said
from secscan.cli.scores import score_text
from secscan.cli.wording import Wording
from secscan.model.checks import Fact
from secscan.model.enums import Reason
from secscan.model.score import OpdScore, Score
from secscan.reports.facts import UNPRINTED, fact_name, fact_value
from secscan.reports.wording import Wording as ReportWording
from secscan.scoring.moves import Move, differs
from secscan.tracking.differences import Altered, Difference
from secscan.workflows.diff import AppChange, Diff

_MAX_TOLD = 5
_MAX_FACT = 160


@dataclass(frozen=True, slots=True)
class Telling:
    """The sentences of this verb, of the other verbs, and of reports."""

    words: Wording
    verbs: Wording
    report: ReportWording

    def unseen(self, reason: Reason | None) -> str:
        """Why an app could not be looked at, in words."""
        if reason is None:
            return self.words.text("seen")
        key = f"unseen.{reason}"
        return self.verbs.text(key if key in self.verbs else "unseen.other")


@dataclass(frozen=True, slots=True)
class Row:
    """One line. `counted` is what the summary counts it as, "" for what is told beside."""

    counted: str
    apps: frozenset[str]
    opds: frozenset[str]
    cells: dict[str, Cell]

    def concerns(self, apps: frozenset[str], opds: frozenset[str]) -> bool:
        """Whether it is about one of these apps, if any are named, and one of these OPDs, if any are."""
        return (not apps or not apps.isdisjoint(self.apps)) and (not opds or not opds.isdisjoint(self.opds))


def rows_of(found: Diff, telling: Telling) -> Iterator[Row]:
    """Findings, the worst first; then apps that came, went or fell silent; then scores, the greatest losses first."""
    owners = {entry.app.id: entry.opd.id for entry in found.after.apps}
    for one in found.findings:
        yield _finding(one, {str(owners[app]) for app in one.finding.apps if app in owners}, telling)
    for change in found.apps:
        yield from _app(change, telling)
    for app in found.vanished:
        cells: dict[str, Cell] = {"change": Said("vanished", telling.words.text("changes.vanished")), "app": app}
        yield Row("vanished", frozenset({app}), frozenset(), cells)
    scored = sorted((one for one in found.apps if one.rescored), key=lambda one: (_gain(one), one.after.app.id))
    yield from (_score(one, telling) for one in scored)
    yield from (_opd(was, now, telling) for was, now in found.opds if _moved(was, now))


def _finding(one: Difference, opds: set[str], telling: Telling) -> Row:
    finding, words = one.finding, telling.words
    cause = str(one.cause) if one.cause is not None else "review"
    told = [alter for alter in one.altered if alter.name not in UNPRINTED]
    return Row(
        counted=one.became.value,
        apps=frozenset(map(str, finding.apps)),
        opds=frozenset({*opds, *([str(finding.opd)] if finding.opd is not None else [])}),
        cells={
            "change": Said(one.became.value, words.text(f"changes.{one.became}")),
            "severity": finding.severity.value,
            "app": finding.apps[0] if finding.apps else None,
            "opd": finding.opd,
            "what": finding.check,
            "subject": finding.subject.place,
            "before": None,
            "after": None,
            "cause": Said(cause, words.text(f"causes.{cause}")),
            "detail": "; ".join((*(_altered(alter, telling) for alter in told[:_MAX_TOLD]), *one.data)),
            "data": one.data,
            "apps": finding.apps,
            "state": finding.state.value,
            "fingerprint": finding.fingerprint,
        },
    )


def _altered(one: Altered, telling: Telling) -> str:
    key = f"properties.{one.name}"
    name = telling.words.text(key) if key in telling.words else fact_name(one.name, telling.report)
    return f"{name}: {_fact(one.name, one.before, telling)} -> {_fact(one.name, one.after, telling)}"


def _fact(name: str, fact: Fact | None, telling: Telling) -> str:
    if fact is None:
        return "-"
    return clean(fact_value(name, fact, telling.report), _MAX_FACT) or "-"


def _app(change: AppChange, telling: Telling) -> Iterator[Row]:
    entry, words = change.after, telling.words
    kinds = (("appeared", change.appeared), ("dark", change.dark), ("back", change.back))
    for kind in (name for name, holds in kinds if holds):
        before, after = change.before.unseen, entry.unseen
        cells: dict[str, Cell] = {
            "change": Said(kind, words.text(f"changes.{kind}")),
            "app": entry.app.id,
            "opd": entry.opd.id,
            "before": Said(before, telling.unseen(before)),
            "after": Said(
                after or entry.score.rating, telling.unseen(after) if after else _rated(entry.score, telling)
            ),
        }
        yield Row(kind, frozenset({entry.app.id}), frozenset({entry.opd.id}), cells)


def _score(change: AppChange, telling: Telling) -> Row:
    entry, was, now = change.after, change.before.score, change.after.score
    told = "; ".join(_move(move, telling) for move in change.moved[:_MAX_TOLD])
    more = len(change.moved) - _MAX_TOLD
    words = telling.words
    gain = _gain(change)
    held = words.text("capped", {"cap": telling.report.cap(now.caps[0].name)}) if gain == 0 and now.caps else ""
    cells: dict[str, Cell] = {
        "change": Said("score", words.text("changes.score")),
        "app": entry.app.id,
        "opd": entry.opd.id,
        "before": Said(was.value, _rated(was, telling)),
        "after": Said(now.value, _rated(now, telling)),
        "detail": told + (words.text("more", {"count": str(more)}) if more > 0 else "") + held,
        "points": round(gain, 2),
    }
    counted = "up" if gain > 0 else "down" if gain < 0 else ""
    return Row(counted, frozenset({entry.app.id}), frozenset({entry.opd.id}), cells)


def _move(move: Move, telling: Telling) -> str:
    before, after = (telling.report.t(f"outcome.{outcome}") for outcome in (move.before, move.after))
    return f"{move.control} {before} -> {after} ({move.points:+.1f})"


def _gain(change: AppChange) -> float:
    return (change.after.score.value or 0.0) - (change.before.score.value or 0.0)


def _rated(score: Score, telling: Telling) -> str:
    return f"{score.rating} {score_text(score, telling.report)}"


def _moved(was: OpdScore, now: OpdScore) -> bool:
    return was.rating != now.rating or differs(was.value, now.value)


def _opd(was: OpdScore, now: OpdScore, telling: Telling) -> Row:
    cells: dict[str, Cell] = {
        "change": Said("opd_score", telling.words.text("changes.opd_score")),
        "opd": now.opd,
        "before": Said(was.value, _opd_rated(was)),
        "after": Said(now.value, _opd_rated(now)),
        "points": round((now.value or 0.0) - (was.value or 0.0), 2),
    }
    return Row("", frozenset(), frozenset({now.opd}), cells)


def _opd_rated(score: OpdScore) -> str:
    return score.rating if score.value is None else f"{score.rating} {score.value:.0f}"
