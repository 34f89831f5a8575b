import io

import msgspec
import pytest

from secscan.analysis import bodies
from secscan.analysis.bodies import read_body
from secscan.analysis.challenges import front_of
from secscan.analysis.reading import Manner
from secscan.probes import body_reader
from secscan.probes.body_reader import read_bodies
from secscan.probes.body_readers import LENGTH, Answer, Fault, Question, packed

MANNER = Manner("text/html", False, False, False, True, True, front_of(200, {}))
URL = "https://app.contoh.go.id/profil/"
PAGE = b"<!doctype html><title>Profil</title><a href='visi'>Visi</a><p>NIK 3201010101900001"


@pytest.fixture(autouse=True)
def unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limits are those of a process that is thrown away."""
    monkeypatch.setattr(body_reader.resource, "setrlimit", lambda *_: None)
    monkeypatch.setattr(body_reader, "GROWN_KB", 1 << 40)


def asked(*questions: Question) -> list[Answer | Fault]:
    out = io.BytesIO()
    read_bodies(io.BytesIO(b"".join(map(packed, questions))), out)
    data, answers = out.getvalue(), []
    while data:
        end = LENGTH + int.from_bytes(data[:LENGTH], "big")
        answers.append(msgspec.msgpack.decode(data[LENGTH:end], type=Answer | Fault))
        data = data[end:]
    return answers


def test_answers_are_what_the_reading_says_and_come_in_order() -> None:
    questions = [Question(body, URL, MANNER) for body in (PAGE, b"", b"\x89PNG\r\n\x1a\n\x00", PAGE + b"<h1>\xff")]
    assert asked(*questions) == [Answer(read_body(*question)) for question in questions]
    first = asked(questions[0])[0]
    assert isinstance(first, Answer)
    assert first.reading.page is not None
    assert first.reading.page.title == "Profil"
    assert b"3201010101900001" not in (first.reading.stored or b"")


def test_a_fault_of_ours_costs_one_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(body: bytes, *_: object) -> object:
        if body == PAGE:
            raise MemoryError
        return read_body(body, URL, MANNER)

    monkeypatch.setattr(body_reader, "read_body", fail)
    assert asked(Question(PAGE, URL, MANNER), Question(b"x", URL, MANNER)) == [
        Fault("MemoryError"),
        Answer(bodies.read_body(b"x", URL, MANNER)),
    ]


def test_one_that_has_grown_ends_after_its_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body_reader, "GROWN_KB", 1)
    assert len(asked(Question(PAGE, URL, MANNER), Question(PAGE, URL, MANNER))) == 1


def test_one_that_has_read_much_makes_room_for_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body_reader, "BODIES", 2)
    assert len(asked(*[Question(PAGE, URL, MANNER)] * 3)) == 2
