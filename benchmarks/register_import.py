"""How long a register of 10,000 apps takes to import from XLSX and CSV, to load and to export; prints seconds.

Run from the checkout: `python benchmarks/register_import.py`.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from secscan.model.register import Register
from secscan.registry.columns import COLUMNS, Table
from secscan.registry.folder import load_register, save_register
from secscan.registry.importing import preview
from secscan.registry.workbook_writer import Texts
from secscan.registry.writing import export_register

APPS = 10_000
TODAY = date(2026, 10, 1)


def write_source(folder: Path) -> None:
    """Four CSV files as an office might hand them in: names for OPDs, no ids."""
    opds = "".join(f"Dinas {number}\n" for number in range(60))
    (folder / "opd.csv").write_text("nama\n" + opds)
    row = "Dinas {opd},Aplikasi {n},app{n}.contohkota.go.id,tinggi,produksi,web,aktif,80 443,/login,a b\n"
    head = "opd,nama,url,kritikalitas,lingkungan,jenis,status,port_disetujui,paparan_disetujui,tag\n"
    (folder / "apps.csv").write_text(head + "".join(row.format(opd=n % 60, n=n) for n in range(APPS)))
    permit = "ST/1,Kepala,1 Januari 2026,31/12/2026,*.contohkota.go.id\n"
    (folder / "permits.csv").write_text("nomor,penandatangan,berlaku_dari,berlaku_sampai,target\n" + permit)


def timed(what: str, action: Callable[[], object]) -> None:
    start = time.perf_counter()
    action()
    print(f"{what:<28}{time.perf_counter() - start:6.2f} s")


def main() -> None:
    texts = Texts("Petunjuk", (), {(table, column.key): "" for table in Table for column in COLUMNS[table]})
    with tempfile.TemporaryDirectory() as name:
        source, own, book = Path(name, "source"), Path(name, "own"), Path(name, "register.xlsx")
        source.mkdir()
        own.mkdir()
        write_source(source)
        merged = preview(source, Register(), TODAY).merged
        assert merged is not None
        timed("read CSV", lambda: preview(source, Register(), TODAY))
        timed("export XLSX", lambda: export_register(book, merged.register, texts))
        timed("read XLSX", lambda: preview(book, Register(), TODAY))
        timed("read XLSX, all known", lambda: preview(book, merged.register, TODAY))
        timed("save the register", lambda: save_register(own, merged.register))
        timed("load the register", lambda: load_register(own))


if __name__ == "__main__":
    main()
