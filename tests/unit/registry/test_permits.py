from datetime import date, time
from pathlib import Path

from secscan.model.enums import Intensity
from secscan.model.register import Hours, Permit
from tests.unit.registry.files import APPS, OPD, errors, folder_of, places, read, register_of

HEADER = "nomor,penandatangan,berlaku_dari,berlaku_sampai,target,intensitas,jam,izin_khusus,berkas\n"


def permits(path: Path, text: str) -> tuple[Permit, ...]:
    return register_of(read(folder_of(path, opd=OPD, apps=APPS, permits=text))).permits


def test_a_full_row(tmp_path: Path) -> None:
    row = (
        '000/ST/2026,Kepala Dinas,1 Oktober 2026,31/12/2026,"SIMPEG, *.ContohKota.go.id 10.1.2.0/24",deep,'
        "20.00-05.00,Persetujuan_Pemilik ftp,surat.pdf\n"
    )
    assert permits(tmp_path, HEADER + row) == (
        Permit(
            letter="000/ST/2026",
            signer="Kepala Dinas",
            valid_from=date(2026, 10, 1),
            valid_until=date(2026, 12, 31),
            targets=("simpeg", "*.contohkota.go.id", "10.1.2.0/24"),
            intensity=Intensity.DEEP,
            hours=Hours(time(20), time(5)),
            extras=("persetujuan-pemilik", "ftp"),
            file="surat.pdf",
        ),
    )


def test_errors_of_permits(tmp_path: Path) -> None:
    rows = (
        ",K,2026-01-01,2026-12-31,simpeg,,,,\n"
        "ST/2,K,2026-12-31,2026-01-01,simpeg,,,,\n"
        "ST/3,K,kapan,,*.go.id,berat,malam,,\n"
        "ST/3,K,2026-01-01,2026-12-31,,,,,\n"
        "ST/4,K,2026-01-01,2026-12-31,https://a.go.id,,,,\n"
    )
    report = read(folder_of(tmp_path, opd=OPD, apps=APPS, permits=HEADER + rows))
    assert sorted(places(errors(report))) == sorted(
        [
            ("empty", 2, "nomor"),
            ("dates_reversed", 3, "berlaku_sampai"),
            ("bad_date", 4, "berlaku_dari"),
            ("empty", 4, "berlaku_sampai"),
            ("wide_target", 4, "target"),
            ("bad_choice", 4, "intensitas"),
            ("bad_hours", 4, "jam"),
            ("duplicate", 5, "nomor"),
            ("empty", 5, "target"),
            ("bad_target", 6, "target"),
        ]
    )


def test_a_permit_without_signer_or_with_an_unknown_extra_is_imported_and_told(tmp_path: Path) -> None:
    report = read(
        folder_of(tmp_path, opd=OPD, apps=APPS, permits=HEADER + "ST/1,,2026-01-01,2026-12-31,simpeg,,,telnet,\n")
    )
    assert places(report.problems) == [("no_signer", 2, "penandatangan"), ("unknown_extra", 2, "izin_khusus")]
    assert len(register_of(report).permits) == 1
