"""`secscan intel update`: newer data from the public sources, the only verb that speaks to anything but targets."""

from typing import TYPE_CHECKING

import click

from secscan.cli.exit_codes import ExitCode
from secscan.cli.output import Cell, Choice, Format, Said, format_option
from secscan.cli.session import Session, pass_session

if TYPE_CHECKING:
    from secscan.cli.wording import Wording
    from secscan.intel.updating import Result

SOURCES = ("endoflife", "kev", "retire", "wordpress")
COLUMNS = ("source", "pack", "status", "before", "after", "entries", "sha256", "url", "detail")
HIDDEN = ("sha256", "url")


@click.command()
@click.option(
    "--source",
    "wanted",
    multiple=True,
    type=Choice(SOURCES),
    help="Hanya sumber ini; boleh berulang.",
)
@click.option("--proxy", metavar="URL", help="Proksi HTTP untuk mengambil data (bawaan: [intel] proxy).")
@click.option(
    "--timeout",
    "seconds",
    type=click.FloatRange(min=1, max=3600),
    default=60,
    show_default=True,
    help="Detik paling lama untuk setiap sumber.",
)
@click.option("--force", is_flag=True, help="Mengambil ulang walau sumber menyatakan tidak berubah.")
@format_option
@pass_session
def update(
    session: Session, wanted: tuple[str, ...], proxy: str | None, seconds: float, force: bool, output_format: str
) -> ExitCode:
    """Mengambil data terbaru dari endoflife.date, CISA KEV, retire.js, dan WordPress ke folder kerja.

    Sumber yang gagal, terpotong, atau tidak masuk akal tidak mengubah apa pun: paket lama tetap dipakai. Kode keluar:
    0 semua berhasil, 1 sebagian gagal, 3 tidak satu pun terjangkau.
    """
    from secscan.intel.public import Route
    from secscan.intel.sources import SOURCES as KNOWN
    from secscan.intel.updating import Renewal
    from secscan.intel.updating import update as renew
    from secscan.workspace.lock import locked

    opened = session.open({"intel.proxy": proxy})
    settings = opened.settings
    words = session.wording("intel")
    chosen = [
        (source, getattr(settings.intel, source.key) or source.url)
        for source in KNOWN
        if not wanted or source.key in wanted
    ]
    route = Route(proxy=settings.intel.proxy, extra_ca=settings.tls.extra_ca, seconds=seconds)
    results = []
    with locked(opened.workspace, "intel update", session.clock.now()):
        for result in renew(opened.workspace.intel, chosen, route, session.today(settings), again=force):
            results.append(result)
            if result.failure is not None:
                session.output.say(_failed(result, words))
    rows = [_row(result, words) for result in results]
    columns = {key: words.text(f"columns.{key}") for key in COLUMNS}
    session.output.rows(columns, rows, Format(output_format), hidden=HIDDEN, whole=("before", "after"))
    failed = sum(result.status is Renewal.FAILED for result in results)
    if not failed:
        return ExitCode.OK
    return ExitCode.NO_VERDICT if failed == len(results) else ExitCode.FAILED


def _failed(result: "Result", words: "Wording") -> str:
    why = words.text(f"failures.{result.failure}", {"detail": result.detail})
    kept = result.before.data_date.isoformat() if result.before is not None else "-"
    return words.text("not_updated", {"source": result.source, "url": result.url, "why": why, "date": kept})


def _row(result: "Result", words: "Wording") -> dict[str, Cell]:
    return {
        "source": result.source,
        "pack": result.pack,
        "status": Said(result.status.value, words.text(f"renewals.{result.status.value}")),
        "before": result.before.data_date.isoformat() if result.before is not None else None,
        "after": result.after.data_date.isoformat() if result.after is not None else None,
        "entries": result.after.entries if result.after is not None else None,
        "sha256": result.after.sha256 if result.after is not None else None,
        "url": result.url,
        "detail": f"{result.failure.value}: {result.detail}" if result.failure is not None else "",
    }
