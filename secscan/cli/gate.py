"""`secscan gate`: approved, conditional, rejected or no verdict, for CI."""

from pathlib import Path

import click

from secscan.cli.exit_codes import ExitCode
from secscan.cli.options import SEVERITIES, SeverityType, standard_option
from secscan.cli.session import Session, pass_session
from secscan.model.enums import Environment, Severity


@click.command()
@click.argument("target", metavar="APP|URL")
@click.option(
    "--permit",
    "permit_file",
    type=click.Path(path_type=Path),
    help="Berkas izin (.csv) untuk URL yang tidak terdaftar.",
)
@click.option(
    "--environment",
    type=click.Choice([e.value for e in Environment]),
    default=Environment.UJI.value,
    show_default=True,
    help="Lingkungan URL yang tidak terdaftar.",
)
@click.option("--profile", "profile_name", default="gate", show_default=True, help="Profil pemindaian.")
@standard_option
@click.option(
    "--fail-on",
    type=SeverityType(),
    metavar=SEVERITIES,
    default=Severity.TINGGI.value,
    show_default=True,
    help="Temuan setingkat ini atau lebih parah menolak.",
)
@click.option("--min-score", type=click.FloatRange(0, 100), help="Skor terendah yang diterima.")
@click.option(
    "--min-coverage",
    type=click.FloatRange(0, 100),
    default=60,
    show_default=True,
    help="Cakupan terendah, dalam persen.",
)
@click.option(
    "--wait", type=click.FloatRange(min=0), default=0, metavar="DETIK", help="Menunggu layanan yang sedang dinyalakan."
)
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Berkas hasil: .html .json .sarif .xml (JUnit); boleh berulang.",
)
@pass_session
def gate(
    session: Session,
    target: str,
    permit_file: Path | None,
    environment: str,
    profile_name: str,
    standard: str,
    fail_on: Severity,
    min_score: float | None,
    min_coverage: float,
    wait: float,
    outputs: tuple[Path, ...],
) -> ExitCode:
    """Memindai APP dari register, atau URL dengan --permit, lalu memutuskan kelayakannya.

    Kode keluar: 0 layak, 11 layak bersyarat, 10 ditolak, 3 tanpa putusan, 4 di luar lingkup izin.
    """
    from secscan.cli.gating import Call, run

    call = Call(
        target=target,
        permit_file=permit_file,
        environment=Environment(environment),
        profile=profile_name,
        standard=standard,
        fail_on=fail_on,
        min_score=min_score,
        min_coverage=min_coverage / 100,
        wait=wait,
        outputs=outputs,
    )
    return run(session, call)
