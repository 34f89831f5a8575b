"""SS-TLS-05: HTTP Strict Transport Security on the final HTTPS response (RFC 6797)."""

import re
from collections.abc import Iterator

from secscan.analysis.https import https_entry, unseen
from secscan.base.urls import is_ip_literal
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Outcome, Reason, Severity
from secscan.model.evidence import AppEvidence, Context, SiteEvidence
from secscan.model.ids import CheckId
from secscan.model.observations import Exchange

SPEC = CheckSpec(
    id=CheckId("hsts"),
    severity=Severity.SEDANG,
    cwe=(319,),
    references=("RFC 6797",),
    effort_minutes=10,
)
ENOUGH_SECONDS = 15_552_000
"""180 days."""

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_DIRECTIVE = re.compile(r'\s*(?:([^\s=;"]+)\s*(?:=\s*("(?:[^"\\]|\\.){0,200}"|[^\s;"]*))?)?\s*')


def evaluate(app: AppEvidence, _context: Context) -> Iterator[Verdict]:
    """One verdict per site."""
    for site in app.sites:
        if is_ip_literal(site.site.host):
            # RFC 6797 section 8.1.1: browsers never take the policy of an address.
            yield SPEC.verdict(site.site, Outcome.NOT_APPLICABLE, reason=Reason.IP_LITERAL)
            continue
        final = _final(app, site)
        if final is None:
            yield SPEC.verdict(site.site, Outcome.NOT_APPLICABLE, reason=Reason.HTTP_ONLY)
        elif isinstance(final, Reason):
            yield SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=final)
        else:
            yield _verdict(site, final)


def max_age(header: str) -> int | None:
    """The seconds that a Strict-Transport-Security value asks for; None when it is invalid, so that browsers ignore it.

    max-age is required; no directive may stand twice; values may be quoted (section 6.1).
    """
    seen: dict[str, str] = {}
    for part in _split(header):
        match = _DIRECTIVE.fullmatch(part)
        if match is None:
            return None
        if match[1] is None:
            continue
        name, value = match[1].lower(), match[2] or ""
        if name in seen or not _TOKEN.fullmatch(name):
            return None
        seen[name] = value[1:-1] if value.startswith('"') else value
    age = seen.get("max-age", "")
    return int(age) if re.fullmatch(r"[0-9]{1,18}", age) else None


def _split(header: str) -> list[str]:
    """The directives: parts between semicolons that stand outside quotes."""
    return re.findall(r'(?:[^;"]|"(?:[^"\\]|\\.)*+"|")+', header[:1_000])


def _final(app: AppEvidence, site: SiteEvidence) -> Exchange | Reason | None:
    """The last HTTPS response on the way from the site's HTTPS entry; None when there is no HTTPS."""
    start = https_entry(app, site)
    if not isinstance(start, Exchange):
        return start
    hops = site.chain(site.entry("https"))
    responses = [hop.payload for hop in hops if isinstance(hop.payload, Exchange)]
    if len(responses) < len(hops):
        return unseen(site, hops[-1])
    final = next((response for response in reversed(responses) if response.request.scheme == "https"), start)
    if final.challenge:
        return Reason.BLOCKED
    if final.status >= 500:
        return Reason.ERROR
    if final.is_redirect and final is responses[-1]:
        return Reason.SCOPE
    return final


def _verdict(site: SiteEvidence, final: Exchange) -> Verdict:
    header = final.header("strict-transport-security")  # browsers read the first only (section 8.1)
    age = max_age(header) if header is not None else None
    cause = "absent" if header is None else "invalid" if age is None else "off" if age == 0 else "short"
    if age:
        outcome = Outcome.PASS if age >= ENOUGH_SECONDS else Outcome.PARTIAL
    else:
        # A server that sets the header on successful answers only says nothing on an error page.
        unsure = header is None and final.status >= 400
        outcome = Outcome.INCONCLUSIVE if unsure else Outcome.FAIL
    return SPEC.verdict(
        site.site,
        outcome,
        reason=Reason.NO_HTML if outcome is Outcome.INCONCLUSIVE else None,
        evidence=(final.request.key,),
        url=final.request.url,
        header=header or "",
        cause="" if outcome is Outcome.PASS else cause,
        max_age=age or 0,
        days=(age or 0) // 86_400,
    )
