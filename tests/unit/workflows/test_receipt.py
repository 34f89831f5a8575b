from datetime import timedelta

from secscan.model.enums import Status
from secscan.model.ids import JobKey
from secscan.model.impact import Impact
from secscan.model.observations import Cost, Observation
from secscan.model.subjects import Host
from secscan.workflows.receipt import not_told, together, with_earlier, with_state
from tests.unit.stored_runs import START

IP = "127.0.0.9"


def look(cost: Cost, minutes: int = 0) -> Observation:
    return Observation(
        job_key=JobKey("x"),
        subject=Host(IP),
        taken_at=START + timedelta(minutes=minutes),
        probe="web",
        status=Status.OK,
        cost=cost,
    )


def test_counts_add_up_and_of_peaks_the_higher_stays() -> None:
    both = together(Cost(requests=1, backoffs=1, peak_per_second=9), Cost(requests=2, seconds=1.5, peak_per_second=4))
    assert both == Cost(requests=3, seconds=1.5, backoffs=1, peak_per_second=9)


def test_a_look_tells_the_peak_so_far_and_the_back_offs_since_the_last() -> None:
    told = Cost(requests=3, backoffs=2, peak_per_second=7)
    seen = with_state(Cost(requests=1), Impact(ip=IP, requests=4, backoffs=3, peak_per_second=8), told)
    assert seen == Cost(requests=1, backoffs=1, peak_per_second=8)


def test_what_was_broken_off_is_told_too() -> None:
    sent = Impact(ip=IP, requests=5, connections=2, bytes=100, backoffs=1, peak_per_second=6)
    assert not_told(sent, Cost(requests=4, connections=2, bytes_received=60, bytes_sent=30)) == Cost(
        requests=1, bytes_received=10, backoffs=1, peak_per_second=6
    )
    assert not_told(sent, Cost(requests=5, connections=2, bytes_received=100)) == Cost(), "nothing was in flight"


def test_a_resumed_batch_owns_up_to_the_peak_and_back_offs_before_the_interruption() -> None:
    impact = Impact(ip=IP, requests=2, peak_per_second=3, backoffs=1, started_at=START + timedelta(hours=1))
    earlier = [look(Cost(requests=5, backoffs=2, peak_per_second=4)), look(Cost(requests=1, peak_per_second=10), 1)]
    whole = with_earlier(impact, earlier)
    assert (whole.requests, whole.peak_per_second, whole.backoffs) == (8, 10, 3)
    assert whole.started_at == START
    assert whole.ended_at == START + timedelta(minutes=1)


def test_without_an_interruption_the_receipt_is_the_budgets() -> None:
    impact = Impact(ip=IP, requests=2)
    assert with_earlier(impact, ()) == impact
