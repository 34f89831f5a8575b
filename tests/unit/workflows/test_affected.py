from pathlib import Path

import msgspec

from secscan.analysis.concerned import Asked, Concern, Why, targets_of
from secscan.model.ids import AppId
from secscan.workflows.affected import affected, counts, unidentified
from secscan.workflows.evaluate import evaluate
from tests.unit.stored_runs import Bench, bench
from tests.unit.workflows.test_judged import wordpress


def answers(made: Bench, identifier: str = "CVE-2024-31211") -> dict[str, tuple[Concern, Why]]:
    with made.desk() as desk:
        found = affected(desk.register, desk.store.judgements(), Asked(targets_of(identifier, desk.intel)))
        return {one.app.id: (one.answer.concern, one.answer.why) for one in found}


def test_apps_are_answered_from_what_was_identified(tmp_path: Path) -> None:
    made = bench(tmp_path)
    made.run("r1", {"portal": {"/": wordpress("6.4.1")}, "berita": {"/": wordpress("7.1")}})
    with made.desk() as desk:
        assert set(unidentified(desk.register, desk.store, desk.store.judgements())) >= {"portal", "berita"}
        evaluate(desk)
        assert unidentified(desk.register, desk.store, desk.store.judgements()) == ()
    found = answers(made)
    assert next(iter(found)) == "portal"
    assert found["portal"] == (Concern.AFFECTED, Why.IN_RANGE)
    assert found["berita"] == (Concern.NOT_AFFECTED, Why.OUT_OF_RANGE)
    assert found["baru"] == (Concern.UNKNOWN, Why.NOT_LOOKED)
    assert "ponsel" not in found, "an app without a web address has nothing to look at"


def test_evidence_has_its_date_and_the_owner_his_contact(tmp_path: Path) -> None:
    made = bench(tmp_path)
    made.run("r1", {"portal": {"/": wordpress("6.4.1")}})
    with made.desk() as desk:
        evaluate(desk)
        found = affected(desk.register, desk.store.judgements(), Asked(targets_of("CVE-2024-31211", desk.intel)))
        assert sum(count for _, count in counts(found)) == len(found)
    first = found[0]
    assert (first.app.id, first.opd.name) == ("portal", "Dinas Kominfo")
    assert first.taken_at is not None
    assert first.answer.seen is not None
    assert first.answer.seen.versions == ("6.4.1",)


def test_a_new_run_or_another_version_is_identified_anew(tmp_path: Path) -> None:
    made = bench(tmp_path)
    made.run("r1", {"portal": {"/": wordpress("6.4.1")}})
    with made.desk() as desk:
        evaluate(desk)
        old = msgspec.structs.replace(desk.store.judgements()[AppId("portal")], version="0.0.1")
        desk.store.save_judgements([old])
        assert unidentified(desk.register, desk.store, desk.store.judgements()) == ("portal",)
        evaluate(desk)
    made.run("r2", {"portal": {"/": wordpress("7.1")}}, days=1)
    with made.desk() as desk:
        assert "portal" in unidentified(desk.register, desk.store, desk.store.judgements())
        evaluate(desk)
    assert answers(made)["portal"] == (Concern.NOT_AFFECTED, Why.OUT_OF_RANGE)
