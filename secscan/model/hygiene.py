"""The hygiene of a register: what stored evidence says of whether its entries are true, needed, and somebody's."""

from datetime import date, datetime
from enum import StrEnum

import msgspec

from secscan.model.enums import Confidence, HostKind
from secscan.model.ids import AppId, OpdId, RunId
from secscan.model.register import App, Opd

Detail = str | int


class Presence(StrEnum):
    """What stands at an app's address."""

    ANSWERS = "answers"
    AWAY = "away"  # every visitor is led to a host that the app does not register
    VACANT = "vacant"  # a default, parked, suspended, expired or "under construction" page
    FAILING = "failing"  # a server error
    BLOCKED = "blocked"  # a wall or ban answered, so that nothing is known of the app
    NO_NAME = "no_name"  # the name does not exist in DNS
    REFUSED = "refused"  # a machine answers there, and nothing listens on the app's ports
    SILENT = "silent"  # no answer in time, which may be the network's fault
    UNSEEN = "unseen"  # never looked at: no permit, no address, no scan yet

    @property
    def gone(self) -> bool:
        """Whether visitors find nothing there, as far as was seen."""
        return self in (Presence.NO_NAME, Presence.REFUSED, Presence.SILENT)


class Topic(StrEnum):
    """What a remark is about; the order is that of the report."""

    DISAGREES = "disagrees"
    GONE = "gone"
    VACANT = "vacant"
    STALE = "stale"
    DOUBLE = "double"
    ALIKE = "alike"
    OUTSIDE = "outside"
    UNOWNED = "unowned"


class Proposal(StrEnum):
    """What might be decided of an app: never more than a proposal to those who decide."""

    CLOSE = "tutup"
    MERGE = "gabung"
    REPAIR = "perbaiki_layanan"
    DATA = "perbaiki_data"
    KEEP = "pertahankan"
    UNKNOWN = "belum_dapat_diusulkan"


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to weigh. `code` names its sentence, `values` fill it; `apps` are all that it is about."""

    topic: Topic
    code: str
    apps: tuple[AppId, ...]
    proposal: Proposal
    confidence: Confidence = Confidence.KUAT
    values: dict[str, Detail] = {}


class AppState(msgspec.Struct, frozen=True, kw_only=True):
    """One app: what stands there, since when and over how many scans in a row, when its content last changed (with the
    kind of evidence), and the proposal that follows from its remarks."""

    app: App
    opd: Opd
    presence: Presence
    since: datetime | None = None
    runs: int = 0
    changed: date | None = None
    changed_by: str = ""
    title: str = ""
    proposal: Proposal = Proposal.KEEP


class NameSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A host name that is not registered, and where it was met: `certificate`, `redirect`, `link`. A suggestion for the
    register, never a target. `official`: below one of the Pemda's own apexes."""

    name: str
    official: bool
    met: tuple[str, ...]
    apps: tuple[AppId, ...]


class Server(msgspec.Struct, frozen=True, kw_only=True):
    """One address: whose it is, what kind, which apps stand there, and what headers hint at, which proves nothing."""

    ip: str
    owner: str = ""
    kind: HostKind | None = None
    registered: bool = False
    apps: tuple[AppId, ...] = ()
    hints: tuple[str, ...] = ()


class Hygiene(msgspec.Struct, frozen=True, kw_only=True):
    """The whole report, on one day. `runs` are the scans whose evidence it rests on, the newest first."""

    schema_version: str = "1.0"
    office: str
    timezone: str
    as_of: date
    generated_at: datetime
    secscan_version: str
    runs: tuple[RunId, ...]
    apps: tuple[AppState, ...]
    remarks: tuple[Remark, ...]
    names: tuple[NameSeen, ...] = ()
    servers: tuple[Server, ...] = ()
    opds: tuple[Opd, ...] = ()

    def state(self, app: AppId) -> AppState | None:
        return next((state for state in self.apps if state.app.id == app), None)

    def of(self, topic: Topic) -> tuple[Remark, ...]:
        return tuple(remark for remark in self.remarks if remark.topic is topic)


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """What one run's evidence says of one app, for the rules of hygiene: small, so that thousands fit in memory.

    `detail` is the kind of vacancy, or the host that visitors are led to. `words` are those of the title, headings and
    text; `days` the kinds and days of `Exchange.days` of all its pages; `links`, `covered` and `led` the hosts of its
    links, of its certificates, and of its redirects.
    """

    app: AppId
    run: RunId
    at: datetime
    presence: Presence
    detail: str = ""
    title: str = ""
    words: tuple[str, ...] = ()
    digest: str = ""
    days: tuple[tuple[str, date], ...] = ()
    addresses: tuple[str, ...] = ()
    links: frozenset[str] = frozenset()
    covered: frozenset[str] = frozenset()
    led: frozenset[str] = frozenset()
    hint: str = ""


class History(msgspec.Struct, frozen=True):
    """The looks at one app, the newest first; none for one that was never looked at."""

    app: App
    looks: tuple[Look, ...] = ()


class HygieneTerms(msgspec.Struct, frozen=True, kw_only=True):
    """What the rules are judged by. `official` are the Pemda's own apexes, `exempt` approved names with the reason."""

    as_of: date
    official: tuple[str, ...] = ()
    exempt: dict[str, str] = {}
    opds: tuple[OpdId, ...] = ()
