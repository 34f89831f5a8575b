"""Runs, plans and observations for the tests of the store."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from secscan.model.enums import Intensity, Reason, Status
from secscan.model.ids import AppId, JobKey, RunId
from secscan.model.jobs import HostBatch, Lack, Pace, Plan, Refusal, WebJob
from secscan.model.observations import Exchange, Observation
from secscan.model.requests import Request
from secscan.model.runs import Bodies, Run, RunOptions, RunState
from secscan.model.subjects import Endpoint, Site
from secscan.store.observations import Intake

START = datetime(2026, 10, 1, 3, 0, tzinfo=UTC)


def run(name: str = "r1", *, hours: int = 0, state: RunState = RunState.RUNNING, profile: str = "standard") -> Run:
    return Run(
        id=RunId(name),
        options=RunOptions(profile=profile, apps=(AppId("app-1"),), rate=2.5),
        state=state,
        started_at=START + timedelta(hours=hours),
        version="0.1.0",
        token="q7xk2m9tzw4v",
    )


def batch(ip: str, *apps: str) -> HostBatch:
    site = Site("https", "simpeg.contoh.go.id", 443)
    job = WebJob(site, (("https", 443),), 60, Intensity.STANDARD, tuple(AppId(app) for app in apps), "ST-1")
    return HostBatch(
        ip=ip,
        jobs=(job,),
        names=("simpeg.contoh.go.id",),
        apps=tuple(AppId(app) for app in apps),
        pace=Pace(10.0, 4, 100.0),
        deadline=90.0,
    )


def plan(batches: Sequence[HostBatch] = (), refusals: Sequence[Refusal] = ()) -> Plan:
    return Plan(
        profile="standard",
        made_at=START,
        intensity=Intensity.STANDARD,
        batches=tuple(batches),
        refusals=tuple(refusals),
        dns_names=("contoh.go.id",),
    )


def refused(app: str, reason: Reason = Reason.PERMIT) -> Refusal:
    url = "https://x.contoh.go.id/"
    return Refusal(app=AppId(app), target=url, what="app", reason=reason, lack=Lack.NO_PERMIT, values={"target": url})


def look(number: int, *, status: Status = Status.OK, digest: str = "") -> Observation:
    request = Request(scheme="https", host="simpeg.contoh.go.id", port=443, path=f"/{number}")
    exchange = Exchange(request=request, address="127.0.0.2", status=200, headers=(("x", "é" * 9),), body=digest)
    return Observation(
        job_key=JobKey(request.key),
        subject=Site("https", "simpeg.contoh.go.id", 443),
        via=Endpoint("127.0.0.2", 443),
        taken_at=START + timedelta(seconds=number),
        probe="web",
        status=status,
        payload=exchange if status is Status.OK else None,
    )


def keep(intake: Intake, seen: Observation, bodies: Bodies) -> None:
    """Store one observation, and wait until it is on disk."""
    intake(seen, bodies)
    intake.settle()
