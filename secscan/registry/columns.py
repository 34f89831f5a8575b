"""The four tables of the register, their columns, and the names under which both are known."""

import re
from enum import StrEnum

import msgspec

_NOT_WORD = re.compile(r"[\W_]+")
_NOTE = re.compile(r"\([^)]*\)|\*")


class Table(StrEnum):
    """A table; the value is the name of its CSV file and of its key in JSON."""

    OPD = "opd"
    APPS = "apps"
    PERMITS = "permits"
    HOSTS = "hosts"


class Column(msgspec.Struct, frozen=True):
    """One column. `key` is its Indonesian name, `english` the other, `also` further names met in practice.

    `width` is in characters, for workbooks.
    """

    key: str
    english: str
    also: tuple[str, ...] = ()
    required: bool = False
    width: int = 16


COLUMNS: dict[Table, tuple[Column, ...]] = {
    Table.OPD: (
        Column("id", "id", ("kode", "kode opd", "id opd", "opd id", "code"), width=22),
        Column("nama", "name", ("nama opd", "opd", "perangkat daerah", "opd name", "agency"), required=True, width=44),
        Column("induk", "parent", ("opd induk", "parent opd", "parent id")),
        Column("kontak_nama", "contact_name", ("nama kontak", "contact person", "narahubung"), width=24),
        Column("kontak_email", "contact_email", ("email", "surel", "email kontak", "e-mail"), width=28),
        Column("kontak_telepon", "contact_phone", ("telepon", "no hp", "telepon kontak", "phone", "contact telephone")),
    ),
    Table.APPS: (
        Column("id", "id", ("kode", "id aplikasi", "kode aplikasi", "app id"), width=22),
        Column("opd", "opd", ("id opd", "nama opd", "perangkat daerah", "opd id", "opd name", "agency"), True, 28),
        Column("nama", "name", ("nama aplikasi", "aplikasi", "app name", "application"), required=True, width=36),
        Column("url", "url", ("alamat", "alamat url", "alamat web", "domain", "urls", "alamat situs"), width=40),
        Column("kritikalitas", "criticality", ("kategori", "kategori se", "kategori sistem elektronik")),
        Column("lingkungan", "environment", ("env",), width=12),
        Column("jenis", "kind", ("jenis aplikasi", "type"), width=10),
        Column("status", "status", ("status aplikasi",), width=10),
        Column("produk", "product", ("cms", "platform")),
        Column("versi", "version", ("versi produk", "product version"), width=10),
        Column("versi_per", "version_date", ("tanggal versi", "versi tanggal", "versi per tanggal", "version as of")),
        Column("port_disetujui", "approved_ports", ("port", "ports", "port yang disetujui")),
        Column("paparan_disetujui", "approved_exposures", ("paparan yang disetujui", "approved exposure"), width=22),
        Column("tag", "tags", ("label", "labels")),
    ),
    Table.PERMITS: (
        Column("nomor", "letter", ("nomor surat", "no surat", "number", "letter number", "nomor izin"), True, 32),
        Column("penandatangan", "signer", ("ditandatangani oleh", "signed by", "pejabat"), width=28),
        Column("berlaku_dari", "valid_from", ("mulai", "tanggal mulai", "berlaku mulai", "from", "start"), True, 14),
        Column(
            "berlaku_sampai",
            "valid_until",
            ("sampai", "tanggal akhir", "berlaku hingga", "valid to", "until", "end"),
            True,
            14,
        ),
        Column("target", "target", ("targets", "sasaran", "cakupan", "scope"), required=True, width=44),
        Column("intensitas", "intensity", ("tingkat",), width=12),
        Column("jam", "hours", ("jam pemindaian", "waktu", "window"), width=14),
        Column("izin_khusus", "extras", ("izin tambahan", "extra"), width=24),
        Column("berkas", "file", ("file surat", "lampiran", "document"), width=28),
    ),
    Table.HOSTS: (
        Column("alamat", "address", ("ip", "alamat ip", "cidr", "ip address", "ip or cidr", "network"), True, 22),
        Column("pemilik", "owner", ("opd", "pemilik host"), width=28),
        Column("jenis", "kind", ("jenis host", "type"), width=18),
        Column("kontak", "contact", ("kontak pemilik",), width=28),
        Column("port_disetujui", "approved_ports", ("port", "ports", "port yang disetujui")),
    ),
}

TITLES: dict[Table, tuple[str, ...]] = {
    Table.OPD: ("OPD", "Agencies", "Perangkat Daerah", "Daftar OPD", "Agency"),
    Table.APPS: ("Aplikasi", "Apps", "App", "Applications", "Daftar Aplikasi"),
    Table.PERMITS: ("Izin", "Permits", "Permit", "Surat Tugas", "Daftar Izin", "Perizinan"),
    Table.HOSTS: ("Host", "Hosts", "Daftar Host", "Server"),
}
"""Names of sheets and CSV files; the first is the one that secscan writes into workbooks."""

IGNORED = frozenset({"no", "nomorurut", "nourut", "keterangan", "catatan", "notes", "note", "remarks", ""})
"""Folded headers of columns that lists often have besides, and that nobody expects secscan to read."""


def fold(name: str) -> str:
    """A name without case, blanks, underscores and punctuation, for comparison."""
    return _NOT_WORD.sub("", name.casefold())


def table_named(name: str) -> Table | None:
    """The table that a sheet or file of this name holds."""
    return _TABLES.get(fold(name))


def column_named(table: Table, header: str) -> Column | None:
    """The column that a header names, notes in brackets and asterisks aside: `Nama (name) *`."""
    known = _NAMES[table]
    return known.get(fold(header)) or known.get(fold(_NOTE.sub(" ", header)))


def column(table: Table, key: str) -> Column:
    """The column with this key. Raises KeyError."""
    return _KEYS[table, key]


_TABLES = {fold(name): table for table, names in TITLES.items() for name in (*names, table.value)}
_KEYS = {(table, entry.key): entry for table, entries in COLUMNS.items() for entry in entries}
# The two official names win over what is merely met in practice: `opd` of apps is never its `nama`.
_NAMES = {
    table: {fold(name): entry for entry in entries for name in entry.also}
    | {fold(name): entry for entry in entries for name in (entry.english, entry.key)}
    for table, entries in COLUMNS.items()
}
