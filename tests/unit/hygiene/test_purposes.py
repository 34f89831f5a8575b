import pytest

from secscan.hygiene.purposes import purposes_of


@pytest.mark.parametrize(
    ("name", "purposes"),
    [
        ("E-Absensi Dinas Kesehatan", ["absensi"]),
        ("SIPRESENSI", ["absensi"]),
        ("e-Office Setda", ["persuratan"]),
        ("Buku Tamu Digital", ["buku tamu"]),
        ("Satu Data Kota", ["data statistik"]),
        ("SIMPEG", ["kepegawaian"]),
        ("JDIH Kota Contoh", ["jdih"]),
        ("Lapor Pak Wali", ["pengaduan"]),
        ("Portal Resmi Kota Contoh", []),
        ("Dinas Penanaman Modal", []),
        ("Peternakan", []),  # holds "peta" to nobody
        ("Suratman Center", []),
        ("Arsipel", []),
    ],
)
def test_names(name: str, purposes: list[str]) -> None:
    assert list(purposes_of(name)) == purposes
