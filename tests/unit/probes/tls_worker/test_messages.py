import msgspec

from secscan.model.enums import Status
from secscan.probes.tls_worker.messages import Ask, Closed, Done, Go, Halt, Job, ToChild, ToParent
from tests.unit.tls_evidence import assessment


def test_messages_survive_the_pipe() -> None:
    down: list[ToChild] = [Job(ip="::1", port=443, server_name="x", seconds=1.5, reference=assessment()), Go(), Halt()]
    up: list[ToParent] = [Ask(), Closed(connected=True, sent=1), Done(status=Status.OK, assessment=assessment())]
    for message in down:
        line = msgspec.json.encode(message)
        assert b"\n" not in line
        assert msgspec.json.decode(line, type=ToChild) == message
    for answer in up:
        assert msgspec.json.decode(msgspec.json.encode(answer), type=ToParent) == answer
