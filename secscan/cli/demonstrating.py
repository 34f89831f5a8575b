"""The work of `secscan demo`."""

from pathlib import Path

from secscan.cli.desk import open_desk, profile
from secscan.cli.output import Format
from secscan.cli.progress import watching
from secscan.cli.scores import print_scores
from secscan.cli.session import Opened, Session
from secscan.demo.fleet import Fleet, running
from secscan.demo.pages import APEX
from secscan.model.runs import RunOptions
from secscan.registry.importing import import_register
from secscan.registry.problems import RegisterRefused
from secscan.reports.tlp import Tlp
from secscan.workflows.evaluate import evaluate
from secscan.workflows.report import write_all
from secscan.workflows.scan import scan_desk, start_scan
from secscan.workspace.layout import SETTINGS, Workspace, create
from secscan.workspace.lock import locked
from secscan.workspace.settings import read_settings


def run(session: Session, folder: Path, profile_name: str, *, keep: bool) -> None:
    """Start the fleet, register it in a workspace in this folder, scan it, print scores and reports."""
    workspace = create(folder)
    with running(workspace.folder, session.clock.now()) as fleet:
        _write_settings(workspace, fleet)
        opened = Opened(workspace, read_settings(workspace.settings, session.environ, None))
        _import(session, opened, fleet)
        _scan(session, opened, profile_name)
        if keep:
            _stay(session)


def _write_settings(workspace: Workspace, fleet: Fleet) -> None:
    """The settings of a demonstration: its resolver, its authority, its domain, and a brisk pace for loopback."""
    text = (
        f'[office]\nname = "Pemerintah Kabupaten Contoh (demo)"\ntimezone = "Asia/Jakarta"\n\n'
        f'[scan]\nrate = 100\nmax_connections = 8\nport_rate = 2000\ncontact = "csirt@{APEX}"\n'
        f'egress_check = "127.0.1.1"\n\n'
        f'[tls]\nextra_ca = ["{fleet.authority.resolve()}"]\n\n[dns]\nresolver = "{fleet.resolver}"\n\n'
        f'[domains]\nofficial = ["{APEX}"]\n'
    )
    (workspace.folder / SETTINGS).write_text(text, encoding="utf-8")


def _import(session: Session, opened: Opened, fleet: Fleet) -> None:
    report = import_register(fleet.register, opened.workspace.register, session.today(opened.settings), prune=True)
    if report.merged is None:
        raise RegisterRefused(report.problems, where=str(fleet.register))


def _scan(session: Session, opened: Opened, profile_name: str) -> None:
    chosen = profile(profile_name)
    wording = session.wording("verbs")
    with locked(opened.workspace, "demo", session.clock.now()), open_desk(session, opened) as desk:
        with watching(session.output, wording) as watcher, scan_desk(desk, watcher) as scan:
            start_scan(scan, chosen, RunOptions(profile=profile_name))
        assessment = evaluate(desk)
    print_scores(session, assessment, {entry.app.id for entry in assessment.apps}, Format.TABLE)
    opds = [score.opd for score in assessment.opds]
    written = write_all(assessment, opened.workspace.reports, session.language, Tlp.AMBER_STRICT, opds)
    session.output.line("")
    session.output.line(wording.text("demo.reports"))
    for path in written:
        session.output.line(f"  {path.resolve()}")


def _stay(session: Session) -> None:
    session.output.say(session.wording("verbs").text("demo.staying"))
    while True:
        session.clock.sleep(1)
