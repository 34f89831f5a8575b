"""`secscan register import` and `check`."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from secscan.cli.exit_codes import ExitCode
from secscan.cli.output import Format, format_option
from secscan.cli.problems import counted, print_problems, problem_lines, problem_rows
from secscan.cli.session import Session, pass_session
from secscan.model.register import Register
from secscan.registry.problems import RegisterRefused

if TYPE_CHECKING:
    from secscan.registry.importing import ImportReport
    from secscan.registry.merge import Changes

_IDS_SHOWN = 20
_source = click.argument("source", type=click.Path(path_type=Path))
_prune = click.option("--prune", is_flag=True, help="Menghapus entri yang tidak ada di berkas.")


@click.command("import")
@_source
@_prune
@format_option
@pass_session
def import_(session: Session, source: Path, prune: bool, output_format: str) -> ExitCode:
    """Mengimpor SOURCE (berkas .xlsx, atau folder berisi opd.csv, apps.csv, permits.csv, hosts.csv).

    Entri diperbarui menurut id. Satu galat saja membatalkan seluruh impor; semua galat ditampilkan sekaligus.
    """
    from secscan.registry.importing import import_register
    from secscan.workspace.lock import locked

    opened = session.open()
    with locked(opened.workspace, "register import", session.clock.now()):
        today = session.today(opened.settings)
        report = import_register(source, opened.workspace.register, today, prune=prune)
    return _tell(session, report, Format(output_format), done="register.imported")


@click.command()
@click.argument("source", required=False, type=click.Path(path_type=Path))
@_prune
@format_option
@pass_session
def check(session: Session, source: Path | None, prune: bool, output_format: str) -> ExitCode:
    """Memeriksa SOURCE seperti akan diimpor; tanpa SOURCE, memeriksa register di folder kerja."""
    from secscan.registry.folder import load_register
    from secscan.registry.importing import preview

    form = Format(output_format)
    if source is None:
        return _check_own(session, form)
    opened = session.open_if_there()
    existing = load_register(opened.workspace.register) if opened is not None else Register()
    today = session.today(opened.settings) if opened is not None else session.clock.now().date()
    return _tell(session, preview(source, existing, today, prune=prune), form, done="register.checked")


def _check_own(session: Session, form: Format) -> ExitCode:
    from secscan.registry.folder import load_register
    from secscan.registry.warnings import warnings

    opened = session.open()
    try:
        problems = warnings(load_register(opened.workspace.register), session.today(opened.settings))
        code, key = ExitCode.OK, "register.checked"
    except RegisterRefused as refused:
        problems, code, key = refused.problems, ExitCode.USAGE, "register.refused"
    print_problems(session, problems, form)
    session.output.say(session.wording("shell").text(key, counted(problems)))
    return code


def _tell(session: Session, report: "ImportReport", form: Format, *, done: str) -> ExitCode:
    """Print what an import did or would do; JSON has all in one object, CSV the problems."""
    shell, register = session.wording("shell"), session.wording("register")
    failed = report.merged is None
    if form is Format.JSON:
        session.output.json(_as_json(session, report))
    elif form is Format.CSV:
        print_problems(session, report.problems, form)
    else:
        for line in problem_lines(report.problems, register, shell):
            session.output.say(line) if failed else session.output.line(line)
        _print_changes(session, report, would=done == "register.checked")
    session.output.say(shell.text("register.refused" if failed else done, counted(report.problems)))
    return ExitCode.USAGE if failed else ExitCode.OK


def _print_changes(session: Session, report: "ImportReport", *, would: bool) -> None:
    shell, register = session.wording("shell"), session.wording("register")
    if report.examples:
        session.output.say(shell.text("register.examples", {"count": str(report.examples)}))
    if report.merged is None:
        return
    if not report.merged.changes:
        session.output.say(shell.text("register.nothing"))
        return
    if would:
        session.output.say(shell.text("register.would"))
    gone = "register.to_remove" if would else "register.removed"
    for change in report.merged.changes:
        table = register.text(f"tables.{change.table}")
        counts = {"new": len(change.new), "changed": len(change.changed), "unchanged": len(change.unchanged)}
        values = {"table": table, **{key: str(count) for key, count in counts.items()}}
        session.output.line(shell.text("register.change", values))
        if change.missing:
            key = gone if report.merged.pruned else "register.kept"
            session.output.line(shell.text(key, {"table": table, "ids": _some(change.missing)}))
    if not report.merged.pruned and any(change.missing for change in report.merged.changes):
        session.output.say(shell.text("register.prune_hint"))


def _some(ids: Sequence[str]) -> str:
    more = f", ... (+{len(ids) - _IDS_SHOWN})" if len(ids) > _IDS_SHOWN else ""
    return ", ".join(ids[:_IDS_SHOWN]) + more


def _as_json(session: Session, report: "ImportReport") -> dict[str, object]:
    merged = report.merged
    return {
        "imported": merged is not None,
        "examples": report.examples,
        "pruned": merged.pruned if merged is not None else False,
        "tables": {change.table.value: _change(change) for change in merged.changes} if merged is not None else {},
        "problems": problem_rows(report.problems, session.wording("register")),
    }


def _change(change: "Changes") -> dict[str, object]:
    return {
        "new": list(change.new),
        "changed": list(change.changed),
        "unchanged": len(change.unchanged),
        "missing": list(change.missing),
    }
