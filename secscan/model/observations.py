"""Observations: what a probe saw, and nothing that anybody concluded from it."""

from datetime import datetime
from enum import StrEnum
from functools import cached_property

import msgspec

from secscan.model.enums import Reason, Status
from secscan.model.ids import JobKey
from secscan.model.pages import PageFacts
from secscan.model.requests import Request
from secscan.model.subjects import Endpoint, Subject


class Cost(msgspec.Struct, frozen=True, gc=False):
    """What the look sent and took. `seconds` is the time it lasted; `connections` are TCP connections tried.

    `egress_probes` are connections tried to the Pemda's own self-test host. `backoffs` are those
    since the look before; `peak_per_second` is the address's peak so far, as in its receipt.
    """

    requests: int = 0
    connections: int = 0
    port_probes: int = 0
    bytes_received: int = 0
    bytes_sent: int = 0
    seconds: float = 0.0
    egress_probes: int = 0
    backoffs: int = 0
    peak_per_second: int = 0


class FileKind(StrEnum):
    """What a body is by its content, never by its name or declared type."""

    EMPTY = "empty"
    HTML = "html"
    TEXT = "text"
    JSON = "json"
    XML = "xml"
    SCRIPT = "script"
    STYLE = "style"
    IMAGE = "image"
    FONT = "font"
    PDF = "pdf"
    OFFICE = "office"
    ZIP = "zip"
    GZIP = "gzip"
    TAR = "tar"
    RAR = "rar"
    SEVEN_ZIP = "7z"
    BZIP2 = "bzip2"
    XZ = "xz"
    SQL_DUMP = "sql_dump"
    SQLITE = "sqlite"
    ENV_FILE = "env_file"
    PHP_SOURCE = "php_source"
    VIM_SWAP = "vim_swap"
    PRIVATE_KEY = "private_key"
    GIT_HEAD = "git_head"
    GIT_CONFIG = "git_config"
    SVN_ENTRIES = "svn_entries"
    DS_STORE = "ds_store"
    COMPOSER_LOCK = "composer_lock"
    COMPOSER_JSON = "composer_json"
    PACKAGE_JSON = "package_json"
    HTPASSWD = "htpasswd"
    HTACCESS = "htaccess"
    LOG = "log"
    BINARY = "binary"


class Exchange(msgspec.Struct, frozen=True, tag="exchange", kw_only=True, dict=True):
    """One HTTP request and its response, redirects not followed.

    Header names are lower case, in the order received, bounded in number and length. `length` counts the body bytes
    read (after decompression); `truncated` says that the body was longer than what was read. `digest` is the
    LF-normalised SHA-256 (16 hex digits) of what was read, `raw_digest` that of the same bytes as they came.
    `body` is the digest under which the masked body is kept, or empty where nothing may be kept of it.
    `contents` are the kinds of things in a leaked file (dump, config, key, code, secret), told from its first bytes;
    of a script what it makes (login, join, captcha, second_factor).
    `lines` are the lines of a plain text, masked and bounded in number and length. `marks` are what a script says of
    itself (opening and licence comments, statements of its version), `sha1` the SHA-1 of its bytes as they came.
    `personal` counts the distinct personal numbers in lists of people, by kind (`analysis.personal`), before masking.
    `places` are addresses that a sitemap or feed names, a bounded sample.
    `days` are (kind, ISO day): when the content says that it changed (`analysis.dating`).
    `secrets` counts what was masked, by kind. `challenge` names a recognised WAF, ban or challenge page.
    """

    request: Request
    address: str
    status: int
    http_version: str = "1.1"
    headers: tuple[tuple[str, str], ...] = ()
    length: int = 0
    truncated: bool = False
    digest: str = ""
    raw_digest: str = ""
    file_kind: FileKind = FileKind.EMPTY
    page: PageFacts | None = None
    excerpt: str = ""
    body: str = ""
    contents: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    sha1: str = ""
    secrets: tuple[tuple[str, int], ...] = ()
    personal: tuple[tuple[str, int], ...] = ()
    places: tuple[str, ...] = ()
    challenge: str = ""
    tls_verified: bool | None = None
    days: tuple[tuple[str, str], ...] = ()

    def header(self, name: str) -> str | None:
        """The first value of a header; its name in lower case."""
        return self._first_headers.get(name)

    @cached_property
    def _first_headers(self) -> dict[str, str]:
        return dict(reversed(self.headers))

    def header_values(self, name: str) -> tuple[str, ...]:
        """All values of a header, in order; its name in lower case."""
        return tuple(value for key, value in self.headers if key == name)

    @property
    def is_redirect(self) -> bool:
        return self.status in (301, 302, 303, 307, 308) and self.header("location") is not None


class PortState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    FILTERED = "filtered"


class PortScan(msgspec.Struct, frozen=True, tag="port_scan", kw_only=True):
    """Which ports of one address are open. Ports in `scanned` that stand in neither tuple are closed.

    `method` is `syn` (nmap, raw sockets), `connect` (nmap without privileges) or `plain` (our own, when nmap is
    absent). `anchor` is a port known to be open; `anchor_before` and `anchor_after` say whether it answered before
    and after the scan: without both, `filtered` is not `closed` (SS-NET-01). `egress_open` are the filtered ports
    that the self-test host of the Pemda was reached on from here.
    """

    method: str
    scanned: tuple[int, ...]
    open: tuple[int, ...] = ()
    filtered: tuple[int, ...] = ()
    anchor: int | None = None
    anchor_before: bool = False
    anchor_after: bool = False
    egress_open: tuple[int, ...] = ()

    def state(self, port: int) -> PortState | None:
        """The state of one port; None when it was not scanned."""
        if port in self.open:
            return PortState.OPEN
        if port in self.filtered:
            return PortState.FILTERED
        return PortState.CLOSED if port in self.scanned else None


class Access(StrEnum):
    """Whether a service answered a harmless question without authentication."""

    OPEN = "open"
    AUTHENTICATED = "authenticated"
    UNKNOWN = "unknown"


class ServiceAnswer(msgspec.Struct, frozen=True, tag="service", kw_only=True):
    """What listens on one open port.

    `service` is the protocol by its answer (redis, memcached, mysql, postgresql, mongodb, ssh, ftp, smtp, pop3, imap,
    telnet, http, docker, kubelet, elasticsearch, ... or "" when unknown); `assumed` the IANA name of the port.
    `banner` is cleaned and bounded. `tls` says that the port speaks TLS from the first byte, `starttls` that an upgrade
    is offered, `tls_required` that no log-in is possible before it; `anonymous` that FTP announces anonymous log-ins.
    """

    service: str
    assumed: str = ""
    banner: str = ""
    product: str = ""
    version: str = ""
    tls: bool = False
    starttls: bool | None = None
    tls_required: bool | None = None
    access: Access = Access.UNKNOWN
    anonymous: bool = False
    title: str = ""


class TlsVersion(StrEnum):
    SSL2 = "SSLv2"
    SSL3 = "SSLv3"
    TLS1_0 = "TLSv1.0"
    TLS1_1 = "TLSv1.1"
    TLS1_2 = "TLSv1.2"
    TLS1_3 = "TLSv1.3"


class Answer(StrEnum):
    """What a server did with an offer: `unknown` when it could not be offered or the handshake failed otherwise."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNKNOWN = "unknown"


class Certificate(msgspec.Struct, frozen=True, kw_only=True):
    """One certificate of the chain. Times are UTC; `names` are the DNS and IP subject alternative names."""

    subject: str
    issuer: str
    names: tuple[str, ...] = ()
    not_before: datetime
    not_after: datetime
    key_type: str  # RSA, EC, Ed25519, Ed448, DSA
    key_bits: int
    signature_hash: str  # lower case: sha256, sha1, md5; "" for Ed25519 and Ed448
    self_signed: bool = False
    is_ca: bool = False
    sha256: str = ""


class ChainState(StrEnum):
    """Why a chain does or does not lead to a trusted root, judged apart from names, dates and keys."""

    TRUSTED = "trusted"
    SELF_SIGNED = "self_signed"  # the leaf signs itself
    MISSING_INTERMEDIATE = "missing_intermediate"  # an intermediate certificate was not sent
    UNTRUSTED = "untrusted"  # leads to a root, or to an unknown issuer, that no trust store holds
    UNKNOWN = "unknown"


class TlsAssessment(msgspec.Struct, frozen=True, tag="tls", kw_only=True):
    """TLS of one endpoint as one server name sees it (`server_name` "" means: no SNI sent).

    `weak_suites` are the accepted suites of weak families, in IANA names, each with its family in `weak_families`
    (NULL, EXPORT, ANON, RC4, DES, 3DES, CBC_ONLY, RSA_KEX, SMALL_DH). None means: could not be found out.
    `same_as` names the server name whose whole assessment also holds for this one ("" may be such a name too, so look
    at `copied`): what its versions, families and flaws say was copied. `own` says that this name was compared with
    another on the same endpoint and is configured differently. `path` are the SHA-256 digests of the certificates
    between the leaf (included) and the trusted root (excluded). `fallback_scsv` is also true where there is no lower
    version to fall back to. `certificate_only`: one ordinary handshake was allowed, so that nothing but the
    certificate is known. `errors` are "subject: code" pairs; the code `client` means that our own library could not
    make the offer.
    """

    server_name: str
    versions: tuple[tuple[TlsVersion, Answer], ...] = ()
    negotiated: str = ""
    weak_families: tuple[tuple[str, Answer], ...] = ()
    weak_suites: tuple[str, ...] = ()
    forward_secrecy: bool | None = None
    dh_bits: int | None = None
    chain: tuple[Certificate, ...] = ()
    chain_state: ChainState = ChainState.UNKNOWN
    compression: bool | None = None
    secure_renegotiation: bool | None = None
    client_renegotiation_dos: bool | None = None
    fallback_scsv: bool | None = None
    heartbleed: bool | None = None
    ccs_injection: bool | None = None
    client_auth_required: bool = False
    same_as: str = ""
    copied: bool = False
    own: bool = False
    certificate_only: bool = False
    path: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()

    def answer(self, version: TlsVersion) -> Answer:
        return dict(self.versions).get(version, Answer.UNKNOWN)

    def family(self, name: str) -> Answer:
        return dict(self.weak_families).get(name, Answer.UNKNOWN)


class DnsAnswer(msgspec.Struct, frozen=True, tag="dns", kw_only=True):
    """Records of one name, as texts in presentation form. `rcodes` maps each type asked to NOERROR, NXDOMAIN,
    SERVFAIL ..."""

    name: str
    records: dict[str, tuple[str, ...]] = {}
    rcodes: dict[str, str] = {}
    cname_chain: tuple[str, ...] = ()
    resolver: str = ""

    @property
    def addresses(self) -> tuple[str, ...]:
        return (*self.records.get("A", ()), *self.records.get("AAAA", ()))


UNKNOWN_NAME = "sni"
"""The `detail` of a TLS look where the server says that it has no such name (RFC 6066, alert unrecognized_name)."""

Payload = Exchange | PortScan | ServiceAnswer | TlsAssessment | DnsAnswer


class Observation(msgspec.Struct, frozen=True, kw_only=True):
    """One look. `job_key` is unique in a run; a payload is present only where the look brought something."""

    job_key: JobKey
    subject: Subject
    via: Endpoint | None = None
    taken_at: datetime
    probe: str
    status: Status
    reason: Reason | None = None
    detail: str = ""
    payload: Payload | None = None
    cost: Cost = Cost()
