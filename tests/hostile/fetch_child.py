"""Fetches one URL in a process of its own and prints, as JSON, what was observed, how long it took and how much memory
grew."""

import json
import resource
import sys

from secscan.base.clock import SystemClock
from secscan.model.observations import Exchange
from secscan.model.requests import Request
from secscan.probes.web import WebClient
from tests.net_support import LOOPBACK, endpoint, fast_budget


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(scheme: str, port: str, warm: str, seconds: str, times: str) -> None:
    clock = SystemClock()
    client = WebClient("csirt@example.go.id", clock)
    for warm_up in ("http", "http"):  # loads what is loaded lazily
        first = Request(scheme=warm_up, host=LOOPBACK, port=int(warm))
        client.fetch(first, endpoint(int(warm)), fast_budget(), clock.monotonic() + 10)
    before = peak_mb()
    request = Request(scheme=scheme, host=LOOPBACK, port=int(port))
    budget = fast_budget()
    start = clock.monotonic()
    for _ in range(int(times)):
        seen, _bodies = client.fetch(request, endpoint(int(port)), budget, clock.monotonic() + float(seconds))
    took = clock.monotonic() - start
    payload = seen.payload if isinstance(seen.payload, Exchange) else None
    report = {
        "status": seen.status,
        "reason": seen.reason,
        "detail": seen.detail,
        "seconds": took,
        "growth": peak_mb() - before,
        "code": payload.status if payload else None,
        "length": payload.length if payload else None,
        "truncated": payload.truncated if payload else None,
        "title": payload.page.title if payload and payload.page else None,
        "page": bool(payload and payload.page),
        "requests": seen.cost.requests,
        "connections": seen.cost.connections,
    }
    print(json.dumps(report))


if __name__ == "__main__":
    main(*sys.argv[1:])
