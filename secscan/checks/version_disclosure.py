"""SS-HDR-04: headers and pages that tell the version of a component. Worth no points: patching is what counts."""

import re
from collections.abc import Iterator

from secscan.analysis.looks import judged_home
from secscan.base.text import clean
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Outcome, Reason, Severity
from secscan.model.evidence import AppEvidence, Context, SiteEvidence
from secscan.model.ids import CheckId
from secscan.model.observations import Exchange

SPEC = CheckSpec(
    id=CheckId("version-disclosure"),
    severity=Severity.INFO,
    cwe=(200,),
    references=("ASVS 4.0.3 14.3.3",),
    effort_minutes=10,
)
_HEADERS = ("server", "x-powered-by", "x-aspnet-version", "x-aspnetmvc-version", "x-generator", "x-drupal-version")
_NUMBER = re.compile(r"(?:^|[\s/(,;]|\bv)v?\d+(?:\.\d+)*")
_CONSTANT = re.compile(r"Apache-Coyote/1\.1")  # the name of Tomcat's connector, the same in every release
_MAX_TOLD = 10


def evaluate(app: AppEvidence, _context: Context) -> Iterator[Verdict]:
    """One verdict per site, over all that it answered."""
    for site in app.sites:
        home = judged_home(site)
        told = disclosures(site)
        if told:
            yield SPEC.verdict(
                site.site,
                Outcome.FAIL,
                evidence=tuple(dict.fromkeys(exchange.request.key for _, exchange in told))[:_MAX_TOLD],
                url=told[0][1].request.url,
                disclosed=tuple(dict.fromkeys(text for text, _ in told))[:_MAX_TOLD],
                sources=tuple(dict.fromkeys(text.partition(":")[0] for text, _ in told)),
            )
        elif isinstance(home, Reason):
            yield SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=home)
        else:
            yield SPEC.verdict(site.site, Outcome.PASS, evidence=(home.request.key,), url=home.request.url)


def disclosures(site: SiteEvidence) -> list[tuple[str, Exchange]]:
    """What tells a version number ("server: nginx/1.18.0"), and the response that says so; the site's own host only."""
    found: list[tuple[str, Exchange]] = []
    for exchange in site.exchanges():
        if exchange.challenge or exchange.request.host != site.site.host:
            continue
        pairs = [(name, value) for name in _HEADERS for value in exchange.header_values(name)]
        if exchange.page is not None:
            pairs.extend(("generator", content) for content in exchange.page.meta("generator"))
        for name, value in pairs:
            if _NUMBER.search(_CONSTANT.sub("", value)):
                found.append((f"{name}: {clean(value, 150)}", exchange))
    return found
