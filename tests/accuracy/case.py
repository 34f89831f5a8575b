"""Labelled cases: what an app is, and what is true of it, said before anything looks."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from secscan.model.enums import Outcome
from tests.accuracy.serve import App, hardened, redirecting

Places = frozenset[str]
"""The discriminator values (paths, cookies, addresses) that findings must name; "" for one that names none."""


@dataclass(frozen=True)
class Fault:
    """A check must find exactly these places, with this outcome."""

    outcome: Outcome
    places: Places


def fail(*places: str) -> Fault:
    return Fault(Outcome.FAIL, frozenset(places or ("",)))


def partial(*places: str) -> Fault:
    return Fault(Outcome.PARTIAL, frozenset(places or ("",)))


BEHIND_A_WALL = frozenset(
    (
        "cleartext-forms",
        "mixed-content",
        "cms-version",
        "admin-pages",
        "open-admin",
        "database-tools",
        "backup-files",
        "secret-files",
        "repository-metadata",
        "directory-listing",
        "session-cookies",
        "content-security-policy",
        "framing",
        "nosniff-referrer",
        "gambling-content",
    )
)
"""What cannot be judged where something else answers in the app's place."""


@dataclass(frozen=True)
class Case:
    """One app. `faults` are by check; of every other check nothing may be found.

    `blind` are checks for which neither a fault nor a clean bill would be right, as what they judge cannot be seen;
    `unsure` those of which an honest scanner may say that it cannot tell. `https` puts the app on HTTPS, to which HTTP
    redirects, with all headers that the standard asks for; without it, the app's function answers both as it is.
    `later` are true as well, of checks that came after the case was written (`later_labels`). `before` is what an
    earlier scan saw; `dns` what the resolver says of names other than that they are there.
    """

    name: str
    app: App
    faults: Mapping[str, Fault] = field(default_factory=dict)
    blind: frozenset[str] = frozenset()
    unsure: frozenset[str] = frozenset()
    https: bool = True
    origins: tuple[str, ...] = ("https", "http")
    path: str = "/"
    later: Mapping[str, Fault] = field(default_factory=dict)
    before: App | None = None
    dns: Mapping[str, str] = field(default_factory=dict)

    def served(self) -> App:
        return self.wrapped(self.app)

    def wrapped(self, app: App) -> App:
        return redirecting(hardened(app)) if self.https else app
