"""Small registers, permits and clocks for tests."""

from datetime import UTC, date, datetime

from secscan.base.urls import parse_url
from secscan.model.enums import Intensity
from secscan.model.ids import AppId, OpdId
from secscan.model.register import App, Hours, Opd, Permit, Register
from secscan.model.subjects import Site

NOON = datetime(2026, 10, 1, 5, 0, tzinfo=UTC)
"""12:00 WIB on 1 October 2026."""


class FixedClock:
    """A clock that moves only when told, or when somebody sleeps on it."""

    def __init__(self, now: datetime = NOON) -> None:
        self.moment = now
        self.elapsed = 0.0

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.elapsed

    def sleep(self, seconds: float) -> None:
        self.elapsed += seconds


def permit(
    *targets: str,
    letter: str = "ST/1/2026",
    intensity: Intensity = Intensity.STANDARD,
    since: date = date(2026, 1, 1),
    until: date = date(2026, 12, 31),
    hours: Hours | None = None,
    extras: tuple[str, ...] = (),
) -> Permit:
    return Permit(
        letter=letter,
        signer="Kepala Dinas",
        valid_from=since,
        valid_until=until,
        targets=targets,
        intensity=intensity,
        hours=hours,
        extras=extras,
    )


def web_app(app_id: str, *urls: str, **fields: object) -> App:
    sites = tuple(Site.of(parse_url(url)) for url in urls)
    return App(id=AppId(app_id), opd=OpdId("opd-1"), name=app_id.title(), sites=sites, **fields)  # type: ignore[arg-type]


def register(apps: tuple[App, ...], permits: tuple[Permit, ...], **fields: object) -> Register:
    return Register(opds=(Opd(OpdId("opd-1"), "Dinas Satu"),), apps=apps, permits=permits, **fields)  # type: ignore[arg-type]
