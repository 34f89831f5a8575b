"""`secscan`: the entry point and its verbs."""

import atexit
import gc
import io
import os
import signal
import sys
from pathlib import Path
from types import FrameType

import click

from secscan.cli.groups import Shell, Verb
from secscan.model.enums import Language

VERBS: dict[str, Verb] = {
    "init": Verb("secscan.cli.init:init", "Membuat folder kerja."),
    "register": Verb("secscan.cli.register:register", "Register OPD, aplikasi, izin, dan host."),
    "plan": Verb("secscan.cli.plan:plan", "Menampilkan apa yang akan dikirim, tanpa mengirimnya."),
    "scan": Verb("secscan.cli.scan:scan", "Memindai aplikasi yang terdaftar dan berizin."),
    "evaluate": Verb("secscan.cli.evaluate:evaluate", "Menghitung ulang dari hasil tersimpan."),
    "report": Verb("secscan.cli.report:report", "Menulis laporan."),
    "gate": Verb("secscan.cli.gate:gate", "Memutuskan kelayakan satu aplikasi untuk CI."),
    "diff": Verb("secscan.cli.diff:diff", "Apa yang berubah antara dua pemindaian."),
    "findings": Verb("secscan.cli.findings:findings", "Daftar temuan dan tinjauannya."),
    "score": Verb("secscan.cli.score:score", "Menjelaskan skor."),
    "checks": Verb("secscan.cli.checks:checks", "Daftar pemeriksaan."),
    "standards": Verb("secscan.cli.standards:standards", "Daftar standar dan kontrolnya."),
    "intel": Verb("secscan.cli.intel:intel", "Paket data kerentanan dan versi."),
    "doctor": Verb("secscan.cli.doctor:doctor", "Memeriksa mesin ini."),
    "config": Verb("secscan.cli.config:config", "Pengaturan yang berlaku dan asalnya."),
    "demo": Verb("secscan.cli.demo:demo", "Armada contoh di komputer ini."),
}
"""Every verb and where it stands; the one place where they are listed."""


class Secscan(Shell):
    """The verbs of secscan."""

    verbs = VERBS


def _print_version(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:
    """Print the version and end; found out only here, because that takes as long as all the rest of `--help`."""
    if not wanted or ctx.resilient_parsing:
        return
    from secscan.version import __version__

    click.echo(f"secscan, version {__version__}")
    ctx.exit()


@click.group(cls=Secscan, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-w",
    "--workspace",
    "folder",
    type=click.Path(path_type=Path),
    envvar="SECSCAN_WORKSPACE",
    default=Path(),
    help="Folder kerja (bawaan: folder ini).",
)
@click.option(
    "--lang",
    type=click.Choice([language.value for language in Language]),
    envvar="SECSCAN_LANG",
    default=Language.ID.value,
    help="Bahasa laporan dan pesan (bawaan: id).",
)
@click.option("--no-color", is_flag=True, help="Tanpa warna; juga lewat variabel NO_COLOR.")
@click.option("-q", "--quiet", is_flag=True, help="Tanpa laporan kemajuan pemindaian.")
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show the version and exit.",
)
@click.pass_context
def cli(ctx: click.Context, folder: Path, lang: str, no_color: bool, quiet: bool) -> None:
    """Pemindaian dan penguatan keamanan aplikasi web pemerintah daerah."""
    from secscan.cli.output import Output
    from secscan.cli.session import Session, Surroundings

    outside = ctx.obj if isinstance(ctx.obj, Surroundings) else Surroundings(os.environ)
    output = Output(color=not (no_color or outside.environ.get("NO_COLOR")), quiet=quiet)
    ctx.obj = Session(folder, Language(lang), outside.environ, outside.clock, output)


def main() -> None:
    """The console script."""
    _write_what_fits()
    gc.set_threshold(GARBAGE)
    atexit.register(gc.freeze)  # to look for garbage in what ends anyway would take a third of a second
    for number in _ENDINGS:
        if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):  # `nohup` has it ignored
            signal.signal(number, _interrupt)
    try:
        cli()
    finally:
        _deaf()


GARBAGE = 10_000
"""Objects made since garbage was last looked for. Pages are trees of thousands: by Python's own number, 700, a tenth of
a scan's time would go into looking."""

_ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""Ctrl-C, the end of a service or CI job, the end of a terminal: all end a call alike."""


def _write_what_fits() -> None:
    """A character that the terminal or file cannot take is printed as `?`, and ends no call."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    """End the call in good order; whoever presses Ctrl-C twice does not disturb that."""
    _deaf()
    raise KeyboardInterrupt


def _deaf() -> None:
    for number in _ENDINGS:
        signal.signal(number, signal.SIG_IGN)
