"""Names from the Pemda's own lists, and what they suggest for the register. Never targets by themselves."""

from enum import StrEnum

import msgspec

from secscan.model.ids import AppId, OpdId


class ListKind(StrEnum):
    """What a list is."""

    ZONE = "zone"  # RFC 1035 master file
    CERTIFICATES = "ct"  # names of a certificate-transparency log, exported
    WEB = "web"  # virtual hosts of a web server, proxy or hosting panel
    PLAIN = "list"  # one name a line
    TRANSFER = "axfr"
    STORED = "stored"  # certificates, redirects and links of scanned apps


class ZoneRecord(msgspec.Struct, frozen=True):
    """One record of a zone: names in lower-case A-label form without final dot; `target` of CNAME, NS, MX and SRV, the
    address of A and AAAA, else empty."""

    owner: str
    type: str
    target: str = ""


class FoundName(msgspec.Struct, frozen=True, kw_only=True):
    """A host name in a list. `place` is the file with its line, or the name server. `target` is where a CNAME leads,
    `service` says that the record stands for mail or name service."""

    name: str
    kind: ListKind
    place: str
    target: str = ""
    wildcard: bool = False
    service: bool = False


class ListProblem(msgspec.Struct, frozen=True):
    """What could not be read: `code` names its sentence, `line` counts from 1 (0: the whole file)."""

    file: str
    line: int
    code: str
    value: str = ""


class NameList(msgspec.Struct, frozen=True, kw_only=True):
    """One list as read. `owners` are all names that a zone has records for; `zone` its own name."""

    kind: ListKind
    names: tuple[FoundName, ...] = ()
    problems: tuple[ListProblem, ...] = ()
    owners: frozenset[str] = frozenset()
    zone: str = ""


class SuggestionKind(StrEnum):
    """What a name means for the register; the order is that of the listing."""

    NEW = "new"  # below an official domain, in no row
    ALIAS = "alias"  # leads to a registered app, or is its `www.`
    OUTSIDE = "outside"  # in the Pemda's own list, outside its official domains
    WILDCARD = "wildcard"  # any name below is answered
    SERVICE = "service"  # mail or name service, no app
    REGISTERED = "registered"


class Danger(StrEnum):
    """Why a CNAME looks as if it dangled; only a scan or a look at the provider can tell."""

    GONE = "gone"  # its target is below the same zone, which has no such name
    CLAIMABLE = "claimable"  # its target is at a provider whose freed names others may take


class Suggestion(msgspec.Struct, frozen=True, kw_only=True):
    """One name. `app` is the registered app that it belongs to or leads to; `opd` whose it may be; `places` where it
    was read."""

    name: str
    kind: SuggestionKind
    places: tuple[str, ...]
    target: str = ""
    app: AppId | None = None
    opd: OpdId | None = None
    danger: Danger | None = None


class Discovery(msgspec.Struct, frozen=True, kw_only=True):
    """All lists compared with the register."""

    suggestions: tuple[Suggestion, ...]
    problems: tuple[ListProblem, ...] = ()
