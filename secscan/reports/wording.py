"""The sentences, labels and figures of one report: one language, one office, one standard."""

from collections import Counter
from collections.abc import Iterable

from secscan.base.urls import bracketed
from secscan.model.assessment import AppAssessment, Assessment
from secscan.model.enums import AppStatus, HostKind, Language, Outcome, Reason
from secscan.model.findings import Finding
from secscan.model.ids import CheckId, ControlId, OpdId
from secscan.model.jobs import Refusal
from secscan.model.score import ControlResult, OpdScore, Score
from secscan.model.standard import Certainty, Reference, Standard
from secscan.model.subjects import Domain, Endpoint, Host, Site, Subject
from secscan.planning.scope import FOREIGN_KINDS, owner_of
from secscan.reports.figures import Figures
from secscan.reports.prose import Prose
from secscan.reports.translations import Translator
from secscan.reports.writeups import WriteUp, WriteUpError, load_writeup

UNVERIFIED = frozenset({Certainty.KNOWLEDGE, Certainty.NONE})
"""Certainties below `secondary`."""


class Wording:
    """Turns what the model holds into words."""

    def __init__(self, assessment: Assessment, lang: Language) -> None:
        self.lang = lang
        self.t = Translator(lang)
        self.prose = Prose(lang)
        self.figures = Figures(lang, assessment.timezone)
        self.standard: Standard = assessment.standard
        self._ratings = tuple(rating.minimum for rating in self.standard.scoring.ratings)
        self._gates = tuple(gate.below for gate in self.standard.scoring.coverage_gates)
        self._hosts = assessment.hosts
        self._apps = Counter(entry.opd.id for entry in assessment.apps if entry.app.rated)
        self._opds = {entry.opd.id: entry.opd.name for entry in assessment.apps}

    def points(self, value: float | None) -> str:
        """A score in whole points."""
        return "–" if value is None else self.figures.points(value, self._ratings)

    def score(self, score: Score) -> str:
        """`83 (66-87, cakupan 79 %)`."""
        return self.figures.score(score, self._ratings, self._gates, self.t("word.coverage"))

    def coverage(self, share: float) -> str:
        return self.figures.percent(share, self._gates)

    def rating(self, letter: str) -> str:
        """The label of a letter; `-` is "cannot be rated yet"."""
        for rating in self.standard.scoring.ratings:
            if rating.letter == letter:
                return self.t.pick(rating.label_id, rating.label_en)
        return self.t("rating.none")

    def opd_name(self, opd: OpdId) -> str:
        return self._opds.get(opd, str(opd))

    def opd_status(self, score: OpdScore) -> str:
        """What stands beside an OPD's letter: provisional, and how many apps are rated."""
        said = self.t("opd.rated_of", rated=len(score.rated), total=self._apps[score.opd])
        return f"{self.t('status.provisional')}; {said}" if score.provisional else said

    def unseen(self, entry: AppAssessment) -> str:
        """Why an app was not looked at: it is out of use, or the reason of the scan; empty for one that was."""
        if entry.unseen is None:
            return ""
        out_of_use = entry.app.status is not AppStatus.AKTIF
        return self.t(f"app_status.{entry.app.status}") if out_of_use else self.reason(entry.unseen)

    def status(self, entry: AppAssessment, *, brief: bool = False) -> str:
        """The state of an app's rating in a few words; `brief` leaves out why it was not looked at."""
        app, score = entry.app, entry.score
        if score.incident:
            return self.t("status.incident")
        if app.status is not AppStatus.AKTIF:
            return self.t(f"app_status.{app.status}")
        if not app.rated:
            return self.t("status.not_rated_kind")
        if entry.unseen is not None:
            return self.t("status.unseen") if brief else f"{self.t('status.unseen')}: {self.reason(entry.unseen)}"
        if score.awaiting_review:
            return self.t("status.awaiting_review")
        if score.rating == "-":
            return self.t("status.not_ratable", coverage=self.coverage(score.coverage))
        return self.t("status.provisional" if score.provisional else "status.rated")

    def reason(self, reason: Reason) -> str:
        return self.t(f"reason.{reason}", version=self.standard.version)

    def refusal(self, refusal: Refusal) -> str:
        """What was not looked at, and which permit is missing, in words."""
        values = {name: self.prose.printed(value) for name, value in refusal.values.items()}
        return self.t(f"error.{refusal.lack}.message", **values)

    def result(self, result: ControlResult) -> str:
        """The reason of a control's outcome, in words; empty where the outcome says it all."""
        if result.planned:
            return self.reason(Reason.PLANNED)
        if result.reason is not None:
            return self.reason(result.reason)
        if result.outcome in (Outcome.NOT_TESTED, Outcome.INCONCLUSIVE, Outcome.NOT_APPLICABLE):
            return self.t(f"outcome_note.{result.outcome}")
        return ""

    def outcome(self, result: ControlResult) -> str:
        return self.t("outcome.planned") if result.planned else self.t(f"outcome.{result.outcome}")

    def control(self, control: ControlId) -> str:
        """The title of a control."""
        found = self.standard.control(control)
        return self.t.pick(found.title_id, found.title_en) if found is not None else str(control)

    def writeup(self, check: CheckId) -> WriteUp:
        """The write-up of a check; a plain one for findings of a check that this version no longer has."""
        try:
            return load_writeup(check, self.lang)
        except WriteUpError:
            plain = self.t("retired.section")
            return WriteUp(
                check=check,
                lang=self.lang,
                heading=self.t("retired.title", check=check),
                title=self.t("retired.title", check=check),
                action=self.t("retired.action", check=check),
                found=plain,
                why=plain,
                before_fixes=plain,
                fixes=(),
                verify=plain,
            )

    def title(self, finding: Finding) -> str:
        """The title of a finding's write-up, its facts filled in."""
        return self.prose.line(self.writeup(finding.check).heading, finding.facts)

    def action(self, finding: Finding) -> str:
        """What is to be done about a finding, in one imperative line."""
        return self.prose.line(self.writeup(finding.check).action, finding.facts)

    def duration(self, minutes: int) -> str:
        """The usual working time of a repair: in hours from two hours on."""
        if minutes < 120:
            return self.t("action.minutes", n=minutes)
        return self.t("action.hours", n=self.figures.number(minutes / 60, 0 if minutes % 60 == 0 else 1))

    def domain(self, domain: str) -> str:
        found = self.standard.domains.get(domain)
        return self.t.pick(found.name_id, found.name_en) if found is not None else domain

    def cap(self, name: str) -> str:
        for cap in self.standard.scoring.caps:
            if cap.name == name:
                return self.t.pick(cap.label_id, cap.label_en)
        return self.t(f"cap.{name}") if self.t.has(f"cap.{name}") else name

    def subject(self, subject: Subject) -> str:
        """The thing that a finding is about, as text and never as a link."""
        if isinstance(subject, Host):
            return self.t("subject.host", ip=subject.ip)
        if isinstance(subject, Endpoint):
            return self.t("subject.endpoint", ip=bracketed(subject.ip), port=subject.port)
        if isinstance(subject, Domain):
            return self.t("subject.domain", name=subject.name)
        return subject.url if isinstance(subject, Site) else ""

    def address(self, ip: str) -> str:
        """An address, with whose it is where that is a CDN, cloud or hosting company."""
        entry = owner_of(self._hosts, ip)
        if entry is None or entry.kind not in FOREIGN_KINDS:
            return ip
        return f"{ip} ({self.prose.printed(entry.owner)}, {self.t(f'host_kind.{entry.kind}')})"

    def fronts(self, addresses: Iterable[str]) -> str:
        """That an app stands behind CDNs, which are named; empty for one that does not."""
        entries = (owner_of(self._hosts, ip) for ip in addresses)
        names = {entry.owner: None for entry in entries if entry is not None and entry.kind is HostKind.CDN}
        return self.t("trait.fronted", providers=self.prose.printed(", ".join(names))) if names else ""

    def state(self, finding: Finding) -> str:
        """The state of a finding, with "not retested" where the newest look could not see it."""
        words = self.t(f"state.{finding.state}")
        return f"{words}; {self.t('state_note.not_retested')}" if finding.is_open and not finding.retested else words

    def reference(self, reference: Reference) -> str:
        """A reference with its certainty; an article only where a regulation holds one."""
        source = self.standard.sources.get(reference.source)
        parts = [source.title if source is not None else reference.source]
        if reference.article and reference.certainty is not Certainty.NONE:
            parts.append(f"Pasal {reference.article}")
        if reference.certainty is Certainty.NONE:
            parts.append(self.t("annex.good_practice"))
        words = ", ".join(parts)
        return f"{words} {self.t('annex.unverified')}" if reference.certainty in UNVERIFIED else words
