"""The result of an evaluation: one object that every report, gate and listing is made from."""

from datetime import date, datetime

import msgspec

from secscan.model.checks import Verdict
from secscan.model.enums import Confidence, DecisionKind, Reason, Vantage
from secscan.model.findings import Finding
from secscan.model.ids import AppId, ControlId, OpdId, RunId
from secscan.model.impact import Impact
from secscan.model.intel import Pack
from secscan.model.jobs import Refusal
from secscan.model.register import App, HostEntry, Opd, Permit
from secscan.model.score import ControlResult, OpdScore, Score
from secscan.model.standard import Standard
from secscan.model.subjects import Subject


class Software(msgspec.Struct, frozen=True, kw_only=True):
    """A product seen at an app. `versions` are all that are possible, empty when hidden; `product` a key of the data
    packs.

    `evidence` says in words and paths what was seen; `attested` that the register states it and the outside view
    does not, `attested_on` the day that the statement is of (None: undated).
    `probabilities` stand beside the `versions` and add up to 1. `near` are the releases that the files resemble where
    the running one may be another: without `versions` it is modified, or unknown to the data.
    `contradicted` are claims ("generator: 6.4.2") that the rest of the evidence excludes, `left_over` those of an older
    release than the one that runs. `distribution` says whose package it seems to be, whose fixes leave the number as it
    is ("" where nothing says so).
    """

    app: AppId
    subject: Subject
    product: str
    label: str
    versions: tuple[str, ...] = ()
    confidence: Confidence
    evidence: tuple[str, ...] = ()
    attested: bool = False
    attested_on: date | None = None
    probabilities: tuple[float, ...] = ()
    near: tuple[str, ...] = ()
    contradicted: tuple[str, ...] = ()
    left_over: tuple[str, ...] = ()
    distribution: str = ""


class RunInfo(msgspec.Struct, frozen=True, kw_only=True):
    """One run of the scanner, as reports print it."""

    id: RunId
    profile: str
    started_at: datetime
    finished_at: datetime | None
    state: str
    version: str
    vantage: Vantage = Vantage.INTERNET


class AppAssessment(msgspec.Struct, frozen=True, kw_only=True):
    """One app: its score, every control, the verdicts behind them, and why it was not looked at, if it was not."""

    app: App
    opd: Opd
    run: RunInfo | None
    addresses: tuple[str, ...] = ()
    score: Score
    results: tuple[ControlResult, ...]
    verdicts: tuple[Verdict, ...] = ()
    software: tuple[Software, ...] = ()
    permits: tuple[Permit, ...] = ()
    unseen: Reason | None = None


class Assessment(msgspec.Struct, frozen=True, kw_only=True):
    """The whole register, evaluated on one day with one standard."""

    schema_version: str = "1.0"
    office: str
    timezone: str
    as_of: date
    generated_at: datetime
    secscan_version: str
    standard: Standard
    runs: tuple[RunInfo, ...]
    opds: tuple[OpdScore, ...]
    apps: tuple[AppAssessment, ...]
    findings: tuple[Finding, ...]
    hosts: tuple[HostEntry, ...] = ()
    impact: tuple[Impact, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    packs: tuple[Pack, ...] = ()
    vantage: Vantage = Vantage.INTERNET

    def app(self, app_id: AppId) -> AppAssessment | None:
        return next((entry for entry in self.apps if entry.app.id == app_id), None)

    def findings_of(self, app_id: AppId) -> tuple[Finding, ...]:
        """The findings that count for an app, its hosts' among them."""
        return tuple(finding for finding in self.findings if app_id in finding.apps)

    def apps_of(self, opd: OpdId) -> tuple[AppAssessment, ...]:
        return tuple(entry for entry in self.apps if entry.opd.id == opd)


class Condition(msgspec.Struct, frozen=True, kw_only=True):
    """Something a conditional approval asks for. `due` is the last day; `control` what it is judged by."""

    control: ControlId
    what: str
    due: date | None = None


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """The gate's verdict on one app. `reasons` are codes with arguments, which reports turn into sentences.

    `preliminary`: made outside the unit's workspace, a "pra-pemeriksaan".
    """

    kind: DecisionKind
    app: AppId
    reasons: tuple[tuple[str, dict[str, str]], ...]
    conditions: tuple[Condition, ...] = ()
    preliminary: bool = False
