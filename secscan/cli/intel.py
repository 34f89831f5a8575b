"""`secscan intel`: the group of the data packs' verbs."""

from collections.abc import Mapping
from typing import ClassVar

import click

from secscan.cli.groups import LazyGroup, Verb


class Packs(LazyGroup):
    """The verbs of the data packs."""

    verbs: ClassVar[Mapping[str, Verb]] = {
        "status": Verb("secscan.cli.intel_status:status", "Tanggal, umur, dan asal setiap paket data."),
        "update": Verb("secscan.cli.intel_update:update", "Mengambil data terbaru dari sumber publik."),
        "import": Verb("secscan.cli.intel_bundle:import_", "Mengambil paket data dari berkas."),
        "export": Verb("secscan.cli.intel_bundle:export", "Menulis paket data ke satu berkas untuk kantor lain."),
        "affected": Verb("secscan.cli.intel_affected:affected", "Aplikasi mana yang terkena suatu kerentanan."),
        "build": Verb("secscan.cli.intel_build:build", "Membuat sidik berkas suatu produk dari klon git."),
    }


@click.group(cls=Packs)
def intel() -> None:
    """Paket data kerentanan dan versi."""
