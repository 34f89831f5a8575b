"""What can be found out of one name, in words that the tools share, and what a scan of ours has stored of it."""

from dataclasses import dataclass, field, fields

from benchmarks.nginx_fleet import WebFleet
from secscan.model.enums import Status
from secscan.model.observations import Answer, Exchange, Observation, PortScan, ServiceAnswer, TlsAssessment
from secscan.probes.tls_worker.suites import BROKEN_FAMILIES
from secscan.store.store import Store

WEAK_FAMILIES = frozenset({*BROKEN_FAMILIES, "RSA_KEX"})


@dataclass
class Facts:
    """What is known of a name: `ports` as `443`, `services` as `443 ssl/http`, accepted `versions` of TLS, `weak`
    families of suites and flaws of TLS, SHA-256 digests of the `certificates` sent, `titles` of pages, `products` by
    the first word of their name, with and without a version."""

    ports: set[str] = field(default_factory=set)
    services: set[str] = field(default_factory=set)
    versions: set[str] = field(default_factory=set)
    weak: set[str] = field(default_factory=set)
    certificates: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    products: set[str] = field(default_factory=set)

    def by_kind(self) -> dict[str, set[str]]:
        return {kind.name: getattr(self, kind.name) for kind in fields(self)}

    def lacks(self, other: "Facts") -> list[str]:
        """What the other knows and this one doesn't."""
        mine = self.by_kind()
        return [f"{kind}: {fact}" for kind, known in other.by_kind().items() for fact in sorted(known - mine[kind])]


def product_words(name: str, *versions: str) -> set[str]:
    """A product as the tools agree on it: `Apache httpd` and `Apache HTTP Server` are `apache`."""
    word = name.split()[0].casefold() if name.split() else ""
    return {word, *(f"{word} {version}" for version in versions if version)} if word else set()


def facts_of_scan(fleet: WebFleet) -> dict[str, Facts]:
    """What the newest scan of a fleet has stored, by name; what it knows of an address holds for all names there."""
    found = {name: Facts() for name in fleet.places}
    at: dict[str, list[Facts]] = {}
    for name, ip in fleet.places.items():
        at.setdefault(ip, []).append(found[name])
    with Store.open(fleet.desk.folder / "secscan.db") as store:
        for seen in store.observations(store.runs()[0].id):
            if seen.via is not None and seen.status is Status.OK:
                _add(seen, seen.via.ip, found, at)
    for row in fleet.desk.report()["software"]:
        for name in fleet.places:
            if name.partition(".")[0] == row["app"]:
                for label in (row["label"], row["product"]):
                    found[name].products |= product_words(label, *row["versions"])
    return found


def _add(seen: Observation, ip: str, found: dict[str, Facts], at: dict[str, list[Facts]]) -> None:
    payload, here = seen.payload, at.get(ip, [])
    port = seen.via.port if seen.via is not None else 0
    if isinstance(payload, PortScan):
        for facts in here:
            facts.ports |= set(map(str, payload.open))
    elif isinstance(payload, ServiceAnswer) and payload.service:
        for facts in here:
            facts.services.add(f"{port} {'ssl/' if payload.tls else ''}{payload.service}")
            facts.products |= product_words(payload.product, payload.version)
    elif isinstance(payload, Exchange):
        for facts in here:
            facts.services.add(f"{port} {'ssl/' if payload.request.scheme == 'https' else ''}http")
        if payload.page is not None and payload.request.host in found:
            found[payload.request.host].titles.add(payload.page.title)
    elif isinstance(payload, TlsAssessment) and payload.server_name in found:
        _add_tls(payload, found[payload.server_name])


def _add_tls(tls: TlsAssessment, facts: Facts) -> None:
    facts.versions |= {version.value for version, answer in tls.versions if answer is Answer.ACCEPTED}
    facts.weak |= {name for name in WEAK_FAMILIES if tls.family(name) is Answer.ACCEPTED}
    flaws = {
        "compression": tls.compression,
        "insecure renegotiation": None if tls.secure_renegotiation is None else not tls.secure_renegotiation,
        "renegotiation without limit": tls.client_renegotiation_dos,
        "no TLS_FALLBACK_SCSV": None if tls.fallback_scsv is None else not tls.fallback_scsv,
        "Heartbleed": tls.heartbleed,
        "CCS injection": tls.ccs_injection,
    }
    facts.weak |= {name for name, is_there in flaws.items() if is_there}
    facts.certificates |= {one.sha256 for one in tls.chain}
