"""The work of `secscan gate`."""

import csv
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from secscan.base.errors import UsageError
from secscan.base.text import nearest
from secscan.base.urls import parse_url
from secscan.cli.desk import open_desk, profile
from secscan.cli.exit_codes import ExitCode
from secscan.cli.progress import watching
from secscan.cli.session import Opened, Session
from secscan.model.assessment import Assessment, Decision
from secscan.model.enums import DecisionKind, Environment, Severity
from secscan.model.ids import AppId
from secscan.model.register import App, Register
from secscan.model.subjects import Site
from secscan.registry.folder import load_register
from secscan.registry.importing import import_register
from secscan.registry.problems import RegisterRefused
from secscan.reports.decision import decision_html, decision_json, reason_text
from secscan.reports.junit import to_junit
from secscan.reports.sarif import to_sarif
from secscan.reports.wording import Wording as ReportWording
from secscan.reports.write import write_private
from secscan.scoring.decision import Thresholds
from secscan.workflows.gate import GateTerms
from secscan.workflows.gate import gate as run_gate
from secscan.workflows.report import ReportFormat, format_of
from secscan.workspace.layout import create
from secscan.workspace.lock import locked
from secscan.workspace.settings import read_settings

CODES = {
    DecisionKind.APPROVED: ExitCode.OK,
    DecisionKind.CONDITIONAL: ExitCode.CONDITIONAL,
    DecisionKind.REJECTED: ExitCode.REJECTED,
    DecisionKind.NO_VERDICT: ExitCode.NO_VERDICT,
}


@dataclass(frozen=True, slots=True)
class Call:
    """What the user asked for. `min_score` is 0-100, `min_coverage` 0-1, `wait` in seconds."""

    target: str
    permit_file: Path | None
    environment: Environment
    profile: str
    standard: str
    fail_on: Severity
    min_score: float | None
    min_coverage: float
    wait: float
    outputs: tuple[Path, ...]


def run(session: Session, call: Call) -> ExitCode:
    """Scan the app, decide, write the files, and tell the verdict."""
    for path in call.outputs:
        _writable(path)
    thresholds = Thresholds(fail_on=call.fail_on, min_score=call.min_score, min_coverage=call.min_coverage)
    with ExitStack() as stack:
        opened, app, preliminary = stack.enter_context(_opened(session, call))
        stack.enter_context(locked(opened.workspace, "gate", session.clock.now()))
        desk = stack.enter_context(open_desk(session, opened, call.standard, warn=True))
        watcher = stack.enter_context(watching(session.output, session.wording("verbs")))
        terms = GateTerms(thresholds=thresholds, wait=call.wait, preliminary=preliminary)
        decision, assessment = run_gate(desk, app, profile(call.profile), terms, watcher)
    for path in call.outputs:
        write_private(path, _render(decision, assessment, session, format_of(path)))
    _tell(session, decision, assessment)
    return CODES[decision.kind]


@contextmanager
def _opened(session: Session, call: Call) -> Iterator[tuple[Opened, App, bool]]:
    """The workspace, the app to judge, and whether this is only a preliminary look."""
    target = call.target
    own = session.open_if_there()
    if own is not None:
        known = _known(load_register(own.workspace.register), target)
        if known is not None:
            yield own, known, False
            return
    if "://" not in target and "/" not in target and "." not in target:
        near = nearest(target, [app.id for app in load_register(own.workspace.register).apps]) if own else ""
        raise UsageError("unknown_entry", values={"word": target, "near": near})
    if call.permit_file is None:
        raise UsageError("not_registered", where=target)
    with tempfile.TemporaryDirectory(prefix="secscan-gate-") as folder:
        workspace = create(Path(folder) / "workspace")
        if own is not None:
            workspace.settings.write_bytes(own.workspace.settings.read_bytes())
            workspace.intel.symlink_to(own.workspace.intel.resolve())
        opened = Opened(workspace, read_settings(workspace.settings, session.environ, None))
        app = _register(session, opened, target, call.permit_file, call.environment)
        yield opened, app, own is None


def _known(register: Register, target: str) -> App | None:
    """The registered app of that id or address."""
    app = register.app(AppId(target))
    if app is not None:
        return app
    try:
        site = Site.of(parse_url(target))
    except ValueError:
        return None
    return next((app for app in register.apps if site in app.sites), None)


def _register(session: Session, opened: Opened, url: str, permit_file: Path, environment: Environment) -> App:
    """A register of one app, under the permit of that file, which has the columns of the permits table."""
    source = opened.workspace.folder / "gate"
    source.mkdir(mode=0o700)
    _write_table(source / "opd.csv", {"id": "pemohon", "nama": "Pemohon"})
    _write_table(
        source / "apps.csv",
        {"id": "aplikasi", "opd": "pemohon", "nama": url, "url": url, "lingkungan": environment.value, "jenis": "web"},
    )
    try:
        (source / "permits.csv").write_bytes(permit_file.read_bytes())
    except OSError as error:
        raise UsageError("unreadable", where=str(permit_file), values={"detail": str(error.strerror)}) from None
    report = import_register(source, opened.workspace.register, session.today(opened.settings), prune=False)
    if report.merged is None:
        raise RegisterRefused(report.problems, where=str(permit_file))
    return load_register(opened.workspace.register).apps[0]


def _write_table(path: Path, row: dict[str, str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(row))
        writer.writeheader()
        writer.writerow(row)


def _writable(path: Path) -> None:
    """Refuse a file that could not be made of a decision before anything is scanned."""
    if format_of(path) not in (ReportFormat.HTML, ReportFormat.JSON, ReportFormat.SARIF, ReportFormat.JUNIT):
        raise UsageError("gate_format", where=str(path))


def _render(decision: Decision, assessment: Assessment, session: Session, form: ReportFormat) -> str | bytes:
    match form:
        case ReportFormat.HTML:
            return decision_html(decision, assessment, session.language)
        case ReportFormat.JSON:
            return decision_json(decision, assessment, session.language)
        case ReportFormat.SARIF:
            return to_sarif(assessment, session.language)
        case _:
            return to_junit(assessment, session.language)


def _tell(session: Session, decision: Decision, assessment: Assessment) -> None:
    """The verdict on stdout, as a CI log may show it: counts and check ids, no evidence."""
    wording = session.wording("verbs")
    words = ReportWording(assessment, session.language)
    title = "gate.preliminary" if decision.preliminary else "gate.title"
    verdict = wording.text(f"gate.{decision.kind}")
    entry = assessment.app(decision.app)
    name = entry.app.name if entry is not None and decision.preliminary else decision.app
    session.output.line(wording.text(title, {"app": name, "verdict": verdict}))
    for code, values in decision.reasons:
        session.output.line(f"- {reason_text(code, values, words)}")
    for condition in decision.conditions:
        due = f"{condition.due:%Y-%m-%d}" if condition.due else "-"
        line = {"control": condition.control, "what": wording.text(f"gate.{condition.what}"), "due": due}
        session.output.line(wording.text("gate.condition", line))
