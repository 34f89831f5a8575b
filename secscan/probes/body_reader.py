"""A worker that reads bodies: what came from a target in, what is kept of it out.

Bodies come from the target, and their parsers are large and partly native: here a crash, a hang or a page that takes
all memory costs one answer.
"""

import gc
import resource
from typing import BinaryIO

import msgspec

from secscan.analysis.bodies import read_body
from secscan.probes.body_readers import LENGTH, Answer, Fault, Question, packed

MEMORY_BYTES = 1 << 30
GROWN_KB = 160_000
"""A worker that has grown beyond this ends after its answer: what a hostile page took does not come back by itself."""

BODIES = 2_000
"""After so many a worker makes room for a fresh one."""


def read_bodies(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answer questions until there are no more."""
    gc.set_threshold(10_000)  # pages are trees of thousands of objects
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    decoder = msgspec.msgpack.Decoder(Question)
    left = BODIES
    while head := questions.read(LENGTH):
        answers.write(packed(_answer(decoder.decode(questions.read(int.from_bytes(head, "big"))))))
        answers.flush()
        left -= 1
        if not left or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > GROWN_KB:
            return


def _answer(question: Question) -> Answer | Fault:
    try:
        return Answer(read_body(*question))
    except Exception as error:  # one strange body must not cost the others their reader
        return Fault(type(error).__name__)
