"""Lists the benchmarks, or runs those of the bars and writes down what they print.

python -m benchmarks; python -m benchmarks docs/benchmarks.md (as root, on a quiet machine; takes about half an hour)
"""

import ast
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

_PARTS = ("__init__", "__main__", "facts", "measure", "nginx_fleet", "peers")
_BARS = (("startup",), ("evaluate",), ("identify",), ("growth",), ("fleet", "--peers"))
_HEAD = """# Benchmarks

What `python -m benchmarks docs/benchmarks.md` printed on {day}. Every bar is a line: whether it was reached, what was
measured, and its ratio to the bar. Figures of CPU and memory hold for a scan with all its child programs; those of time
need a quiet machine.
"""


def main(target: Path | None) -> None:
    if target is None:
        for path in sorted(Path(__file__).parent.glob("*.py")):
            if path.stem not in _PARTS:
                words = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
                print(f"python -m benchmarks.{path.stem:16}{words.splitlines()[0]}")
        return
    parts = [_HEAD.format(day=f"{datetime.now(UTC):%d %B %Y}")]
    for name, *words in _BARS:
        command = [sys.executable, "-m", f"benchmarks.{name}", *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        print(done.stdout, done.stderr, sep="", flush=True)
        parts.append(f"## {' '.join((name, *words))}\n\n```text\n{done.stdout.strip()}\n```\n")
    target.write_text("\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
