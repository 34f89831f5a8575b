"""A small Pemda as an assessment: three OPDs, eight apps, a shared server, hostile facts. Scores are computed."""

import hashlib
from datetime import UTC, date, datetime, time

import msgspec

from secscan.base.urls import parse_url
from secscan.model.assessment import AppAssessment, Assessment, RunInfo, Software
from secscan.model.checks import Discriminators, Fact
from secscan.model.enums import (
    AppKind,
    AppStatus,
    Confidence,
    Criticality,
    Environment,
    FindingState,
    HostKind,
    Intensity,
    Outcome,
    Reason,
    Severity,
)
from secscan.model.findings import Finding, FindingEvent
from secscan.model.ids import AppId, CheckId, ControlId, Fingerprint, OpdId, RunId
from secscan.model.impact import Impact
from secscan.model.intel import Pack
from secscan.model.jobs import Lack, Refusal
from secscan.model.register import App, Contact, HostEntry, Hours, Opd, Permit
from secscan.model.score import ControlResult
from secscan.model.standard import Standard
from secscan.model.subjects import Endpoint, Site, Subject
from secscan.scoring.opd import opd_score
from secscan.scoring.score import score
from secscan.standards.load import load_standard

MADE = datetime(2026, 10, 1, 3, 0, tzinfo=UTC)
SEEN = datetime(2026, 10, 1, 1, 15, 5, tzinfo=UTC)
EARLIER = datetime(2026, 8, 20, 2, 0, tzinfo=UTC)
RUN = RunInfo(
    id=RunId("20261001-0115"),
    profile="standard",
    started_at=SEEN,
    finished_at=MADE,
    state="finished",
    version="0.1.0",
)
HOSTILE = "<script>alert(1)</script>{{ 7*7 }}\x1b[31m\u202emoc.live\u2066 \ue0000\ue001'\"`$(reboot)`"

SHIPPED: Standard = load_standard("pemda-eksternal")
STANDARD = msgspec.structs.replace(
    SHIPPED,
    controls=tuple(
        msgspec.structs.replace(control, checks=()) if control.id == "SS-DOM-05" else control
        for control in SHIPPED.controls
    ),
)
"""As an office may write it: one control that no check judges."""

KOMINFO = Opd(OpdId("diskominfo"), "Dinas Komunikasi dan Informatika", contact=Contact("Sari", "sari@contoh.go.id"))
HEALTH = Opd(OpdId("dinkes"), "Dinas Kesehatan")
CIVIL = Opd(OpdId("disdukcapil"), "Dinas Kependudukan dan Pencatatan Sipil")
PERMIT = Permit(
    letter="800.1.11.1/123/2026",
    signer="Kepala Dinas Komunikasi dan Informatika",
    valid_from=date(2026, 9, 1),
    valid_until=date(2026, 12, 31),
    targets=("portal", "puskesmas.contoh.go.id", "10.10.0.0/24"),
    intensity=Intensity.STANDARD,
    hours=Hours(time(20, 0), time(5, 0)),
)


def app(app_id: str, opd: Opd, name: str, url: str = "", **fields: object) -> App:
    sites = (Site.of(parse_url(url)),) if url else ()
    return App(id=AppId(app_id), opd=opd.id, name=name, sites=sites, **fields)  # type: ignore[arg-type]


PORTAL = app("portal", KOMINFO, "Portal Pemda", "https://portal.contoh.go.id/", criticality=Criticality.STRATEGIS)
LPSE = app("siaran", KOMINFO, "Siaran Pers", "https://siaran.contoh.go.id/berita/")
CLINIC = app(
    "puskesmas", HEALTH, "Antrean Puskesmas", "https://puskesmas.contoh.go.id/", criticality=Criticality.TINGGI
)
HOSPITAL = app("rsud", HEALTH, "SIMRS RSUD", "https://rsud.contoh.go.id/", criticality=Criticality.STRATEGIS)
TEST = app("stunting", HEALTH, "e-Stunting (uji)", "https://10.10.0.7:8443/", environment=Environment.UJI)
MOBILE = app("sehatku", HEALTH, "SehatKu Android", kind=AppKind.ANDROID)
CIVIL_APP = app("adminduk", CIVIL, "Adminduk Daring", "https://adminduk.contoh.go.id/")
CLOSED = app("antrean-lama", CIVIL, "Antrean Lama", "http://antrean.contoh.go.id/", status=AppStatus.DITUTUP)

ADDRESSES = {
    "portal": ("203.0.113.10",),
    "siaran": ("203.0.113.10",),
    "puskesmas": ("203.0.113.20",),
    "rsud": ("203.0.113.20",),
    "stunting": ("10.10.0.7",),
    "adminduk": ("203.0.113.20",),
}
SOFTWARE = {
    "puskesmas": (("nginx", "nginx", ("1.24.0",)), ("wordpress", "WordPress", ("6.4.1", "6.4.2"))),
    "portal": (("apache-http-server", "Apache HTTP Server", ()),),
    "rsud": (("nginx", "nginx", ()),),
}


def finding(
    check: str,
    entry: App | None,
    subject: Subject,
    severity: Severity,
    *,
    apps: tuple[App, ...] = (),
    opd: OpdId | None = None,
    outcome: Outcome = Outcome.FAIL,
    confidence: Confidence = Confidence.PASTI,
    discriminators: Discriminators = (),
    facts: dict[str, Fact] | None = None,
    **fields: object,
) -> Finding:
    where = entry.id if entry is not None else subject.key
    return Finding(
        fingerprint=Fingerprint(hashlib.sha256(f"{check}:{where}:{discriminators}".encode()).hexdigest()[:32]),
        check=CheckId(check),
        subject=subject,
        app=entry.id if entry is not None else None,
        apps=(entry.id,) if entry is not None else tuple(one.id for one in apps),
        opd=entry.opd if entry is not None else opd,
        outcome=outcome,
        severity=severity,
        confidence=confidence,
        discriminators=discriminators,
        facts=facts or {},
        **{  # type: ignore[arg-type]
            "first_seen": SEEN,
            "last_seen": SEEN,
            "history": (FindingEvent(at=SEEN, what="opened", run=RUN.id),),
        }
        | fields,
    )


def of_site(check: str, entry: App, severity: Severity, **fields: object) -> Finding:
    site = entry.sites[0]
    facts = {"url": site.url} | dict(fields.pop("facts", {}))  # type: ignore[call-overload]
    return finding(check, entry, site, severity, facts=facts, **fields)  # type: ignore[arg-type]


def findings() -> tuple[Finding, ...]:
    """Findings of checks that have write-ups."""
    framing, shared = "framing", Endpoint("203.0.113.20", 3306)
    return (
        of_site(framing, PORTAL, Severity.RENDAH, facts={"x_frame_options": "ALLOWALL"}),
        of_site(
            framing,
            CLINIC,
            Severity.RENDAH,
            facts={"x_frame_options": HOSTILE, "seen_at": "rsud.contoh.go.id dan adminduk.contoh.go.id"},
            first_seen=EARLIER,
            retested=False,
        ),
        of_site(framing, HOSPITAL, Severity.RENDAH, state=FindingState.FIXED, fixed_at=SEEN, first_seen=EARLIER),
        of_site(framing, CIVIL_APP, Severity.RENDAH, state=FindingState.ACCEPTED),
        finding(
            "database-ports",
            None,
            shared,
            Severity.KRITIS,
            apps=(CLINIC, HOSPITAL, CIVIL_APP),
            opd=KOMINFO.id,
            confidence=Confidence.KUAT,
            facts={"port": 3306, "service": "mysql", "names": ("puskesmas.contoh.go.id", "adminduk.contoh.go.id")},
        ),
        of_site(
            "gambling-content",
            HOSPITAL,
            Severity.KRITIS,
            confidence=Confidence.INDIKASI,
            facts={"terms": ("slot gacor",), "links": ("hxxps://judi[.]example/",)},
        ),
        of_site("https-redirect", CLINIC, Severity.TINGGI, first_seen=EARLIER),
    )


def results(entry: App, kept: tuple[Finding, ...], unseen: Reason | None) -> tuple[ControlResult, ...]:
    """Results that fit the findings: what has none passed, some were not tested, planned ones have no check."""
    rows = []
    for control in STANDARD.controls:
        own = [one for one in kept if one.is_open and one.check in control.checks]
        outcome, reason = Outcome.PASS, None
        if not control.checks:
            outcome, reason = Outcome.NOT_TESTED, Reason.PLANNED
        elif unseen is not None:
            outcome, reason = Outcome.NOT_TESTED, unseen
        elif own:
            outcome = own[0].outcome
        elif control.id in ("SS-NET-02", "SS-NET-03") and entry.id != "rsud":
            outcome, reason = Outcome.NOT_TESTED, Reason.CONSENT
        elif control.id == "SS-UPD-03":
            outcome, reason = Outcome.INCONCLUSIVE, Reason.VERSION_HIDDEN
        elif control.id == "SS-SES-01":
            outcome, reason = Outcome.NOT_APPLICABLE, Reason.NO_SESSION_COOKIE
        rows.append(
            ControlResult(
                control=ControlId(control.id),
                outcome=outcome,
                reason=reason,
                planned=not control.checks,
                condition=control.deployment and entry.environment is Environment.UJI,
                checks=control.checks,
                taken_at=SEEN,
            )
        )
    return tuple(rows)


def assessed(entry: App, opd: Opd, everything: tuple[Finding, ...], unseen: Reason | None = None) -> AppAssessment:
    kept = tuple(one for one in everything if entry.id in one.apps)
    lines = results(entry, kept, unseen)
    seen = tuple(
        Software(
            app=entry.id,
            subject=entry.sites[0],
            product=product,
            label=label,
            versions=versions,
            confidence=Confidence.KUAT,
            evidence=("header server", f"/readme.html {HOSTILE}"),
        )
        for product, label, versions in SOFTWARE.get(entry.id, ())
    )
    return AppAssessment(
        app=entry,
        opd=opd,
        run=None if unseen in (Reason.PERMIT, Reason.NO_URL) else RUN,
        addresses=ADDRESSES.get(entry.id, ()),
        score=score(STANDARD, lines, kept),
        results=lines,
        software=seen,
        permits=() if unseen is Reason.PERMIT else (PERMIT,),
        unseen=unseen,
    )


def assessment(extra: tuple[Finding, ...] = (), **changes: object) -> Assessment:
    """The sample, evaluated."""
    everything = findings() + extra
    apps = (
        assessed(PORTAL, KOMINFO, everything),
        assessed(LPSE, KOMINFO, everything, Reason.TIMEOUT),
        assessed(CLINIC, HEALTH, everything),
        assessed(HOSPITAL, HEALTH, everything),
        assessed(TEST, HEALTH, everything),
        assessed(MOBILE, HEALTH, everything, Reason.NO_URL),
        assessed(CIVIL_APP, CIVIL, everything),
        assessed(CLOSED, CIVIL, everything, Reason.PERMIT),
    )
    opds = tuple(
        opd_score(
            STANDARD,
            opd.id,
            [(entry.app, entry.score if entry.unseen is None else None) for entry in apps if entry.opd.id == opd.id],
        )
        for opd in (KOMINFO, HEALTH, CIVIL)
    )
    made = Assessment(
        office="Dinas Kominfo Kabupaten Contoh",
        timezone="Asia/Jakarta",
        as_of=date(2026, 10, 1),
        generated_at=MADE,
        secscan_version="0.1.0",
        standard=STANDARD,
        runs=(RUN,),
        opds=opds,
        apps=apps,
        findings=everything,
        hosts=(
            HostEntry("203.0.113.0/24", KOMINFO.id),
            HostEntry("203.0.113.20", "PT Awan Nusantara", kind=HostKind.CLOUD),
        ),
        impact=(
            _impact("203.0.113.10", 41, Reason.TIMEOUT),
            _impact("203.0.113.20", 138, None),
            _impact("10.10.0.7", 57, None),
        ),
        refusals=(
            Refusal(
                app=CLOSED.id,
                target="antrean.contoh.go.id",
                what="app",
                reason=Reason.PERMIT,
                lack=Lack.PERMIT_EXPIRED,
                values={"target": "antrean.contoh.go.id", "letter": "800/1/2025", "day": "2025-12-31"},
            ),
            Refusal(
                app=CLINIC.id,
                target="203.0.113.20",
                what="ports",
                reason=Reason.CONSENT,
                lack=Lack.NO_CONSENT,
                values={"target": "203.0.113.20", "kind": "cloud"},
            ),
        ),
        packs=(Pack("products", date(2026, 9, 20)), Pack("wp_extensions", date(2026, 3, 1))),
    )
    return msgspec.structs.replace(made, **changes) if changes else made


def _impact(ip: str, requests: int, stopped: Reason | None) -> Impact:
    return Impact(
        ip=ip,
        requests=requests,
        connections=requests // 3,
        port_probes=220,
        bytes=requests * 21_345,
        peak_per_second=9,
        seconds=63.2,
        backoffs=1 if stopped else 0,
        started_at=SEEN,
        ended_at=SEEN.replace(minute=16),
        stopped_because=stopped,
    )
