"""The closed sets of words that the model uses. The values are what files, JSON and the command line say."""

from enum import StrEnum


class Severity(StrEnum):
    """How bad a finding is, worst first; also the weight class of a control."""

    KRITIS = "kritis"
    TINGGI = "tinggi"
    SEDANG = "sedang"
    RENDAH = "rendah"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 is the worst, so that sorting by rank puts the worst first."""
        return _SEVERITY_ORDER.index(self)


_SEVERITY_ORDER = tuple(Severity)


class Confidence(StrEnum):
    """How sure a finding is: seen directly, matched by version or banner, or a heuristic."""

    PASTI = "pasti"
    KUAT = "kuat"
    INDIKASI = "indikasi"


class Outcome(StrEnum):
    """What a check concluded of one subject, or a control of one app."""

    PASS = "pass"  # noqa: S105 - a verdict, not a password
    PARTIAL = "partial"
    FAIL = "fail"
    INCONCLUSIVE = "inconclusive"
    NOT_TESTED = "not_tested"
    NOT_APPLICABLE = "not_applicable"


class Reason(StrEnum):
    """Why something was not sent, not tested, inconclusive or not applicable. Translations carry the sentence."""

    PERMIT = "permit"  # no valid permit covers it, or the permit's intensity is too low
    HOURS = "hours"  # outside the permit's hours
    CONSENT = "consent"  # the owner of a shared, cloud or CDN address has not agreed to a port scan
    SCOPE = "scope"  # outside the registered scope: an unregistered host, or a private address without CIDR permit
    BUDGET = "budget"  # cut by the profile's request budget
    PROFILE = "profile"  # the scan profile does not ask for it
    PLANNED = "planned"  # no check exists yet
    BLOCKED = "blocked"  # a WAF, ban or challenge page answered
    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"  # refused or no route
    ERROR = "error"  # answered, but not in the protocol asked for
    DNS = "dns"  # the name does not resolve
    NO_IPV6 = "no_ipv6"
    INTERRUPTED = "interrupted"  # the run ended before it was looked at
    NEVER = "never"  # no scan has looked at it yet
    STALE = "stale"  # the evidence is older than the standard allows
    EGRESS = "egress"  # filtered, and our own network may be the filter
    CLIENT = "client"  # our own library cannot offer it
    SHARED_ADDRESS = "shared_address"  # the address belongs to a CDN, cloud or hosting company
    HTTP_ONLY = "http_only"  # no HTTPS, so nothing to judge
    IP_LITERAL = "ip_literal"  # the app is named by an address, and the rule is for names
    NO_PRODUCT = "no_product"  # no packaged product recognised
    NO_EXTENSION = "no_extension"  # no plugin or theme is named by the pages
    NO_LIBRARY = "no_library"  # no known JavaScript library is loaded
    VERSION_HIDDEN = "version_hidden"
    VERSION_UNCERTAIN = "version_uncertain"  # the possible versions do not agree on the verdict
    BACKPORTS = "backports"  # a distribution's package: the number alone proves nothing
    NO_SESSION_COOKIE = "no_session_cookie"
    NO_THIRD_PARTY = "no_third_party"  # no versioned script or style of another party is loaded
    NO_LOGIN = "no_login"  # no log-in form was seen
    NO_HTML = "no_html"  # the app answers, but not with a page
    NOT_APEX = "not_apex"  # judged once, on the app at the apex
    ENVIRONMENT = "environment"  # a deployment control on an `uji` app
    NO_URL = "no_url"  # an app without web address, such as an Android app
    SOFT_404 = "soft_404"  # the site answers every path alike
    NOT_CONFIGURED = "not_configured"  # secscan.toml lacks what the control is judged by
    VANTAGE = "vantage"  # seen from inside, where it says nothing of the internet
    INTERNAL = "internal"  # an address that the internet does not have
    NO_RANGE = "no_range"  # the table of addresses does not hold it
    REGISTERED = "registered"  # registered as an approved exposure
    FIRST_LOOK = "first_look"  # there is no earlier look to compare with


SCOPE_REASONS = frozenset({Reason.PERMIT, Reason.HOURS, Reason.CONSENT, Reason.SCOPE})
"""The reasons that are about what was allowed, and say nothing of the target."""


class Status(StrEnum):
    """How a probe's look went. Anything but `ok` is "could not look", never "clean"."""

    OK = "ok"
    REFUSED = "refused"  # the target refused the connection
    TIMEOUT = "timeout"
    BLOCKED = "blocked"  # a ban, WAF challenge or 403 for everything
    ERROR = "error"
    SKIPPED = "skipped"  # not sent: scope, permit, budget


class Intensity(StrEnum):
    """What a permit allows, weakest first."""

    PASSIVE = "passive"
    STANDARD = "standard"
    DEEP = "deep"

    @property
    def level(self) -> int:
        return _INTENSITY_ORDER.index(self)


_INTENSITY_ORDER = tuple(Intensity)


class Criticality(StrEnum):
    """Kategori sistem elektronik, as the operator assessed it."""

    STRATEGIS = "strategis"
    TINGGI = "tinggi"
    RENDAH = "rendah"


class Environment(StrEnum):
    PRODUKSI = "produksi"
    UJI = "uji"


class AppKind(StrEnum):
    WEB = "web"
    API = "api"
    ANDROID = "android"


class AppStatus(StrEnum):
    """The decision on an app: in use, dead, merged into another, closed, or only proposed for the register (`register
    discover`), and never sent anything until somebody has confirmed it."""

    AKTIF = "aktif"
    MATI = "mati"
    DIGABUNG = "digabung"
    DITUTUP = "ditutup"
    USULAN = "usulan"


class HostKind(StrEnum):
    """Who runs the machine behind an address."""

    PEMDA = "pemda"
    HOSTING_BERSAMA = "hosting_bersama"
    CLOUD = "cloud"
    CDN = "cdn"
    PUSAT = "pusat"


class Vantage(StrEnum):
    """Where the scanner stands: only `internet` can say what the internet sees."""

    INTERNET = "internet"
    INTRANET = "intranet"


class FindingState(StrEnum):
    OPEN = "open"
    FIXED = "fixed"
    REOPENED = "reopened"
    ACCEPTED = "accepted"
    FALSE_POSITIVE = "false_positive"


class Cause(StrEnum):
    """Why a result is another than at the last evaluation."""

    SITE = "site"  # a new look saw something else
    DATA = "data"  # the same evidence, judged by newer data packs
    RULES = "rules"  # the same evidence, judged by another version of secscan
    REGISTER = "register"  # the same evidence, data and rules: the register, settings or standard changed
    UNCLEAR = "unclear"  # several of these changed at once


class Review(StrEnum):
    """What a named reviewer said of a finding."""

    NONE = "none"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


class DecisionKind(StrEnum):
    APPROVED = "approved"
    CONDITIONAL = "conditional"
    REJECTED = "rejected"
    NO_VERDICT = "no_verdict"


class Language(StrEnum):
    """The language of texts for people. Indonesian is the default."""

    ID = "id"
    EN = "en"
