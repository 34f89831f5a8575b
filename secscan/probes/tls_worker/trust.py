"""Whether a chain leads to a trusted root: built from the certificates themselves, apart from names and key sizes.

The libraries' own verifiers mix everything into one error, refuse old but honest certificates for their form, and
give a missing intermediate and a self-signed leaf the same text. So the path is found here: by issuer name, signature
and the CA flag, from the leaf over the certificates sent up to a root in a store. A path whose links are all within
their dates is preferred; where none is, one with expired links still says whom the chain leads to, and the dates are
judged by the check. Policies, name constraints and revocation are not judged.
"""

import contextlib
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import ExtensionOID
from sslyze.plugins.certificate_info.trust_stores.trust_store_repository import TrustStoresRepository

from secscan.model.observations import ChainState

_MAX_DEPTH = 8
_MAX_SENT = 20
_INTERMEDIATE = re.compile(r"intermediate|issuing|subordinate|\bsub[ -]?ca\b", re.IGNORECASE)
_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)


def read_pem(data: bytes) -> list[x509.Certificate]:
    """All certificates of a PEM file that can be parsed."""
    found = []
    for block in _PEM.findall(data):
        with contextlib.suppress(ValueError, UnsupportedAlgorithm):
            found.append(x509.load_pem_x509_certificate(block))
    return found


class TrustStore:
    """Roots by subject: the public stores that sslyze ships (Mozilla, Apple, Android, Microsoft, Java) and files."""

    def __init__(self, roots: Iterable[x509.Certificate]) -> None:
        self._roots: dict[bytes, list[x509.Certificate]] = {}
        self._digests: set[bytes] = set()
        for root in roots:
            digest = root.fingerprint(SHA256())
            if digest not in self._digests:
                self._digests.add(digest)
                self._roots.setdefault(root.subject.public_bytes(), []).append(root)

    @classmethod
    def public(cls, extra_ca: Sequence[str] = ()) -> "TrustStore":
        """The public roots and those of the PEM files. Raises OSError when a file can't be read."""
        files = [store.path for store in TrustStoresRepository.get_default().get_all_stores()]
        files += [Path(name) for name in extra_ca]
        return cls(root for file in files for root in read_pem(file.read_bytes()))

    def holds(self, certificate: x509.Certificate) -> bool:
        return certificate.fingerprint(SHA256()) in self._digests

    def issuers(self, certificate: x509.Certificate) -> list[x509.Certificate]:
        """The roots that signed a certificate."""
        return [root for root in self._roots.get(certificate.issuer.public_bytes(), []) if issued(certificate, root)]


def issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    """Whether `issuer` signed `certificate`: by name and signature, with old hashes too, which are judged elsewhere."""
    if certificate.issuer != issuer.subject:
        return False
    try:
        certificate.verify_directly_issued_by(issuer)
    except (TypeError, InvalidSignature):
        return False
    except (ValueError, UnsupportedAlgorithm):  # not one of the algorithms that are in use today
        return _signed_of_old(certificate, issuer)
    return True


def _signed_of_old(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    """A signature with SHA-1 or MD5, which the certificate verifier refuses to look at."""
    try:
        key, algorithm = issuer.public_key(), certificate.signature_hash_algorithm
        if isinstance(key, rsa.RSAPublicKey) and algorithm is not None:
            key.verify(certificate.signature, certificate.tbs_certificate_bytes, PKCS1v15(), algorithm)
        elif isinstance(key, ec.EllipticCurvePublicKey) and algorithm is not None:
            key.verify(certificate.signature, certificate.tbs_certificate_bytes, ec.ECDSA(algorithm))
        else:
            return False
    except (ValueError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def is_ca(certificate: x509.Certificate) -> bool:
    """Whether basic constraints make it a CA (RFC 5280 section 4.2.1.9)."""
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (x509.ExtensionNotFound, ValueError):
        return False


def in_time(certificate: x509.Certificate, at: datetime) -> bool:
    return certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc


def judge_chain(
    sent: Sequence[x509.Certificate], store: TrustStore, at: datetime
) -> tuple[ChainState, tuple[x509.Certificate, ...]]:
    """The state of a chain, leaf first, and its path: the leaf and its issuers, without the trusted root.

    Where no path leads to a root, the path is as long as the certificates sent allow.
    """
    if not sent:
        return ChainState.UNKNOWN, ()
    leaf, others = sent[0], list(sent[1:_MAX_SENT])
    if store.holds(leaf):
        return ChainState.TRUSTED, (leaf,)
    paths = _paths([leaf], others, store)
    trusted = [path for path, anchored in paths if anchored]
    if trusted:
        best = max(trusted, key=lambda path: (all(in_time(link, at) for link in path[1:]), -len(path)))
        return ChainState.TRUSTED, tuple(best)
    if leaf.subject == leaf.issuer and issued(leaf, leaf):
        return ChainState.SELF_SIGNED, (leaf,)
    longest = max((path for path, _ in paths), key=len)
    end = longest[-1]
    if end.subject == end.issuer or not _lacks_intermediate(leaf, end):
        return ChainState.UNTRUSTED, tuple(longest)
    return ChainState.MISSING_INTERMEDIATE, tuple(longest)


def _paths(
    path: list[x509.Certificate], others: list[x509.Certificate], store: TrustStore
) -> list[tuple[list[x509.Certificate], bool]]:
    """All paths that go on from `path`, each with whether a root of the store ends it."""
    end = path[-1]
    if store.holds(end):
        return [(path[:-1], True)]
    found: list[tuple[list[x509.Certificate], bool]] = []
    if store.issuers(end):
        found.append((path, True))
    if len(path) < _MAX_DEPTH:
        for issuer in others:
            if issuer not in path and issuer.subject == end.issuer and is_ca(issuer) and issued(end, issuer):
                found += _paths([*path, issuer], others, store)
                if len(found) > 50:
                    break
    return found or [(path, False)]


def _lacks_intermediate(leaf: x509.Certificate, end: x509.Certificate) -> bool:
    """Whether the absent issuer is likely an intermediate of a known CA rather than an unknown root.

    From outside the two look alike. Public CAs embed certificate transparency timestamps (RFC 6962) in every
    certificate; other intermediates mostly say in their name what they are.
    """
    try:
        leaf.extensions.get_extension_for_oid(ExtensionOID.PRECERT_SIGNED_CERTIFICATE_TIMESTAMPS)
    except (x509.ExtensionNotFound, ValueError):
        return _INTERMEDIATE.search(end.issuer.rfc4514_string()) is not None
    return True
