"""Opening what the verbs work on: workspace, register, settings, store, data packs, standard."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import msgspec

from secscan.checks.catalogue import CHECKS
from secscan.cli.options import DEFAULT_STANDARD
from secscan.cli.session import Opened, Session
from secscan.intel.fronts import load_fronts
from secscan.intel.packs import load_intel
from secscan.model.intel import Intel
from secscan.model.profile import ScanProfile
from secscan.registry.folder import load_register
from secscan.standards.load import load_profile, load_standard, validate, validate_profile
from secscan.store.store import Store
from secscan.workflows.stored import EvaluationDesk
from secscan.workspace.blocklist import read_blocklist

CHECK_IDS = frozenset(check.spec.id for check in CHECKS)


def profile(name: str) -> ScanProfile:
    """The scan profile of that name or file, with known checks only."""
    found = load_profile(name)
    validate_profile(found, CHECK_IDS, name)
    return found


@contextmanager
def open_desk(session: Session, opened: Opened, standard: str = DEFAULT_STANDARD) -> Iterator[EvaluationDesk]:
    """Everything that an evaluation needs, closed at the end."""
    chosen = load_standard(standard)
    validate(chosen, CHECK_IDS)
    with Store.open(opened.workspace.database) as store:
        yield EvaluationDesk(
            register=load_register(opened.workspace.register),
            settings=opened.settings,
            store=store,
            intel=_intel(),
            standard=chosen,
            profiles=profile,
            clock=session.clock,
            blocked=read_blocklist(opened.settings.scan.blocklist),
        )


def _intel() -> Intel:
    """All that is known of software, and of who stands before it."""
    intel, (fronts, pack) = load_intel(), load_fronts()
    return msgspec.structs.replace(intel, fronts=fronts, packs=(*intel.packs, pack))


def pace_flags(rate: float | None, max_connections: int | None, hours: str | None = None) -> Mapping[str, object]:
    """The flags of politeness by their key paths."""
    return {"scan.rate": rate, "scan.max_connections": max_connections, "scan.hours": hours}
