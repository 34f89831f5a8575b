"""Calling secscan as a user does, on a fixed day."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from click.testing import CliRunner, Result

from secscan.cli.main import cli
from secscan.cli.session import Surroundings


@dataclass
class FixedClock:
    """1 October 2026, 00:30 in Jakarta; still September in UTC."""

    moment: datetime = field(default_factory=lambda: datetime(2026, 9, 30, 17, 30, tzinfo=UTC))

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return 0.0

    def sleep(self, seconds: float) -> None:
        raise AssertionError("nothing here waits")


def call(*arguments: str | Path, environ: Mapping[str, str] | None = None) -> Result:
    """One call of secscan; the environment has nothing but what is given."""
    outside = Surroundings(environ or {}, FixedClock())
    cleared = {name: None for name in os.environ if name.startswith("SECSCAN_")}
    runner = CliRunner()
    return runner.invoke(cli, [str(word) for word in arguments], obj=outside, env={**cleared, **(environ or {})})
