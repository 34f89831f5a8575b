"""The whole assessment of one endpoint under one server name, in stages of falling importance."""

from datetime import datetime

import msgspec

from secscan.model.enums import Status
from secscan.model.observations import Answer, ChainState, TlsAssessment, TlsVersion
from secscan.probes.tls_worker.certificates import describe, parse
from secscan.probes.tls_worker.ciphers import Ciphers
from secscan.probes.tls_worker.flaws import ccs_injection, heartbleed
from secscan.probes.tls_worker.handshake import Ending, Handshake, Offer, renegotiates, requires_certificate, shake
from secscan.probes.tls_worker.line import Enough, Line
from secscan.probes.tls_worker.messages import Done
from secscan.probes.tls_worker.suites import BROKEN_FAMILIES, FAMILIES, families, iana_name, offerable
from secscan.probes.tls_worker.trust import TrustStore, judge_chain
from secscan.probes.tls_worker.versions import NoLook, Versions, look_at_versions, newest_version

_COPIED = (
    "weak_families",
    "weak_suites",
    "forward_secrecy",
    "dh_bits",
    "compression",
    "secure_renegotiation",
    "client_renegotiation_dos",
    "fallback_scsv",
    "heartbleed",
    "ccs_injection",
    "client_auth_required",
    "errors",
)

_WITHOUT_FAMILIES = (TlsVersion.TLS1_3, TlsVersion.SSL2)


def assess(line: Line, server_name: str, store: TrustStore, now: datetime, reference: TlsAssessment | None) -> Done:
    """Versions and certificate first. Where another name on the same port is known and neither versions, first choice
    nor the acceptance of weak suites differ, the rest of its assessment holds here too; else everything is looked
    at."""
    try:
        versions = look_at_versions(line, server_name, reference)
    except NoLook as none:
        return none.done
    known = _with_chain(_first_stage(server_name, versions), versions, store, now)
    if reference is not None and _alike(known, reference) and _as_weak(line, server_name, versions, reference):
        return Done(status=Status.OK, assessment=_copy(known, reference))
    full = _second_stage(line, server_name, versions, known)
    if reference is not None:
        full = _compared(full, reference)
    return Done(status=Status.OK, assessment=full)


def take_certificate(line: Line, server_name: str, store: TrustStore, now: datetime) -> Done:
    """The certificate by one ordinary handshake, as a browser makes it: all that a passive permit allows."""
    try:
        versions = newest_version(line, server_name)
    except NoLook as none:
        return none.done
    known = _with_chain(_first_stage(server_name, versions), versions, store, now)
    return Done(status=Status.OK, assessment=msgspec.structs.replace(known, certificate_only=True))


def _first_stage(server_name: str, versions: Versions) -> TlsAssessment:
    best = next(versions.accepted())
    return TlsAssessment(
        server_name=server_name,
        versions=versions.answers(),
        negotiated=f"{best.offer.version} {best.suite}".strip(),
        errors=versions.errors(),
    )


def _with_chain(known: TlsAssessment, versions: Versions, store: TrustStore, now: datetime) -> TlsAssessment:
    """The certificates of the newest version that sent any."""
    pems = next((shaken.chain for shaken in versions.accepted() if shaken.chain), ())
    if not pems:
        return msgspec.structs.replace(known, errors=(*known.errors, "certificate: none sent"))
    try:
        sent = parse(pems)
        state, path = judge_chain(sent, store, now)
        chain = tuple(describe(certificate) for certificate in sent)
        digests = tuple(describe(certificate).sha256 for certificate in path)
    except ValueError:
        sent, state, chain, digests = [], ChainState.UNKNOWN, (), ()
    errors = known.errors if sent else (*known.errors, "certificate: unreadable")
    return msgspec.structs.replace(known, chain=chain, chain_state=state, path=digests, errors=errors)


def _alike(known: TlsAssessment, reference: TlsAssessment) -> bool:
    """Whether nothing known of two names differs; what is unknown of one is no difference."""
    pairs = ((answer, reference.answer(version)) for version, answer in known.versions)
    same = all(Answer.UNKNOWN in pair or pair[0] is pair[1] for pair in pairs)
    return same and known.negotiated == reference.negotiated


def _as_weak(line: Line, server_name: str, versions: Versions, reference: TlsAssessment) -> bool:
    """Whether a name accepts weak suites as the reference does, by one offer of nothing else.

    Virtual hosts choose suites of their own while version and first choice stay alike, TLS 1.3 above all; neither the
    weakness of one name nor its absence may be told of another. The offer holds the broken families if the reference
    has any, else the dated ones if it has those, else all of them.
    """
    if Answer.ACCEPTED is reference.family("SMALL_DH"):
        return False
    old = [shaken.offer.version for shaken in versions.accepted() if shaken.offer.version not in _WITHOUT_FAMILIES]
    if not old or versions.careful:
        return True
    has = {name for name in FAMILIES if reference.family(name) is Answer.ACCEPTED}
    telling = (has & set(BROKEN_FAMILIES)) or (has & {"RSA_KEX"}) or set(FAMILIES)
    names = [name for name in offerable(old[0]) if families(iana_name(old[0], name)) & telling]
    try:
        ending = shake(line, Offer(version=old[0], ciphers=":".join(names)), server_name).ending
    except Enough:
        return True
    return ending in ((Ending.ACCEPTED,) if has else (Ending.REJECTED, Ending.CLOSED))


def _copy(known: TlsAssessment, reference: TlsAssessment) -> TlsAssessment:
    copied = {name: getattr(reference, name) for name in _COPIED}
    copied["errors"] = tuple(dict.fromkeys((*known.errors, *reference.errors)))
    versions = tuple(
        (version, reference.answer(version) if answer is Answer.UNKNOWN else answer)
        for version, answer in known.versions
    )
    same_as = reference.same_as if reference.copied else reference.server_name
    return msgspec.structs.replace(known, **copied, versions=versions, same_as=same_as, copied=True)


def _compared(full: TlsAssessment, reference: TlsAssessment) -> TlsAssessment:
    """Mark what a whole assessment found to differ from the reference in anything that is judged."""
    judged = ("versions", "weak_families", "forward_secrecy", *_COPIED[4:10])
    if all(getattr(full, name) == getattr(reference, name) for name in judged):
        same_as = reference.same_as if reference.copied else reference.server_name
        return msgspec.structs.replace(full, same_as=same_as)
    return msgspec.structs.replace(full, own=True)


def _second_stage(line: Line, server_name: str, versions: Versions, known: TlsAssessment) -> TlsAssessment:
    ciphers = Ciphers(line, server_name, versions)
    flaws: dict[str, bool | None] = {}
    errors = known.errors
    try:
        ciphers.look()
        _look_at_flaws(line, server_name, versions, flaws)
    except Enough as enough:
        errors = (*errors, f"rest: {enough}")
    return msgspec.structs.replace(
        known,
        weak_families=tuple(ciphers.answers.items()),
        weak_suites=tuple(ciphers.suites),
        forward_secrecy=ciphers.forward_secrecy,
        dh_bits=ciphers.dh_bits,
        errors=errors,
        client_auth_required=bool(flaws.pop("client_auth_required", False)),
        **flaws,
    )


def _look_at_flaws(line: Line, server_name: str, versions: Versions, flaws: dict[str, bool | None]) -> None:
    """Fill `flaws` step by step. A server of TLS 1.3 alone has none of them: that version has neither compression nor
    renegotiation (RFC 8446), and its libraries are younger than the other flaws."""
    accepted = list(versions.accepted())
    old = [shaken for shaken in accepted if shaken.offer.version not in (TlsVersion.TLS1_3, TlsVersion.SSL2)]
    asks = next((shaken for shaken in accepted if shaken.wants_certificate), None)
    if asks is not None:
        flaws["client_auth_required"] = requires_certificate(line, asks.offer, server_name)
    if not old:
        only_13 = accepted[0].offer.version is TlsVersion.TLS1_3
        flaws.update(dict.fromkeys(_COPIED[4:10], False if only_13 else None))
        if only_13:
            flaws.update(secure_renegotiation=True, fallback_scsv=True)
        return
    told = next((shaken for shaken in old if shaken.compression is not None), None)
    flaws["compression"] = told.compression if told else None
    flaws["secure_renegotiation"] = told.secure_renegotiation if told else None
    highest = accepted[0].offer.version
    flaws["heartbleed"] = heartbleed(line, highest, old[0].cipher, server_name)
    flaws["fallback_scsv"] = _fallback(line, server_name, old)
    flaws["ccs_injection"] = ccs_injection(line, highest, old[0].cipher, server_name)
    flaws["client_renegotiation_dos"] = _renegotiation(line, server_name, old)


def _fallback(line: Line, server_name: str, old: list[Handshake]) -> bool | None:
    """Whether a downgrade is refused (RFC 7507): True too where there is nothing to fall back to."""
    if len(old) < 2:
        return True
    lower = old[1].offer
    ending = shake(line, Offer(version=lower.version, ciphers=lower.ciphers, fallback=True), server_name).ending
    if ending is Ending.ACCEPTED:
        return False
    return True if ending in (Ending.REJECTED, Ending.CLOSED) else None


def _renegotiation(line: Line, server_name: str, old: list[Handshake]) -> bool | None:
    told = next((shaken for shaken in old if not shaken.offer.modern), None)
    return renegotiates(line, told.offer, server_name) if told else None
