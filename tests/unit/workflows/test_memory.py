import platform
import subprocess
import sys

import pytest

CODE = """
import sys, threading
from secscan.workflows.memory import few_arenas

assert few_arenas() or "limited" not in sys.argv
held = []
start = threading.Barrier(12)


def hold():
    start.wait()
    held.append(bytearray(100_000))
    start.wait()


threads = [threading.Thread(target=hold) for _ in range(12)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
with open("/proc/self/maps") as maps:
    print(sum(1 for line in maps if " rw-p " in line and "00000000 00:00 0" in line and is_arena(line)))
"""
ARENA = """
def is_arena(line):
    begin, end = (int(part, 16) for part in line.split()[0].split("-"))
    return begin % (64 << 20) == 0 and end > begin  # glibc's heaps of threads begin at multiples of 64 MB
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library")
def test_threads_share_two_arenas() -> None:
    """The main one, which is no heap of a thread, and one more."""
    code = ARENA + CODE
    done = subprocess.run([sys.executable, "-c", code, "limited"], capture_output=True, text=True)
    assert done.stderr == ""
    assert int(done.stdout) == 1
    free = subprocess.run(
        [sys.executable, "-c", code.replace("assert few_arenas()", "assert True")], capture_output=True, text=True
    )
    assert int(free.stdout) > 1
