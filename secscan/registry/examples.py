"""The example rows of the template. Left as they are, they are never imported; changed in any cell, they are data.

Their names lie under `.example`, which nobody can register (RFC 2606).
"""

from collections.abc import Mapping

from secscan.registry.cells import text_of
from secscan.registry.columns import Table
from secscan.registry.tables import TableRows

EXAMPLES: Mapping[Table, tuple[Mapping[str, str], ...]] = {
    Table.OPD: (
        {
            "id": "CONTOH-diskominfo",
            "nama": "CONTOH: Dinas Komunikasi dan Informatika",
            "kontak_nama": "Nama Narahubung",
            "kontak_email": "diskominfo@contoh.example",
            "kontak_telepon": "0800 000 000",
        },
        {"id": "CONTOH-bkd", "nama": "CONTOH: Badan Kepegawaian Daerah", "induk": "CONTOH-diskominfo"},
    ),
    Table.APPS: (
        {
            "id": "CONTOH-simpeg",
            "opd": "CONTOH-bkd",
            "nama": "CONTOH: Sistem Informasi Kepegawaian",
            "url": "https://simpeg.contoh.example/",
            "kritikalitas": "tinggi",
            "lingkungan": "produksi",
            "jenis": "web",
            "status": "aktif",
            "produk": "laravel",
            "port_disetujui": "80 443",
            "tag": "kepegawaian",
        },
        {
            "id": "CONTOH-absensi",
            "opd": "CONTOH-bkd",
            "nama": "CONTOH: Absensi Seluler",
            "kritikalitas": "rendah",
            "lingkungan": "produksi",
            "jenis": "android",
            "status": "aktif",
        },
    ),
    Table.PERMITS: (
        {
            "nomor": "CONTOH/000/ST/2026",
            "penandatangan": "Kepala Dinas Kominfo",
            "berlaku_dari": "2026-01-01",
            "berlaku_sampai": "2026-12-31",
            "target": "CONTOH-simpeg *.contoh.example",
            "intensitas": "standard",
            "jam": "20:00-05:00",
            "berkas": "surat-tugas-000.pdf",
        },
    ),
    Table.HOSTS: (
        {
            "alamat": "192.0.2.10",
            "pemilik": "CONTOH-diskominfo",
            "jenis": "pemda",
            "kontak": "pusat data",
            "port_disetujui": "22 80 443",
        },
    ),
}


def without_examples(source: TableRows) -> TableRows:
    """The table without rows that equal an example in every cell."""
    known = EXAMPLES[source.table]
    first_words = {text.split(maxsplit=1)[0] for example in known for text in list(example.values())[:1]}
    kept = [
        row
        for row in source.rows
        if not (
            any(text_of(cell) in first_words for cell in row.cells.values())
            and {key: text for key, cell in row.cells.items() if (text := text_of(cell))} in known
        )
    ]
    return source._replace(rows=kept)
