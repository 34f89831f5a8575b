"""Content Security Policy as browsers read it (CSP Level 3, sections 2.2 and 6)."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from secscan.model.observations import Exchange

_WHITE = re.compile(r"[\t\n\f\r ]+")
_NAME = re.compile(r"[a-z0-9-]+", re.IGNORECASE)
_NONCE = re.compile(r"'nonce-[A-Za-z0-9+/_-]+={0,2}'", re.IGNORECASE)
_HASH = re.compile(r"'sha(?:256|384|512)-[A-Za-z0-9+/_-]+={0,2}'", re.IGNORECASE)
_META_IGNORED = frozenset(("frame-ancestors", "report-uri", "sandbox"))
_KNOWN = frozenset(
    (
        "default-src", "script-src", "script-src-elem", "script-src-attr", "style-src", "style-src-elem",
        "style-src-attr",
        "img-src", "font-src", "connect-src", "media-src", "object-src", "frame-src", "child-src", "worker-src",
        "manifest-src", "prefetch-src", "fenced-frame-src", "base-uri", "form-action", "frame-ancestors", "sandbox",
        "upgrade-insecure-requests", "block-all-mixed-content", "require-trusted-types-for", "trusted-types",
        "navigate-to", "require-sri-for", "plugin-types", "webrtc", "report-uri", "report-to",
    )
)  # fmt: skip
_MAX_POLICIES = 20

HEADER = "content-security-policy"


class Policy(NamedTuple):
    """One serialised policy: its directives in order, the first of each name, names in lower case.

    `meta` says that it stood in the page: such a policy cannot restrict framing, sandbox or report.
    """

    directives: tuple[tuple[str, tuple[str, ...]], ...]
    meta: bool = False

    def directive(self, *names: str) -> tuple[str, ...] | None:
        """The values of the first of these directives that the policy has; None when it has none of them."""
        found = dict(self.directives)
        return next((found[name] for name in names if name in found), None)


class Scripts(NamedTuple):
    """What a policy allows scripts to do, after the rules that switch sources off.

    `inline`: any inline script runs; `evaluated`: strings may become code; `anywhere`: scripts from any host, whole
    scheme or data: URL load.
    """

    inline: bool
    evaluated: bool
    anywhere: bool
    trusted: bool  # nonces or hashes decide

    @property
    def strict(self) -> bool:
        """Whether injected script text neither runs nor loads; eval counts where no nonce or hash decides."""
        return not (self.inline or self.anywhere or (self.evaluated and not self.trusted))


def parse(text: str, *, meta: bool = False) -> Policy:
    """One policy from its serialised form; a later directive of the same name is ignored."""
    found: dict[str, tuple[str, ...]] = {}
    for part in text.split(";"):
        pieces = [piece for piece in _WHITE.split(part) if piece]
        if not pieces or not _NAME.fullmatch(pieces[0]):
            continue
        name = pieces[0].lower()
        if name not in found and not (meta and name in _META_IGNORED):
            found[name] = tuple(pieces[1:])
    return Policy(tuple(found.items()), meta)


def parse_all(values: Iterable[str], *, meta: bool = False) -> tuple[Policy, ...]:
    """The policies of repeated headers, each of which may hold several, separated by commas.

    Policies without any directive that browsers know are dropped: they have no effect.
    """
    texts = [text for value in values for text in ([value] if meta else value.split(","))]
    parsed = (parse(text, meta=meta) for text in texts[:_MAX_POLICIES])
    return tuple(policy for policy in parsed if any(name in _KNOWN for name, _ in policy.directives))


def enforced(exchange: Exchange) -> tuple[Policy, ...]:
    """The policies that a browser enforces on a response, from its headers and its page; all of them hold together."""
    metas = exchange.page.meta(HEADER) if exchange.page is not None else ()
    return parse_all(exchange.header_values(HEADER)) + parse_all(metas, meta=True)


def reported(exchange: Exchange) -> tuple[Policy, ...]:
    """The policies that are only reported on, which protect nobody."""
    return parse_all(exchange.header_values(f"{HEADER}-report-only"))


def frame_ancestors(exchange: Exchange) -> tuple[str, ...] | None:
    """The sources that may frame the response; None when no enforced header policy says.

    A frame must satisfy all policies, so that one which is not open to everybody stands for all of them.
    """
    policies = parse_all(exchange.header_values(HEADER))
    found = [sources for policy in policies if (sources := policy.directive("frame-ancestors")) is not None]
    if not found:
        return None
    return next((sources for sources in found if not open_to_all(sources)), found[0])


def open_to_all(sources: Iterable[str]) -> bool:
    """Whether a source list holds any host, or all hosts of a web scheme."""
    return any(source.lower() in ("*", "http:", "https:") for source in sources)


def scripts(policy: Policy) -> Scripts | None:
    """What the policy allows scripts to do; None when it does not restrict scripts at all.

    An empty source list allows nothing (section 6.7.2.3). A nonce or hash switches 'unsafe-inline' off;
    'strict-dynamic' with them switches host and scheme sources off too (section 6.7.3). script-src-elem and
    script-src-attr replace script-src for their kind where they are given.
    """
    fallback = policy.directive("script-src", "default-src")
    element = policy.directive("script-src-elem", "script-src", "default-src")
    handler = policy.directive("script-src-attr", "script-src", "default-src")
    if fallback is None and policy.directive("script-src-elem") is None:
        return None
    lowered = [
        tuple(source.lower() for source in (("*", "'unsafe-inline'") if sources is None else sources))
        for sources in (element, handler)
    ]
    general = tuple(source.lower() for source in (("'unsafe-eval'",) if fallback is None else fallback))
    trusted = _trusted(lowered[0])
    dynamic = trusted and "'strict-dynamic'" in lowered[0]
    return Scripts(
        inline=any("'unsafe-inline'" in sources and not _trusted(sources) for sources in lowered),
        evaluated="'unsafe-eval'" in general,
        anywhere=not dynamic and any(_anywhere(source) for source in lowered[0]),
        trusted=trusted,
    )


def allowed_scripts(policies: Iterable[Policy]) -> Scripts | None:
    """What several policies allow together: what each of them allows. None when none restricts scripts."""
    each = [allowed for policy in policies if (allowed := scripts(policy)) is not None]
    if not each:
        return None
    return Scripts(
        inline=all(one.inline for one in each),
        evaluated=all(one.evaluated for one in each),
        anywhere=all(one.anywhere for one in each),
        trusted=any(one.trusted for one in each),
    )


def upgrades_insecure_requests(exchange: Exchange) -> bool:
    """Whether the browser turns the page's http sub-resources into https before it asks for them."""
    return any(policy.directive("upgrade-insecure-requests") is not None for policy in enforced(exchange))


def _trusted(sources: Iterable[str]) -> bool:
    return any(_NONCE.fullmatch(source) or _HASH.fullmatch(source) for source in sources)


def _anywhere(source: str) -> bool:
    """A source that nearly everybody can put scripts behind: any host, a whole scheme, a wildcard top-level domain."""
    if source in ("*", "http:", "https:", "data:"):
        return True
    host = source.partition("://")[2] or source
    return re.fullmatch(r"\*(?:\.[a-z]{2,24})?(?::(?:\*|\d+))?(?:/.*)?", host) is not None
