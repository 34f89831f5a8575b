"""Options that several verbs share."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from secscan.cli.desk import DEFAULT_PROFILE, DEFAULT_STANDARD

F = TypeVar("F", bound=Callable[..., Any])

standard_option = click.option(
    "--standard", default=DEFAULT_STANDARD, show_default=True, help="Standar penilaian (nama atau berkas)."
)
profile_option = click.option(
    "--profile",
    default=DEFAULT_PROFILE,
    show_default=True,
    help="Profil pemindaian: quick, standard, deep, atau berkas.",
)
apps_option = click.option("--app", "apps", multiple=True, metavar="ID", help="Hanya aplikasi ini; boleh berulang.")
opds_option = click.option("--opd", "opds", multiple=True, metavar="ID", help="Hanya OPD ini; boleh berulang.")
rate_option = click.option(
    "--rate", type=click.FloatRange(min=0, min_open=True), help="Permintaan dan koneksi baru per detik dan alamat."
)
connections_option = click.option(
    "--max-connections", type=click.IntRange(min=1), help="Koneksi serentak ke satu alamat."
)
as_of_option = click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Menilai masa berlaku dan dukungan per tanggal ini."
)
run_option = click.option("--run", "run_id", metavar="ID", help="Hanya dari pemindaian ini.")


def selection(command: F) -> F:
    """The options that choose apps and pace."""
    for option in (connections_option, rate_option, opds_option, apps_option, profile_option):
        command = option(command)
    return command
