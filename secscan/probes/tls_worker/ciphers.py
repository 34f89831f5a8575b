"""Weak suites, key exchange and forward secrecy, by offering just one kind at a time.

All broken families are offered together; what the server picks tells one or more of them, and the offer shrinks to
the families not yet seen, until nothing is picked. So a good server costs one handshake for each version up to TLS 1.2,
and a bad one a few more.
"""

from collections.abc import Iterable

from secscan.model.observations import Answer, TlsVersion
from secscan.probes.tls_worker.handshake import Ending, Handshake, Offer, shake
from secscan.probes.tls_worker.line import Line
from secscan.probes.tls_worker.suites import (
    BROKEN_FAMILIES,
    FAMILIES,
    broken,
    families,
    iana_name,
    is_aead,
    is_forward_secret,
    offerable,
)
from secscan.probes.tls_worker.versions import MODERN_TLS12, Versions

LISTED = 6
"""So many more suites of broken families are listed, once every family is known."""

_BELOW_13 = (TlsVersion.TLS1_2, TlsVersion.TLS1_1, TlsVersion.TLS1_0, TlsVersion.SSL3)
_AEAD = "AESGCM:CHACHA20:AESCCM:AESCCM8:ARIAGCM:-aNULL:-PSK:-SRP:@SECLEVEL=0"
_SMALL = 2048
_UNTELLING = (Ending.SILENT, Ending.UNREACHABLE, Ending.UNCLEAR, Ending.CLIENT)


class Ciphers:
    """What is known of a server's suites; filled step by step, so that an early end keeps what was learnt."""

    def __init__(self, line: Line, server_name: str, versions: Versions) -> None:
        self._line = line
        self._name = server_name
        self._old = [shaken.offer.version for shaken in versions.accepted() if shaken.offer.version in _BELOW_13]
        self.answers = dict.fromkeys(FAMILIES, Answer.UNKNOWN)
        self.suites: dict[str, None] = {}
        self.dh_bits: int | None = None
        self.small_dh = False
        self.forward_secrecy: bool | None = None
        self._aead = any(
            shaken.offer.version is TlsVersion.TLS1_3 or is_aead(shaken.suite) for shaken in versions.accepted()
        )
        for shaken in versions.accepted():
            self._note(shaken)

    def look(self) -> None:
        """Find out everything, the gravest first. Raises Enough when the line ends."""
        unclear = self._broken_families()
        self._settle(BROKEN_FAMILIES, unclear)
        self._settle(("SMALL_DH",), self._dh())
        self._settle(("RSA_KEX",), self._rsa())
        self._forward_secrecy()
        self._cbc_only()
        self._list_more()

    def _note(self, shaken: Handshake) -> None:
        """Learn from a handshake whatever it was made for."""
        if not shaken.accepted:
            return
        if shaken.dh_bits is not None:
            self.small_dh |= shaken.dh_bits < _SMALL
            if shaken.dh_bits:
                self.dh_bits = min(shaken.dh_bits, self.dh_bits or shaken.dh_bits)
            if self.small_dh:
                self.answers["SMALL_DH"] = Answer.ACCEPTED
        if is_forward_secret(shaken.suite):
            self.forward_secrecy = True
        for family in families(shaken.suite):
            self.answers[family] = Answer.ACCEPTED
            self.suites[shaken.suite] = None

    def _shake(self, version: TlsVersion, names: Iterable[str]) -> Handshake:
        shaken = shake(self._line, Offer(version=version, ciphers=":".join(names)), self._name)
        self._note(shaken)
        return shaken

    def _settle(self, names: Iterable[str], unclear: bool) -> None:
        """What was offered and not accepted is rejected, unless a handshake ended without telling."""
        for name in names:
            if self.answers[name] is Answer.UNKNOWN and not unclear:
                self.answers[name] = Answer.REJECTED

    def _broken_families(self) -> bool:
        unclear = False
        for version in self._old:
            while names := [name for name in offerable(version) if self._new(version, name)]:
                shaken = self._shake(version, names)
                if not shaken.accepted or not broken(shaken.suite):
                    unclear |= shaken.accepted or shaken.ending in _UNTELLING
                    break
        return unclear

    def _new(self, version: TlsVersion, name: str) -> bool:
        return any(self.answers[family] is not Answer.ACCEPTED for family in broken(iana_name(version, name)))

    def _dh(self) -> bool:
        """Finite-field Diffie-Hellman: how large is the server's group?"""
        unclear = False
        for version in self._old:
            names = [name for name in offerable(version) if name.startswith(("DHE-", "EDH-"))]
            shaken = self._shake(version, names)
            if shaken.accepted and shaken.dh_bits is not None:
                return False
            unclear |= shaken.accepted or shaken.ending in _UNTELLING
        return unclear

    def _rsa(self) -> bool:
        """Key exchange by the certificate's own key, without forward secrecy."""
        unclear = False
        for version in self._old:
            if self.answers["RSA_KEX"] is Answer.ACCEPTED:
                break
            shaken = self._shake(version, [name for name in offerable(version) if self._only_rsa(version, name)])
            unclear |= shaken.ending in _UNTELLING
        return unclear

    def _only_rsa(self, version: TlsVersion, name: str) -> bool:
        return families(iana_name(version, name)) == {"RSA_KEX"}

    def _forward_secrecy(self) -> None:
        unclear = False
        for version in self._old:
            if self.forward_secrecy:
                return
            suites = [name for name in offerable(version) if name.startswith(("ECDHE-", "DHE-")) and "NULL" not in name]
            unclear |= self._shake(version, suites).ending in _UNTELLING if suites else False
        if not self.forward_secrecy and TlsVersion.TLS1_2 in self._old:
            shaken = shake(self._line, _modern("kECDHE:kDHE:-aNULL:-eNULL:-PSK:@SECLEVEL=0"), self._name)
            self.forward_secrecy = True if shaken.accepted else None if shaken.ending in _UNTELLING else False
        elif not self.forward_secrecy and not unclear:
            self.forward_secrecy = False

    def _cbc_only(self) -> None:
        """Whether nothing better than CBC (or a stream cipher) is offered: no suite that authenticates what it
        encrypts."""
        if self._aead:
            self.answers["CBC_ONLY"] = Answer.REJECTED
        elif TlsVersion.TLS1_2 not in self._old:
            self.answers["CBC_ONLY"] = Answer.ACCEPTED
        else:
            shaken = shake(self._line, _modern(_AEAD), self._name)
            if shaken.accepted or shaken.ending not in _UNTELLING:
                self.answers["CBC_ONLY"] = Answer.REJECTED if shaken.accepted else Answer.ACCEPTED

    def _list_more(self) -> None:
        """Name some more of the broken suites, for the report."""
        if not self._old or not any(self.answers[family] is Answer.ACCEPTED for family in BROKEN_FAMILIES):
            return
        version = self._old[0]
        for _ in range(LISTED):
            names = [name for name in offerable(version) if self._unlisted(version, name)]
            if not names or not self._shake(version, names).accepted:
                return

    def _unlisted(self, version: TlsVersion, name: str) -> bool:
        suite = iana_name(version, name)
        return bool(broken(suite)) and suite not in self.suites


def _modern(ciphers: str) -> Offer:
    return Offer(version=MODERN_TLS12.version, ciphers=ciphers, modern=True)
