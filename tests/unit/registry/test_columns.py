import pytest

from secscan.registry.columns import COLUMNS, Table, column_named, table_named

# The contract of the register's columns, Indonesian and English.
CONTRACT = {
    Table.OPD: "id nama induk kontak_nama kontak_email kontak_telepon",
    Table.APPS: "id opd nama url kritikalitas lingkungan jenis status produk versi versi_per port_disetujui"
    " paparan_disetujui tag",
    Table.PERMITS: "nomor penandatangan berlaku_dari berlaku_sampai target intensitas jam izin_khusus berkas",
    Table.HOSTS: "alamat pemilik jenis kontak port_disetujui",
}
ENGLISH = {
    (Table.OPD, "nama"): "name",
    (Table.OPD, "induk"): "parent",
    (Table.APPS, "kritikalitas"): "criticality",
    (Table.APPS, "lingkungan"): "environment",
    (Table.APPS, "jenis"): "kind",
    (Table.APPS, "versi_per"): "version_date",
    (Table.APPS, "port_disetujui"): "approved_ports",
    (Table.APPS, "paparan_disetujui"): "approved_exposures",
    (Table.HOSTS, "alamat"): "ip",
    (Table.HOSTS, "pemilik"): "owner",
    (Table.PERMITS, "nomor"): "letter",
    (Table.PERMITS, "penandatangan"): "signer",
    (Table.PERMITS, "jam"): "hours",
    (Table.PERMITS, "izin_khusus"): "extras",
    (Table.PERMITS, "berkas"): "file",
}


@pytest.mark.parametrize("table", Table)
def test_the_columns_are_those_of_the_contract(table: Table) -> None:
    assert [column.key for column in COLUMNS[table]] == CONTRACT[table].split()


@pytest.mark.parametrize(("place", "english"), ENGLISH.items())
def test_english_names(place: tuple[Table, str], english: str) -> None:
    found = column_named(place[0], english)
    assert found is not None
    assert found.key == place[1]


@pytest.mark.parametrize(
    "header", ["Berlaku Sampai", "BERLAKU_SAMPAI *", "berlaku-sampai", "berlaku_sampai (valid until)"]
)
def test_headers_are_read_whatever_their_dress(header: str) -> None:
    found = column_named(Table.PERMITS, header)
    assert found is not None
    assert found.key == "berlaku_sampai"


def test_opd_of_apps_is_the_owner_and_opd_of_opd_the_name() -> None:
    apps, agencies = column_named(Table.APPS, "OPD"), column_named(Table.OPD, "OPD")
    assert apps is not None
    assert agencies is not None
    assert (apps.key, agencies.key) == ("opd", "nama")


@pytest.mark.parametrize(
    ("title", "table"),
    [
        ("OPD", Table.OPD),
        ("aplikasi", Table.APPS),
        ("Apps", Table.APPS),
        ("Izin", Table.PERMITS),
        ("HOSTS", Table.HOSTS),
    ],
)
def test_sheet_names(title: str, table: Table) -> None:
    assert table_named(title) is table


def test_guidance_sheets_are_no_table() -> None:
    assert table_named("Petunjuk") is None
