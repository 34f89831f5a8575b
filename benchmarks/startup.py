"""How long `secscan --help` and `secscan gate --help` take, by a program of click that does nothing: the least of many.

Run from the checkout: python -m benchmarks.startup
"""

import sys
import tempfile
from pathlib import Path

from benchmarks.measure import Bar, quiet, show, spent

_BARE = "import click\n\n@click.command()\ndef main() -> None:\n    pass\n\nmain()\n"
_TIMES = 15


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / "bare.py"
        bare.write_text(_BARE)
        least = _least([sys.executable, bare, "--help"])
        bars = [
            Bar(f"{' '.join(words)} by bare click", _least([sys.executable, "-m", "secscan", *words]) / least, 2)
            for words in (("--help",), ("gate", "--help"))
        ]
    print(f"bare click: {1000 * least:.0f} ms of CPU; {quiet()}")
    return show(bars)


def _least(command: list[str | Path]) -> float:
    """Seconds of CPU, which other programs on the machine disturb less than time."""
    return min(spent(command, memory=False).cpu for _ in range(_TIMES))


if __name__ == "__main__":
    sys.exit(main())
