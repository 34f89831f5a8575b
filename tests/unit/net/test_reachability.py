from secscan.model.enums import Reason
from secscan.net.reachability import Reachability


def test_an_address_that_never_answers_is_given_up() -> None:
    reach = Reachability()
    verdicts = [reach.failed(port, Reason.TIMEOUT) for port in (80, 443, 80, 443, 8080)]
    assert verdicts == [None, None, None, None, Reason.TIMEOUT]


def test_a_filtered_port_is_left_alone_while_another_answers() -> None:
    reach = Reachability()
    reach.connected(443)
    assert [reach.failed(80, Reason.TIMEOUT) for _ in range(8)] == [None] * 8
    assert reach.given_up(80) is Reason.TIMEOUT
    assert reach.given_up(443) is None


def test_refusals_of_a_port_that_never_answered_say_that_the_host_lives() -> None:
    reach = Reachability()
    assert [reach.failed(80, Reason.UNREACHABLE) for _ in range(20)] == [None] * 20
    assert reach.given_up(80) is None


def test_a_service_that_dies_during_the_scan_is_given_up() -> None:
    reach = Reachability()
    reach.connected(80)
    verdicts = [reach.failed(80, Reason.UNREACHABLE) for _ in range(5)]
    assert verdicts[-1] is Reason.UNREACHABLE


def test_an_answer_wipes_the_slate() -> None:
    reach = Reachability()
    for _ in range(4):
        reach.failed(80, Reason.TIMEOUT)
    reach.connected(80)
    assert reach.given_up(80) is None
    assert reach.failed(80, Reason.TIMEOUT) is None
