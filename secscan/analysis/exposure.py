"""What stands open on an address, and which of the controls SS-NET-01..05 it belongs to: each open port to one of them.

What answers decides. Where nothing answered that is known, the port's number does, and only for ports that are hardly
used for anything else: a web server on 3306 is no database.
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

import msgspec

from secscan.analysis.ports import CLEARTEXT, DATABASE, MANDATORY_DATABASE, MANDATORY_REMOTE_ADMIN, REMOTE_ADMIN
from secscan.model.checks import CheckSpec, Fact, Verdict
from secscan.model.enums import Confidence, Outcome, Reason, Severity, Vantage
from secscan.model.evidence import AppEvidence, Context, HostLook, reason_of
from secscan.model.observations import Access, PortScan, PortState, ServiceAnswer
from secscan.model.subjects import Endpoint, Host


class Group(StrEnum):
    """The control that an open port is reported by."""

    DATABASE = "database"
    REMOTE_ADMIN = "remote_admin"
    CONSOLE = "console"
    CLEARTEXT = "cleartext"
    OTHER = "other"


_DATABASES = frozenset(
    ("mysql", "postgresql", "redis", "memcached", "mongodb", "mssql", "oracle", "couchdb", "cassandra", "elasticsearch")
) | frozenset(("neo4j", "influxdb", "clickhouse", "orientdb", "rethinkdb", "db2"))
_REMOTE_ADMIN = frozenset(("ssh", "telnet", "smb", "nfs", "rdp", "vnc", "winrm", "winbox"))
_CONSOLES = (
    frozenset(
        (
            "docker",
            "docker-registry",
            "kubernetes",
            "kubelet",
            "etcd",
            "consul",
            "jenkins",
            "grafana",
            "kibana",
            "prometheus",
        )
    )
    | frozenset(
        (
            "solr",
            "webmin",
            "usermin",
            "cpanel",
            "whm",
            "plesk",
            "directadmin",
            "cyberpanel",
            "hestia",
            "aapanel",
            "proxmox",
        )
    )
    | frozenset(("portainer", "rabbitmq", "glassfish", "cockpit", "jupyter"))
)
_MESSAGING = frozenset(("mqtt",))
"""Made to be reached by devices: told only where they let anybody in."""

_CLEARTEXT = frozenset(("ftp", "pop3", "imap"))
_SHARED = frozenset(("rsync",))
"""File protocols that are told with those in clear text where they let anybody in."""

_SURE_NUMBERS = frozenset((*MANDATORY_DATABASE, *MANDATORY_REMOTE_ADMIN, *CLEARTEXT, 139, 6380, 27018, 33060))
_GUEST_PORTS = {"ftp": (21,), "smb": (445,), "rsync": (873,), "vnc": (5900, 5901)}
_MAX_GUESTS = 3
_SNMP = 161
_WINRM = (5985, 5986)
_MANY = 5


class Exposure(NamedTuple):
    """One open port. `service` is what answered, or what the number stands for where `assumed` says so."""

    port: int
    group: Group
    service: str
    assumed: bool
    answer: ServiceAnswer

    @property
    def confidence(self) -> Confidence:
        return Confidence.KUAT if self.assumed else Confidence.PASTI


def guest_ports(protocols: Iterable[str], scan: PortScan, services: Mapping[int, str]) -> Iterator[tuple[str, int]]:
    """The ports at which the anonymous modes of these protocols are tried: where the service answered, or where an
    open port is its own. SNMP, over UDP, has no port scan before it."""
    for protocol in protocols:
        if protocol == "snmp":
            yield protocol, _SNMP
            continue
        own = [port for port in scan.open if services.get(port, "") == protocol]
        own += [port for port in _GUEST_PORTS.get(protocol, ()) if port in scan.open and not services.get(port)]
        yield from ((protocol, port) for port in own[:_MAX_GUESTS])


def exposures(host: HostLook) -> Iterator[Exposure]:
    """Every open port of an address, in order; last what is open over UDP."""
    scan = host.scan
    for port in scan.open if scan is not None else ():
        answer = _with_guest(host.service(port) or ServiceAnswer(service=""), host.guests.get(port))
        service = "winrm" if port in _WINRM and answer.banner.find("Microsoft-HTTPAPI") >= 0 else answer.service
        if service or port not in _SURE_NUMBERS or answer.banner:
            yield Exposure(port, _group(service, answer), service, False, answer)
        else:
            assumed = {**CLEARTEXT, **REMOTE_ADMIN, **DATABASE}[port]
            yield Exposure(port, _group(assumed, answer), assumed, True, answer)
    snmp = host.guests.get(_SNMP)
    if scan is not None and snmp is not None and snmp.access is Access.OPEN:
        yield Exposure(_SNMP, Group.CLEARTEXT, "snmp", False, snmp)


def _with_guest(answer: ServiceAnswer, guest: ServiceAnswer | None) -> ServiceAnswer:
    """An answer with what is known of the protocol's anonymous mode."""
    if guest is None or guest.access is Access.UNKNOWN:
        return answer
    return msgspec.structs.replace(
        answer,
        service=answer.service or guest.service,
        access=guest.access,
        banner=guest.banner or answer.banner,
        anonymous=guest.service == "ftp" and guest.access is Access.OPEN,
    )


def _group(service: str, answer: ServiceAnswer) -> Group:
    if service in _DATABASES:
        return Group.DATABASE
    if service in _REMOTE_ADMIN:
        return Group.REMOTE_ADMIN
    if service in _CONSOLES or (service in _MESSAGING and answer.access is Access.OPEN):
        return Group.CONSOLE
    if service in _SHARED and answer.access is Access.OPEN:
        return Group.CLEARTEXT
    return Group.CLEARTEXT if service in _CLEARTEXT and not answer.tls else Group.OTHER


def untested(host: HostLook, port: int) -> Reason | None:
    """Why the state of a port is not known; None when it is open, or really closed (SS-NET-01).

    A filtered port is closed only if the address answered on a known-open port before and after the scan, and the
    Pemda's own self-test host was reached on that very port from here.
    """
    scan = host.scan
    if scan is None:
        return not_scanned(host)
    state = scan.state(port)
    if state is None:
        seen = host.ports
        return (seen.reason if seen is not None else None) or Reason.PROFILE
    if state is not PortState.FILTERED:
        return None
    return None if _really_filtered(scan, port) else Reason.EGRESS


def not_scanned(host: HostLook) -> Reason:
    """Why an address has no port scan."""
    if host.ports is None:
        return host.ports_refused or Reason.PROFILE
    return host.ports.reason or reason_of(host.ports.status)


def _really_filtered(scan: PortScan, port: int) -> bool:
    return scan.anchor_before and scan.anchor_after and port in scan.egress_open


class Found(NamedTuple):
    """What a check makes of one open port."""

    outcome: Outcome
    severity: Severity
    reason: Reason | None = None


def report(
    spec: CheckSpec,
    app: AppEvidence,
    context: Context,
    found: dict[tuple[str, int], Found],
    mandatory: tuple[int, ...],
    usual: Iterable[int] = (),
) -> Iterator[Verdict]:
    """The verdicts of a port check: one for each port in `found` (by address and port), one for each port that could
    not be judged, and one for the rest of each address.

    `mandatory` ports must have been looked at; `usual` ones need an answer only where they were asked for. Where many
    could not be judged, one verdict on the address says so.
    """
    if not app.hosts:
        for site in app.sites:
            refused = app.refused or site.unreachable or Reason.INTERRUPTED
            yield spec.verdict(site.site, Outcome.NOT_TESTED, reason=refused)
    for host in app.hosts:
        subject = Host(host.ip)
        if host.scan is None:
            yield spec.verdict(subject, Outcome.NOT_TESTED, reason=not_scanned(host))
            continue
        evidence = (host.ports.job_key,) if host.ports is not None else ()
        for exposure in exposures(host):
            judged = found.get((host.ip, exposure.port))
            if judged is not None:
                yield _open(spec, host, exposure, judged, context)
        asked = (port for port in usual if host.scan.state(port) is not None)
        reasons = {port: why for port in dict.fromkeys((*mandatory, *asked)) if (why := untested(host, port))}
        if len(reasons) > _MANY or (reasons and set(mandatory) <= set(reasons)):
            why = next(iter(reasons.values()))
            yield spec.verdict(subject, Outcome.NOT_TESTED, reason=why, evidence=evidence)
            continue
        for port, reason in reasons.items():
            yield spec.verdict(Endpoint(host.ip, port), Outcome.NOT_TESTED, reason=reason, evidence=evidence, port=port)
        yield spec.verdict(subject, Outcome.PASS, evidence=evidence, ip=host.ip)


def _open(spec: CheckSpec, host: HostLook, exposure: Exposure, judged: Found, context: Context) -> Verdict:
    """From inside the Pemda's own network an open port says nothing of the internet: partial, which never caps."""
    inside = context.vantage is Vantage.INTRANET and judged.outcome is Outcome.FAIL
    keys = tuple(seen.job_key for seen in (host.ports, host.services.get(exposure.port)) if seen is not None)
    verdict = spec.verdict(
        Endpoint(host.ip, exposure.port),
        Outcome.PARTIAL if inside else judged.outcome,
        severity=judged.severity,
        confidence=exposure.confidence,
        reason=Reason.VANTAGE if inside else judged.reason,
        evidence=keys,
    )
    return msgspec.structs.replace(verdict, facts=_facts(host, exposure, context))


def _facts(host: HostLook, exposure: Exposure, context: Context) -> dict[str, Fact]:
    answer = exposure.answer
    return {
        "ip": host.ip,
        "port": exposure.port,
        "service": exposure.service,
        "assumed": exposure.assumed,
        "product": answer.product,
        "version": answer.version,
        "banner": answer.banner,
        "title": answer.title,
        "access": answer.access.value,
        "open_access": answer.access is Access.OPEN,
        "starttls": answer.starttls is True,
        "anonymous": answer.anonymous,
        "vantage": context.vantage.value,
    }
