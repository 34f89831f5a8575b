"""Counting the people that a document lists, in a child program of its own (`probes.document_reader`)."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import msgspec

import secscan
from secscan.analysis.documents import kind_of
from secscan.model.observations import Exchange, Observation
from secscan.probes.bodies import Body

_MODULE = "secscan.probes.document_reader"
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH")
CPU_SECONDS = 20
"""What the program may use of a processor; its libraries take a while to load, and so stay out of this one."""

_SECONDS = 2.0 * CPU_SECONDS

Counts = tuple[tuple[str, int], ...]


class Unreadable(Exception):  # noqa: N818 - an outcome, not a fault
    """The document is damaged, locked, scanned, or too large to be read."""


def count_document(body: bytes, kind: str) -> Counts:
    """How many people's numbers a document of that kind lists (as `analysis.personal.count`). Raises Unreadable."""
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    environment["PYTHONPATH"] = str(Path(secscan.__file__).parent.parent)
    command = [sys.executable, "-m", _MODULE, kind]
    try:
        for _ in range(2):  # once more if it was killed from outside, as a machine short of memory does
            done = subprocess.run(
                command, input=body, capture_output=True, timeout=_SECONDS, check=False, env=environment
            )
            if done.returncode != -signal.SIGKILL:
                break
    except subprocess.TimeoutExpired:
        raise Unreadable("too slow") from None
    if done.returncode != 0:
        raise Unreadable(f"exit {done.returncode}")
    try:
        return msgspec.json.decode(done.stdout, type=Counts)
    except msgspec.DecodeError:
        raise Unreadable("no answer") from None


def with_people(seen: Observation, body: Body) -> Observation:
    """The look at a document with the counts of people that it lists; `detail` says why one could not be read."""
    exchange = seen.payload
    if not isinstance(exchange, Exchange) or exchange.page is not None:
        return seen
    kind = kind_of(exchange.request.path) or ""
    if kind == "csv":  # a text, which was counted like any other
        return seen
    if body.truncated:
        return msgspec.structs.replace(seen, detail="too large")
    try:
        counts = count_document(body.data, kind)
    except Unreadable as unreadable:
        return msgspec.structs.replace(seen, detail=str(unreadable))
    return msgspec.structs.replace(seen, payload=msgspec.structs.replace(exchange, personal=counts))
