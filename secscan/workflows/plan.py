"""Selecting apps, resolving their names, and planning: all that a scan does before its first packet to a target."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from secscan.analysis import dmarc, dnssec, spf
from secscan.base.clock import Clock
from secscan.base.errors import SecscanError, UsageError
from secscan.base.text import nearest
from secscan.base.urls import is_ip_literal
from secscan.model.enums import AppStatus, Status
from secscan.model.fronts import Fronts
from secscan.model.ids import AppId, OpdId
from secscan.model.jobs import Plan
from secscan.model.observations import DnsAnswer, Observation
from secscan.model.profile import ScanProfile
from secscan.model.register import App, Register
from secscan.model.runs import RunOptions
from secscan.model.settings import Settings
from secscan.net.resolver import has_ipv6_route
from secscan.planning.plan import Terms, make_plan
from secscan.planning.scope import might_cover
from secscan.probes.dns import look_up_all
from secscan.workflows.zones import zone_look_ups

ADDRESS_TYPES = ("A", "AAAA")
APEX_TYPES = ("NS", "MX", "TXT", "CAA")
"""What is looked up besides for the Pemda's own apexes."""

_MAIL_ROUNDS = 11  # a policy that mentions more in a row is void (RFC 7208 section 4.6.4)


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan, the apps it is for, and the look-ups it rests on."""

    plan: Plan
    apps: tuple[App, ...]
    dns: dict[str, Observation]


def select(register: Register, apps: Iterable[AppId], opds: Iterable[OpdId]) -> tuple[App, ...]:
    """The apps of that choice, in the order of the register; nothing chosen means all. Unknown ids raise UsageError."""
    wanted_apps, wanted_opds = set(apps), set(opds)
    unknown = sorted(wanted_apps - {app.id for app in register.apps}) + sorted(
        wanted_opds - {opd.id for opd in register.opds}
    )
    if unknown:
        near = nearest(unknown[0], [*(app.id for app in register.apps), *(opd.id for opd in register.opds)])
        raise UsageError("unknown_entry", values={"word": ", ".join(unknown), "near": near})
    if not wanted_apps and not wanted_opds:
        return register.apps
    return tuple(app for app in register.apps if app.id in wanted_apps or app.opd in wanted_opds)


def still_registered(register: Register, options: RunOptions) -> tuple[App, ...]:
    """The apps of a run without those that left the register meanwhile. Raises UsageError when none is left."""
    apps = tuple(app for app in options.apps if register.app(app) is not None)
    opds = tuple(opd for opd in options.opds if register.opd(opd) is not None)
    if not apps and not opds:
        return select(register, options.apps, options.opds)
    return select(register, apps, opds)


def batches_of(planned: Planned) -> dict[AppId, tuple[str, ...]]:
    """For each app of the plan, the keys of the batches that look at it; none for an app that was refused."""
    return {app.id: tuple(batch.key for batch in planned.plan.batches if app.id in batch.apps) for app in planned.apps}


def plan_scan(
    register: Register,
    apps: tuple[App, ...],
    profile: ScanProfile,
    settings: Settings,
    clock: Clock,
    fronts: Fronts = Fronts(),  # noqa: B008 - never changed
    *,
    waiting: Collection[AppId] = (),
) -> Planned:
    """Resolve the names of these apps once, each whose scan is permitted, and plan. Sends nothing but DNS.

    `fronts` are the CDNs and clouds that are known. Apps in `waiting` are planned as if the hours of
    their permits were open: their scan waits for them.
    """
    now = clock.now()
    local = now.astimezone(ZoneInfo(settings.office.timezone))
    names = tuple(
        dict.fromkeys(
            site.host
            for app in apps
            if app.status is not AppStatus.USULAN
            for site in app.sites
            if not is_ip_literal(site.host)
            and might_cover(register.permits, app.id, site.host, local, any_hour=app.id in waiting)
        )
    )
    apexes = frozenset(apex for apex in settings.domains.official if any(_under(name, apex) for name in names))
    dns = {
        **look_up_all((n for n in names if n not in apexes), ADDRESS_TYPES, settings.dns.resolver, clock),
        **look_up_all(sorted(apexes), _apex_types(profile), settings.dns.resolver, clock),
    }
    _need_resolver(dns, settings)
    judged = [apex for apex in sorted(apexes) if apex in names or f"www.{apex}" in names]
    if "dns-mail" in profile.checks:
        dns.update(mail_look_ups(judged, dns, settings, clock))
    if "caa-dnssec" in profile.checks:
        dns.update(zone_look_ups(judged, settings, clock))
    answers = {name: seen.payload for name, seen in dns.items() if isinstance(seen.payload, DnsAnswer)}
    plan = make_plan(
        register,
        apps,
        Terms(
            profile=profile,
            settings=settings,
            answers=answers,
            now=now,
            ipv6=has_ipv6_route(),
            egress=egress_addresses(settings, clock),
            fronts=fronts,
            waiting=frozenset(waiting),
        ),
    )
    return Planned(plan, apps, dns)


def _apex_types(profile: ScanProfile) -> tuple[str, ...]:
    """What is looked up of an apex itself: one look-up serves every check of it."""
    return (*ADDRESS_TYPES, *APEX_TYPES, *(dnssec.TYPES if "caa-dnssec" in profile.checks else ()))


def mail_look_ups(
    apexes: Iterable[str], known: Mapping[str, Observation], settings: Settings, clock: Clock
) -> dict[str, Observation]:
    """The look-ups that tell who may send mail in the name of these apexes: `_dmarc`, and what SPF mentions.

    Names already `known` are not asked again. Bounded: as many levels of mentions as receivers follow, twenty names
    an apex.
    """
    wanted = tuple(apexes)
    policies = dict.fromkeys(f"_dmarc.{name}" for apex in wanted for name in dmarc.walk(apex))
    found = look_up_all(policies, ("TXT",), settings.dns.resolver, clock)
    for _ in range(_MAIL_ROUNDS):
        looks = {**known, **found}
        answers = {name: seen.payload for name, seen in looks.items() if isinstance(seen.payload, DnsAnswer)}
        missing = [name for apex in wanted for name in spf.mentioned(apex, answers.get) if name not in looks]
        if not missing:
            break
        found.update(look_up_all(missing, spf.TYPES, settings.dns.resolver, clock))
    return found


def _under(name: str, apex: str) -> bool:
    return name == apex or name.endswith(f".{apex}")


def _need_resolver(dns: Mapping[str, Observation], settings: Settings) -> None:
    """A resolver that answers nothing at all is our trouble, not that of the apps."""
    if dns and all(seen.status is not Status.OK for seen in dns.values()):
        example = next(iter(dns.values()))
        where = settings.dns.resolver or "/etc/resolv.conf"
        raise SecscanError("no_dns", where=where, values={"detail": example.detail or example.status})


def egress_addresses(settings: Settings, clock: Clock) -> tuple[str, ...]:
    """The addresses of the configured self-test host, "host" or "host:port,port"."""
    check = settings.scan.egress_check
    host = check.partition(":")[0] if check.count(":") == 1 else check
    if not host or is_ip_literal(host):
        return (host,) if host else ()
    seen = look_up_all((host,), ("A",), settings.dns.resolver, clock)[host]
    return seen.payload.addresses if isinstance(seen.payload, DnsAnswer) else ()
