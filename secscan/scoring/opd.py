"""The score of an OPD, from those of its apps."""

from collections.abc import Sequence

from secscan.model.enums import Criticality
from secscan.model.ids import OpdId
from secscan.model.register import App
from secscan.model.score import OpdScore, Score
from secscan.model.standard import Standard
from secscan.scoring.ratings import UNRATED, rating_of, stepped_up, worse


def opd_score(standard: Standard, opd: OpdId, apps: Sequence[tuple[App, Score | None]]) -> OpdScore:
    """The criticality-weighted mean of an OPD's apps. An app without a score was not scanned.

    `value` is over the rated apps; `low` over all active web apps, one without a lower bound counting 0, so that nobody
    gains by not being looked at. The rating is at most one step (`strategic_steps`) above the worst `strategis` app's.
    """
    scoring = standard.scoring
    base = [(app, score) for app, score in apps if app.rated]
    weights = {app.id: scoring.criticality_weights[app.criticality] for app, _ in base}
    rated = [(app, score) for app, score in base if score is not None and score.rating != UNRATED]
    value = _mean([(weights[app.id], score.value or 0.0) for app, score in rated])
    low = _mean([(weights[app.id], (score.low if score is not None else None) or 0.0) for app, score in base])
    if value is not None and low is not None:
        low = min(low, value)  # an app that waits for a reviewer has a lower bound, and no value to bound
    strategic = [score.rating for app, score in rated if app.criticality is Criticality.STRATEGIS]
    rating = UNRATED if value is None else rating_of(scoring, value)
    if strategic and value is not None:
        rating = worse(scoring, rating, stepped_up(scoring, worse(scoring, *strategic), scoring.strategic_steps))
    coverage = len(rated) / len(base) if base else 0.0
    return OpdScore(
        opd=opd,
        value=value,
        low=low,
        rating=rating,
        provisional=rating != UNRATED and coverage < scoring.asset_coverage_minimum,
        asset_coverage=coverage,
        rated=tuple(app.id for app, _ in rated),
        unscanned=tuple(app.id for app, score in base if score is None or score.value is None),
    )


def _mean(pairs: Sequence[tuple[float, float]]) -> float | None:
    total = sum(weight for weight, _ in pairs)
    return sum(weight * number for weight, number in pairs) / total if total else None
