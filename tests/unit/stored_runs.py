"""A workspace whose store holds finished runs, made from raw HTTP: evaluation, reports and findings work on it as they
do after a scan, without a socket."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec

from secscan.base.urls import resolve
from secscan.checks.catalogue import CHECKS
from secscan.intel.packs import load_intel
from secscan.model.enums import AppKind, Environment, Status
from secscan.model.ids import AppId, JobKey, OpdId, RunId
from secscan.model.impact import Impact
from secscan.model.jobs import HostBatch, PortScanJob
from secscan.model.observations import Cost, DnsAnswer, Observation, PortScan, ServiceAnswer
from secscan.model.profile import ScanProfile
from secscan.model.register import App, HostEntry, Opd, Permit, Register
from secscan.model.requests import Request, View
from secscan.model.runs import Run, RunOptions, RunState
from secscan.model.settings import Settings
from secscan.model.subjects import Domain, Endpoint, Host
from secscan.planning.plan import Terms, make_plan
from secscan.registry.folder import load_register, save_register
from secscan.standards.load import load_profile, load_standard, validate_profile
from secscan.store.store import Store
from secscan.workflows.scan import DNS_BATCH
from secscan.workflows.stored import EvaluationDesk
from secscan.workspace.layout import Workspace, create
from tests.unit.builders import Response, answer
from tests.unit.registers import FixedClock, permit, web_app
from tests.unit.store.records import keep

START = datetime(2026, 9, 30, 3, 0, tzinfo=UTC)
"""When the first run begins: 30 September 2026, 10:00 WIB, the day before that of the shell's clock."""
SHARED, OTHER, TRIAL, OUTSIDE = "203.0.113.10", "203.0.113.20", "203.0.113.30", "198.51.100.5"
KOMINFO, DINKES = OpdId("kominfo"), OpdId("dinkes")
PORTAL, ARSIP, UJI = "https://portal.contoh.go.id/", "https://arsip.contoh.go.id/", "https://uji.contoh.go.id/"
BERITA, BARU = "https://berita.contoh.go.id/", "https://baru.contoh.go.id/"
ADDRESSES = {
    "portal.contoh.go.id": SHARED,
    "arsip.contoh.go.id": SHARED,
    "berita.contoh.go.id": OTHER,
    "baru.contoh.go.id": OUTSIDE,
    "uji.contoh.go.id": TRIAL,
}
HARDENED = {
    "Content-Type": "text/html; charset=utf-8",
    "Strict-Transport-Security": "max-age=31536000",
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}
PAGE = "<!doctype html><html lang='id'><head><title>Layanan Daerah</title></head><body><h1>Layanan</h1><p>Berita.</p>"
GOOD: Response = (200, HARDENED, PAGE)
FRAMEABLE: Response = (
    200,
    HARDENED | {"Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'self'"},
    PAGE,
)
INJECTED: Response = (
    200,
    HARDENED,
    PAGE
    + "<div style='position:absolute;left:-9999px'>"
    + "".join(
        f"<a href='https://{host}.example/'>{text}</a> "
        for host, text in (
            ("slot-gacor-maxwin", "slot gacor hari ini"),
            ("situs-togel", "situs togel terpercaya"),
            ("rtp-live", "rtp live slot maxwin"),
            ("judi-bola", "judi bola sbobet"),
            ("scatter-hitam", "scatter hitam deposit pulsa"),
        )
    )
    + "</div>",
)

_VIEWS = (View.SECSCAN, View.SEARCH_ENGINE, View.SEARCH_REFERRER)


def own(app_id: str, opd: OpdId, *urls: str, **fields: object) -> App:
    return msgspec.structs.replace(web_app(app_id, *urls, **fields), opd=opd)


def small_register(*permits: Permit) -> Register:
    """Two OPDs with apps on one shared address, an app without permit, one under trial, one without a web address."""
    return Register(
        opds=(Opd(KOMINFO, "Dinas Kominfo"), Opd(DINKES, "Dinas Kesehatan")),
        apps=(
            own("portal", KOMINFO, PORTAL),
            own("arsip", DINKES, ARSIP),
            own("berita", KOMINFO, BERITA),
            own("baru", DINKES, BARU),
            own("uji", DINKES, UJI, environment=Environment.UJI),
            own("ponsel", DINKES, kind=AppKind.ANDROID),
        ),
        permits=permits or (permit("portal", "arsip", "berita", "uji"), permit("203.0.113.0/24", letter="ST/2/2026")),
        hosts=(HostEntry(SHARED, KOMINFO),),
    )


@dataclass
class Bench:
    """A workspace on disk, and the runs that are put into its store."""

    workspace: Workspace
    clock: FixedClock = field(default_factory=lambda: FixedClock(datetime(2026, 9, 30, 17, 30, tzinfo=UTC)))

    def register(self) -> Register:
        return load_register(self.workspace.register)

    def save(self, register: Register) -> None:
        save_register(self.workspace.register, register)

    def run(
        self,
        name: str,
        pages: Mapping[str, Mapping[str, Response]],
        *,
        days: float = 0,
        profile: str = "standard",
        ports: Mapping[str, Mapping[int, str]] | None = None,
        finished: bool = True,
        views: bool = False,
    ) -> None:
        """Store a run that began so many days after START. `pages` maps app ids to path and response, `ports` maps
        addresses to open ports and what answers there. Apps that are in neither were planned, and answered nothing.
        With `views`, search engines were shown the same home page as everybody."""
        at = START + timedelta(days=days)
        chosen = load_profile(profile)
        register = self.register()
        answers = {host: DnsAnswer(name=host, records={"A": (ip,)}) for host, ip in ADDRESSES.items()}
        plan = make_plan(register, register.apps, Terms(profile=chosen, settings=Settings(), answers=answers, now=at))
        run = Run(
            id=RunId(name),
            options=RunOptions(profile=profile),
            state=RunState.RUNNING,
            started_at=at,
            version="0.1.0",
            token="q7xk2m9tzw4v",
        )
        keys = {app.id: tuple(one.key for one in plan.batches if app.id in one.apps) for app in register.apps}
        with self.store() as store:
            store.create_run(run, plan, keys)
            for host, seen in answers.items():
                keep(store.intake(run.id, DNS_BATCH), _look_up(host, seen, at), {})
            for batch in plan.batches:
                sink = store.intake(run.id, batch.key)
                for seen in _looks(batch, register, pages, (ports or {}).get(batch.ip), at, views):
                    sink(seen, {})
                if finished:
                    impact = Impact(ip=batch.ip, requests=7, connections=2, peak_per_second=4, seconds=3.0)
                    store.finish_batch(run.id, batch.key, impact)
            store.set_state(run.id, RunState.FINISHED if finished else RunState.INTERRUPTED, at + timedelta(minutes=5))

    @contextmanager
    def store(self) -> Iterator[Store]:
        with Store.open(self.workspace.database) as store:
            yield store

    @contextmanager
    def desk(self) -> Iterator[EvaluationDesk]:
        """What an evaluation works on."""
        with self.store() as store:
            yield EvaluationDesk(
                register=self.register(),
                settings=Settings(),
                store=store,
                intel=load_intel(),
                standard=load_standard("pemda-eksternal"),
                profiles=known_profile,
                clock=self.clock,
            )


def bench(folder: Path, register: Register | None = None) -> Bench:
    """A workspace with a register and an empty store."""
    made = Bench(create(folder / "kerja"))
    made.save(register or small_register())
    return made


def known_profile(name: str) -> ScanProfile:
    found = load_profile(name)
    validate_profile(found, {check.spec.id for check in CHECKS})
    return found


def on(year: int, month: int, day: int) -> date:
    return date(year, month, day)


def _looks(
    batch: HostBatch,
    register: Register,
    pages: Mapping[str, Mapping[str, Response]],
    ports: Mapping[int, str] | None,
    at: datetime,
    views: bool,
) -> Iterator[Observation]:
    for app_id in batch.apps:
        app = register.app(AppId(app_id))
        assert app is not None
        for site in app.sites:
            for path, response in pages.get(app_id, {}).items():
                where = resolve(site.url, path)
                assert where is not None
                for view in _VIEWS if views and path == "/" else _VIEWS[:1]:
                    seen = answer(Request.to(where, view=view), response)
                    yield msgspec.structs.replace(
                        seen, taken_at=at, via=Endpoint(batch.ip, where.port), cost=Cost(requests=1)
                    )
    job = next((job for job in batch.jobs if isinstance(job, PortScanJob)), None)
    if ports is None or job is None:
        return
    scan = PortScan(
        method="syn", scanned=job.ports, open=tuple(ports), anchor=443, anchor_before=True, anchor_after=True
    )
    yield _observed(JobKey(f"ports|{batch.ip}"), Host(batch.ip), scan, at)
    for port, service in ports.items():
        what = ServiceAnswer(service=service, assumed=service)
        yield _observed(JobKey(f"service|{batch.ip}|{port}"), Endpoint(batch.ip, port), what, at)


def _observed(key: JobKey, subject: Host | Endpoint, payload: PortScan | ServiceAnswer, at: datetime) -> Observation:
    return Observation(job_key=key, subject=subject, taken_at=at, probe="test", status=Status.OK, payload=payload)


def _look_up(host: str, seen: DnsAnswer, at: datetime) -> Observation:
    return Observation(
        job_key=JobKey(f"dns|{host}"), subject=Domain(host), taken_at=at, probe="dns", status=Status.OK, payload=seen
    )
