"""The register: agencies (OPD), their apps, the hosts behind them, and the permits to scan."""

from datetime import date, time

import msgspec

from secscan.model.enums import AppKind, AppStatus, Criticality, Environment, HostKind, Intensity
from secscan.model.ids import AppId, OpdId
from secscan.model.subjects import Site


class Contact(msgspec.Struct, frozen=True):
    name: str = ""
    email: str = ""
    phone: str = ""


class Opd(msgspec.Struct, frozen=True):
    """A regional agency (organisasi perangkat daerah)."""

    id: OpdId
    name: str
    parent: OpdId | None = None
    contact: Contact = Contact()


class App(msgspec.Struct, frozen=True, kw_only=True):
    """One application of one OPD.

    `product` and `version` are what the owner attests, `version_date` the day on which they were so.
    `approved_ports` empty means: its own ports plus 80 and 443.
    `approved_exposures` are paths (`/login`) that are public by decision.
    """

    id: AppId
    opd: OpdId
    name: str
    sites: tuple[Site, ...] = ()
    criticality: Criticality = Criticality.RENDAH
    environment: Environment = Environment.PRODUKSI
    kind: AppKind = AppKind.WEB
    status: AppStatus = AppStatus.AKTIF
    product: str = ""
    version: str = ""
    version_date: date | None = None
    approved_ports: tuple[int, ...] = ()
    approved_exposures: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def rated(self) -> bool:
        """Whether the app belongs in an OPD's rating: in use, and with a web address."""
        return self.status is AppStatus.AKTIF and self.kind is not AppKind.ANDROID and bool(self.sites)

    @property
    def ports(self) -> frozenset[int]:
        """The ports that may be open for this app."""
        return frozenset(self.approved_ports or (80, 443, *(site.port for site in self.sites)))


class HostEntry(msgspec.Struct, frozen=True):
    """Who owns an address or network. `network` is an address or CIDR in canonical form; `owner` an OPD id or a
    name."""

    network: str
    owner: str
    kind: HostKind = HostKind.PEMDA
    contact: str = ""
    approved_ports: tuple[int, ...] = ()


class Hours(msgspec.Struct, frozen=True):
    """A daily window in the office's time zone; `end` before `start` runs over midnight. Equal ends mean the whole
    day."""

    start: time
    end: time

    @property
    def text(self) -> str:
        """`20:00-05:00`."""
        return f"{self.start:%H:%M}-{self.end:%H:%M}"

    def hold(self, moment: time) -> bool:
        """Whether the window holds this local time; its end is excluded."""
        if self.start == self.end:
            return True
        if self.start < self.end:
            return self.start <= moment < self.end
        return moment >= self.start or moment < self.end


class Permit(msgspec.Struct, frozen=True, kw_only=True):
    """A letter of assignment (surat tugas) as data. `valid_until` is the last day, included.

    `targets` are app ids, exact host names, `*.domain` (not the apex itself), addresses or CIDRs.
    `extras` are further things the letter names (izin_khusus): `persetujuan-pemilik` (the consent of a CDN, cloud or
    hosting company), and protocols of the deep profile.
    """

    letter: str
    signer: str
    valid_from: date
    valid_until: date
    targets: tuple[str, ...]
    intensity: Intensity = Intensity.STANDARD
    hours: Hours | None = None
    extras: tuple[str, ...] = ()
    file: str = ""

    def valid_on(self, day: date) -> bool:
        return self.valid_from <= day <= self.valid_until


class Register(msgspec.Struct, frozen=True):
    """All four tables. Lookups are linear on purpose: build an index where one is needed."""

    opds: tuple[Opd, ...] = ()
    apps: tuple[App, ...] = ()
    permits: tuple[Permit, ...] = ()
    hosts: tuple[HostEntry, ...] = ()

    def opd(self, opd_id: OpdId) -> Opd | None:
        return next((opd for opd in self.opds if opd.id == opd_id), None)

    def app(self, app_id: AppId) -> App | None:
        return next((app for app in self.apps if app.id == app_id), None)
