"""`secscan findings`: list, show, and review what is open."""

from collections.abc import Mapping
from typing import ClassVar

import click

from secscan.cli.groups import LazyGroup, Verb
from secscan.cli.options import SEVERITIES, SeverityType
from secscan.cli.output import Choice, Format, format_option
from secscan.cli.session import Session, pass_session
from secscan.model.enums import Severity


class Findings(LazyGroup):
    """The verbs of findings."""

    verbs: ClassVar[Mapping[str, Verb]] = {
        "list": Verb("secscan.cli.findings:list_", "Daftar temuan."),
        "show": Verb("secscan.cli.findings:show", "Satu temuan selengkapnya."),
        "confirm": Verb("secscan.cli.findings:confirm", "Memastikan sebuah indikasi."),
        "dismiss": Verb("secscan.cli.findings:dismiss", "Menyatakan bahwa sesuatu bukan temuan."),
        "claim": Verb("secscan.cli.findings:claim", "Mencatat laporan bahwa temuan sudah diperbaiki."),
    }


@click.group(cls=Findings)
def findings() -> None:
    """Temuan: daftar, rincian, dan tinjauan oleh peninjau bernama."""


_reviewer = click.option("--reviewer", required=True, metavar="NAMA", help="Nama peninjau.")
_reason = click.option("--reason", required=True, metavar="TEKS", help="Alasan atau hasil verifikasi.")
_finding = click.argument("finding_id", metavar="ID")


@click.command("list")
@click.option("--app", "app_id", metavar="ID", help="Hanya aplikasi ini.")
@click.option("--opd", "opd_id", metavar="ID", help="Hanya OPD ini: aplikasinya dan servernya.")
@click.option("--severity", type=SeverityType(), metavar=SEVERITIES, help="Hanya setingkat ini atau lebih parah.")
@click.option("--all", "everything", is_flag=True, help="Termasuk yang sudah diperbaiki dan yang bukan temuan.")
@format_option
@pass_session
def list_(
    session: Session,
    app_id: str | None,
    opd_id: str | None,
    severity: Severity | None,
    everything: bool,
    output_format: str,
) -> None:
    """Daftar temuan yang terbuka, yang terparah lebih dahulu."""
    from secscan.cli.reviewing import Filter, print_list

    chosen = Filter(app_id, opd_id, severity or Severity.INFO, everything)
    print_list(session, chosen, Format(output_format))


@click.command()
@_finding
@click.option(
    "--format",
    "output_format",
    type=Choice([Format.TABLE.value, Format.JSON.value]),
    default=Format.TABLE.value,
    show_default=True,
    help="Halaman untuk dibaca, atau catatan mentahnya.",
)
@pass_session
def show(session: Session, finding_id: str, output_format: str) -> None:
    """Satu temuan selengkapnya: apa, mengapa penting, cara memperbaiki, bukti, dan riwayat. ID boleh disingkat."""
    from secscan.cli.reviewing import print_finding

    print_finding(session, finding_id, Format(output_format))


@click.command()
@_finding
@_reviewer
@_reason
@pass_session
def confirm(session: Session, finding_id: str, reviewer: str, reason: str) -> None:
    """Memastikan sebuah indikasi. Indikasi kompromi yang dipastikan menjadi INSIDEN, skornya 0."""
    from secscan.cli.reviewing import Opinion, review

    review(session, finding_id, Opinion.CONFIRMED, reviewer, reason)


@click.command()
@_finding
@_reviewer
@_reason
@pass_session
def dismiss(session: Session, finding_id: str, reviewer: str, reason: str) -> None:
    """Menyatakan bahwa sesuatu bukan temuan. Buktinya disimpan; temuan terbuka lagi bila terlihat lagi."""
    from secscan.cli.reviewing import Opinion, review

    review(session, finding_id, Opinion.DISMISSED, reviewer, reason)


@click.command()
@_finding
@click.option("--reporter", required=True, metavar="NAMA", help="Siapa yang melaporkan perbaikan.")
@_reason
@pass_session
def claim(session: Session, finding_id: str, reporter: str, reason: str) -> None:
    """Mencatat laporan OPD bahwa temuan sudah diperbaiki.

    Temuan tetap terbuka sampai pemindaian membuktikannya; aplikasinya segera jatuh tempo bagi `secscan scan --due`.
    """
    from secscan.cli.reviewing import Opinion, review

    review(session, finding_id, Opinion.CLAIMED, reporter, reason)
