"""`secscan intel affected`: which apps a hole concerns, from what is stored."""

from pathlib import Path

import click

from secscan.cli.output import Format, format_option
from secscan.cli.session import Session, pass_session


@click.command()
@click.argument("identifier", metavar="[ID]", required=False)
@click.option("--product", metavar="NAMA", help="Produk, plugin, tema, atau pustaka, sebagai ganti ID.")
@click.option("--range", "versions", metavar="RENTANG", help="Versi yang terkena, misalnya '>=6.4,<6.4.3'.")
@click.option("--opd", "opd_id", metavar="ID", help="Hanya aplikasi OPD ini.")
@click.option("--all", "everything", is_flag=True, help="Tabel memuat juga aplikasi yang tidak terkena.")
@format_option
@click.option(
    "-o", "--output", "output", type=click.Path(path_type=Path, dir_okay=False), help="Berkas .csv atau .json."
)
@pass_session
def affected(
    session: Session,
    identifier: str | None,
    product: str | None,
    versions: str | None,
    opd_id: str | None,
    everything: bool,
    output_format: str,
    output: Path | None,
) -> None:
    """Aplikasi mana yang terkena suatu kerentanan (CVE, GHSA, Wordfence), menurut bukti tersimpan.

    Tidak mengirim apa pun. Untuk kerentanan yang belum ada dalam data, sebutkan --product dan --range.
    """
    from secscan.cli.affecting import Question, print_affected

    question = Question(identifier, product, versions, opd_id)
    print_affected(session, question, Format(output_format), output, everything=everything)
