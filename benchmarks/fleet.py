"""Memory of a scan in the number of its apps: light apps on many loopback addresses, all processes' peaks printed.

Run from the checkout: python -m benchmarks.fleet [APPS]
"""

import contextlib
import sys
import tempfile
from pathlib import Path

from tests.scan_support import GOOD, listening, pages, small_profile, watched, workspace

PER_ADDRESS = 10


def main(count: int) -> None:
    for apps in (count // 10, count):
        with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
            urls = {}
            for number in range(apps):
                ip = f"127.0.50.{number // PER_ADDRESS + 1}"
                urls[f"app{number}"] = f"http://{stack.enter_context(listening(ip, 0, pages(GOOD))).url}/"
            desk = workspace(Path(folder), urls, "127.0.50.0/24")
            done = watched(desk, "scan", "--profile", small_profile(Path(folder)), seconds=1800)
            print(
                f"{apps} apps: {done.seconds:.0f} s, {done.peak_mb:.0f} MB, {done.child_mb:.0f} MB in the largest child"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
