"""From remarks to one proposal for each app."""

from secscan.hygiene.weigh import states, weigh, without_outages
from secscan.model.enums import AppStatus
from secscan.model.hygiene import History, Presence, Proposal, Topic
from tests.unit.hygiene.histories import DISDIK, OPDS, TERMS, app, look, seen

HISTORIES = (
    seen(app("baik")),
    seen(app("ditutup", status=AppStatus.DITUTUP)),
    seen(app("lama"), *(look("lama", Presence.NO_NAME, days_ago=days) for days in (0, 30))),
    seen(app("luar", "https://contoh.com/")),
    History(app("belum")),
    seen(app("wb"), look("wb", Presence.BLOCKED)),
    seen(app("absen-a", name="Absensi A")),
    seen(app("absen-b", name="Absensi B", opd=DISDIK)),
)


def test_remarks_come_by_topic() -> None:
    remarks = weigh(HISTORIES, OPDS, TERMS)
    assert [one.topic for one in remarks] == [Topic.DISAGREES, Topic.GONE, Topic.ALIKE, Topic.OUTSIDE]


def test_each_app_has_one_proposal() -> None:
    found = {one.app.id: one.proposal for one in states(HISTORIES, OPDS, weigh(HISTORIES, OPDS, TERMS))}
    assert found == {
        "baik": Proposal.KEEP,
        "ditutup": Proposal.CLOSE,
        "lama": Proposal.CLOSE,
        "luar": Proposal.REPAIR,
        "belum": Proposal.UNKNOWN,
        "wb": Proposal.UNKNOWN,  # what stands behind a wall was not seen
        "absen-a": Proposal.KEEP,  # a like purpose by name alone decides nothing
        "absen-b": Proposal.KEEP,
    }


def test_since_when_and_over_how_many_scans() -> None:
    state = next(one for one in states(HISTORIES, OPDS, ()) if one.app.id == "lama")
    assert (state.presence, state.runs) == (Presence.NO_NAME, 2)
    assert state.since is not None
    assert state.since.date().isoformat() == "2026-09-01"


def outage(silent: int, answering: int) -> tuple[History, ...]:
    names = [f"a{number}" for number in range(silent + answering)]
    gone = [Presence.SILENT if number % 2 else Presence.NO_NAME for number in range(silent)]
    newest = [*gone, *[Presence.ANSWERS] * answering]
    return tuple(
        seen(app(name), look(name, state), look(name, Presence.ANSWERS, days_ago=7))
        for name, state in zip(names, newest, strict=True)
    )


def test_a_run_in_which_hardly_anything_answered_was_an_outage_of_our_own() -> None:
    histories = without_outages(outage(8, 1))
    assert [one.presence for one in states(histories, OPDS, weigh(histories, OPDS, TERMS))] == [Presence.ANSWERS] * 9


def test_some_silent_apps_are_no_outage() -> None:
    for histories in (outage(5, 5), outage(4, 0)):
        assert without_outages(histories) == histories
