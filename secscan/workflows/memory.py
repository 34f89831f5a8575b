"""The memory of a process with many threads."""

import contextlib
import ctypes

ARENAS = 2
_M_ARENA_MAX = -8  # mallopt(3)


def few_arenas() -> bool:
    """Let all threads take their memory from a few places; returns whether the C library could be told.

    glibc gives each thread a place of its own, up to eight a core, and what is free in one is of no use to another: a
    scan of 1,000 apps then needs a third more memory. To be called before there are threads.
    """
    with contextlib.suppress(OSError, AttributeError):  # other C libraries have no such thing
        return bool(ctypes.CDLL(None).mallopt(_M_ARENA_MAX, ARENAS))
    return False
