"""SS-DOM-01: whether the app's name is one of the government's own (Permenkominfo 5/2015)."""

import ipaddress
from collections.abc import Iterator

from secscan.base.urls import is_ip_literal, resolve
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Outcome, Reason, Severity
from secscan.model.evidence import AppEvidence, Context, SiteEvidence
from secscan.model.ids import CheckId
from secscan.model.observations import Exchange
from secscan.model.subjects import Domain

SPEC = CheckSpec(
    id=CheckId("official-domain"),
    severity=Severity.SEDANG,
    references=("Permenkominfo 5/2015",),
    effort_minutes=60,
)

_INTERNAL = ("localhost", "local", "lan", "internal", "intranet", "home.arpa", "test", "example", "invalid")
_FREE_HOSTING = (
    "blogspot.com", "wordpress.com", "000webhostapp.com", "weebly.com", "wixsite.com", "netlify.app",
    "vercel.app", "github.io", "gitlab.io", "herokuapp.com", "infinityfreeapp.com", "epizy.com",
    "rf.gd", "web.app", "firebaseapp.com", "pages.dev", "glitch.me", "sites.google.com", "site123.me",
    "jimdosite.com", "my.canva.site", "byethost.com", "azurewebsites.net", "onrender.com", "ngrok.io",
    "ngrok-free.app", "trycloudflare.com", "surge.sh", "carrd.co", "business.site",
)  # fmt: skip
_SCHOOLS = (".sch.id", ".ac.id")
_SCHOOL_TAGS = ("sekolah", "school", "kampus", "pendidikan")


def evaluate(app: AppEvidence, context: Context) -> Iterator[Verdict]:
    """One verdict per host name."""
    for name in dict.fromkeys(site.site.host for site in app.sites):
        yield _judge(app, name, context)


def _judge(app: AppEvidence, name: str, context: Context) -> Verdict:
    subject = Domain(name)
    if _is_internal(name):
        return SPEC.verdict(subject, Outcome.NOT_APPLICABLE, reason=Reason.ENVIRONMENT)
    if _below(name, context.official_domains) or name.endswith(".desa.id"):
        return SPEC.verdict(subject, Outcome.PASS, name=name)
    exemption = next((reason for exempt, reason in context.exempt_domains.items() if _below(name, (exempt,))), None)
    if exemption is not None:
        return _concluded(Outcome.PARTIAL, name, "exempt", reason_given=exemption)
    if name.endswith(_SCHOOLS):
        school = any(tag.lower() in _SCHOOL_TAGS for tag in app.app.tags)
        reason = None if school else Reason.NOT_CONFIGURED
        return SPEC.verdict(subject, Outcome.PASS if school else Outcome.INCONCLUSIVE, reason=reason, name=name)
    if _below(name, ("go.id",)):  # a government's name, but whose?
        return SPEC.verdict(subject, Outcome.INCONCLUSIVE, reason=Reason.NOT_CONFIGURED, name=name)
    target = _official_target(app, name, context)
    if target is not None:
        return _concluded(Outcome.PARTIAL, name, "redirect", target=target)
    if is_ip_literal(name):
        return _concluded(Outcome.FAIL, name, "address")
    return _concluded(Outcome.FAIL, name, "free" if _below(name, _FREE_HOSTING) else "commercial")


def _concluded(outcome: Outcome, name: str, kind: str, *, target: str = "", reason_given: str = "") -> Verdict:
    return SPEC.verdict(Domain(name), outcome, name=name, kind=kind, target=target, reason_given=reason_given)


def _below(name: str, apexes: tuple[str, ...]) -> bool:
    return any(name == apex or name.endswith(f".{apex}") for apex in (entry.lower().strip(".") for entry in apexes))


def _is_internal(name: str) -> bool:
    """Names and addresses that the internet does not have: nobody could give them an official name."""
    if is_ip_literal(name):
        return not ipaddress.ip_address(name).is_global
    return "." not in name or _below(name, _INTERNAL)


def _official_target(app: AppEvidence, name: str, context: Context) -> str | None:
    """The official name that every answering entry of this name redirects to for good (301, 308)."""
    targets = [target for site in app.sites if site.site.host == name for target in _targets(site)]
    if targets and all(target is not None and _below(target, context.official_domains) for target in targets):
        return targets[0]
    return None


def _targets(site: SiteEvidence) -> Iterator[str | None]:
    """Where each origin's entry leads for good: the host at the end of permanent redirects; None for no redirect."""
    for scheme, _ in site.origins:
        payloads = [seen.payload for seen in site.chain(site.entry(scheme)) if isinstance(seen.payload, Exchange)]
        if not payloads:
            continue
        away = next((one for one in payloads if one.is_redirect and _host(one) != site.site.host), None)
        here = payloads[: payloads.index(away) + 1] if away is not None else []
        permanent = bool(here) and all(one.status in (301, 308) for one in here)
        yield _host(away) if away is not None and permanent else None


def _host(exchange: Exchange) -> str | None:
    url = resolve(exchange.request.url, exchange.header("location") or "")
    return url.host if url is not None else None
