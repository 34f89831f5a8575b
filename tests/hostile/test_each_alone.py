"""Every hostile target alone: within its deadline, and within 50 MB of the scanner's memory."""

import contextlib
import json
import subprocess
import sys
from pathlib import Path

from tests.certificate_support import authority
from tests.hostile.targets import HTTP, TLS
from tests.lab.desk import ROOT
from tests.scan_support import GOOD, listening, pages

DEADLINE = 3.0
GRACE = 4.0
MAX_MB = 50.0


def test_deadline_and_memory_of_each(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_bytes(authority("Otoritas Uji").pem)
    with contextlib.ExitStack() as stack:
        good = stack.enter_context(listening("127.67.2.250", 0, pages(GOOD)))
        names = {f"http://{good.url}/": "baik"}
        for number, (name, handler) in enumerate([*HTTP.items(), *TLS.items()], start=1):
            server = stack.enter_context(listening(f"127.67.2.{number}", 0, handler))
            names[f"{'https' if name in TLS else 'http'}://{server.url}/"] = name
        words = [sys.executable, "-m", "tests.hostile.alone_child", str(tmp_path / "ca.pem"), str(DEADLINE), *names]
        done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stderr
    measured = {names[row["url"]]: row for row in map(json.loads, done.stdout.splitlines())}
    assert set(measured) == set(names.values())
    worst = sorted((row for name, row in measured.items() if name != "baik"), key=lambda row: -row["mb"])
    print("\n" + ", ".join(f"{names[row['url']]} {row['mb']} MB {row['seconds']} s" for row in worst[:8]))
    for name, row in measured.items():
        if name != "baik":  # it loads what is loaded once
            assert row["mb"] <= MAX_MB, (name, row)
        assert row["seconds"] <= DEADLINE + GRACE, (name, row)
