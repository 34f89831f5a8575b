"""The first question of most checks: is there a home page to judge, and if not, why?"""

from secscan.model.enums import Reason
from secscan.model.evidence import SiteEvidence
from secscan.model.observations import Exchange


def judged_home(site: SiteEvidence) -> Exchange | Reason:
    """The response at the end of the redirects from the site's base path, or the reason why it can't be judged.

    A challenge page of a WAF and a server error are answers, but not the app's own.
    """
    home = site.home
    if home is None:
        return site.unreachable or Reason.ERROR
    if home.challenge:
        return Reason.BLOCKED
    if home.status >= 500:
        return Reason.ERROR
    if home.is_redirect:
        return Reason.SCOPE  # it leads to a host that is not registered, so what stands there is not this app
    return home
