"""Opening what the verbs work on: workspace, register, settings, store, data packs, standard."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import msgspec

from secscan.checks.catalogue import CHECKS
from secscan.cli.intel_status import tell_ignored, tell_stale
from secscan.cli.options import DEFAULT_STANDARD
from secscan.cli.session import Opened, Session
from secscan.intel.networks import open_networks
from secscan.intel.packs import intel_of
from secscan.intel.shelf import open_shelf
from secscan.model.intel import Intel
from secscan.model.profile import ScanProfile
from secscan.registry.folder import load_register
from secscan.standards.load import load_profile, load_standard, validate, validate_profile
from secscan.store.store import Store
from secscan.workflows.memory import few_arenas
from secscan.workflows.stored import EvaluationDesk
from secscan.workspace.blocklist import read_blocklist

CHECK_IDS = frozenset(check.spec.id for check in CHECKS)


def profile(name: str) -> ScanProfile:
    """The scan profile of that name or file, with known checks only."""
    found = load_profile(name)
    validate_profile(found, CHECK_IDS, name)
    return found


@contextmanager
def open_desk(
    session: Session, opened: Opened, standard: str = DEFAULT_STANDARD, *, warn: bool = False
) -> Iterator[EvaluationDesk]:
    """Everything that an evaluation needs, closed at the end. `warn`: say which data packs are too old."""
    few_arenas()
    chosen = load_standard(standard)
    validate(chosen, CHECK_IDS)
    with Store.open(opened.workspace.database) as store:
        yield EvaluationDesk(
            register=load_register(opened.workspace.register),
            settings=opened.settings,
            store=store,
            intel=_intel(session, opened, warn=warn),
            standard=chosen,
            profiles=profile,
            clock=session.clock,
            blocked=read_blocklist(opened.settings.scan.blocklist),
        )


def _intel(session: Session, opened: Opened, *, warn: bool) -> Intel:
    """All that is known of software, of who stands before it, and of where addresses are registered."""
    shelf = open_shelf(opened.workspace.intel)
    tell_ignored(session, shelf)
    intel = intel_of(shelf)
    if warn:
        tell_stale(session, intel.packs, session.today(opened.settings))
    if not opened.settings.intel.networks:
        return intel
    networks, pack = open_networks(opened.settings.intel.networks)
    return msgspec.structs.replace(intel, networks=networks, packs=(*intel.packs, pack))


def pace_flags(rate: float | None, max_connections: int | None, hours: str | None = None) -> Mapping[str, object]:
    """The flags of politeness by their key paths."""
    return {"scan.rate": rate, "scan.max_connections": max_connections, "scan.hours": hours}
