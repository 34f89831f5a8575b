import platform
import subprocess
import sys

CODE = """
import sys, threading
from secscan.workflows.memory import few_arenas

told = sys.argv[1] == "True" and few_arenas()


def is_arena(line):
    begin, end = (int(part, 16) for part in line.split()[0].split("-"))
    return begin % (64 << 20) == 0 and end > begin  # glibc's heaps of threads begin at multiples of 64 MB


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
    print(told, sum(1 for line in maps if " rw-p " in line and "00000000 00:00 0" in line and is_arena(line)))
"""


def heaps(*, limited: bool) -> tuple[bool, int]:
    """Whether the C library could be told, and how many heaps its threads then have beside the main one."""
    done = subprocess.run([sys.executable, "-c", CODE, str(limited)], capture_output=True, text=True)
    assert done.stderr == ""
    told, count = done.stdout.split()
    return told == "True", int(count)


def test_threads_share_two_arenas_where_the_c_library_has_such() -> None:
    """glibc gives each of twelve threads a heap of its own, unless told; other libraries have none and cannot be."""
    glibc = platform.libc_ver()[0] == "glibc"
    told, shared = heaps(limited=True)
    assert told == glibc
    assert shared <= 1
    assert (heaps(limited=False)[1] > 1) == glibc
