from datetime import date
from pathlib import Path

import pytest

from secscan.model.enums import AppKind, Criticality, Environment
from secscan.registry.folder import load_register
from secscan.registry.importing import import_register
from secscan.registry.problems import Code
from tests.unit.registry.files import (
    APPS,
    OPD,
    PERMITS,
    TODAY,
    Rows,
    errors,
    folder_of,
    places,
    read,
    register_of,
    workbook_of,
)

AGENCIES = [f"Dinas {name}" for name in ["Kesehatan", "Pendidikan", "Sosial", "Perhubungan", "Pariwisata", "Pertanian"]]


def messy_rows() -> list[list[object]]:
    """121 apps as lists grow in offices: merged OPD names, mixed languages, missing schemes and ids."""
    rows: list[list[object]] = [
        ["PEMERINTAH KOTA CONTOH"],
        ["Daftar Aplikasi per 1 Oktober 2026"],
        [],
        ["No", "Nama OPD", "Nama Aplikasi", "Alamat URL", "Kritikalitas", "LINGKUNGAN", "Kind", "Status", "Keterangan"],
    ]
    for number in range(121):
        group, place = divmod(number, 11)
        opd = AGENCIES[group % len(AGENCIES)].upper() if place == 0 else None
        url = [
            f"app{number}.contohkota.go.id",
            f"https://APP{number}.ContohKota.go.id/Portal",
            f"app{number}.contohkota.go.id:8443",
        ]
        kind = "Android" if number % 40 == 39 else ("website" if number % 2 else "Web")
        rows.append(
            [
                number + 1,
                opd,
                f"Aplikasi  {number}" if number % 3 else f"Sistem Informasi {number}\n",
                None if kind == "Android" else url[number % 3],
                ["strategis", "High", "low", "RENDAH", None][number % 5],
                ["Produksi", "staging", "production", None][number % 4],
                kind,
                ["aktif", "Active", None][number % 3],
                "catatan bebas",
            ]
        )
    return rows


def test_a_messy_workbook_of_121_apps_imports_cleanly(tmp_path: Path) -> None:
    rows = messy_rows()
    merged = [f"B{5 + 11 * group}:B{15 + 11 * group}" for group in range(11)]
    sheets: dict[str, Rows] = {
        "Petunjuk": [["Cara mengisi"], ["opd", "nama", "url"]],
        "OPD": [
            ["DAFTAR OPD"],
            [],
            ["No.", "Nama OPD", "Kontak Telepon"],
            *([i, n, 62811] for i, n in enumerate(AGENCIES)),
        ],
        "Aplikasi": rows,
        "Izin": [
            ["Nomor Surat", "Penandatangan", "Berlaku Dari", "Berlaku Sampai", "Target", "Jam"],
            [
                "000.1/ST/2026",
                "Kepala Dinas",
                "1 Oktober 2026",
                date(2026, 12, 31),
                "*.contohkota.go.id",
                "20.00-05.00",
            ],
        ],
    }
    path = workbook_of(tmp_path / "register.xlsx", sheets, merged={"Aplikasi": merged})
    report = read(path)
    assert report.problems == ()
    register = register_of(report)
    assert len(register.apps) == 121
    assert {app.opd for app in register.apps} == {opd.id for opd in register.opds}
    assert [app.opd for app in register.apps[:12]] == ["dinas-kesehatan"] * 11 + ["dinas-pendidikan"]
    assert sum(app.kind is AppKind.ANDROID for app in register.apps) == 3
    first, second = register.apps[0], register.apps[1]
    assert (first.id, first.name, first.sites[0].url) == (
        "sistem-informasi-0",
        "Sistem Informasi 0",
        "https://app0.contohkota.go.id/",
    )
    assert (second.criticality, second.environment) == (Criticality.TINGGI, Environment.UJI)
    assert second.sites[0].url == "https://app1.contohkota.go.id/Portal/"
    assert register.permits[0].valid_from == date(2026, 10, 1)
    again = read(path, register)
    assert register_of(again) == register
    assert all(not change.new and not change.changed for change in again.merged.changes)  # type: ignore[union-attr]


def test_fifteen_things_wrong_are_told_at_once(tmp_path: Path) -> None:
    sheets: dict[str, Rows] = {
        "OPD": [
            ["Daftar OPD"],
            ["id", "nama"],
            ["kes", "Dinas Kesehatan"],
            ["KES", "Dinas Kesehatan Kota"],  # row 4: duplicate id
        ],
        "Aplikasi": [
            ["id", "opd", "nama", "url", "kritikalitas", "port"],
            ["a1", "Dinas Kesehatn", "Satu", "a1.contoh.go.id", "tinggi", None],  # row 2: unknown OPD
            ["a2", "kes", None, "a2.contoh.go.id", "tinggi", None],  # row 3: no name
            ["a3", "kes", "Tiga", "ftp://a3.contoh.go.id", "tinggi", None],  # row 4: bad URL
            [],
            ["a3", "kes", "Empat", "a4.contoh.go.id", "tinggi", None],  # row 6: duplicate id
            ["a5", "kes", "Lima", None, "tinggi", None],  # row 7: web app without URL
            ["a6", "kes", "Enam", "a6.contoh.go.id", "sedang", None],  # row 8: unknown choice
            ["a7", "kes", "Tujuh", "a7.contoh.go.id", "tinggi", "70000"],  # row 9: bad port
            ["a8", "kes", None, "a8.contoh.go.id", "tinggi", None],  # row 10: formula
            ["a9.contoh.go.id", "kes", "Sembilan", "a9.contoh.go.id", "tinggi", None],  # row 11: id like a host
        ],
        "Izin": [
            ["nomor", "penandatangan", "berlaku_dari", "berlaku_sampai", "target", "jam"],
            ["ST/1", "K", "32/10/2026", "2026-12-31", "a1", None],  # row 2: bad date
            ["ST/2", "K", "2026-12-31", "2026-10-01", "a1", None],  # row 3: ends before it begins
            ["ST/3", "K", "2026-10-01", "2026-12-31", "*.go.id", None],  # row 4: too wide
            ["ST/4", "K", "2026-10-01", "2026-12-31", "a1", "malam"],  # row 5: bad hours
        ],
        "Host": [["alamat", "pemilik"], ["10.0.0.300", "kes"]],  # row 2: bad address
    }
    path = workbook_of(tmp_path / "register.xlsx", sheets, formulas={"Aplikasi": {"C10": '="Del"&"apan"'}})
    report = read(path)
    assert report.merged is None
    found = [(problem.sheet, problem.row, problem.column, problem.code) for problem in errors(report)]
    assert sorted(found) == sorted(
        [
            ("OPD", 4, "id", Code.DUPLICATE),
            ("Aplikasi", 2, "opd", Code.UNKNOWN_OPD),
            ("Aplikasi", 3, "nama", Code.EMPTY),
            ("Aplikasi", 4, "url", Code.BAD_URL),
            ("Aplikasi", 6, "id", Code.DUPLICATE),
            ("Aplikasi", 7, "url", Code.EMPTY),
            ("Aplikasi", 8, "kritikalitas", Code.BAD_CHOICE),
            ("Aplikasi", 9, "port", Code.BAD_PORT),
            ("Aplikasi", 10, "nama", Code.FORMULA),
            ("Aplikasi", 11, "id", Code.BAD_ID),
            ("Izin", 2, "berlaku_dari", Code.BAD_DATE),
            ("Izin", 3, "berlaku_sampai", Code.DATES_REVERSED),
            ("Izin", 4, "target", Code.WIDE_TARGET),
            ("Izin", 5, "jam", Code.BAD_HOURS),
            ("Host", 2, "alamat", Code.BAD_ADDRESS),
        ]
    )


def test_an_import_is_all_or_nothing(tmp_path: Path) -> None:
    own = tmp_path / "register"
    own.mkdir()
    source = folder_of(tmp_path / "baru", opd=OPD, apps=APPS, permits=PERMITS)
    assert import_register(source, own, TODAY).merged is not None
    before = load_register(own)
    folder_of(source, opd=OPD + "lain,Dinas Lain\n", apps=APPS + "x,tidak ada,X,x.id\n")
    report = import_register(source, own, TODAY)
    assert report.merged is None
    assert load_register(own) == before


def test_a_new_permit_alone_can_be_imported(tmp_path: Path) -> None:
    own = tmp_path / "register"
    own.mkdir()
    import_register(folder_of(tmp_path / "a", opd=OPD, apps=APPS), own, TODAY)
    report = import_register(folder_of(tmp_path / "b", permits=PERMITS), own, TODAY)
    assert report.problems == ()
    register = load_register(own)
    assert (len(register.apps), len(register.permits)) == (1, 1)


def test_warnings_are_imported_and_placed(tmp_path: Path) -> None:
    report = read(folder_of(tmp_path, opd=OPD, apps=APPS))
    assert places(report.problems) == [("no_permit", 2, "url")]
    assert len(register_of(report).apps) == 1


def test_a_prune_never_leaves_an_app_without_its_opd(tmp_path: Path) -> None:
    before = register_of(read(folder_of(tmp_path / "a", opd=OPD, apps=APPS)))
    source = folder_of(tmp_path / "b", opd="id,nama\nlain,Dinas Lain\n")
    assert register_of(read(source, before)).apps == before.apps
    report = read(source, before, prune=True)
    assert report.merged is None
    assert [(problem.code, problem.expected) for problem in report.problems] == [(Code.UNKNOWN_OPD, "simpeg")]


def test_pruning_all_at_once(tmp_path: Path) -> None:
    before = register_of(read(folder_of(tmp_path / "a", opd=OPD, apps=APPS, permits=PERMITS)))
    new = folder_of(tmp_path / "b", opd="id,nama\nlain,Dinas Lain\n", apps="id,opd,nama,url\nx,lain,X,x.contoh.id\n")
    register = register_of(read(new, before, prune=True))
    assert [opd.id for opd in register.opds] == ["lain"]
    assert [app.id for app in register.apps] == ["x"]
    assert register.permits == before.permits


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_the_same_register_in_every_csv_dialect(tmp_path: Path, mark: str) -> None:
    tables = {name: text.replace(",", mark) for name, text in (("opd", OPD), ("apps", APPS), ("permits", PERMITS))}
    plain = register_of(read(folder_of(tmp_path / "a", opd=OPD, apps=APPS, permits=PERMITS)))
    assert register_of(read(folder_of(tmp_path / "b", **tables))) == plain
