"""Names that certificates, links and redirects of registered apps speak of and no row holds: suggestions, no targets.

And the machines: which apps stand on which address, and whose it is.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from secscan.base.urls import is_ip_literal
from secscan.hygiene.entries import NATIONAL, below
from secscan.model.fronts import Fronts
from secscan.model.hygiene import History, HygieneTerms, NameSeen, Server
from secscan.model.ids import AppId
from secscan.model.register import HostEntry

_MAX_NAMES = 2_000


def names_seen(histories: Sequence[History], terms: HygieneTerms) -> tuple[NameSeen, ...]:
    """Unregistered names below the Pemda's own apexes wherever they were met, and other government names that a
    certificate or redirect of an app leads to. Wildcards of certificates name nothing, and are left out."""
    registered = {site.host.removeprefix("www.") for one in histories for site in one.app.sites}
    met: defaultdict[str, dict[str, None]] = defaultdict(dict)
    where: defaultdict[str, dict[AppId, None]] = defaultdict(dict)
    for one in histories:
        for how, name in _met(one):
            bare = name.removeprefix("www.")
            official = below(bare, terms.official)
            if bare in registered or name.startswith("*.") or is_ip_literal(name) or bare in terms.official:
                continue
            if official or (how != "link" and name.endswith(NATIONAL)):
                met[bare][how] = None
                where[bare][one.app.id] = None
    found = (
        NameSeen(name=name, official=below(name, terms.official), met=tuple(hows), apps=tuple(where[name]))
        for name, hows in met.items()
    )
    return tuple(sorted(found, key=lambda one: (not one.official, -len(one.apps), one.name)))[:_MAX_NAMES]


def _met(history: History) -> Iterator[tuple[str, str]]:
    for look in history.looks[:1]:
        yield from (("certificate", name) for name in sorted(look.covered))
        yield from (("redirect", name) for name in sorted(look.led))
        yield from (("link", name) for name in sorted(look.links))


def servers(histories: Sequence[History], owners: Mapping[str, HostEntry | None], fronts: Fronts) -> tuple[Server, ...]:
    """Every address that an app's newest look used, the most crowded first. `owners` tells whose they are."""
    apps: defaultdict[str, dict[AppId, None]] = defaultdict(dict)
    hints: defaultdict[str, dict[str, None]] = defaultdict(dict)
    labels = {front.key: front.label for front in fronts.known}
    for one in histories:
        for look in one.looks[:1]:
            for ip in look.addresses:
                apps[ip][one.app.id] = None
                at = fronts.at(ip)
                if look.hint and (at is None or at.key != look.hint):
                    hints[ip][labels.get(look.hint, look.hint)] = None
    found = (_server(ip, tuple(ids), tuple(hints[ip]), owners.get(ip)) for ip, ids in apps.items())
    return tuple(sorted(found, key=lambda one: (-len(one.apps), one.ip)))


def _server(ip: str, apps: tuple[AppId, ...], hints: tuple[str, ...], entry: HostEntry | None) -> Server:
    if entry is None:
        return Server(ip=ip, apps=apps, hints=hints)
    return Server(ip=ip, owner=entry.owner, kind=entry.kind, registered=True, apps=apps, hints=hints)
