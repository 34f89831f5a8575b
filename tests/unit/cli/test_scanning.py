from datetime import UTC, datetime

import pytest

from secscan.cli.exit_codes import ExitCode
from secscan.cli.scanning import _exit
from secscan.model.assessment import Assessment
from secscan.model.enums import Intensity, Reason
from secscan.model.ids import AppId
from secscan.model.jobs import HostBatch, Lack, Pace, Plan, Refusal
from secscan.workflows.plan import Planned
from tests.unit.reports import sample

ASSESSMENT = sample.assessment()


def ended(seen: tuple[str, ...], refused: dict[str, Reason], assessment: Assessment = ASSESSMENT) -> ExitCode:
    """The exit code of a scan that looked at these apps, and was refused those."""
    batches = (
        HostBatch(
            ip="203.0.113.9",
            jobs=(),
            names=(),
            apps=tuple(map(AppId, seen)),
            pace=Pace(1.0, 1, 1.0),
            deadline=1.0,
        ),
    )
    refusals = tuple(
        Refusal(app=AppId(app), target=app, what="app", reason=reason, lack=Lack.NO_PERMIT)
        for app, reason in refused.items()
    )
    plan = Plan(
        profile="standard",
        made_at=datetime(2026, 10, 1, tzinfo=UTC),
        intensity=Intensity.STANDARD,
        batches=batches if seen else (),
        refusals=refusals,
    )
    apps = tuple(entry.app for entry in assessment.apps if entry.app.id in {*seen, *refused})
    return _exit(assessment, Planned(plan, apps, {}))


@pytest.mark.parametrize(
    ("seen", "refused", "code"),
    [
        (("portal",), {}, ExitCode.OK),
        (("portal",), {"antrean-lama": Reason.PERMIT}, ExitCode.OK),
        (("portal", "siaran"), {}, ExitCode.OK),
        (("siaran",), {}, ExitCode.NO_VERDICT),
        ((), {"antrean-lama": Reason.PERMIT}, ExitCode.REFUSED),
        ((), {"antrean-lama": Reason.PERMIT, "sehatku": Reason.NO_URL}, ExitCode.NO_VERDICT),
        ((), {"sehatku": Reason.NO_URL}, ExitCode.NO_VERDICT),
        ((), {"portal": Reason.DNS}, ExitCode.NO_VERDICT),
        ((), {}, ExitCode.NO_VERDICT),
    ],
)
def test_done_if_any_was_seen_refused_if_permits_alone_stood_in_the_way(
    seen: tuple[str, ...], refused: dict[str, Reason], code: ExitCode
) -> None:
    assert ended(seen, refused) is code


def test_what_an_earlier_run_saw_is_no_look_of_this_one() -> None:
    assert ended((), {"portal": Reason.PERMIT}) is ExitCode.REFUSED
