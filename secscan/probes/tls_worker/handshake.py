"""One handshake: an offer, what the server did with it, and what could be read from its answer.

Offers are made with nassl's two clients (sslyze's own): the legacy one, which knows all that was ever weak up to TLS
1.2, and the modern one, which knows TLS 1.3 and today's curves. Nothing is ever sent after a handshake but its own
renegotiation.
"""

import time
from enum import StrEnum

import msgspec
from nassl import _nassl
from nassl.ephemeral_key_info import OpenSslEcNidEnum, OpenSslEvpPkeyEnum
from nassl.legacy_ssl_client import LegacySslClient
from nassl.ssl_client import BaseSslClient, ClientCertificateRequested, OpenSslVerifyEnum, SslClient

from secscan.model.observations import TlsVersion
from secscan.probes.tls_worker.line import Line, MeteredSocket
from secscan.probes.tls_worker.suites import OPENSSL_VERSIONS, iana_name

_OTHER_VERSION = ("wrong version", "unsupported protocol", "unknown protocol", "wrong ssl version", "http request")
_CANNOT_OFFER = ("no ciphers available", "no cipher match", "no protocols available", "no cipher list")
_GROUPS = (
    OpenSslEcNidEnum.X25519,
    OpenSslEcNidEnum.SECP256R1,
    OpenSslEcNidEnum.X448,
    OpenSslEcNidEnum.SECP521R1,
    OpenSslEcNidEnum.SECP384R1,
    OpenSslEcNidEnum.brainpoolP256r1,
    OpenSslEcNidEnum.brainpoolP384r1,
    OpenSslEcNidEnum.brainpoolP512r1,
    OpenSslEcNidEnum.SECP256K1,
    OpenSslEcNidEnum.SECP224R1,
    OpenSslEcNidEnum.SECP192R1,
)


class Ending(StrEnum):
    """How a handshake ended, from the most to the least telling."""

    ACCEPTED = "accepted"  # the server chose version and suite from the offer, whatever came after
    REJECTED = "rejected"  # an alert, or an answer in another version
    NO_NAME = "no_name"  # the alert unrecognized_name (RFC 6066)
    CLOSED = "closed"  # the connection was closed or reset without a word
    NOT_TLS = "not_tls"  # an answer that is not TLS at all
    SILENT = "silent"  # no answer in time
    REFUSED = "refused"  # no TCP connection: refused
    UNREACHABLE = "unreachable"  # no TCP connection: no answer, no route
    UNCLEAR = "unclear"  # an answer that our library could not make sense of
    CLIENT = "client"  # our library cannot make the offer


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """What is offered: one version, and suites as an OpenSSL cipher list ("" for the library's own, TLS 1.3 only)."""

    version: TlsVersion
    ciphers: str = ""
    modern: bool = False
    fallback: bool = False


class Handshake(msgspec.Struct, frozen=True, kw_only=True):
    """One handshake.

    `suite` is the chosen one in its IANA name, `cipher` in OpenSSL's; `chain` the certificates sent, as PEM; `dh_bits`
    the size of an ephemeral finite-field key, 0 when it was too small for our library to say. `stalled` says that the
    server stopped answering, be it after its choice.
    """

    offer: Offer
    ending: Ending
    detail: str = ""
    suite: str = ""
    cipher: str = ""
    chain: tuple[str, ...] = ()
    dh_bits: int | None = None
    compression: bool | None = None
    secure_renegotiation: bool | None = None
    wants_certificate: bool = False
    stalled: bool = False

    @property
    def accepted(self) -> bool:
        return self.ending is Ending.ACCEPTED


def make_client(offer: Offer, server_name: str, *, ignore_certificate_request: bool = False) -> BaseSslClient:
    """The nassl client of an offer. Raises when the library cannot make it."""
    client = _modern(offer, ignore_certificate_request) if offer.modern else _legacy(offer, ignore_certificate_request)
    if server_name and offer.version is not TlsVersion.SSL2:
        client.set_tlsext_host_name(server_name)
    return client


def _modern(offer: Offer, ignore_certificate_request: bool) -> SslClient:
    client = SslClient(
        ssl_version=OPENSSL_VERSIONS[offer.version],
        ssl_verify=OpenSslVerifyEnum.NONE,
        ignore_client_authentication_requests=ignore_certificate_request,
    )
    if offer.version is not TlsVersion.TLS1_3:
        client.set_groups(list(_GROUPS))
    if offer.ciphers:
        client.set_cipher_list(offer.ciphers)
    return client


def _legacy(offer: Offer, ignore_certificate_request: bool) -> LegacySslClient:
    client = LegacySslClient(
        ssl_version=OPENSSL_VERSIONS[offer.version],
        ssl_verify=OpenSslVerifyEnum.NONE,
        ignore_client_authentication_requests=ignore_certificate_request,
    )
    client.set_cipher_list(offer.ciphers)
    if offer.fallback:
        client.enable_fallback_scsv()
    return client


def shake(line: Line, offer: Offer, server_name: str) -> Handshake:
    """Make one offer on a new connection. Raises Enough when no further connection may be made."""
    try:
        client = make_client(offer, server_name)
    except (_nassl.OpenSSLError, NotImplementedError, ValueError) as error:
        return Handshake(offer=offer, ending=Ending.CLIENT, detail=_first_line(error))
    started = time.monotonic()
    try:
        with line.connect() as sock:
            handshake = _perform(client, offer, sock)
    except ConnectionRefusedError:
        return Handshake(offer=offer, ending=Ending.REFUSED)
    except OSError as error:
        return Handshake(offer=offer, ending=Ending.UNREACHABLE, detail=_first_line(error))
    if not handshake.stalled:
        line.answered(time.monotonic() - started)
    return handshake


def _perform(client: BaseSslClient, offer: Offer, sock: MeteredSocket) -> Handshake:
    ending, detail, wants, weak_key, stalled = Ending.ACCEPTED, "", False, False, False
    _attach(client, sock)
    try:
        client.do_handshake()
    except ClientCertificateRequested:
        wants = True
    except TimeoutError as error:
        ending, detail, stalled = Ending.SILENT, str(error), True
    except OSError as error:  # reset, or closed before the handshake was over
        ending, detail = Ending.CLOSED, _first_line(error)
    except _nassl.OpenSSLError as error:
        detail = _first_line(error)
        weak_key = "dh key too small" in detail or "bad dh value" in detail
        ending = Ending.ACCEPTED if weak_key else _of_error(detail.lower())
    facts = _facts(client, offer, weak_key)
    if ending is not Ending.ACCEPTED and (facts.cipher or facts.chain):
        ending = Ending.ACCEPTED  # the server had chosen version and suite before it went wrong
    elif ending in (Ending.REJECTED, Ending.UNCLEAR, Ending.SILENT, Ending.CLOSED) and _is_foreign(sock.head, offer):
        ending = Ending.NOT_TLS
    compression = compression_chosen(sock.head) if ending is Ending.ACCEPTED else None
    return msgspec.structs.replace(
        facts, ending=ending, detail=detail, wants_certificate=wants, stalled=stalled, compression=compression
    )


def _attach(client: BaseSslClient, sock: MeteredSocket) -> None:
    client.set_underlying_socket(sock)  # type: ignore[arg-type]  # nassl calls recv, send and close only


def _facts(client: BaseSslClient, offer: Offer, weak_key: bool) -> Handshake:
    cipher = client.get_current_cipher_name() or ""
    try:
        chain = tuple(client.get_received_chain())
    except ValueError:  # none was sent
        chain = ()
    key = client.get_ephemeral_key()
    dh_bits = key.size if key is not None and key.type == OpenSslEvpPkeyEnum.DH else None
    legacy = client if isinstance(client, LegacySslClient) and (cipher or chain) else None
    return Handshake(
        offer=offer,
        ending=Ending.UNCLEAR,
        cipher=cipher,
        suite=iana_name(offer.version, cipher),
        chain=chain,
        dh_bits=0 if weak_key and dh_bits is None else dh_bits,
        secure_renegotiation=bool(legacy.get_secure_renegotiation_support()) if legacy else None,
    )


def compression_chosen(head: bytes) -> bool | None:
    """Whether a ServerHello up to TLS 1.2 chooses compression (RFC 5246 section 7.4.1.3); None where there is none.

    OpenSSL tells only once the handshake is over, which a server that wants a client certificate never lets it be.
    """
    if len(head) < 44 or head[0] != 0x16 or head[5] != 0x02:
        return None
    at = 44 + head[43] + 2
    return head[at] != 0 if at < len(head) else None


def _of_error(text: str) -> Ending:
    if "unrecognized name" in text:
        return Ending.NO_NAME
    if "alert" in text or any(sign in text for sign in _OTHER_VERSION):
        return Ending.REJECTED
    if any(sign in text for sign in _CANNOT_OFFER):
        return Ending.CLIENT
    return Ending.UNCLEAR


def _is_foreign(head: bytes, offer: Offer) -> bool:
    """Whether the first bytes of an answer are anything but a TLS record (RFC 8446 section 5.1)."""
    if not head or offer.version is TlsVersion.SSL2:
        return False
    return not (head[0] in range(0x14, 0x19) and (len(head) < 2 or head[1] == 3))


def _first_line(error: BaseException) -> str:
    text = str(error.args[0] if error.args else error).strip()
    return text.splitlines()[0].rpartition(":")[2][:120] if text else type(error).__name__


def renegotiates(line: Line, offer: Offer, server_name: str, times: int = 5) -> bool | None:
    """Whether the server redoes the handshake that many times in a row because the client asks (CVE-2011-1473).

    More than three are tried, because some servers allow three in ten minutes. None when it could not be found out.
    """
    client = _legacy(offer, ignore_certificate_request=True)
    if server_name:
        client.set_tlsext_host_name(server_name)
    try:
        with line.connect() as sock:
            _attach(client, sock)
            client.do_handshake()
            return _renegotiate(client, sock, line.wait, times)
    except (OSError, _nassl.OpenSSLError, ClientCertificateRequested):
        return None


def _renegotiate(client: LegacySslClient, sock: MeteredSocket, seconds: float, times: int) -> bool:
    sock.extend(seconds)
    try:
        for _ in range(times):
            client.do_renegotiate()
    except (OSError, _nassl.OpenSSLError, ClientCertificateRequested):
        return False  # refused by alert, by silence or by closing
    return True


def requires_certificate(line: Line, offer: Offer, server_name: str) -> bool:
    """Whether a server that asks for a client certificate turns away who has none."""
    client = make_client(offer, server_name, ignore_certificate_request=True)
    try:
        with line.connect() as sock:
            _attach(client, sock)
            client.do_handshake()
            if offer.version is TlsVersion.TLS1_3:  # the refusal comes after the client's last message
                client._flush_ssl_engine()  # nassl keeps that message back until something is written
                sock.extend(min(1.5, line.wait))
                client.read(1)
    except TimeoutError:
        return False
    except ClientCertificateRequested:
        return True
    except (OSError, _nassl.OpenSSLError):
        return True
    return False
