"""The hygiene of the register, from what is stored: without a packet, and without a word to the score."""

from datetime import date
from zoneinfo import ZoneInfo

from secscan.hygiene.looks import look_at
from secscan.hygiene.names import names_seen, servers
from secscan.hygiene.weigh import states, weigh, without_outages
from secscan.model.enums import SCOPE_REASONS
from secscan.model.hygiene import History, Hygiene, HygieneTerms, Look
from secscan.model.register import App
from secscan.planning.scope import owner_of
from secscan.store.runs import AppRun
from secscan.version import __version__
from secscan.workflows.stored import EvaluationDesk, StoredEvidence

_RUNS = 12
"""So many runs of a scan profile are read of an app that is gone, to tell since when."""


def hygiene(desk: EvaluationDesk, *, as_of: date | None = None) -> Hygiene:
    """Weigh the newest evidence of every app. Older evidence is read only of apps that are not there any more."""
    now = desk.clock.now()
    day = as_of or now.astimezone(ZoneInfo(desk.settings.office.timezone)).date()
    evidence = StoredEvidence(desk)
    latest = desk.store.latest_runs(limit=_RUNS)
    histories = without_outages([_history(desk, evidence, app, latest.get(app.id, ())) for app in desk.register.apps])
    terms = HygieneTerms(
        as_of=day,
        official=desk.settings.domains.official,
        exempt={one.name: one.reason for one in desk.settings.domains.exempt},
    )
    remarks = weigh(histories, desk.register.opds, terms)
    hosts = evidence.hosts
    met = {ip for one in histories for look in one.looks[:1] for ip in look.addresses}
    runs = {look.run: look.at for one in histories for look in one.looks[:1]}
    return Hygiene(
        office=desk.settings.office.name,
        timezone=desk.settings.office.timezone,
        as_of=day,
        generated_at=now,
        secscan_version=__version__,
        runs=tuple(sorted(runs, key=lambda run: runs[run], reverse=True)),
        apps=states(histories, desk.register.opds, remarks),
        remarks=remarks,
        names=names_seen(histories, terms),
        servers=servers(histories, {ip: owner_of(hosts, ip) for ip in met}, desk.intel.fronts),
        opds=desk.register.opds,
    )


def _history(desk: EvaluationDesk, evidence: StoredEvidence, app: App, parts: tuple[AppRun, ...]) -> History:
    """The newest look at an app, and the older ones back to where it was there."""

    def look(part: AppRun) -> Look:
        return look_at(evidence.of(app, part)[0], part.run, desk.intel.fronts)

    allowed = [part for part in parts if part.refused not in SCOPE_REASONS]
    if not allowed:
        return History(app)
    looks: list[Look] = []
    for part in allowed:
        looks.append(look(part))
        if not looks[-1].presence.gone:
            break
    return History(app, tuple(looks))
