"""A standard: its controls, the checks that give evidence for each, and how a score is made of them."""

from enum import StrEnum

import msgspec

from secscan.model.enums import Confidence, Severity
from secscan.model.ids import CheckId, ControlId


class Certainty(StrEnum):
    """How sure the reference to an article is; anything below `secondary` prints as unverified."""

    TEXT = "text"
    SECONDARY_MULTI = "secondary-multi"
    SECONDARY = "secondary"
    KNOWLEDGE = "knowledge"
    NONE = "none"


class Reference(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An article of a source. `article` is None where the source is cited as a whole."""

    source: str
    article: str | None = None
    certainty: Certainty
    note: str = ""


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A regulation or RFC that controls refer to."""

    title: str
    url: str = ""
    note: str = ""


class Domain(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A scoring domain; the weights of all sum to 100."""

    name_id: str
    name_en: str
    weight: float


class Control(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of the standard. Without checks it is planned: printed, outside the coverage base.

    `deployment` controls leave the base of an `uji` app and become conditions. `apex_only` controls are judged on
    the app at the apex. `confidence` is what its findings are at most.
    """

    id: ControlId
    domain: str
    severity: Severity
    title_id: str
    title_en: str
    checks: tuple[CheckId, ...] = ()
    references: tuple[Reference, ...] = ()
    crossref: tuple[str, ...] = ()
    bssn_class: str | None = None
    confidence: Confidence = Confidence.PASTI
    deployment: bool = False
    apex_only: bool = False


class Cap(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """At least `count` distinct controls with open findings of `severity` cap the score and rating."""

    name: str
    severity: Severity
    count: int
    max_score: float
    max_rating: str
    label_id: str
    label_en: str


class Rating(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    letter: str
    minimum: float
    label_id: str
    label_en: str


class CoverageGate(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Below this coverage (0-1) the rating is at most `max_rating` ("-": none) and, where said, provisional."""

    below: float
    max_rating: str
    provisional: bool


class Scoring(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The parameters of the score; the formula itself is `scoring`."""

    outcome_values: dict[str, float]
    severity_weights: dict[Severity, float]
    caps: tuple[Cap, ...]
    ratings: tuple[Rating, ...]
    coverage_gates: tuple[CoverageGate, ...]
    mandatory: tuple[ControlId, ...]
    mandatory_untested_max_rating: str
    compromise_controls: tuple[ControlId, ...]
    freshness_days: int
    criticality_weights: dict[str, float]
    asset_coverage_minimum: float
    strategic_steps: int
    sla_days: dict[Severity, int]
    unrated_label_id: str = "-"
    unrated_label_en: str = "-"


class Question(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A control that cannot be seen from outside: never part of the score."""

    id: str
    article: str | None = None
    source: str = "BSSN-4-2021"
    certainty: Certainty
    title_id: str
    title_en: str
    evidence: str
    bssn_class: str | None = None
    note: str = ""


class Standard(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """One standard, from `profiles/standards/`. `digest` is the SHA-256 of its file; `aliases` are other names for
    it."""

    id: str
    version: str
    name_id: str
    name_en: str
    anchor: str
    aliases: tuple[str, ...] = ()
    disclaimers_id: tuple[str, ...] = ()
    disclaimers_en: tuple[str, ...] = ()
    sources: dict[str, Source] = {}
    bssn_classes: dict[str, str] = {}
    domains: dict[str, Domain]
    controls: tuple[Control, ...]
    scoring: Scoring
    questions: tuple[Question, ...] = ()
    digest: str = ""

    def control(self, control_id: ControlId) -> Control | None:
        return next((control for control in self.controls if control.id == control_id), None)

    def controls_of(self, check: CheckId) -> tuple[ControlId, ...]:
        """The controls that a check gives evidence for."""
        return tuple(control.id for control in self.controls if check in control.checks)
