"""The rows of the apps table."""

from collections.abc import Iterable

from secscan.model.enums import AppKind, AppStatus, Criticality, Environment
from secscan.model.ids import AppId, OpdId
from secscan.model.register import App
from secscan.registry.fields import Fields
from secscan.registry.identity import Identities
from secscan.registry.opds import OpdIndex
from secscan.registry.problems import Code, Problem
from secscan.registry.slugs import slug
from secscan.registry.tables import TableRows
from secscan.registry.targets import is_app_id
from secscan.registry.words import APP_KIND, APP_STATUS, CRITICALITY, ENVIRONMENT


def read_apps(source: TableRows, existing: Iterable[App], opds: OpdIndex, problems: list[Problem]) -> dict[int, App]:
    """The apps of a table by row number. A row without id is the register's app of the same OPD and name, if any."""
    before = {app.id: app for app in existing}
    alike: dict[tuple[str, str], list[str]] = {}
    for app in before.values():
        alike.setdefault((app.opd, app.name.casefold()), []).append(app.id)
    rows = [Fields(source, row, problems) for row in source.rows]
    given = {fields.number: fields.text("id") for fields in rows}
    ids = Identities(before, given.values())
    found: dict[int, App] = {}
    for fields in rows:
        name = fields.required("nama")
        written = fields.required("opd")
        opd = opds.read(fields, "opd", written) if written else None
        identity = given[fields.number]
        if identity and not is_app_id(identity):
            fields.error(Code.BAD_ID, "id", identity)
            identity = ""
        elif not identity and name:
            same = alike.get((opd or "", name.casefold()), ())
            identity = ids.made(same, slug(name), slug(opd or "", name))
        claimed = ids.claim(fields, "id" if given[fields.number] else "nama", identity) if identity else None
        app = _app(fields, AppId(claimed or ""), opd or OpdId(""), name, before.get(AppId(claimed or "")))
        if claimed is not None:
            found[fields.number] = app
    return found


def _app(fields: Fields, identity: AppId, opd: OpdId, name: str, old: App | None) -> App:
    """All columns are read even where the row is wrong already, so that everything is told at once."""
    base = old or App(id=identity, opd=opd, name=name)
    kind = fields.choice("jenis", APP_KIND, base.kind, AppKind.WEB)
    status = fields.choice("status", APP_STATUS, base.status, AppStatus.AKTIF)
    _need_url(fields, kind, status, base)
    if fields.is_number("versi"):
        fields.warn(Code.NUMERIC_VERSION, "versi", fields.raw("versi"))
    version = fields.text("versi", base.version)
    version_date = fields.optional_day("versi_per", base.version_date)
    if version and version_date is None and not fields.raw("versi_per"):
        fields.warn(Code.UNDATED_VERSION, "versi", version)
    return App(
        id=identity,
        opd=opd,
        name=name,
        sites=fields.sites("url", base.sites),
        criticality=fields.choice("kritikalitas", CRITICALITY, base.criticality, Criticality.RENDAH),
        environment=fields.choice("lingkungan", ENVIRONMENT, base.environment, Environment.PRODUKSI),
        kind=kind,
        status=status,
        product=fields.text("produk", base.product),
        version=version,
        version_date=version_date,
        approved_ports=fields.ports("port_disetujui", base.approved_ports),
        approved_exposures=fields.paths("paparan_disetujui", base.approved_exposures),
        tags=fields.words("tag", base.tags),
    )


def _need_url(fields: Fields, kind: AppKind, status: AppStatus, base: App) -> None:
    """An app in use has an address, unless it lives on a phone."""
    if kind is AppKind.ANDROID or status is not AppStatus.AKTIF:
        return
    known = bool(fields.raw("url")) if fields.has("url") else bool(base.sites)
    if not known:
        fields.error(Code.EMPTY, "url")
