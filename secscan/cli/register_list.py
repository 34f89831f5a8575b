"""`secscan register list` and `show`."""

from datetime import date

import click

from secscan.base.errors import UsageError
from secscan.base.text import nearest
from secscan.cli.output import Cell, Format, format_option
from secscan.cli.session import Session, pass_session
from secscan.model.ids import OpdId
from secscan.model.register import Register
from secscan.registry.columns import TITLES, Table, table_named
from secscan.registry.records import Value, header, identity, records

_NAMES = [name for table in Table for name in dict.fromkeys((table.value, TITLES[table][0].lower()))]
_SHOWN = {
    Table.OPD: ("id", "nama", "induk", "kontak_nama"),
    Table.APPS: ("id", "opd", "nama", "url", "kritikalitas", "lingkungan", "status"),
    Table.PERMITS: ("nomor", "penandatangan", "berlaku_dari", "berlaku_sampai", "intensitas", "jam", "target"),
    Table.HOSTS: ("alamat", "pemilik", "jenis", "port_disetujui"),
}

_OWNER = {Table.OPD: "id", Table.APPS: "opd", Table.HOSTS: "pemilik"}


@click.command("list")
@click.argument("table", type=click.Choice(_NAMES), default=Table.APPS.value)
@click.option("--opd", help="Hanya milik OPD ini (id); izin tidak bertuan.")
@format_option
@pass_session
def list_(session: Session, table: str, opd: str | None, output_format: str) -> None:
    """Mendaftar isi satu tabel: apps (bawaan), opd, permits, atau hosts."""
    from secscan.registry.folder import load_register

    register = load_register(session.open().workspace.register)
    chosen = table_named(table) or Table.APPS
    form = Format(output_format)
    if opd is not None and register.opd(OpdId(opd)) is None:
        raise _unknown(opd, [entry.id for entry in register.opds])
    rows = [
        {key: _cell(value) for key, value in record.items()}
        for record in records(register, chosen)
        if opd is None or record.get(_OWNER.get(chosen, "")) == opd
    ]
    keys = _SHOWN[chosen] if form is Format.TABLE else tuple(header(chosen))
    session.output.rows({key: key for key in keys}, rows, form)


@click.command()
@click.argument("name")
@format_option
@pass_session
def show(session: Session, name: str, output_format: str) -> None:
    """Menampilkan satu entri: id aplikasi atau OPD, nomor surat tugas, atau alamat host."""
    from secscan.registry.folder import load_register

    register = load_register(session.open().workspace.register)
    known: list[str] = []
    for table in (Table.APPS, Table.OPD, Table.PERMITS, Table.HOSTS):
        for record in records(register, table):
            known.append(identity(table, record))
            if known[-1].casefold() == name.casefold():
                _print_entry(session, register, table, {k: _cell(v) for k, v in record.items()}, Format(output_format))
                return
    raise _unknown(name, known)


def _print_entry(session: Session, register: Register, table: Table, entry: dict[str, Cell], form: Format) -> None:
    shell = session.wording("shell")
    if table is Table.OPD:
        entry["apps"] = [app.id for app in register.apps if app.opd == entry["id"]]
    if form is Format.JSON:
        session.output.json({"table": table.value, **entry})
        return
    titles = {"field": shell.text("columns.field"), "content": shell.text("columns.content")}
    rows: list[dict[str, Cell]] = [{"field": key, "content": value} for key, value in entry.items()]
    session.output.rows(titles, rows, form)


def _cell(value: Value) -> Cell:
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value


def _unknown(word: str, known: list[str]) -> UsageError:
    return UsageError("unknown_entry", values={"word": word, "near": nearest(word, known)})
