"""Entries of the register as rows of text, in the columns' order: what CSV files and workbooks hold."""

from datetime import date

from secscan.model.register import App, HostEntry, Hours, Opd, Permit, Register
from secscan.registry.columns import COLUMNS, Table

Value = str | date | tuple[str, ...]
Record = dict[str, Value]


def records(register: Register, table: Table) -> list[Record]:
    """The rows of one table; several values of one cell are a tuple."""
    match table:
        case Table.OPD:
            return [_opd(opd) for opd in register.opds]
        case Table.APPS:
            return [_app(app) for app in register.apps]
        case Table.PERMITS:
            return [_permit(permit) for permit in register.permits]
        case Table.HOSTS:
            return [_host(entry) for entry in register.hosts]


def header(table: Table) -> list[str]:
    """The Indonesian names of a table's columns."""
    return [column.key for column in COLUMNS[table]]


def as_text(value: Value) -> str:
    """The text of a cell."""
    if isinstance(value, tuple):
        return " ".join(value)
    return value.isoformat() if isinstance(value, date) else value


def identity(table: Table, record: Record) -> str:
    """What identifies a row of the table: its first column."""
    return as_text(record[COLUMNS[table][0].key])


def hours_text(hours: Hours | None) -> str:
    return "" if hours is None else hours.text


def _opd(opd: Opd) -> Record:
    return {
        "id": opd.id,
        "nama": opd.name,
        "induk": opd.parent or "",
        "kontak_nama": opd.contact.name,
        "kontak_email": opd.contact.email,
        "kontak_telepon": opd.contact.phone,
    }


def _app(app: App) -> Record:
    return {
        "id": app.id,
        "opd": app.opd,
        "nama": app.name,
        "url": tuple(site.url for site in app.sites),
        "kritikalitas": app.criticality.value,
        "lingkungan": app.environment.value,
        "jenis": app.kind.value,
        "status": app.status.value,
        "produk": app.product,
        "versi": app.version,
        "versi_per": app.version_date or "",
        "port_disetujui": tuple(map(str, app.approved_ports)),
        "paparan_disetujui": app.approved_exposures,
        "tag": app.tags,
    }


def _permit(permit: Permit) -> Record:
    return {
        "nomor": permit.letter,
        "penandatangan": permit.signer,
        "berlaku_dari": permit.valid_from,
        "berlaku_sampai": permit.valid_until,
        "target": permit.targets,
        "intensitas": permit.intensity.value,
        "jam": hours_text(permit.hours),
        "izin_khusus": permit.extras,
        "berkas": permit.file,
    }


def _host(entry: HostEntry) -> Record:
    return {
        "alamat": entry.network,
        "pemilik": entry.owner,
        "jenis": entry.kind.value,
        "kontak": entry.contact,
        "port_disetujui": tuple(map(str, entry.approved_ports)),
    }
