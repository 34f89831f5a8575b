"""`secscan register discover`: what the Pemda's own lists hold and the register does not."""

from pathlib import Path

import click

from secscan.cli.exit_codes import ExitCode
from secscan.cli.output import Choice, Format, format_option
from secscan.cli.session import Session, pass_session

KINDS = ("zone", "ct", "web", "list")


@click.command()
@click.argument("sources", nargs=-1, type=click.Path(path_type=Path), metavar="[BERKAS]...")
@click.option("--kind", type=Choice(KINDS), help="Jenis BERKAS bila isinya meragukan.")
@click.option("--zone", "zone", metavar="NAMA", help="Nama zona: untuk --axfr, atau berkas zona tanpa $ORIGIN.")
@click.option("--axfr", metavar="ALAMAT[:PORT]", help="Minta transfer zona dari server nama ini; perlu izin.")
@click.option("--stored", is_flag=True, help="Juga dari bukti tersimpan: sertifikat, pengalihan, tautan.")
@click.option("--all", "everything", is_flag=True, help="Tampilkan juga yang sudah terdaftar dan layanan.")
@click.option(
    "-o",
    "--output",
    "path",
    type=click.Path(path_type=Path),
    help="Tulis usulan untuk diimpor: BERKAS.xlsx atau FOLDER.",
)
@click.option("--force", is_flag=True, help="Menimpa yang sudah ada.")
@format_option
@pass_session
def discover(
    session: Session,
    sources: tuple[Path, ...],
    kind: str | None,
    zone: str | None,
    axfr: str | None,
    stored: bool,
    everything: bool,
    path: Path | None,
    force: bool,
    output_format: str,
) -> ExitCode:
    """Mencari aplikasi yang belum terdaftar, dari daftar milik Pemda sendiri.

    BERKAS: berkas zona DNS, ekspor certificate transparency (crt.sh, JSON atau CSV), konfigurasi atau daftar virtual
    host (nginx -T, apachectl -S, cPanel, HAProxy, Traefik, IIS), atau daftar nama biasa. Tanpa BERKAS: bukti tersimpan.
    Hasilnya usulan; tidak ada nama yang dipindai karenanya.
    """
    from secscan.cli.discovering import Wanted, run

    wanted = Wanted(
        sources=sources,
        kind=kind,
        zone=zone or "",
        axfr=axfr or "",
        stored=stored or not (sources or axfr),
        everything=everything,
        path=path,
        force=force,
    )
    return run(session, wanted, Format(output_format))
