"""Options that several verbs share."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from secscan.model.enums import Severity

F = TypeVar("F", bound=Callable[..., Any])

DEFAULT_STANDARD = "pemda-eksternal"
DEFAULT_PROFILE = "standard"
ENGLISH = {"critical": "kritis", "high": "tinggi", "medium": "sedang", "low": "rendah"}
"""The English words for severities, which are taken too."""


SEVERITIES = "|".join(Severity)


class SeverityType(click.ParamType[Severity]):
    """A severity by its Indonesian or English word."""

    name = "tingkat"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> Severity:
        word = str(value).lower()
        try:
            return Severity(ENGLISH.get(word, word))
        except ValueError:
            known = ", ".join([*Severity, *ENGLISH])
            return self.fail(f"{value!r}: {known}", param, ctx)


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
hours_option = click.option(
    "--hours", metavar="JAM", help="Hanya pada jam ini, misalnya 20:00-05:00; di luarnya pemindaian menunggu sendiri."
)
as_of_option = click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Menilai masa berlaku dan dukungan per tanggal ini."
)
run_option = click.option("--run", "run_id", metavar="ID", help="Hanya dari pemindaian ini.")


def selection(command: F) -> F:
    """The options that choose apps and pace."""
    for option in (hours_option, connections_option, rate_option, opds_option, apps_option, profile_option):
        command = option(command)
    return command
