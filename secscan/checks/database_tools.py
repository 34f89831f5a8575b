"""SS-ADM-03: no database administration tool is reachable."""

from collections.abc import Iterator

from secscan.analysis.dbtools import Tool, tool
from secscan.analysis.destinations import destinations
from secscan.analysis.guesses import follow, unanswered
from secscan.analysis.looks import below, judged_home
from secscan.base.once import once
from secscan.base.urls import UrlParts
from secscan.model.checks import CheckSpec, Verdict
from secscan.model.enums import Intensity, Outcome, Reason, Severity
from secscan.model.evidence import AppEvidence, Context, SiteEvidence
from secscan.model.ids import CheckId
from secscan.model.observations import Exchange
from secscan.model.requests import Request

SPEC = CheckSpec(
    id=CheckId("database-tools"),
    severity=Severity.TINGGI,
    cwe=(419,),
    effort_minutes=20,
)
_WANTED_BY = (SPEC.id,)
_PATHS = (("phpmyadmin/", 16.0), ("adminer.php", 11.0), ("pma/", 7.0), ("adminer/", 6.0), ("pgadmin4/", 5.0))
_ESSENTIAL = ("phpmyadmin/", "adminer.php")
_LINK_WORDS = ("phpmyadmin", "adminer", "pgadmin")


def ask(site: SiteEvidence, _context: Context) -> Iterator[Request]:
    """The usual places of the usual tools, and linked ones. Their pages sign themselves, so no baseline is needed."""
    requests = tuple(below(site, path, wanted_by=_WANTED_BY, value=value, purpose="admin") for path, value in _PATHS)
    yield from requests
    yield from _linked(site)
    yield from follow(site, requests)


def evaluate(app: AppEvidence, _context: Context) -> Iterator[Verdict]:
    """One verdict per tool, and one for the rest of the site."""
    for site in app.sites:
        home = judged_home(site)
        if isinstance(home, Reason):
            yield SPEC.verdict(site.site, Outcome.NOT_TESTED, reason=home)
            continue
        for found, exchanges in _found(site).items():
            first = exchanges[0]
            yield SPEC.verdict(
                site.site,
                Outcome.FAIL,
                severity=Severity.KRITIS if found.open else Severity.TINGGI,
                discriminators=(("path", first.request.path.split("?", 1)[0]),),
                evidence=tuple(one.request.key for one in exchanges),
                url=first.request.url,
                tool=found.name,
                version=found.version,
                open=found.open,
                paths=tuple(dict.fromkeys(one.request.path.split("?", 1)[0] for one in exchanges)),
            )
        reason = unanswered(site, (below(site, path) for path in _ESSENTIAL))
        yield SPEC.verdict(
            site.site,
            Outcome.PASS if reason is None else Outcome.NOT_TESTED,
            reason=reason,
            url=site.site.url,
        )


def _found(site: SiteEvidence) -> dict[Tool, list[Exchange]]:
    """The tools on the site's own answers, with all paths that show them, shortest first."""
    found: dict[Tool, list[Exchange]] = {}
    own = [one for one in site.exchanges() if one.request.host == site.site.host and one.page is not None]
    for exchange in sorted(own, key=lambda one: (len(one.request.path), one.request.path)):
        seen = tool(exchange) if exchange.request.purpose != "soft404" else None
        if seen is not None:
            found.setdefault(seen, []).append(exchange)
    return found


def _linked(site: SiteEvidence) -> Iterator[Request]:
    for page in site.pages():
        for url in _named_so(page):
            if url.host == site.site.host and (url.scheme, url.port) in site.origins and site.owns(url.path):
                yield Request.to(url, wanted_by=_WANTED_BY, value=16.0, purpose="linked", intensity=Intensity.PASSIVE)
                return


@once
def _named_so(page: Exchange) -> tuple[UrlParts, ...]:
    """The links to folders and files that are named like a tool."""
    return tuple(url for url in destinations(page) if url is not None and _is_named_so(url.path))


def _is_named_so(path: str) -> bool:
    return any(folder.startswith(_LINK_WORDS) for folder in path.lower().strip("/").split("/", 2)[:2])
