"""Names in the Pemda's own lists against the register: what is missing there, what leads nowhere, what is no app."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from secscan.analysis.providers import PROVIDERS
from secscan.hygiene.entries import below
from secscan.model.discovery import Danger, FoundName, ListKind, NameList, Suggestion, SuggestionKind
from secscan.model.enums import AppStatus
from secscan.model.ids import AppId, OpdId
from secscan.model.register import App, Opd, Register
from secscan.model.subjects import Site

UNKNOWN_OPD = Opd(OpdId("belum-diketahui"), "Belum diketahui (usulan)")
"""Whose the suggested apps are as long as nobody has said."""
_SERVICE = re.compile(
    r"(?:ns|dns|mx|smtp|pop3?|imap|mail|mta|relay|ntp)\d{0,2}"
    r"|autodiscover|autoconfig|cpanel|whm|webdisk|cpcontacts|cpcalendars|ftp|sftp|localhost"
)
"""First labels of names that stand for services; what asks for a log-in (webmail, vpn) is an app, and stays one."""


def discover(lists: Sequence[NameList], register: Register, official: tuple[str, ...]) -> tuple[Suggestion, ...]:
    """One suggestion for each name, the new ones first."""
    apps = {site.host: app for app in register.apps for site in app.sites}
    by_bare = {host.removeprefix("www."): app for host, app in apps.items()}
    owners = {zone.zone: zone.owners for zone in lists if zone.zone}
    found: dict[tuple[str, bool], list[FoundName]] = {}
    for one in (name for each in lists for name in each.names):
        found.setdefault((one.name, one.wildcard), []).append(one)
    made = (_suggest(group, apps, by_bare, owners, official) for group in found.values())
    kinds = list(SuggestionKind)
    return tuple(sorted(made, key=lambda one: (kinds.index(one.kind), one.danger is None, one.name)))


def _suggest(
    group: Sequence[FoundName],
    apps: Mapping[str, App],
    by_bare: Mapping[str, App],
    owners: Mapping[str, frozenset[str]],
    official: tuple[str, ...],
) -> Suggestion:
    first = group[0]
    target = next((one.target for one in group if one.target), "")
    bare = first.name.removeprefix("www.")
    app = apps.get(first.name) or by_bare.get(bare) or by_bare.get(target.removeprefix("www."))
    return Suggestion(
        name=f"*.{first.name}" if first.wildcard else first.name,
        kind=_kind(first, group, app, apps, official),
        places=tuple(dict.fromkeys(one.place for one in group)),
        target=target,
        app=app.id if app is not None and not first.wildcard else None,
        opd=app.opd if app is not None and not first.wildcard else None,
        danger=_danger(target, owners) if first.name not in apps else None,
    )


def _kind(
    name: FoundName, group: Iterable[FoundName], app: App | None, apps: Mapping[str, App], official: tuple[str, ...]
) -> SuggestionKind:
    if name.wildcard:
        return SuggestionKind.WILDCARD
    if name.name in apps:
        return SuggestionKind.REGISTERED
    if app is not None:
        return SuggestionKind.ALIAS
    if any(one.service for one in group) or _SERVICE.fullmatch(name.name.partition(".")[0]):
        return SuggestionKind.SERVICE
    own_zone = any(one.kind in (ListKind.ZONE, ListKind.TRANSFER) for one in group)
    return SuggestionKind.NEW if own_zone or below(name.name, official) else SuggestionKind.OUTSIDE


def _danger(target: str, owners: Mapping[str, frozenset[str]]) -> Danger | None:
    """Whether a CNAME looks as if it dangled."""
    if not target:
        return None
    if any(f".{target}".endswith(end) for one in PROVIDERS for end in one.targets if end.startswith(".")):
        return Danger.CLAIMABLE
    for zone, names in owners.items():
        if below(target, (zone,)) and not _answered(target, zone, names):
            return Danger.GONE
    return None


def _answered(target: str, zone: str, names: frozenset[str]) -> bool:
    """Whether a zone has that name, itself, by a wildcard above it, or in a part that it gives to other servers."""
    if target in names:
        return True
    above = target
    while above != zone and "." in above:
        above = above.partition(".")[2]
        if f"*.{above}" in names or (above != zone and above in names):
            return True
    return False


def proposed(suggestions: Iterable[Suggestion], register: Register) -> Register:
    """Rows that `register import` takes: one app of status `usulan` for each new name, which nothing is sent to until
    somebody sets it to `aktif`; and the agency that they stand under as long as nobody knows better."""
    taken = {app.id for app in register.apps}
    apps = tuple(_rows(suggestions, taken))
    return Register(opds=(UNKNOWN_OPD,) if apps else (), apps=apps)


def _rows(suggestions: Iterable[Suggestion], taken: set[AppId]) -> Iterator[App]:
    for one in suggestions:
        if one.kind not in (SuggestionKind.NEW, SuggestionKind.OUTSIDE) or one.danger is Danger.GONE:
            continue
        base = re.sub(r"[^a-z0-9]+", "-", one.name)[:56].strip("-")
        number, identity = 1, AppId(f"usulan-{base}"[:60])
        while identity in taken:
            number += 1
            identity = AppId(f"usulan-{base}"[:56] + f"-{number}")
        taken.add(identity)
        yield App(
            id=identity,
            opd=UNKNOWN_OPD.id,
            name=one.name,
            sites=(Site("https", one.name, 443),),
            status=AppStatus.USULAN,
            tags=("usulan",),
        )
