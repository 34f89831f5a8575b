"""Log-in pages that a script makes: an empty shell of a page, and a bundle that builds a password field.

What such a page shows can't be read without running it. The bundle tells the rest by its own structure: the attributes
of the fields that it makes and the routes that it knows (`contents.script_contents`).
"""

from collections.abc import Iterator

import msgspec

from secscan.analysis.logins import Barrier, needs_script
from secscan.base.urls import parse_url
from secscan.model.evidence import SiteEvidence
from secscan.model.ids import CheckId
from secscan.model.observations import Exchange
from secscan.model.requests import Request

_MAX_BUNDLES = 2
_VALUE = 13.0
_MAIN = ("main", "app", "index", "bundle")


class ScriptedLogin(msgspec.Struct, frozen=True):
    """What the scripts of a shell say of the log-in that they make. `joins`: they also let people open an account."""

    barrier: Barrier
    joins: bool
    evidence: tuple[Exchange, ...]


def bundles(site: SiteEvidence, wanted_by: tuple[CheckId, ...]) -> Iterator[Request]:
    """The main scripts of the home page, where it is nothing but a shell for them."""
    home = site.home
    if home is not None:
        for request in _scripts(site, home):
            yield msgspec.structs.replace(request, wanted_by=wanted_by)


def scripted_login(site: SiteEvidence, shell: Exchange) -> ScriptedLogin | None:
    """The log-in that the scripts of this page make; None for pages with text of their own, and as long as no script
    that was read makes one."""
    read = tuple(found for request in _scripts(site, shell) if (found := site.exchange(request)) is not None)
    told = {word for exchange in read if exchange.status == 200 for word in exchange.contents}
    if "login" not in told:
        return None
    barrier = (
        Barrier.CAPTCHA if "captcha" in told else Barrier.SECOND_FACTOR if "second_factor" in told else Barrier.NONE
    )
    return ScriptedLogin(barrier, "join" in told, (shell, *read))


def _scripts(site: SiteEvidence, shell: Exchange) -> tuple[Request, ...]:
    """The page's own scripts that are likeliest to hold the application, by their names; the last ones else."""
    page = shell.page
    if page is None or shell.status != 200 or not needs_script(page):
        return ()
    found: dict[str, Request] = {}
    for resource in page.resources:
        try:
            url = parse_url(resource.url)
        except ValueError:
            continue
        own = (url.scheme, url.host, url.port) == shell.request.origin and site.owns(url.path)
        if resource.tag == "script" and own:
            request = Request.to(url, purpose="bundle", value=_VALUE, intensity=shell.request.intensity)
            found[request.key] = request
    named = [one for one in found.values() if one.path.rpartition("/")[2].lower().startswith(_MAIN)]
    return tuple((named or list(found.values())[-_MAX_BUNDLES:])[:_MAX_BUNDLES])
