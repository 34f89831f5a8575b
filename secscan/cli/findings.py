"""`secscan findings`: list, show, and review what is open."""

from collections.abc import Mapping
from typing import ClassVar

import click

from secscan.base.errors import UsageError
from secscan.cli.desk import open_desk
from secscan.cli.groups import LazyGroup, Verb
from secscan.cli.output import Cell, Format, format_option
from secscan.cli.session import Opened, Session, pass_session
from secscan.model.enums import Severity
from secscan.model.findings import Finding
from secscan.registry.folder import load_register
from secscan.store.store import Store
from secscan.tracking.review import confirm as confirm_finding
from secscan.tracking.review import dismiss as dismiss_finding
from secscan.workspace.lock import locked

COLUMNS = ("id", "severity", "state", "confidence", "check", "subject", "apps", "opd", "first_seen", "last_seen")
SHORT_ID = 12
ENGLISH = {"critical": "kritis", "high": "tinggi", "medium": "sedang", "low": "rendah"}


class Findings(LazyGroup):
    """The verbs of findings."""

    verbs: ClassVar[Mapping[str, Verb]] = {
        "list": Verb("secscan.cli.findings:list_", "Daftar temuan."),
        "show": Verb("secscan.cli.findings:show", "Satu temuan selengkapnya."),
        "confirm": Verb("secscan.cli.findings:confirm", "Menegaskan sebuah indikasi."),
        "dismiss": Verb("secscan.cli.findings:dismiss", "Menyatakan sebuah temuan keliru."),
    }


@click.group(cls=Findings)
def findings() -> None:
    """Temuan: daftar, rincian, dan tinjauan oleh peninjau bernama."""


_reviewer = click.option("--reviewer", required=True, help="Nama peninjau.")
_reason = click.option("--reason", required=True, help="Alasan atau hasil verifikasi.")
_finding = click.argument("finding_id", metavar="ID")


@click.command("list")
@click.option("--app", "app_id", help="Hanya aplikasi ini.")
@click.option("--opd", "opd_id", help="Hanya OPD ini.")
@click.option(
    "--severity",
    type=click.Choice([*(s.value for s in Severity), *ENGLISH]),
    help="Hanya dengan tingkat ini atau lebih parah.",
)
@click.option("--all", "everything", is_flag=True, help="Termasuk yang sudah diperbaiki dan yang dinyatakan keliru.")
@format_option
@pass_session
def list_(
    session: Session,
    app_id: str | None,
    opd_id: str | None,
    severity: str | None,
    everything: bool,
    output_format: str,
) -> None:
    """Daftar temuan yang terbuka, yang terparah lebih dahulu."""
    opened = session.open()
    register = load_register(opened.workspace.register)
    opd_apps = {app.id for app in register.apps if app.opd == opd_id}
    limit = Severity(ENGLISH.get(severity, severity)).rank if severity else len(Severity)
    chosen = [
        finding
        for finding in _stored(opened)
        if (everything or finding.is_open)
        and finding.severity.rank <= limit
        and (app_id is None or app_id in finding.apps)
        and (opd_id is None or finding.opd == opd_id or opd_apps.intersection(finding.apps))
    ]
    wording = session.wording("verbs")
    columns = {key: wording.text(f"findings.{key}") for key in COLUMNS}
    session.output.rows(columns, [_row(finding) for finding in chosen], Format(output_format))


@click.command()
@_finding
@pass_session
def show(session: Session, finding_id: str) -> None:
    """Satu temuan selengkapnya sebagai JSON: fakta, keadaan, riwayat. ID boleh disingkat."""
    import msgspec

    finding = _find(_stored(session.open()), finding_id)
    session.output.json(msgspec.to_builtins(finding))


@click.command()
@_finding
@_reviewer
@_reason
@pass_session
def confirm(session: Session, finding_id: str, reviewer: str, reason: str) -> None:
    """Menegaskan sebuah indikasi: keyakinannya menjadi pasti. Indikasi kompromi yang ditegaskan menjadi INSIDEN."""
    opened = session.open()
    with locked(opened.workspace, "findings confirm", session.clock.now()), open_desk(session, opened) as desk:
        finding = _find(tuple(desk.store.findings().values()), finding_id)
        desk.store.save_findings([confirm_finding(finding, reviewer, reason, session.clock.now())])
    _said(session, "confirmed", finding)


@click.command()
@_finding
@_reviewer
@_reason
@pass_session
def dismiss(session: Session, finding_id: str, reviewer: str, reason: str) -> None:
    """Menyatakan sebuah temuan keliru. Bukti disimpan; temuan terbuka lagi bila terlihat lagi."""
    opened = session.open()
    with locked(opened.workspace, "findings dismiss", session.clock.now()), open_desk(session, opened) as desk:
        finding = _find(tuple(desk.store.findings().values()), finding_id)
        desk.store.save_findings([dismiss_finding(finding, reviewer, reason, session.clock.now())])
    _said(session, "dismissed", finding)


def _stored(opened: Opened) -> tuple[Finding, ...]:
    with Store.open(opened.workspace.database) as store:
        return tuple(sorted(store.findings().values(), key=lambda one: (one.severity.rank, one.check, one.fingerprint)))


def _find(stored: tuple[Finding, ...], wanted: str) -> Finding:
    """The finding of that id, which may be cut short as long as only one begins so."""
    found = [finding for finding in stored if finding.fingerprint.startswith(wanted.lower())]
    if len(found) != 1:
        code = "ambiguous_finding" if found else "no_such_finding"
        raise UsageError(code, values={"word": wanted, "count": str(len(found))})
    return found[0]


def _said(session: Session, key: str, finding: Finding) -> None:
    session.output.say(session.wording("verbs").text(f"findings.{key}", {"id": finding.fingerprint[:SHORT_ID]}))


def _row(finding: Finding) -> dict[str, Cell]:
    return {
        "id": finding.fingerprint[:SHORT_ID],
        "severity": finding.severity,
        "state": finding.state if finding.retested else f"{finding.state} *",
        "confidence": finding.confidence,
        "check": finding.check,
        "subject": finding.subject.key.partition(":")[2],
        "apps": finding.apps,
        "opd": finding.opd or "",
        "first_seen": f"{finding.first_seen:%Y-%m-%d}",
        "last_seen": f"{finding.last_seen:%Y-%m-%d}",
    }
