"""What the register's own rows lack: an owner, a contact, an official name; and rows that stand there twice."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from secscan.base.urls import DEFAULT_PORTS, is_ip_literal
from secscan.model.enums import AppStatus, Confidence
from secscan.model.hygiene import History, HygieneTerms, Proposal, Remark, Topic
from secscan.model.ids import AppId, OpdId
from secscan.model.register import App, Opd

NATIONAL = (".go.id", ".desa.id")
"""Government names, whoever's they are: which of them are the Pemda's own only its settings say."""


_INTERNAL = ("localhost", "local", "lan", "internal", "intranet", "home.arpa", "test")
"""Names that the internet does not have: nobody could give them an official one."""


def below(name: str, apexes: tuple[str, ...]) -> bool:
    """Whether a name is one of these apexes or stands below one."""
    return any(name == apex or name.endswith(f".{apex}") for apex in (one.lower().strip(".") for one in apexes))


def unowned(histories: Sequence[History], opds: Mapping[OpdId, Opd]) -> Iterator[Remark]:
    """One remark for each agency that cannot be reached, with all its apps."""
    apps: defaultdict[OpdId, list[AppId]] = defaultdict(list)
    for one in histories:
        apps[one.app.opd].append(one.app.id)
    for opd_id, ids in apps.items():
        opd = opds.get(opd_id)
        if opd is None:
            yield _remark(Topic.UNOWNED, "no_opd", tuple(ids), Proposal.DATA, opd=opd_id)
        elif not (opd.contact.email or opd.contact.phone):
            code = "no_contact" if not opd.contact.name else "no_reach"
            yield _remark(Topic.UNOWNED, code, tuple(ids), Proposal.DATA, name=opd.contact.name)


def outside(app: App, terms: HygieneTerms) -> Iterator[Remark]:
    """The remarks on an app's names, if it is in use."""
    names = dict.fromkeys(site.host for site in app.sites) if app.status is AppStatus.AKTIF else {}
    for name in names:
        if is_ip_literal(name) or "." not in name or below(name, (*terms.official, *_INTERNAL)):
            continue
        exemption = next((why for exempt, why in terms.exempt.items() if below(name, (exempt,))), None)
        if exemption is not None:
            yield _remark(Topic.OUTSIDE, "exempt", (app.id,), Proposal.KEEP, name=name, reason=exemption)
        elif name.endswith(NATIONAL):
            if terms.official and not name.endswith(".desa.id"):
                yield _remark(Topic.OUTSIDE, "other_government", (app.id,), Proposal.DATA, name=name)
        else:
            yield _remark(Topic.OUTSIDE, "not_official", (app.id,), Proposal.REPAIR, name=name)


def registered_twice(histories: Sequence[History]) -> Iterator[Remark]:
    """The same place, or the same name within one OPD, in several rows that are in use."""
    places: defaultdict[tuple[str, int, str], dict[AppId, None]] = defaultdict(dict)
    names: defaultdict[tuple[OpdId, str], dict[AppId, None]] = defaultdict(dict)
    for app in (one.app for one in histories if one.app.status is AppStatus.AKTIF):
        names[app.opd, " ".join(app.name.casefold().split())][app.id] = None
        for site in app.sites:
            port = 0 if DEFAULT_PORTS.get(site.scheme) == site.port else site.port
            places[site.host.removeprefix("www."), port, site.path][app.id] = None
    told: set[tuple[AppId, ...]] = set()
    for (host, _, path), apps in places.items():
        if len(apps) > 1 and tuple(apps) not in told:
            told.add(tuple(apps))
            yield _double("same_address", tuple(apps), Confidence.PASTI, address=host + path)
    for (_, name), apps in names.items():
        if len(apps) > 1 and tuple(apps) not in told:
            yield _double("same_name", tuple(apps), Confidence.KUAT, name=name)


def _double(code: str, apps: tuple[AppId, ...], confidence: Confidence, **values: str) -> Remark:
    return Remark(
        topic=Topic.DOUBLE, code=code, apps=apps, proposal=Proposal.DATA, confidence=confidence, values={**values}
    )


def _remark(topic: Topic, code: str, apps: tuple[AppId, ...], proposal: Proposal, **values: str) -> Remark:
    return Remark(
        topic=topic,
        code=code,
        apps=apps,
        proposal=proposal,
        confidence=Confidence.PASTI,
        values={key: value for key, value in values.items() if value},
    )
