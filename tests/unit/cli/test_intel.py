import csv
import io
import json
from collections.abc import Sequence
from datetime import UTC, datetime

from click.testing import CliRunner, Result

from secscan.cli.main import cli
from secscan.cli.session import Surroundings


class StillClock:
    """A clock that stands still."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def now(self) -> datetime:
        return self._moment

    def monotonic(self) -> float:
        return 0.0

    def sleep(self, seconds: float) -> None:
        pass


def run(arguments: Sequence[str], day: datetime) -> Result:
    return CliRunner().invoke(cli, arguments, obj=Surroundings({}, StillClock(day)))


FRESH = datetime(2026, 9, 1, 3, tzinfo=UTC)


def test_packs_dates_and_ages_as_json() -> None:
    result = run(["intel", "status", "--format", "json"], FRESH)
    assert result.exit_code == 0
    packs = {row["pack"]: row for row in json.loads(result.stdout)}
    assert set(packs) >= {"products", "vulns", "kev", "wp_etags", "admin_paths", "fingerprints/slims", "wp_extensions"}
    assert packs["products"] == packs["products"] | {"date": "2026-08-22", "age_days": 10, "stale": False}
    assert packs["kev"]["stale"] is True


def test_csv_and_table() -> None:
    rows = list(csv.DictReader(io.StringIO(run(["intel", "status", "--format", "csv"], FRESH).stdout)))
    assert rows[0]["pack"] == "admin_paths"
    assert "2026-08-22" in run(["intel", "status"], FRESH).stdout


def test_stale_packs_are_warned_of_on_stderr_in_both_languages() -> None:
    later = datetime(2027, 1, 1, 3, tzinfo=UTC)
    assert "sudah usang (umur dalam hari): " in run(["intel", "status"], later).stderr
    english = run(["--lang", "en", "intel", "status"], later)
    assert "products (132)" in english.stderr
    assert "out of date" in english.stderr
    assert "out of date" not in english.stdout
