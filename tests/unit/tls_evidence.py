"""TLS evidence for unit tests of checks: one assessment, changed where a test says so."""

from datetime import UTC, datetime
from typing import Any

import msgspec

from secscan.model.enums import Reason, Status
from secscan.model.evidence import HostLook, SiteEvidence
from secscan.model.ids import JobKey
from secscan.model.observations import Answer, Certificate, ChainState, Observation, TlsAssessment, TlsVersion
from secscan.model.subjects import Endpoint
from tests.unit.builders import ADDRESS, NOW, site

HOST = "simpeg.contoh.go.id"
GOOD_VERSIONS = {TlsVersion.TLS1_2, TlsVersion.TLS1_3}
FAMILIES = ("NULL", "EXPORT", "ANON", "RC4", "DES", "3DES", "CBC_ONLY", "RSA_KEX", "SMALL_DH")


def certificate(**changes: Any) -> Certificate:
    """A leaf without fault on 2026-10-01, for HOST."""
    good = Certificate(
        subject="CN=simpeg",
        issuer="CN=CA Uji",
        names=(HOST,),
        not_before=datetime(2026, 9, 1, tzinfo=UTC),
        not_after=datetime(2026, 12, 1, tzinfo=UTC),
        key_type="EC",
        key_bits=256,
        signature_hash="sha256",
        sha256="aa",
    )
    return msgspec.structs.replace(good, **changes)


def assessment(
    accepted: set[TlsVersion] | None = None,
    unknown: set[TlsVersion] | None = None,
    weak: set[str] | None = None,
    unknown_families: set[str] | None = None,
    **changes: Any,
) -> TlsAssessment:
    """A good server's assessment; `accepted` and `weak` are what it accepts, `unknown` what could not be found out."""
    good = TlsAssessment(
        server_name=HOST,
        versions=tuple(
            (version, _answer(version, GOOD_VERSIONS if accepted is None else accepted, unknown or set()))
            for version in TlsVersion
        ),
        weak_families=tuple((name, _answer(name, weak or set(), unknown_families or set())) for name in FAMILIES),
        forward_secrecy=True,
        chain=(certificate(),),
        chain_state=ChainState.TRUSTED,
        path=("aa",),
        compression=False,
        secure_renegotiation=True,
        client_renegotiation_dos=False,
        fallback_scsv=True,
        heartbleed=False,
        ccs_injection=False,
    )
    return msgspec.structs.replace(good, **changes)


def _answer(what: object, accepted: set[Any], unknown: set[Any]) -> Answer:
    return Answer.ACCEPTED if what in accepted else Answer.UNKNOWN if what in unknown else Answer.REJECTED


def look(
    what: TlsAssessment | Status,
    *,
    ip: str = ADDRESS,
    port: int = 443,
    name: str = HOST,
    reason: Reason | None = None,
    at: datetime = NOW,
) -> Observation:
    """The observation of one TLS look."""
    endpoint = Endpoint(ip, port)
    return Observation(
        job_key=JobKey(f"tls|{ip}|{port}|{name}"),
        subject=endpoint,
        via=endpoint,
        taken_at=at,
        probe="tls",
        status=what if isinstance(what, Status) else Status.OK,
        reason=reason,
        payload=what if isinstance(what, TlsAssessment) else None,
    )


def host(*looks: Observation, ip: str = ADDRESS) -> HostLook:
    """The address of these looks."""
    keyed = {(seen.subject.port, seen.job_key.rsplit("|", 1)[1]): seen for seen in looks}  # type: ignore[union-attr]
    return HostLook(ip=ip, tls=keyed)


def https(url: str = f"https://{HOST}/") -> SiteEvidence:
    """A site that answers over HTTPS."""
    return site(url, {"/": "<p>Selamat datang</p>"})


def http_only() -> SiteEvidence:
    """A site that answers HTTP and refuses HTTPS."""
    return site(f"http://{HOST}/", {"/": "<p>Selamat datang</p>", f"https://{HOST}/": Status.REFUSED})
