"""The work of `secscan findings`."""

from dataclasses import dataclass
from enum import StrEnum

import msgspec

from secscan.base.errors import UsageError
from secscan.base.text import nearest
from secscan.cli.desk import open_desk
from secscan.cli.finding_page import finding_page
from secscan.cli.output import Cell, Format, Said
from secscan.cli.session import Opened, Session
from secscan.cli.wording import Wording
from secscan.model.enums import Confidence, Review, Severity
from secscan.model.findings import Finding
from secscan.model.register import Register
from secscan.model.subjects import Site
from secscan.registry.folder import load_register
from secscan.store.store import Store
from secscan.tracking.review import claim, confirm, dismiss
from secscan.workflows.evaluate import evaluate
from secscan.workspace.lock import locked

COLUMNS = (
    *("id", "severity", "check", "subject", "apps", "opd", "state", "retested", "confidence"),
    *("first_seen", "last_seen", "fingerprint"),
)
HIDDEN = ("opd", "retested", "confidence", "first_seen", "last_seen", "fingerprint")
SHORT_ID = 12


@dataclass(frozen=True, slots=True)
class Filter:
    """Which findings are wanted: of one app or OPD, of this severity or worse; `everything` takes settled ones too."""

    app: str | None
    opd: str | None
    severity: Severity
    everything: bool

    def takes(self, finding: Finding, opd_apps: frozenset[str]) -> bool:
        """Whether a finding is wanted; `opd_apps` are the apps of the wanted OPD."""
        return (
            (self.everything or finding.is_open)
            and finding.severity.rank <= self.severity.rank
            and (self.app is None or self.app in finding.apps)
            and (self.opd is None or finding.opd == self.opd or not opd_apps.isdisjoint(finding.apps))
        )


class Opinion(StrEnum):
    """What somebody says of a finding."""

    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    CLAIMED = "claimed"


_ACTS = {Opinion.CONFIRMED: confirm, Opinion.DISMISSED: dismiss, Opinion.CLAIMED: claim}


def print_list(session: Session, chosen: Filter, form: Format) -> None:
    """The findings that the filter takes, the worst first."""
    opened = session.open()
    register = load_register(opened.workspace.register)
    _need_known(register, chosen)
    opd_apps = frozenset(str(app.id) for app in register.apps if app.opd == chosen.opd)
    wording, words = session.wording("verbs"), session.wording("report")
    rows = [_row(finding, wording, words) for finding in _stored(opened) if chosen.takes(finding, opd_apps)]
    columns = {key: wording.text(f"findings.{key}") for key in COLUMNS}
    if form is Format.TABLE and not rows:
        session.output.say(wording.text("findings.none"))
        return
    session.output.rows(columns, rows, form, hidden=HIDDEN, whole=("id", "severity", "check"))


def print_finding(session: Session, wanted: str, form: Format) -> None:
    """One finding as a page, or as its record."""
    opened = session.open()
    finding = _find(_stored(opened), wanted)
    if form is Format.JSON:
        session.output.json(msgspec.to_builtins(finding))
        return
    with open_desk(session, opened) as desk:
        assessment = evaluate(desk, save=False)
    session.output.line(finding_page(finding, assessment, session.language))


def review(session: Session, wanted: str, opinion: Opinion, reviewer: str, reason: str) -> None:
    """Store what a named person says of a finding."""
    opened = session.open()
    act = _ACTS[opinion]
    with (
        locked(opened.workspace, f"findings {opinion}", session.clock.now()),
        Store.open(opened.workspace.database) as store,
    ):
        finding = _find(_sorted(store), wanted)
        store.save_findings([act(finding, reviewer, reason, session.clock.now())])
    session.output.say(session.wording("verbs").text(f"findings.{opinion}", {"id": finding.fingerprint[:SHORT_ID]}))


def _stored(opened: Opened) -> tuple[Finding, ...]:
    with Store.open(opened.workspace.database) as store:
        return _sorted(store)


def _sorted(store: Store) -> tuple[Finding, ...]:
    return tuple(sorted(store.findings().values(), key=lambda one: (one.severity.rank, one.check, one.fingerprint)))


def _need_known(register: Register, chosen: Filter) -> None:
    """A misspelt id is told, rather than answered with "no findings"."""
    for word, known in (
        (chosen.app, [app.id for app in register.apps]),
        (chosen.opd, [opd.id for opd in register.opds]),
    ):
        if word is not None and word not in known:
            raise UsageError("unknown_entry", values={"word": word, "near": nearest(word, known)})


def _find(stored: tuple[Finding, ...], wanted: str) -> Finding:
    """The finding of that id, which may be cut short as long as only one begins so."""
    found = [finding for finding in stored if finding.fingerprint.startswith(wanted.lower())]
    if len(found) != 1:
        code = "ambiguous_finding" if found else "no_such_finding"
        raise UsageError(code, values={"word": wanted, "count": str(len(found))})
    return found[0]


def _row(finding: Finding, wording: Wording, words: Wording) -> dict[str, Cell]:
    return {
        "id": finding.fingerprint[:SHORT_ID],
        "severity": Said(finding.severity, words.text(f"severity.{finding.severity}").lower()),
        "check": finding.check,
        "subject": _place(finding),
        "apps": finding.apps,
        "opd": finding.opd,
        "state": Said(finding.state, _state(finding, wording, words)),
        "retested": finding.retested,
        "confidence": finding.confidence,
        "first_seen": f"{finding.first_seen:%Y-%m-%d}",
        "last_seen": f"{finding.last_seen:%Y-%m-%d}",
        "fingerprint": finding.fingerprint,
    }


def _place(finding: Finding) -> str:
    """The URL of a site, without a default port; else address, address and port, or name."""
    subject = finding.subject
    return subject.url if isinstance(subject, Site) else subject.key.partition(":")[2]


def _state(finding: Finding, wording: Wording, words: Wording) -> str:
    """`terbuka, belum diuji ulang, indikasi`: whatever the reader must know before acting."""
    parts = [wording.text(f"findings.states.{finding.state}")]
    if finding.is_open and not finding.retested:
        parts.append(words.text("state_note.not_retested"))
    if finding.confidence is Confidence.INDIKASI and finding.review is Review.NONE:
        parts.append(wording.text("findings.indication"))
    return ", ".join(parts)
