"""The work of `secscan register discover`."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from secscan.base.errors import UsageError
from secscan.base.urls import canonical_host
from secscan.cli.desk import open_desk
from secscan.cli.exit_codes import ExitCode
from secscan.cli.output import Cell, Format, Said
from secscan.cli.register_files import workbook_texts
from secscan.cli.session import Opened, Session
from secscan.cli.wording import Wording
from secscan.hygiene.discover import proposed
from secscan.inventories.reading import read_list
from secscan.model.discovery import Discovery, ListKind, NameList, Suggestion, SuggestionKind
from secscan.model.register import Register
from secscan.net.resolver import parse_resolver
from secscan.registry.folder import load_register
from secscan.registry.writing import export_register
from secscan.workflows.discover import Transfer, compare, stored_names, transferred

_COLUMNS = ("name", "kind", "danger", "target", "app", "opd", "places")
_QUIET = (SuggestionKind.REGISTERED, SuggestionKind.SERVICE)
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user asked for."""

    sources: tuple[Path, ...]
    kind: str | None
    zone: str
    axfr: str
    stored: bool
    everything: bool
    path: Path | None
    force: bool


def run(session: Session, wanted: Wanted, form: Format) -> ExitCode:
    """Read the lists, compare them, print the suggestions, and write them where asked."""
    opened = session.open()
    register = load_register(opened.workspace.register)
    found = compare(tuple(_lists(session, opened, register, wanted)), register, opened.settings)
    wording = session.wording("discover")
    _tell_problems(session, found, wording)
    shown = [one for one in found.suggestions if wanted.everything or one.kind not in _QUIET]
    titles = {name: wording.text(f"columns.{name}") for name in _COLUMNS}
    session.output.rows(titles, [_row(one, wording) for one in shown], form, hidden=("opd",))
    _tell(session, found, len(found.suggestions) - len(shown), wording)
    if wanted.path is not None:
        _write(session, found, register, wanted, wording)
    return ExitCode.OK


def _lists(session: Session, opened: Opened, register: Register, wanted: Wanted) -> Iterator[NameList]:
    kind = ListKind(wanted.kind) if wanted.kind else None
    zone = _zone(wanted.zone) if wanted.zone else ""
    for source in wanted.sources:
        yield read_list(source, kind, zone)
    if wanted.axfr:
        if not zone:
            raise UsageError("transfer_needs_zone", where="--axfr")
        ip, port = parse_resolver(wanted.axfr)
        yield transferred(Transfer(zone, ip, port), register, opened.settings, session.clock)
    if wanted.stored:
        with open_desk(session, opened) as desk:
            yield stored_names(desk)


def _zone(text: str) -> str:
    try:
        return canonical_host(text)
    except ValueError:
        raise UsageError("bad_zone", where="--zone", values={"word": text}) from None


def _row(one: Suggestion, wording: Wording) -> dict[str, Cell]:
    danger = Said(one.danger.value, wording.text(f"danger.{one.danger}")) if one.danger is not None else None
    return {
        "name": one.name,
        "kind": Said(one.kind.value, wording.text(f"kind.{one.kind}")),
        "danger": danger,
        "target": one.target,
        "app": one.app,
        "opd": one.opd,
        "places": Said(list(one.places), ", ".join(one.places[:3])),
    }


def _tell(session: Session, found: Discovery, hidden: int, wording: Wording) -> None:
    counts = Counter(one.kind for one in found.suggestions)
    values = {kind.value: str(counts[kind]) for kind in SuggestionKind}
    danger = sum(one.danger is not None for one in found.suggestions)
    session.output.say(wording.text("summary", {**values, "names": str(len(found.suggestions)), "danger": str(danger)}))
    if hidden:
        session.output.say(wording.text("hidden", {"count": str(hidden)}))


def _tell_problems(session: Session, found: Discovery, wording: Wording) -> None:
    for problem in found.problems[:_SHOWN]:
        place = problem.file
        if problem.line:
            place = f"{place}, {wording.text('line', {'line': str(problem.line)})}"
        message = wording.text(f"problems.{problem.code}", {"value": problem.value})
        session.output.say(wording.text("problem", {"place": place, "message": message}))
    if len(found.problems) > _SHOWN:
        session.output.say(wording.text("more_problems", {"count": str(len(found.problems) - _SHOWN)}))


def _write(session: Session, found: Discovery, register: Register, wanted: Wanted, wording: Wording) -> None:
    rows = proposed(found.suggestions, register)
    if not rows.apps:
        session.output.say(wording.text("nothing"))
    elif wanted.path is not None:
        export_register(wanted.path, rows, workbook_texts(session), replace=wanted.force)
        values = {"path": str(wanted.path), "count": str(len(rows.apps))}
        session.output.say(wording.text("written", values))
