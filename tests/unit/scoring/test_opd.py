import pytest

from secscan.model.enums import AppKind, AppStatus, Criticality
from secscan.model.ids import AppId, OpdId
from secscan.model.register import App
from secscan.model.score import OpdScore, Score
from secscan.model.subjects import Site
from secscan.scoring.opd import opd_score
from tests.unit.scoring.standards import FULL

OPD = OpdId("dinkes")


def app(
    name: str,
    criticality: Criticality = Criticality.RENDAH,
    *,
    kind: AppKind = AppKind.WEB,
    status: AppStatus = AppStatus.AKTIF,
) -> App:
    site = Site("https", f"{name}.contoh.go.id", 443)
    return App(id=AppId(name), opd=OPD, name=name, sites=(site,), criticality=criticality, kind=kind, status=status)


def ske(value: float | None, rating: str, low: float | None = None) -> Score:
    return Score(value=value, low=value if low is None else low, high=value, coverage=1.0, rating=rating)


def of(*apps: tuple[App, Score | None]) -> OpdScore:
    return opd_score(FULL, OPD, apps)


STRATEGIS, TINGGI = Criticality.STRATEGIS, Criticality.TINGGI


def test_the_mean_is_weighted_by_criticality() -> None:
    both = of((app("a", STRATEGIS), ske(90, "A")), (app("b"), ske(50, "D")))
    assert (both.value, both.low, both.rating) == ((3 * 90 + 50) / 4, 80.0, "B")
    assert (both.asset_coverage, both.provisional, both.rated) == (1.0, False, ("a", "b"))


def test_an_unscanned_app_counts_zero_in_the_lower_bound_and_is_named() -> None:
    half = of((app("a", TINGGI), ske(96, "A")), (app("b", TINGGI), None))
    assert (half.value, half.low, half.rating) == (96.0, 48.0, "A")
    assert (half.asset_coverage, half.provisional, half.unscanned) == (0.5, True, ("b",))


def test_an_app_without_rating_leaves_the_value_but_not_the_lower_bound() -> None:
    two = of((app("a"), ske(90, "A")), (app("b"), ske(100, "-", low=30)))
    assert (two.value, two.low, two.unscanned) == (90.0, 60.0, ())
    assert two.provisional


def test_the_lower_bound_is_never_above_the_value() -> None:
    waiting = of((app("a"), ske(39, "E")), (app("b", TINGGI), ske(80, "-", low=65)))
    assert (waiting.value, waiting.low) == (39.0, 39.0)


@pytest.mark.parametrize(("worst", "rating"), [("E", "D"), ("D", "C"), ("C", "B"), ("B", "A"), ("A", "A")])
def test_at_most_one_step_above_the_worst_strategic_app(worst: str, rating: str) -> None:
    good = [(app(f"x{number}", TINGGI), ske(100, "A")) for number in range(40)]
    assert of((app("s", STRATEGIS), ske(95, worst)), (app("t", STRATEGIS), ske(95, "A")), *good).rating == rating


def test_android_and_closed_apps_are_outside_the_base() -> None:
    closed = [
        (app("b", kind=AppKind.ANDROID), None),
        (app("c", status=AppStatus.DITUTUP), None),
        (app("d", status=AppStatus.MATI), ske(0, "E")),
        (app("e", status=AppStatus.DIGABUNG), None),
    ]
    alone = of((app("a"), ske(90, "A")), *closed)
    assert (alone.value, alone.low, alone.asset_coverage, alone.unscanned) == (90.0, 90.0, 1.0, ())


def test_below_nine_tenths_is_provisional() -> None:
    rated = [(app(f"a{number}"), ske(90, "A")) for number in range(9)]
    assert not of(*rated, (app("x"), None)).provisional
    assert of(*rated, (app("x"), None), (app("y"), None)).provisional


def test_nothing_rated() -> None:
    none = of((app("a"), None))
    assert (none.value, none.low, none.rating, none.provisional) == (None, 0.0, "-", False)
    empty = of()
    assert (empty.value, empty.low, empty.rating, empty.asset_coverage) == (None, None, "-", 0.0)
