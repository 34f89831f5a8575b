"""The hygiene of the register as data for its template, its tables and its listing."""

from collections import Counter

import msgspec

from secscan.model.enums import Language
from secscan.model.hygiene import AppState, Detail, Hygiene, NameSeen, Presence, Proposal, Remark, Server, Topic
from secscan.model.ids import AppId, OpdId
from secscan.reports.figures import Figures
from secscan.reports.prose import Prose
from secscan.reports.translations import Translator

_MAX_TITLE = 120


class Tile(msgspec.Struct, frozen=True):
    """A number of the first page."""

    count: int
    label: str
    key: str


class ProposalRow(msgspec.Struct, frozen=True):
    """How many apps have a proposal; `percent` of all is for the bar."""

    key: str
    label: str
    means: str
    count: int
    percent: float


class RemarkRow(msgspec.Struct, frozen=True):
    """One remark in words. `apps` are (name, id, address) of each app, `opds` the names of their agencies."""

    apps: tuple[tuple[str, str, str], ...]
    opds: tuple[str, ...]
    evidence: str
    certainty: str
    key: str
    proposal: str


class TopicView(msgspec.Struct, frozen=True):
    """One group of remarks with what it means."""

    key: str
    title: str
    note: str
    rows: tuple[RemarkRow, ...]


class AppLine(msgspec.Struct, frozen=True):
    """One app of the whole list, in words."""

    name: str
    id: str
    opd: str
    state: str
    changed: str
    key: str
    proposal: str


class OpdLine(msgspec.Struct, frozen=True):
    """One agency: its apps, and how many have which proposal, in the order of the proposals."""

    name: str
    apps: int
    counts: tuple[int, ...]


class NameLine(msgspec.Struct, frozen=True):
    name: str
    official: str
    met: str
    apps: str


class ServerLine(msgspec.Struct, frozen=True):
    ip: str
    owner: str
    apps: tuple[str, ...]
    note: str


class HygieneView(msgspec.Struct, frozen=True, kw_only=True):
    """All that the template prints."""

    lead: str
    tiles: tuple[Tile, ...]
    proposals: tuple[ProposalRow, ...]
    opds: tuple[OpdLine, ...]
    topics: tuple[TopicView, ...]
    names: tuple[NameLine, ...]
    servers: tuple[ServerLine, ...]
    apps: tuple[AppLine, ...]
    basis: str


class HygieneWords:
    """Turns the report into words: one language, one office."""

    def __init__(self, report: Hygiene, lang: Language) -> None:
        self.lang = lang
        self.t = Translator(lang)
        self.figures = Figures(lang, report.timezone)
        self._prose = Prose(lang)
        self._report = report
        self._apps = {state.app.id: state for state in report.apps}

    def view(self) -> HygieneView:
        report = self._report
        return HygieneView(
            lead=self._lead(),
            tiles=self._tiles(),
            proposals=self._proposals(),
            opds=self._opds(),
            topics=tuple(self._topic(topic) for topic in Topic),
            names=tuple(map(self.name, report.names)),
            servers=tuple(map(self.server, report.servers)),
            apps=tuple(map(self.app, report.apps)),
            basis=self._basis(),
        )

    def summary(self) -> str:
        """The report in one line."""
        count = Counter(state.presence for state in self._report.apps)
        return self.t(
            "hygiene.summary",
            total=len(self._report.apps),
            answers=count[Presence.ANSWERS] + count[Presence.AWAY],
            gone=sum(number for presence, number in count.items() if presence.gone),
            vacant=count[Presence.VACANT],
            unseen=count[Presence.UNSEEN],
            remarks=len(self._report.remarks),
            names=len(self._report.names),
        )

    def remark(self, remark: Remark) -> RemarkRow:
        states = [self._apps[app] for app in remark.apps]
        return RemarkRow(
            apps=tuple((state.app.name, state.app.id, self._place(state)) for state in states),
            opds=tuple(dict.fromkeys(state.opd.name for state in states)),
            evidence=self.evidence(remark),
            certainty=self.t(f"hygiene.sure.{remark.confidence}"),
            key=remark.proposal.value,
            proposal=self.t(f"hygiene.proposal_of.{remark.proposal}"),
        )

    def evidence(self, remark: Remark) -> str:
        """The sentence of a remark; what came from a target is made printable."""
        given = {"title": "", **remark.values}
        return self.t(f"hygiene.remark.{remark.code}", **{name: self._shown(value) for name, value in given.items()})

    def _shown(self, value: Detail) -> str | int:
        return value if isinstance(value, int) else self._prose.printed(value)[:_MAX_TITLE]

    def app(self, state: AppState) -> AppLine:
        presence = self.t(f"hygiene.presence_of.{state.presence}")
        if state.presence.gone and state.since is not None:
            since = self.t("hygiene.since", day=self.figures.local_day(state.since), runs=state.runs)
            presence = f"{presence} ({since})"
        changed = ""
        if state.changed is not None:
            year_only = state.changed_by == "copyright"
            day = str(state.changed.year) if year_only else self.figures.day(state.changed)
            changed = f"{day} ({self.t(f'hygiene.day_by.{state.changed_by}')})"
        return AppLine(
            name=state.app.name,
            id=state.app.id,
            opd=state.opd.name,
            state=presence,
            changed=changed,
            key=state.proposal.value,
            proposal=self.t(f"hygiene.proposal_of.{state.proposal}"),
        )

    def name(self, seen: NameSeen) -> NameLine:
        return NameLine(
            name=self._prose.printed(seen.name),
            official=self.t("hygiene.official_name" if seen.official else "hygiene.other_name"),
            met=", ".join(self.t(f"hygiene.met_by.{how}") for how in seen.met),
            apps=", ".join(map(self._name_of, seen.apps)),
        )

    def server(self, server: Server) -> ServerLine:
        owner = self.t("hygiene.unowned_server")
        if server.registered:
            opd = next((opd.name for opd in self._report.opds if opd.id == OpdId(server.owner)), server.owner)
            kind = f" ({self.t(f'host_kind.{server.kind}')})" if server.kind is not None else ""
            owner = f"{self._prose.printed(opd)}{kind}"
        hint = self.t("hygiene.hint", providers=", ".join(server.hints)) if server.hints else ""
        return ServerLine(server.ip, owner, tuple(map(self._name_of, server.apps)), hint)

    def topic(self, topic: Topic) -> str:
        return self.t(f"hygiene.topic.{topic}")

    def _topic(self, topic: Topic) -> TopicView:
        rows = tuple(map(self.remark, self._report.of(topic)))
        return TopicView(topic.value, self.topic(topic), self.t(f"hygiene.topic_note.{topic}"), rows)

    def _lead(self) -> str:
        unseen = sum(state.presence is Presence.UNSEEN for state in self._report.apps)
        total = len(self._report.apps)
        opds = len({state.opd.id for state in self._report.apps})
        return self.t("hygiene.lead", total=total, opds=opds, seen=total - unseen, unseen=unseen)

    def _tiles(self) -> tuple[Tile, ...]:
        report = self._report
        concerned = {topic: len({app for one in report.of(topic) for app in one.apps}) for topic in Topic}
        counts = {
            "apps": len(report.apps),
            "answers": sum(state.presence in (Presence.ANSWERS, Presence.AWAY) for state in report.apps),
            "gone": concerned[Topic.GONE],
            "vacant": concerned[Topic.VACANT],
            "stale": concerned[Topic.STALE],
            "double": concerned[Topic.DOUBLE],
        }
        return tuple(Tile(count, self.t(f"hygiene.tile.{key}"), key) for key, count in counts.items())

    def _proposals(self) -> tuple[ProposalRow, ...]:
        counted = Counter(state.proposal for state in self._report.apps)
        total = max(1, len(self._report.apps))
        return tuple(
            ProposalRow(
                one.value,
                self.t(f"hygiene.proposal_of.{one}"),
                self.t(f"hygiene.proposal_means.{one}"),
                counted[one],
                100 * counted[one] / total,
            )
            for one in Proposal
        )

    def _opds(self) -> tuple[OpdLine, ...]:
        lines = []
        for opd in dict.fromkeys(state.opd for state in self._report.apps):
            counted = Counter(state.proposal for state in self._report.apps if state.opd.id == opd.id)
            lines.append(OpdLine(opd.name, counted.total(), tuple(counted[one] for one in Proposal)))
        return tuple(sorted(lines, key=lambda line: (-line.apps, line.name)))

    def _basis(self) -> str:
        runs = self._report.runs
        return self.t("hygiene.basis_note", runs=", ".join(runs[:6])) if runs else self.t("hygiene.basis_none")

    def _name_of(self, app: AppId) -> str:
        return self._apps[app].app.name if app in self._apps else app

    @staticmethod
    def _place(state: AppState) -> str:
        return state.app.sites[0].url if state.app.sites else ""
