"""What the answers to guesses prove, with a pretended kind of page: one titled "Rahasia"."""

from collections.abc import Iterator

from secscan.analysis.exposed import Grade, Guess, ask_for, guessed, verdicts
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Intensity, Outcome, Reason, Severity
from secscan.model.evidence import Context, SiteEvidence
from secscan.model.ids import CheckId
from secscan.model.observations import Exchange
from secscan.model.requests import Request
from tests.unit.builders import Response
from tests.unit.checks.rounds import HOME, App, explore, serving

SPEC = CheckSpec(id=CheckId("debug-pages"), severity=Severity.TINGGI)
GUESSES = (Guess("satu", 5.0), Guess("dua", 4.0))
GRADES = {"rahasia": Grade(Outcome.FAIL, Severity.TINGGI)}
SECRET: Response = "<title>Rahasia</title><p>Isi yang tidak untuk umum, dan cukup panjang untuk dibandingkan</p>"


def recognise(exchange: Exchange) -> str:
    return "rahasia" if exchange.page is not None and exchange.page.title == "Rahasia" else ""


def ask(site: SiteEvidence, _context: Context) -> Iterator[Request]:
    yield from ask_for(site, SPEC, GUESSES, recognise)


def judge(
    serve: App,
    registered: frozenset[str] = frozenset(),
    anywhere: frozenset[str] = frozenset(),
    home: Response = HOME,
    intensity: Intensity = Intensity.STANDARD,
) -> list[Verdict]:
    seen, _ = explore(ask, serve, home=home, intensity=intensity)
    return list(verdicts(SPEC, seen, GUESSES, recognise, GRADES, registered, anywhere))


def test_several_paths_of_one_kind_are_one_finding() -> None:
    found, rest = judge(serving({"/satu": SECRET, "/dua": SECRET}))
    assert (found.outcome, found.facts["paths"], rest.outcome) == (Outcome.FAIL, ("/satu", "/dua"), Outcome.PASS)
    assert found.discriminators == (("shown", "rahasia"),)


def test_baselines_are_asked_for_only_where_something_is_recognised() -> None:
    assert explore(ask, serving({}))[1] == 2
    assert explore(ask, serving({"/satu": SECRET}))[1] == 3


def test_an_answer_to_every_path_proves_nothing_unless_the_kind_proves_itself() -> None:
    found = judge(serving({}, SECRET))[0]
    assert (found.outcome, found.reason) == (Outcome.INCONCLUSIVE, Reason.SOFT_404)
    assert judge(serving({}, SECRET), anywhere=frozenset({"rahasia"}))[0].outcome is Outcome.FAIL


def test_registered_paths_are_public_by_decision_the_others_are_not() -> None:
    only = judge(serving({"/satu": SECRET}), frozenset({"/satu"}))[0]
    assert (only.outcome, only.reason) == (Outcome.NOT_APPLICABLE, Reason.REGISTERED)
    both = judge(serving({"/satu": SECRET, "/dua": SECRET}), frozenset({"/satu"}))[0]
    assert (both.outcome, both.facts["paths"]) == (Outcome.FAIL, ("/dua",))


def test_the_home_page_needs_no_baseline() -> None:
    assert judge(serving({}), home=SECRET)[0].outcome is Outcome.FAIL


def test_what_could_not_be_looked_at_is_not_tested() -> None:
    (passive,) = judge(serving({}), intensity=Intensity.PASSIVE)
    assert (passive.outcome, passive.reason) == (Outcome.NOT_TESTED, Reason.PERMIT)
    (broken,) = judge(serving({}), home=(503, {}, ""))
    assert broken.outcome is Outcome.NOT_TESTED


def test_paths_of_other_apps_are_not_asked_for() -> None:
    seen, _ = explore(ask, serving({}), url="https://contoh.go.id/simpeg/")
    assert [one.path for one in guessed(seen, SPEC, (Guess("a", 1.0), Guess("/b", 1.0)))] == ["/simpeg/a"]
