"""What checks are given besides evidence, and what they may ask: the same for a scan and for an evaluation."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from secscan.analysis import revisits
from secscan.analysis.service_software import service_software
from secscan.checks.catalogue import CHECKS
from secscan.identify import software
from secscan.identify.components import components
from secscan.model.assessment import Software
from secscan.model.checks import Ask, Check, Verdict
from secscan.model.enums import Outcome, Reason
from secscan.model.evidence import AppEvidence, Context, SiteEvidence
from secscan.model.findings import Finding
from secscan.model.ids import JobKey
from secscan.model.intel import Intel
from secscan.model.profile import ScanProfile
from secscan.model.requests import Request
from secscan.model.settings import Settings

log = logging.getLogger(__name__)


_MOST_VERSION_FILES = 40


def context_of(
    settings: Settings,
    intel: Intel,
    as_of: date,
    profile: ScanProfile,
    findings: Iterable[Finding] = (),
    blocked: frozenset[str] = frozenset(),
) -> Context:
    """The context of every check of a profile on that day. What open `findings` were seen on is asked for again;
    `blocked` are the names of the operator's block list."""
    still_open = [finding for finding in findings if finding.is_open]
    return Context(
        as_of=as_of,
        vantage=settings.scan.vantage,
        official_domains=settings.domains.official,
        exempt_domains={exemption.name: exemption.reason for exemption in settings.domains.exempt},
        intel=intel,
        trust_anchors=settings.dns.trust_anchors,
        checks=frozenset(profile.checks),
        open_paths=tuple(
            (finding.check, finding.subject.key, path)
            for finding in still_open
            for name, path in finding.discriminators
            if name == "path"
        ),
        open_pages=_pages(still_open, profile),
        revisits=min(24, max(2, profile.request_budget // 10)),
        blocked_hosts=blocked,
        version_files=min(_MOST_VERSION_FILES, max(3, profile.request_budget // 5)),
        extension_files=min(24, max(0, profile.request_budget - 12) // 12),
        script_files=min(18, max(0, profile.request_budget - 12) // 16),
    )


def _pages(findings: Sequence[Finding], profile: ScanProfile) -> tuple[JobKey, ...]:
    """The pages of findings whose checks do not ask for them by themselves: those that wait longest for another look
    come first, then the worst."""
    asking = {check.spec.id for check in checks_of(profile) if not check.spec.asks_again}
    waiting = sorted(
        (finding for finding in findings if finding.check in asking),
        key=lambda finding: (finding.retested, finding.severity.rank, finding.last_seen, finding.fingerprint),
    )
    return tuple(dict.fromkeys(key for finding in waiting for key in finding.pages))


def checks_of(profile: ScanProfile) -> tuple[Check, ...]:
    """The checks of a profile, in the order of the catalogue."""
    wanted = set(profile.checks)
    return tuple(check for check in CHECKS if check.spec.id in wanted)


def asks_of(profile: ScanProfile) -> tuple[Ask, ...]:
    """Who asks for requests in a profile: its checks, identification, which serves several of them, and what open
    findings wait for."""
    return (software.ask, *(check.ask for check in checks_of(profile) if check.ask is not None), revisits.ask)


def judge(check: Check, evidence: AppEvidence, context: Context) -> tuple[Verdict, ...]:
    """What a check says; a check that fails on some evidence has said nothing, and the others go on."""
    try:
        return tuple(check.evaluate(evidence, context))
    except Exception:
        log.exception("check %s failed on app %s", check.spec.id, evidence.app.id)
        return tuple(check.spec.verdict(site.site, Outcome.NOT_TESTED, reason=Reason.ERROR) for site in evidence.sites)


def careful(ask: Ask) -> Ask:
    """The same questions, up to a fault of ours that a hostile answer brought out."""

    def asked(site: SiteEvidence, context: Context) -> Iterator[Request]:
        try:
            yield from ask(site, context)
        except Exception:
            log.exception("the questions of %s to %s failed", ask.__module__, site.site.url)

    return asked


def services(evidence: AppEvidence) -> tuple[Software, ...]:
    """The services beside the web alone; nothing where a fault of ours keeps them unknown."""
    try:
        return service_software(evidence)
    except Exception:
        log.exception("services of app %s were not read", evidence.app.id)
        return ()


def identified(evidence: AppEvidence, intel: Intel) -> tuple[Software, ...]:
    """The software of an app; nothing where a fault of ours, brought out by what a target sent, keeps it unknown."""
    try:
        return (
            *software.identify(evidence, intel),
            *components(evidence, intel),
            *services(evidence),
        )
    except Exception:
        log.exception("identification failed on app %s", evidence.app.id)
        return ()
