"""Histories of apps, made by hand."""

from datetime import UTC, date, datetime, timedelta

from secscan.base.urls import parse_url
from secscan.model.hygiene import History, HygieneTerms, Look, Presence
from secscan.model.ids import AppId, OpdId, RunId
from secscan.model.register import App, Contact, Opd
from secscan.model.subjects import Site

NOW = datetime(2026, 10, 1, 3, 0, tzinfo=UTC)
TERMS = HygieneTerms(as_of=date(2026, 10, 1), official=("contoh.go.id",))
DINKES = Opd(OpdId("dinkes"), "Dinas Kesehatan", contact=Contact("Sari", "sari@contoh.go.id"))
DISDIK = Opd(OpdId("disdik"), "Dinas Pendidikan", contact=Contact("Budi", "budi@contoh.go.id"))
OPDS = (DINKES, DISDIK)


def app(app_id: str, *urls: str, opd: Opd = DINKES, name: str = "", **fields: object) -> App:
    places = urls or (f"https://{app_id}.contoh.go.id/",)
    sites = tuple(Site.of(parse_url(url)) for url in places)
    return App(id=AppId(app_id), opd=opd.id, name=name or app_id.title(), sites=sites, **fields)  # type: ignore[arg-type]


def look(app_id: str, presence: Presence = Presence.ANSWERS, *, days_ago: int = 0, **fields: object) -> Look:
    at = NOW - timedelta(days=days_ago)
    return Look(app=AppId(app_id), run=RunId(f"r{days_ago}"), at=at, presence=presence, **fields)  # type: ignore[arg-type]


def seen(entry: App, *looks: Look) -> History:
    return History(entry, looks or (look(entry.id),))
