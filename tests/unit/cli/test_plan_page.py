from datetime import UTC, datetime

import pytest

from secscan.cli.output import Format, Output
from secscan.cli.plan_page import print_plan
from secscan.cli.session import Session
from secscan.model.enums import Intensity, Language, Reason
from secscan.model.ids import AppId
from secscan.model.jobs import HostBatch, Lack, Pace, Plan, Refusal, TlsJob
from tests.unit.registers import FixedClock

BATCH = HostBatch(
    ip="203.0.113.9",
    jobs=(TlsJob(443, "a.contoh.go.id", "ST-1"), TlsJob(443, "b.contoh.go.id", "ST-1"), TlsJob(8443, "", "ST-1")),
    names=("a.contoh.go.id", "b.contoh.go.id"),
    apps=(AppId("a"), AppId("b")),
    pace=Pace(1.0, 2, 100.0),
    deadline=60.0,
)


def refused(lack: Lack, **values: str) -> Refusal:
    return Refusal(app=None, target="203.0.113.9", what="ports", reason=Reason.PERMIT, lack=lack, values=values)


def printed(capsys: pytest.CaptureFixture[str], *refusals: Refusal, form: Format = Format.TABLE) -> str:
    from pathlib import Path

    plan = Plan(
        profile="standard",
        made_at=datetime(2026, 10, 1, tzinfo=UTC),
        intensity=Intensity.STANDARD,
        batches=(BATCH,),
        refusals=refusals,
    )
    print_plan(Session(Path(), Language.ID, {}, FixedClock(), Output(color=False)), plan, form)
    return capsys.readouterr().out


def test_a_further_name_on_an_endpoint_costs_fewer_handshakes(capsys: pytest.CaptureFixture[str]) -> None:
    row = printed(capsys).splitlines()[1].split()
    assert row[:3] == ["203.0.113.9", "a", "b"]
    assert int(row[4]) == 40 + 8 + 40


def test_no_batch_takes_longer_than_its_deadline(capsys: pytest.CaptureFixture[str]) -> None:
    row = printed(capsys).splitlines()[1].split()
    assert float(row[-1]) == 1.0  # 88 handshakes at one a second would take longer than the 60 s it has


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        (refused(Lack.NO_PERMIT, target="x"), "tidak ada izin yang mencakup x"),
        (refused(Lack.PERMIT_FUTURE, target="x", letter="ST-2", day="2026-11-01"), "baru berlaku mulai 2026-11-01"),
        (refused(Lack.PERMIT_HOURS, target="x", letter="ST-2", hours="20:00-05:00"), "hanya berlaku pukul 20:00-05:00"),
        (refused(Lack.PERMIT_PASSIVE, target="x", letter="ST-2"), "hanya mengizinkan pengamatan pasif"),
        (refused(Lack.INTERNAL_ADDRESS, target="x", address="10.0.0.1"), "alamat internal 10.0.0.1"),
        (refused(Lack.NO_CONSENT, target="x", kind="cdn"), "menyetujui pemindaian port"),
    ],
)
def test_refusals_are_told_in_words(capsys: pytest.CaptureFixture[str], refusal: Refusal, said: str) -> None:
    assert said in printed(capsys, refusal)
